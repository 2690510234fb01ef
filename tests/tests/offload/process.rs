//! The end of the process, and the state of errors, which each thread has.

use std::env;
use std::ffi::c_int;
use std::io::Read;
use std::process::Stdio;
use std::time::Duration;

use ffi_runtime::foreign_library;
use ffi_tests::fixtures::{LEAVING, open_fixture};
use ffi_tests::program::{start, this_program};

use crate::library::{Gate, slow};

/// Set in a child.
const CHILD: &str = "FFI_TESTS_CHILD";

/// The exit status of the child, which is none of the harness.
const ENDED: i32 = 37;

#[test]
fn process_ends_while_a_call_runs() {
    const TEST: &str = "process::process_ends_while_a_call_runs";
    if env::var_os(CHILD).is_some_and(|name| name == TEST) {
        let gate = Gate::new();
        let mut call = slow().pass(gate.clone(), 1);
        gate.until(1);
        assert!(call.wait_timeout(Duration::from_millis(1)).is_err());
        std::process::exit(ENDED);
    }
    let mut child = this_program();
    child
        .args(["--exact", TEST, "--nocapture", "--test-threads=1"])
        .env(CHILD, TEST)
        .stdout(Stdio::piped());
    let mut child = start(&mut child).expect("the test can run itself");
    let mut output = String::new();
    let read = child
        .stdout
        .take()
        .expect("it is piped")
        .read_to_string(&mut output);
    read.expect("it is text");
    let status = child.wait().expect("it is a child");
    assert_eq!(status.code(), Some(ENDED), "{output}");
}

#[foreign_library(name = "leaving")]
unsafe trait Errors {
    /// Sets `errno`, or the last error of Windows.
    #[cfg(not(windows))]
    #[offload]
    #[errno]
    fn set_error(&self, number: c_int);
    #[cfg(windows)]
    #[offload]
    #[last_error]
    fn set_error(&self, number: c_int);
    fn get_error(&self) -> c_int;
}

#[test]
fn error_state_is_that_of_the_worker_thread() {
    let errors = open_fixture(Errors::open, LEAVING);
    for number in [4, 9] {
        let error = errors.set_error(number).wait().unwrap().unwrap_err();
        assert_eq!(error.raw_os_error(), Some(number));
    }
    assert!(errors.set_error(0).wait().unwrap().is_ok());
    assert!(errors.set_error(4242).wait().unwrap().is_err());
    // It is not that of this thread, which other functions may have changed meanwhile.
    assert_ne!(errors.get_error(), 4242);
    errors.blocking_set_error(4242).unwrap_err();
}
