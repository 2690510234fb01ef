//! `cargo xtask abi-fuzz`: the differential tests with one seed after the other, a few signatures of each.
//! What fails is made smaller, as long as a smaller signature fails too.

use std::env;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use clap::Args;

use crate::process::{self, Failure, Outcome, Words, cargo};

/// How many of a seed's signatures are called. More of them find less in the same time: most of it is the
/// compiler's.
const SIGNATURES: &str = "96";

/// The suites, of which each is a test binary.
const SUITES: [&str; 3] = [
    "differential",
    "differential_other",
    "differential_variadic",
];

/// How often a failing signature is made smaller.
const MOST_STEPS: usize = 40;

#[derive(Args)]
pub(crate) struct Options {
    /// How long to begin with new seeds
    #[arg(long, value_name = "MINUTES")]
    minutes: u64,
    /// The first seed; without it, one that the time gives
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
}

/// Seeds until the time is over. Every other one is optimized: the calls are other code then.
pub(crate) fn run(options: &Options) -> Outcome {
    let end = Instant::now() + Duration::from_secs(60 * options.minutes);
    let first = options.seed.unwrap_or_else(|| seconds() << 16);
    let (mut seeds, mut failures) = (0, Vec::new());
    while seeds == 0 || Instant::now() < end {
        let seed = first + seeds;
        let profile = ["dev", "release"][seeds as usize % 2];
        if let Err(failure) = try_seed(seed, profile) {
            eprintln!("error: {}", failure.message);
            failures.push(format!("{seed:#x}"));
        }
        seeds += 1;
    }
    println!(
        "{seeds} seeds from {first:#x} on, {} failed",
        failures.len()
    );
    match failures.is_empty() {
        true => Ok(()),
        false => Err(Failure::new(format!("seeds: {}", failures.join(", ")))),
    }
}

/// The seed of this day: `cargo xtask ci` tries another one every day, and the same all day.
pub(crate) fn today() -> Outcome {
    let seed = seconds() / (24 * 60 * 60);
    try_seed(seed, "dev")
}

fn seconds() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.unwrap_or_default().as_secs()
}

fn try_seed(seed: u64, profile: &str) -> Outcome {
    println!("==> FFI_TESTS_SEED={seed:#x} FFI_TESTS_SIGNATURES={SIGNATURES}, profile {profile}");
    let failed = call(&SUITES, seed, profile, SIGNATURES)?;
    let Some(mut failed) = failed else {
        return Ok(());
    };
    println!("{}", failed.output);
    for _ in 0..MOST_STEPS {
        println!("==> a smaller signature than {}", failed.signature);
        if failed.smaller.is_empty() {
            break;
        }
        match call(&[failed.suite], seed, profile, &failed.smaller)? {
            Some(smaller) => failed = smaller,
            None => break,
        }
    }
    // It also says what is behind `...`, and where each argument goes.
    println!("{}", failed.output);
    Err(Failure::new(format!(
        "the smallest signature that fails with the seed {seed:#x}, in the suite {}:\n{}",
        failed.suite, failed.signature
    )))
}

/// A signature that failed.
struct Failed {
    suite: &'static str,
    /// How C declares it.
    signature: String,
    /// The next smaller ones, in the words of `FFI_TESTS_SIGNATURES`.
    smaller: String,
    output: String,
}

/// Calls these signatures; the smallest that failed, which is the first where smaller ones were asked for.
fn call(
    suites: &[&'static str],
    seed: u64,
    profile: &str,
    signatures: &str,
) -> Outcome<Option<Failed>> {
    for suite in suites {
        let mut command = differential(suite, seed, profile, signatures)?;
        let output = command.stderr(Stdio::inherit()).output().map_err(|error| {
            Failure::missing(format!("cannot run {}: {error}", Words(&command)))
        })?;
        if output.status.success() {
            continue;
        }
        let output = String::from_utf8_lossy(&output.stdout).into_owned();
        let found = smallest(&output);
        let (signature, smaller) = found.ok_or_else(|| {
            Failure::new(format!(
                "{}, and no signature failed:\n{output}",
                Words(&command)
            ))
        })?;
        return Ok(Some(Failed {
            suite,
            signature,
            smaller,
            output,
        }));
    }
    Ok(None)
}

fn differential(suite: &str, seed: u64, profile: &str, signatures: &str) -> Outcome<Command> {
    let mut command = cargo(["test", "--quiet", "--package", "ffi-tests"]);
    command.args(["--profile", profile, "--test", suite]);
    // The generated code of the usual seed stays where it is.
    command.env(
        "CARGO_TARGET_DIR",
        process::target_folder()?.join("abi-fuzz"),
    );
    command.env("FFI_TESTS_SEED", format!("{seed:#x}"));
    command.env("FFI_TESTS_SIGNATURES", signatures);
    command.env("FFI_TESTS_SMALLER", "1");
    if env::var_os("CARGO_TERM_COLOR").is_none() {
        command.env("CARGO_TERM_COLOR", "never");
    }
    Ok(command)
}

/// The failing signature with the lowest number in the output of a suite: its prototype, and the line of
/// smaller ones that follows.
fn smallest(output: &str) -> Option<(String, String)> {
    let mut lines = output.lines();
    let mut found: Option<(usize, String, String)> = None;
    while let Some(line) = lines.next() {
        let Some((number, prototype)) = number_and_prototype(line) else {
            continue;
        };
        let Some(smaller) = lines
            .next()
            .and_then(|line| line.trim().strip_prefix("smaller: "))
        else {
            continue;
        };
        if found.as_ref().is_none_or(|(lowest, ..)| number < *lowest) {
            found = Some((number, prototype.to_owned(), smaller.to_owned()));
        }
    }
    found.map(|(_, prototype, smaller)| (prototype, smaller))
}

/// Reads `f12: void f12(int32_t a0)`.
fn number_and_prototype(line: &str) -> Option<(usize, &str)> {
    let (number, prototype) = line.strip_prefix('f')?.split_once(": ")?;
    Some((number.parse().ok()?, prototype))
}

#[cfg(test)]
mod tests {
    use super::smallest;

    #[test]
    fn lowest_number_is_the_smallest_signature() {
        let output = "gcc-O0::typed\nf12: void f12(int8_t a0, T3 a1)\n    smaller: 12(a0); 12(a1)\n\
                      f3: void f3(T3 a0)\n    smaller: 12(a1.0)\n    the process ended\nf1 is no signature";
        let found = smallest(output);
        let expected = ("void f3(T3 a0)".to_owned(), "12(a1.0)".to_owned());
        assert_eq!(found, Some(expected));
    }
}
