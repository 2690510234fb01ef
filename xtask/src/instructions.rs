//! `cargo xtask instructions`: how many instructions a call takes.
//!
//! callgrind counts those of a whole process, at two numbers of calls; the difference is that of the
//! calls. The counts include the loop and the called function, which are the same for all contenders
//! (but for what their own needs do to the loop). They do not depend on how busy the machine is, so
//! that continuous integration can hold them against a budget.

use std::path::Path;
use std::process::Command;

use clap::Args;

use crate::process::{Failure, Outcome, build_release, has, program};

#[derive(Args, Default)]
pub(crate) struct Options {
    /// Count only these functions
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(BUDGETS.map(|budget| budget.case)))]
    cases: Vec<String>,
}

/// What a call may cost.
struct Budget {
    case: &'static str,
    /// The most instructions that a typed call has more than a direct one.
    typed: f64,
}

const BUDGETS: [Budget; 9] = [
    // The address is in a table behind a pointer, where a direct call has it at hand: one load for
    // that, one because the call cannot take it from memory.
    Budget::of("nop", 2.0),
    Budget::of("add", 2.0),
    Budget::of("mix", 2.0),
    Budget::of("pair", 2.0),
    Budget::of("vec2", 2.0),
    Budget::of("narrow", 2.0),
    // Those two, the store of the target behind the stack words, and the forwarder's own two.
    Budget::of("sum10", 5.0),
    Budget::of("vec3", 3.0),
    Budget::of("vec3-chained", 3.0),
];

/// The most that a dynamic call may have of the instructions that libffi takes.
const DYNAMIC: f64 = 0.35;

const FEW: u64 = 1_000;
const MANY: u64 = 11_000;

impl Budget {
    const fn of(case: &'static str, typed: f64) -> Self {
        Self { case, typed }
    }
}

pub(crate) fn run(options: &Options) -> Outcome {
    if !has(Command::new("valgrind")) {
        return Err(Failure::missing(
            "valgrind is not installed; install it with `apt-get install valgrind`",
        ));
    }
    let binary = build_release("ffi-benches", "instructions")?;
    println!(
        "{:<14}{:>8}{:>8}{:>8}{:>9}{:>14}{:>16}",
        "per call", "direct", "typed", "libffi", "dynamic", "typed-direct", "dynamic/libffi"
    );
    let mut over = Vec::new();
    for budget in &BUDGETS {
        let case = budget.case;
        if !options.cases.is_empty() && !options.cases.iter().any(|one| one == case) {
            continue;
        }
        let count = |contender| count(&binary, case, contender);
        let [direct, typed] = [count("direct")?, count("typed")?];
        let [libffi, dynamic] = [count("libffi")?, count("dynamic")?];
        let (more, share) = (typed - direct, dynamic / libffi);
        println!(
            "{case:<14}{direct:>8.1}{typed:>8.1}{libffi:>8.1}{dynamic:>9.1}{more:>+14.1}{share:>15.2}x"
        );
        // The constant part is not quite constant: half an instruction is not one.
        if more > budget.typed + 0.5 {
            over.push(format!(
                "`{case}`: a typed call has {more:.1} instructions more than a direct one, and may \
                 have {}",
                budget.typed
            ));
        }
        if share > DYNAMIC {
            over.push(format!(
                "`{case}`: a dynamic call has {share:.2} of the instructions of libffi, and may have \
                 {DYNAMIC}"
            ));
        }
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

/// Instructions per call.
fn count(binary: &Path, case: &str, contender: &str) -> Outcome<f64> {
    let few = collect(binary, case, contender, FEW)?;
    let many = collect(binary, case, contender, MANY)?;
    Ok((many as f64 - few as f64) / (MANY - FEW) as f64)
}

/// Instructions of the whole process.
fn collect(binary: &Path, case: &str, contender: &str, calls: u64) -> Outcome<u64> {
    let output = program(
        "valgrind",
        ["--tool=callgrind", "--callgrind-out-file=/dev/null"],
    )
    .arg(binary)
    .args([case, contender, &calls.to_string()])
    .output()
    .map_err(|error| Failure::missing(format!("cannot run valgrind: {error}")))?;
    let text = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(Failure::new(format!(
            "valgrind of `{case}`, {contender}: {}\n{text}",
            output.status
        )));
    }
    // `==123== Collected : 456`
    text.lines()
        .filter_map(|line| line.split_once("Collected :"))
        .find_map(|(_, number)| number.trim().parse().ok())
        .ok_or_else(|| Failure::new(format!("valgrind does not say what it counted:\n{text}")))
}
