//! The output of clang for a translation unit: the assembly of its functions, and of each call the registers
//! and the stack bytes that carry arguments.
//!
//! The assembly alone does not tell an argument from what an earlier instruction left in a register, so
//! the instructions as they are selected (`-print-after=finalize-isel`) are read for that.

use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::process::{Command, Stdio};

use super::target::Target;
use crate::process::{Failure, Outcome, Words, program};

/// A call as the compiler planned it.
#[derive(Clone, Debug, Default)]
pub(super) struct CallSite {
    /// Registers that carry arguments, by the names in the tables.
    pub(super) registers: BTreeSet<String>,
    /// Bytes of the stack area.
    pub(super) stack: usize,
}

/// All functions of a translation unit.
pub(super) struct Listing {
    /// Instructions of each function.
    pub(super) functions: HashMap<String, Vec<String>>,
    /// Calls, by the name of the callee.
    pub(super) calls: HashMap<String, CallSite>,
}

/// The command that every table is made with, but for what selects the target.
pub(super) const FLAGS: [&str; 12] = [
    "-x",
    "c",
    "-std=gnu11",
    "-w",
    "-O1",
    "-fno-optimize-sibling-calls",
    "-fno-asynchronous-unwind-tables",
    "-fno-stack-protector",
    "-mllvm",
    "-print-after=finalize-isel",
    "-S",
    "-o-",
];

/// Compiles a source for a target.
pub(super) fn compile(clang: &str, target: &Target, source: &str) -> Outcome<Listing> {
    let mut command = program(clang, target.flags);
    command.args(FLAGS).arg("-");
    let text = Words(&command).to_string();
    let output = feed(&mut command, source)
        .map_err(|error| Failure::missing(format!("cannot run {text}: {error}")))?;
    let notes = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(Failure::new(format!("{text}: {}\n{notes}", output.status)));
    }
    Ok(Listing {
        functions: functions(&String::from_utf8_lossy(&output.stdout), target.comment),
        calls: calls(&notes, target),
    })
}

fn feed(command: &mut Command, source: &str) -> std::io::Result<std::process::Output> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut input = child.stdin.take().expect("it is piped");
    let source = source.to_owned();
    let writer = std::thread::spawn(move || input.write_all(source.as_bytes()));
    let output = child.wait_with_output()?;
    writer.join().expect("the writer does not panic")?;
    Ok(output)
}

/// The instructions of each function, without labels, directives and comments.
fn functions(assembly: &str, comment: &str) -> HashMap<String, Vec<String>> {
    let mut functions: HashMap<String, Vec<String>> = HashMap::new();
    let mut current = String::new();
    for line in assembly.lines() {
        let line = line.split(comment).next().unwrap_or_default();
        if let Some(label) = line
            .strip_suffix(':')
            .or_else(|| line.trim().strip_suffix(':'))
        {
            let label = label.trim_start_matches('_');
            if label.starts_with("caller_") || label.starts_with("returner_") {
                label.clone_into(&mut current);
            }
            continue;
        }
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.is_empty() && !line.starts_with('.') {
            functions.entry(current.clone()).or_default().push(line);
        }
    }
    functions
}

fn calls(notes: &str, target: &Target) -> HashMap<String, CallSite> {
    let mut calls = HashMap::new();
    let mut stack = 0;
    for line in notes.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("ADJCALLSTACKDOWN") {
            let size = rest
                .split([' ', ','])
                .nth(1)
                .and_then(|size| size.parse().ok());
            stack = size.unwrap_or_default();
        }
        let Some((_, callee)) = line.split_once("@callee_") else {
            continue;
        };
        let number = callee.split(',').next().unwrap_or_default();
        let registers = callee
            .split(", ")
            .filter_map(|operand| operand.strip_prefix("implicit $"))
            .filter_map(target.alias)
            .filter(|name| target.registers.is_argument(name))
            .collect();
        calls.insert(number.to_owned(), CallSite { registers, stack });
    }
    calls
}
