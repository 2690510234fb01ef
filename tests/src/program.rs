//! Tests that run themselves again, as a child.

use std::env;
use std::ffi::OsStr;
use std::process::Command;

/// This program, run as cargo runs it: the emulator of a processor does not start the programs of its
/// machine, so that `cargo xtask test` names it.
///
/// # Panics
///
/// If the operating system does not know where this program is.
#[must_use]
pub fn this_program() -> Command {
    let program = env::current_exe().expect("a test is a program");
    let runner = env::var("FFI_TESTS_RUNNER").unwrap_or_default();
    let mut words = runner.split_whitespace().map(OsStr::new);
    let Some(emulator) = words.next() else {
        return Command::new(program);
    };
    let mut command = Command::new(emulator);
    command.args(words).arg(program);
    command
}
