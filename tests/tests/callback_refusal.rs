//! Where the operating system gives no memory for more trampolines, an error says so. Alone in its
//! program, for the limit holds for all of it.

use std::error::Error;

use ffi_runtime::CallbackError;
use ffi_runtime::callback;
use ffi_tests::callers::{Visit, VisitWithData, callers};

/// The limit of the memory that the operating system gives this program, in bytes.
#[cfg(target_os = "linux")]
mod memory {
    use std::ffi::c_int;

    #[repr(C)]
    pub(crate) struct Limit {
        soft: u64,
        hard: u64,
    }

    const RLIMIT_AS: c_int = 9;

    unsafe extern "C" {
        fn getrlimit(resource: c_int, limit: *mut Limit) -> c_int;
        fn setrlimit(resource: c_int, limit: *const Limit) -> c_int;
    }

    /// From here on nothing can be mapped; the limit that there was before.
    pub(crate) fn refuse() -> Limit {
        let mut before = Limit { soft: 0, hard: 0 };
        // SAFETY: the struct is the one that the function expects.
        assert_eq!(unsafe { getrlimit(RLIMIT_AS, &raw mut before) }, 0);
        allow(&Limit { soft: 0, ..before });
        before
    }

    /// Sets a limit.
    pub(crate) fn allow(limit: &Limit) {
        // SAFETY: the struct is the one that the function expects.
        assert_eq!(unsafe { setrlimit(RLIMIT_AS, limit) }, 0);
    }
}

/// Where a program cannot limit itself.
#[cfg(not(target_os = "linux"))]
mod memory {
    pub(crate) struct Limit;

    pub(crate) fn refuse() -> Limit {
        unimplemented!("the test is ignored here");
    }

    pub(crate) fn allow(_: &Limit) {}
}

#[test]
#[cfg_attr(
    any(emulated, not(target_os = "linux")),
    ignore = "only Linux, and no emulator of it, limits the memory of a program"
)]
fn full_table_is_an_error_that_counts() {
    let callers = callers();
    let mut alive = Vec::with_capacity(callback::capacity() + 1);
    for number in 0..callback::capacity() as i64 {
        alive.push(Visit::new(move |more| number + more));
    }
    let limit = memory::refuse();
    let number = 7;
    let refused = Visit::try_new(move |more| number + more);
    // A closure without captures has a slot like any other; one with user data needs none.
    let captureless = Visit::try_new(|more| more);
    let with_data = VisitWithData::new(move |more| number + more);
    // A slot that comes free serves again.
    let last = alive.pop().map(|callback| callback.pointer());
    let again = Visit::try_new(move |more| number * more);
    memory::allow(&limit);

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
    assert!(captureless.is_err());
    // SAFETY: the callback is alive.
    let sum = unsafe { callers.call_with_data(with_data.function(), with_data.data(), 1) };
    assert_eq!(sum, 7);
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
