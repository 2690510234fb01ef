//! Tests of what ends the process: the test runs itself again, as a child that does it.

use std::env;
use std::process::{Child, Stdio};

use crate::program::{start, this_program};

/// Set in a child.
const CHILD: &str = "FFI_TESTS_CHILD";

/// Runs `body` in a child process and returns what it wrote to the standard error; `test` is the name
/// of the test that calls this. In the child it runs `body`, and does not return.
///
/// # Panics
///
/// If the child ends in another way than by aborting.
#[must_use]
pub fn stderr_of(test: &str, body: impl FnOnce()) -> String {
    aborted(test, body, Stdio::piped())
}

/// Checks that `body` aborts a child process where nothing can be written to the standard error.
///
/// # Panics
///
/// If the child ends in another way than by aborting.
#[cfg(target_os = "linux")]
pub fn aborts_unheard(test: &str, body: impl FnOnce()) {
    let full = std::fs::File::options().write(true).open("/dev/full");
    let full = full.expect("Linux has a device that is always full");
    let text = aborted(test, body, full.into());
    assert_eq!(text, "", "nothing comes back");
}

fn aborted(test: &str, body: impl FnOnce(), stderr: Stdio) -> String {
    if env::var_os(CHILD).is_some_and(|name| name == test) {
        body();
        // Another end than the one that is expected: exit status 0.
        std::process::exit(0);
    }
    let mut child = this_program();
    child
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(CHILD, test)
        .stdout(Stdio::piped())
        .stderr(stderr);
    let output = start(&mut child).and_then(Child::wait_with_output);
    let output = output.expect("the test can run itself");
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
