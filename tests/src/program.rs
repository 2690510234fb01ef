//! Tests that run themselves again, as a child.

use std::env;
use std::ffi::OsStr;
use std::io;
use std::process::{Child, Command};

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

/// Starts a child.
///
/// Wine loads several processes at once into trouble now and then: one of them ends before its `main`, and its parent
/// gets `ERROR_INTERNAL_ERROR`. Nothing of ours has run then, so another one is started.
///
/// # Errors
///
/// If the system cannot start it.
pub fn start(command: &mut Command) -> io::Result<Child> {
    /// `ERROR_INTERNAL_ERROR` of Windows.
    const INTERNAL_ERROR: i32 = 1359;
    const TRIES: usize = 3;

    let is_wine = |error: &io::Error| cfg!(windows) && error.raw_os_error() == Some(INTERNAL_ERROR);
    let mut started = command.spawn();
    for _ in 1..TRIES {
        if !started.as_ref().is_err_and(is_wine) {
            break;
        }
        started = command.spawn();
    }
    started
}
