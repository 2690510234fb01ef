//! Where the operating system gives no memory for more trampolines, an error says so. Alone in its
//! program, for the limit holds for all of it.

use std::error::Error;
use std::ffi::c_int;

use ffi_runtime::CallbackError;
use ffi_runtime::callback;
use ffi_tests::callers::{Visit, callers};

#[repr(C)]
struct Limit {
    soft: u64,
    hard: u64,
}

#[cfg(target_os = "linux")]
const RLIMIT_AS: c_int = 9;

unsafe extern "C" {
    fn getrlimit(resource: c_int, limit: *mut Limit) -> c_int;
    fn setrlimit(resource: c_int, limit: *const Limit) -> c_int;
}

#[test]
#[cfg_attr(
    emulated,
    ignore = "an emulator does not limit the memory of its program"
)]
#[cfg(target_os = "linux")]
fn full_table_is_an_error_that_counts() {
    let callers = callers();
    let mut alive = Vec::with_capacity(callback::capacity() + 1);
    for number in 0..callback::capacity() as i64 {
        alive.push(Visit::new(move |more| number + more));
    }
    let mut limit = Limit { soft: 0, hard: 0 };
    // SAFETY: the struct is the one that the function expects.
    assert_eq!(unsafe { getrlimit(RLIMIT_AS, &raw mut limit) }, 0);
    let none = Limit { soft: 0, ..limit };
    // SAFETY: as above. From here on nothing can be mapped.
    assert_eq!(unsafe { setrlimit(RLIMIT_AS, &raw const none) }, 0);
    let number = 7;
    let refused = Visit::try_new(move |more| number + more);
    // A closure without captures, and one with user data, need nothing.
    let captureless = Visit::try_new(|more| more);
    // A slot that comes free serves again.
    let last = alive.pop().map(|callback| callback.pointer());
    let again = Visit::try_new(move |more| number * more);
    // SAFETY: as above.
    assert_eq!(unsafe { setrlimit(RLIMIT_AS, &raw const limit) }, 0);

    let error = refused.expect_err("no memory can be mapped");
    assert!(
        matches!(&error, CallbackError::NoMemory { alive: 4096, .. }),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "4096 callbacks are alive, and the operating system refused memory for more"
    );
    assert!(error.source().is_some());
    assert!(captureless.is_ok());
    let again = again.expect("there is a free slot");
    assert_eq!(Some(again.pointer()), last);
    // SAFETY: the callback is alive.
    assert_eq!(unsafe { callers.call_times(again.pointer(), 3) }, 21);
    // With memory there is room again.
    let more = Visit::try_new(move |more| number - more);
    assert_eq!(callback::capacity(), 2 * 4096);
    let more = more.expect("there is room");
    // SAFETY: as above.
    let result = unsafe { callers.call_times(more.pointer(), 1) };
    assert_eq!(result, 7);
}
