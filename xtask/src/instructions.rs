//! `cargo xtask instructions`: how many instructions a call takes.
//!
//! Those of a whole process are counted, at two numbers of calls; the difference is that of the calls.
//! callgrind counts on this machine, and the emulator on another one, of which it logs every
//! instruction. The counts include the loop and the called function, which are the same for all
//! contenders (but for what their own needs do to the loop). They do not depend on how busy the machine
//! is, so that continuous integration can hold them against a budget.

use std::env::consts::ARCH;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;

use crate::process::{Failure, Outcome, build_release, has, program};
use crate::targets::Cross;

#[derive(Args, Default)]
pub(crate) struct Options {
    /// Count on this machine, which an emulator runs, and not on the host
    #[arg(long, value_name = "TARGET")]
    target: Option<String>,
    /// Count only these functions
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(BUDGETS.map(|budget| budget.case)))]
    cases: Vec<String>,
}

/// The conventions whose calls are counted.
#[derive(Clone, Copy)]
enum Convention {
    Sysv64,
    Win64,
    Aapcs64,
    Riscv64,
}

impl Convention {
    /// The conventions of a target that have a budget.
    fn of_target(target: &str) -> Outcome<&'static [Self]> {
        match target.split('-').next() {
            Some("x86_64") => Ok(&[Self::Sysv64, Self::Win64]),
            Some("aarch64") => Ok(&[Self::Aapcs64]),
            Some("riscv64" | "riscv64gc") => Ok(&[Self::Riscv64]),
            _ => Err(Failure::missing(format!("{target} has no budget"))),
        }
    }

    /// The start of a function's name in the program that is counted.
    const fn prefix(self) -> &'static str {
        match self {
            Self::Win64 => "win64-",
            Self::Sysv64 | Self::Aapcs64 | Self::Riscv64 => "",
        }
    }

    /// The most that a dynamic call may have of the instructions that libffi takes. On AArch64 libffi takes
    /// few, and a call of nothing is most of what it does.
    const fn dynamic(self) -> f64 {
        match self {
            Self::Sysv64 | Self::Win64 => 0.35,
            Self::Aapcs64 => 0.55,
            Self::Riscv64 => 0.25,
        }
    }
}

/// The most instructions that a call may cost.
struct Budget {
    case: &'static str,
    /// The most instructions that a typed call has more than a direct one, by convention.
    typed: [f64; 4],
}

// In the order of `Convention`. The address is in a table behind a pointer, where a direct call has it at hand: one
// load for that. On System V one more, because the inline call cannot take the address from memory; elsewhere the
// forwarder has two, and the direct call cannot take it from memory either.
const BUDGETS: [Budget; 9] = [
    Budget::of("nop", [2.0, 3.0, 3.0, 3.0]),
    Budget::of("add", [2.0, 3.0, 3.0, 3.0]),
    // RISC-V: a move for each `f32`, which boxes it.
    Budget::of("mix", [2.0, 4.0, 3.0, 4.0]),
    Budget::of("pair", [2.0, 3.0, 3.0, 3.0]),
    Budget::of("vec2", [2.0, 3.0, 3.0, 5.0]),
    Budget::of("narrow", [2.0, 3.0, 3.0, 3.0]),
    // The store of the target behind the stack words, and the forwarder's own two.
    Budget::of("sum10", [5.0, 4.0, 4.0, 5.0]),
    Budget::of("vec3", [3.0, 3.0, 3.0, 3.0]),
    Budget::of("vec3-chained", [3.0, 3.0, 3.0, 3.0]),
];

impl Budget {
    const fn of(case: &'static str, typed: [f64; 4]) -> Self {
        Self { case, typed }
    }
}

/// The program that counts instructions.
enum Counter {
    /// callgrind, on the host.
    Callgrind,
    /// The target's emulator, with the option that makes it handle each instruction by itself.
    Emulator(Cross, &'static str),
}

impl Counter {
    fn new(target: Option<&str>) -> Outcome<Self> {
        let Some(target) = target else {
            return if has(Command::new("valgrind")) {
                Ok(Self::Callgrind)
            } else {
                Err(Failure::missing(
                    "valgrind is not installed; install it with `apt-get install valgrind`",
                ))
            };
        };
        let cross = Cross::of(target)?;
        let help = cross
            .emulator()?
            .arg("-help")
            .output()
            .map_err(|error| Failure::missing(format!("cannot run the emulator: {error}")))?;
        let help = String::from_utf8_lossy(&help.stdout);
        // QEMU 8.1 gave it another name.
        let option = ["-one-insn-per-tb", "-singlestep"]
            .into_iter()
            .find(|option| help.contains(option))
            .ok_or_else(|| Failure::missing("the emulator cannot count instructions"))?;
        Ok(Self::Emulator(cross, option))
    }

    fn build(&self, target: Option<&str>) -> Outcome<PathBuf> {
        let linker = match self {
            Self::Callgrind => None,
            Self::Emulator(cross, _) => Some(cross),
        };
        build_release("ffi-benches", "instructions", |command| {
            if let (Some(cross), Some(target)) = (linker, target) {
                command.args(["--target", target]);
                cross.environment(command)?;
            }
            Ok(())
        })
    }

    /// Two numbers of calls: the log of an emulator has a line for each instruction.
    const fn calls(&self) -> [u64; 2] {
        match self {
            Self::Callgrind => [1_000, 11_000],
            Self::Emulator(..) => [1_000, 3_000],
        }
    }

