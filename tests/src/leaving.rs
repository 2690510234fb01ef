//! `fixtures/leaving.c`, declared: foreign code that leaves callbacks in other ways than by their return,
//! and that sets the state of errors around them.

use std::ffi::c_void;
use std::sync::LazyLock;

use ffi_runtime::foreign_library;

#[cfg(unix)]
use crate::callers::UnwindingVisit;
use crate::callers::{Visit, VisitWithData};
use crate::fixtures::{LEAVING, open_fixture};

/// The functions of the fixture. `jump` and `leave_thread` unwind, in a way.
#[foreign_library(name = "leaving")]
pub unsafe trait Leaving {
    /// Calls the callback; -1 if `jump` was called in it.
    unsafe fn call_guarded(&self, callback: Visit, number: i64) -> i64;
    /// Goes back to `call_guarded`, over all that was called since.
    unsafe extern "C-unwind" fn jump(&self);
    /// Ends the thread.
    unsafe extern "C-unwind" fn leave_thread(&self);
    /// Returns the callback's result on a thread of C; 0 if it left the thread.
    unsafe fn call_on_thread(&self, callback: Visit) -> i64;
    /// Returns the callback's result on a thread of C, where the end of the thread may pass.
    #[symbol("call_on_thread")]
    #[cfg(unix)]
    unsafe fn call_on_unwinding_thread(&self, callback: UnwindingVisit) -> i64;
    /// `errno`, or the last error of Windows.
    fn get_error(&self) -> i32;
    /// Sets it.
    fn set_error(&self, number: i32);
    /// Sets the error, calls, and returns the error that is set then.
    unsafe fn error_after(&self, callback: Visit, number: i64, error: i32) -> i32;
    /// Sets the error, calls with user data, and returns the error that is set then.
    unsafe fn error_after_with_data(
        &self,
        callback: VisitWithData,
        data: *mut c_void,
        number: i64,
        error: i32,
    ) -> i32;
}

/// The fixture; loaded once, so that a function which is left by a jump has nothing to drop.
///
/// # Panics
///
/// If the build script did not make it.
#[must_use]
pub fn leaving() -> &'static Leaving {
    static OPENED: LazyLock<Leaving> = LazyLock::new(|| open_fixture(Leaving::open, LEAVING));
    &OPENED
}
