//! Tests of what ends the process: the test runs itself again, as a child that does it.

use std::env;
use std::process::Command;

/// Set in a child.
const CHILD: &str = "FFI_TESTS_CHILD";

/// This program, run as cargo runs it: the emulator of a processor does not start the programs of its
/// machine, so that `cargo xtask test` names it.
fn this_program() -> Command {
    let program = env::current_exe().expect("a test is a program");
    let runner = env::var("FFI_TESTS_RUNNER").unwrap_or_default();
    let mut words = runner.split_whitespace();
    let Some(emulator) = words.next() else {
        return Command::new(program);
    };
    let mut command = Command::new(emulator);
    command.args(words).arg(program);
    command
}

/// Runs `body` in a child process and returns what it wrote to the standard error; `test` is the name
/// of the test that calls this. In the child it runs `body`, and does not return.
///
/// # Panics
///
/// If the child ends in another way than by aborting.
#[must_use]
pub fn stderr_of(test: &str, body: impl FnOnce()) -> String {
    if env::var_os(CHILD).is_some_and(|name| name == test) {
        body();
        // Another end than the one that is expected: exit status 0.
        std::process::exit(0);
    }
    let output = this_program()
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(CHILD, test)
        .output()
        .expect("the test can run itself");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;

        const SIGABRT: i32 = 6;
        let signal = output.status.signal();
        assert_eq!(signal, Some(SIGABRT), "{}: {text}", output.status);
    }
    // A panic that is not the end of the process ends the test: 101.
    let code = output.status.code();
    assert!(code != Some(0) && code != Some(101), "{code:?}: {text}");
    text
}