    /// Instructions per call.
    fn count(&self, binary: &Path, case: &str, contender: &str) -> Outcome<f64> {
        let [few, many] = self.calls();
        let of = |calls: u64| {
            let calls = calls.to_string();
            let arguments = [case, contender, &calls];
            match self {
                Self::Callgrind => collect(binary, arguments),
                Self::Emulator(cross, option) => log(cross, option, binary, arguments),
            }
        };
        Ok((of(many)? as f64 - of(few)? as f64) / (many - few) as f64)
    }
}

pub(crate) fn run(options: &Options) -> Outcome {
    let target = options.target.as_deref();
    let counter = Counter::new(target)?;
    let binary = counter.build(target)?;
    println!(
        "{:<20}{:>8}{:>8}{:>8}{:>9}{:>14}{:>16}",
        "per call", "direct", "typed", "libffi", "dynamic", "typed-direct", "dynamic/libffi"
    );
    let conventions = Convention::of_target(target.unwrap_or(ARCH))?;
    let counted = |budget: &&Budget| {
        options.cases.is_empty() || options.cases.iter().any(|case| case == budget.case)
    };
    let mut over = Vec::new();
    for (convention, budget) in conventions.iter().flat_map(|convention| {
        BUDGETS
            .iter()
            .filter(counted)
            .map(move |one| (*convention, one))
    }) {
        let case = format!("{}{}", convention.prefix(), budget.case);
        let count = |contender| counter.count(&binary, &case, contender);
        let (most, most_dynamic) = (budget.typed[convention as usize], convention.dynamic());
        let [direct, typed] = [count("direct")?, count("typed")?];
        let [libffi, dynamic] = [count("libffi")?, count("dynamic")?];
        let (more, share) = (typed - direct, dynamic / libffi);
        println!(
            "{case:<20}{direct:>8.1}{typed:>8.1}{libffi:>8.1}{dynamic:>9.1}{more:>+14.1}{share:>15.2}x"
        );
        // The constant part is not quite constant: half an instruction is not one.
        if more > most + 0.5 {
            over.push(format!(
                "`{case}`: a typed call has {more:.1} instructions more than a direct one, and may \
                 have {most}"
            ));
        }
        if share > most_dynamic {
            over.push(format!(
                "`{case}`: a dynamic call has {share:.2} of the instructions of libffi, and may have \
                 {most_dynamic}"
            ));
        }
    }
    if options.cases.is_empty() {
        lowered(&counter, &binary, conventions, &mut over)?;
    }
    if over.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "over budget\n  {}",
            over.join("\n  ")
        )))
    }
}

/// Lowered methods, and the lowering by hand: none may have more instructions, but for a text that is copied with its
/// end, which by hand is allocated. On AArch64 the compiler pairs two stores of the place for a result by hand that it
/// does not pair in the method: one instruction.
fn lowered(
    counter: &Counter,
    binary: &Path,
    conventions: &[Convention],
    over: &mut Vec<String>,
) -> Outcome {
    const CASES: [&str; 5] = ["text", "slice", "out", "check", "terminated"];
    let pairs_stores = matches!(conventions, [Convention::Aapcs64]);
    let is_forwarded = matches!(conventions, [Convention::Aapcs64 | Convention::Riscv64]);
    println!("{:<20}{:>8}{:>8}", "lowered", "by hand", "method");
    let lowered = CASES.map(|case| format!("lowered-{case}"));
    // The call of a plugin's function, through the table of its object.
    for name in lowered.iter().map(String::as_str).chain(["plugin"]) {
        let most = match name {
            "lowered-out" if pairs_stores => 1.0,
            // The jump of the forwarder.
            "plugin" if is_forwarded => 1.0,
            _ => 0.0,
        };
        let by_hand = counter.count(binary, name, "direct")?;
        let method = counter.count(binary, name, "typed")?;
        println!(
            "{name:<20}{by_hand:>8.1}{method:>8.1}{:>+14.1}",
            method - by_hand
        );
        if method > by_hand + most + 0.5 {
            over.push(format!(
                "`{name}`: a method has {method:.1} instructions, and by hand there are {by_hand:.1}"
            ));
        }
    }
    Ok(())
}

/// Instructions of the whole process, by callgrind.
fn collect(binary: &Path, arguments: [&str; 3]) -> Outcome<u64> {
    let output = program(
        "valgrind",
        ["--tool=callgrind", "--callgrind-out-file=/dev/null"],
    )
    .arg(binary)
    .args(arguments)
    .output()
    .map_err(|error| Failure::missing(format!("cannot run valgrind: {error}")))?;
    let text = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(Failure::new(format!(
            "valgrind of {}: {}\n{text}",
            arguments.join(" "),
            output.status
        )));
    }
    // `==123== Collected : 456`
    text.lines()
        .filter_map(|line| line.split_once("Collected :"))
        .find_map(|(_, number)| number.trim().parse().ok())
        .ok_or_else(|| Failure::new(format!("valgrind does not say what it counted:\n{text}")))
}

/// Instructions of the whole process: the lines of the emulator's log.
fn log(cross: &Cross, option: &str, binary: &Path, arguments: [&str; 3]) -> Outcome<u64> {
    let of = arguments.join(" ");
    let failed = |error| Failure::new(format!("the emulator, of {of}: {error}"));
    let mut child = cross
        .emulator()?
        .args([option, "-d", "nochain,exec", "-D", "/dev/stdout"])
        .arg(binary)
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let output = child.stdout.take().expect("it is piped");
    let mut lines = 0;
    for line in BufReader::new(output).split(b'\n') {
        line.map_err(failed)?;
        lines += 1;
    }
    let status = child.wait().map_err(failed)?;
    if status.success() {
        Ok(lines)
    } else {
        Err(Failure::new(format!("the emulator, of {of}: {status}")))
    }
}
