//! Trials whose calls may bring the process down: each runs in a child, which says what it calls next.
//! If the child ends early, the parent knows the function, and runs the trial once more without it.
//!
//! `FFI_TESTS_TRIAL=NAME` runs one trial in this process, for a debugger; `FFI_TESTS_SKIP="3 14"` leaves
//! out functions by their numbers.

use std::env;
use std::io::{self, Write};
use std::process::{Child, ExitStatus, Stdio};

use crate::program::{start, this_program};

/// Names the trial that a child runs.
const TRIAL: &str = "FFI_TESTS_TRIAL";

/// The numbers of the functions that a child does not call.
const SKIP: &str = "FFI_TESTS_SKIP";

/// How many crashes of one trial are looked at.
const MOST_CRASHES: usize = 8;

/// Begins a line of a child's output that says what is called next.
const NEXT: &str = "next: ";

/// Exit status of a child whose trial failed, and said why. A panic has another one.
const FAILED: i32 = 3;

/// The name of the trial that this process was started for.
#[must_use]
pub fn of_child() -> Option<String> {
    env::var(TRIAL).ok()
}

/// Functions that this process is not to call.
#[must_use]
pub fn skipped() -> Vec<usize> {
    let numbers = env::var(SKIP).unwrap_or_default();
    let numbers = numbers.split_whitespace();
    let parsed = numbers.map(|number| number.parse().expect("FFI_TESTS_SKIP has numbers"));
    parsed.collect()
}

/// Names the function that is called next, for the parent of this process.
pub fn next(number: usize, form: &str) {
    // What is still in a buffer when the process ends is lost.
    let mut output = io::stdout().lock();
    writeln!(output, "{NEXT}{number} {form}").expect("the parent reads this");
    output.flush().expect("the parent reads this");
}

/// Ends a child.
pub fn end_child(result: Result<(), String>) -> ! {
    let code = match result {
        Ok(()) => 0,
        Err(message) => {
            println!("{message}");
            FAILED
        }
    };
    std::process::exit(code)
}

/// Runs the trial of this name in a child, and once more for each function that ends it.
///
/// # Errors
///
/// What the trial failed with, after each function that ended it, as `describe` has it by its number.
///
/// # Panics
///
/// If no child can be started.
pub fn in_child(trial: &str, describe: impl Fn(usize) -> String) -> Result<(), String> {
    let mut skipped = String::new();
    let mut failures = String::new();
    for _ in 0..MOST_CRASHES {
        let mut child = this_program();
        child
            .env(TRIAL, trial)
            .env(SKIP, &skipped)
            .stdout(Stdio::piped());
        let output = start(&mut child).and_then(Child::wait_with_output);
        let output = output.expect("the test can run itself");
        let text = String::from_utf8_lossy(&output.stdout);
        let (mut last, mut message) = (None, String::new());
        for line in text.lines() {
            match line.strip_prefix(NEXT) {
                Some(next) => last = Some(next),
                None => message += &format!("{line}\n"),
            }
        }
        match output.status.code() {
            Some(0) if failures.is_empty() => return Ok(()),
            Some(0) => return Err(failures),
            Some(FAILED) => return Err(failures + &message),
            Some(_) | None => {}
        }
        let status = output.status;
        let next = last.and_then(|next| next.split_once(' '));
        let Some((number, form)) = next else {
            return Err(format!(
                "{failures}{message}{} before any call",
                End(status)
            ));
        };
        let function = number.parse().map(&describe).unwrap_or_default();
        failures += &format!("{function}    {} during this call ({form})\n", End(status));
        skipped += &format!(" {number}");
    }
    Err(format!(
        "{failures}and perhaps more: the trial was not run again"
    ))
}

/// How a process ended.
struct End(ExitStatus);

impl std::fmt::Display for End {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the process ended with {}", self.0)
    }
}
