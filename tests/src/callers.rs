//! `fixtures/callers.c`, declared: foreign code that calls back.

use std::ffi::{c_int, c_void};

use ffi_runtime::callback::Destructor;
use ffi_runtime::{ForeignType, callback, foreign_library};

use crate::fixtures::{CALLERS, open_fixture};

/// Gets a number, and gives one.
#[callback]
pub type Visit = unsafe extern "C" fn(number: i64) -> i64;

/// Gets a number, and gives one; with `on_panic`.
#[callback(on_panic = -1)]
pub type Forgiving = unsafe extern "C" fn(number: i64) -> i64;

/// Gets a number, and gives one; with user data.
#[callback(user_data = data)]
pub type VisitWithData = unsafe extern "C" fn(number: i64, data: *mut c_void) -> i64;

/// Gets a number, and gives one; with user data and `on_panic`.
#[callback(user_data = data, on_panic = -1)]
pub type ForgivingWithData = unsafe extern "C" fn(number: i64, data: *mut c_void) -> i64;

/// Gets news.
#[callback]
pub type Notify = unsafe extern "C" fn(code: i32, value: f64);

/// Two pointers of the same owner.
#[callback(user_data = [first, second])]
pub type Observe = unsafe extern "C" fn(code: i32, first: *mut c_void, second: *mut c_void);

/// Gets more integers than there are registers: their context comes through the frame routine.
#[callback]
pub type Wide = unsafe extern "C" fn(a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, g: i64) -> i64;

/// Gets more integers than there are registers, and a panic may pass.
#[callback]
pub type UnwindingWide =
    unsafe extern "C-unwind" fn(a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, g: i64) -> i64;

/// Gets a number, and a panic may pass.
#[callback]
pub type UnwindingVisit = unsafe extern "C-unwind" fn(number: i64) -> i64;

/// Orders two elements.
#[callback]
pub type Comparator = unsafe extern "C" fn(a: *const c_void, b: *const c_void) -> c_int;

/// A callback with both of its pointers, by value.
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
pub struct Observer {
    /// The function, or null.
    pub observe: Option<Observe>,
    /// The user data that it gets first.
    pub first: *mut c_void,
    /// The user data that it gets second.
    pub second: *mut c_void,
}

/// The handle of an installed callback.
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(transparent)]
pub struct Handler(*mut c_void);

/// The functions of the fixture.
#[foreign_library(name = "callers")]
pub unsafe trait Callers {
    /// The sum of what the callback returns for 0, 1 and so on.
    #[symbol("call_times")]
    unsafe fn call_times(&self, callback: Visit, times: i64) -> i64;
    /// Returns the callback's result for the number.
    unsafe fn call_once(&self, callback: Visit, number: i64) -> i64;
    /// The sum for a callback that forgives.
    #[symbol("call_times")]
    unsafe fn call_forgiving(&self, callback: Forgiving, times: i64) -> i64;
    /// The sum for a callback with user data.
    #[symbol("call_with_data")]
    unsafe fn call_with_data(&self, callback: VisitWithData, data: *mut c_void, times: i64) -> i64;
    /// The sum for a callback with user data that forgives.
    #[symbol("call_with_data")]
    unsafe fn call_forgiving_with_data(
        &self,
        callback: ForgivingWithData,
        data: *mut c_void,
        times: i64,
    ) -> i64;
    /// The sum over all threads.
    #[symbol("call_on_threads")]
    unsafe fn call_on_threads(&self, callback: Visit, times: i64, threads: i32) -> i64;
    /// Seven multiples of a number.
    #[symbol("call_wide")]
    unsafe fn call_wide(&self, callback: Wide, by: i64) -> i64;
    /// Seven multiples of a number, and a panic may pass.
    #[symbol("call_wide")]
    unsafe extern "C-unwind" fn call_wide_unwinding(&self, callback: UnwindingWide, by: i64)
    -> i64;
    /// The sum, and a panic may pass.
    #[symbol("call_times")]
    unsafe extern "C-unwind" fn call_unwinding(&self, callback: UnwindingVisit, times: i64) -> i64;
    /// Half of each code is its value.
    #[symbol("notify_times")]
    unsafe fn notify_times(&self, callback: Notify, times: i32);
    /// Keeps the callback.
    #[symbol("keep")]
    unsafe fn keep(&self, callback: Option<Visit>);
    /// Calls what was kept.
    #[symbol("call_kept")]
    unsafe fn call_kept(&self, number: i64) -> i64;
    /// Keeps a callback with user data.
    #[symbol("install")]
    unsafe fn install(
        &self,
        callback: VisitWithData,
        data: *mut c_void,
        destroy: Option<Destructor>,
    ) -> Handler;
    /// Calls it.
    #[symbol("trigger")]
    unsafe fn trigger(&self, handler: Handler, number: i64) -> i64;
    /// Destroys it.
    #[symbol("uninstall")]
    unsafe fn uninstall(&self, handler: Handler);
    /// Calls the observer, if it has a function.
    #[symbol("observe")]
    unsafe fn observe(&self, observer: Observer, code: i32);
}

/// The functions of the C library that take a callback.
#[foreign_library(name = "c", version = "6", windows(name = "msvcrt"))]
pub unsafe trait LibC {
    /// Sorts.
    unsafe fn qsort(&self, base: *mut c_void, count: usize, size: usize, order: Comparator);
    /// Searches.
    unsafe fn bsearch(
        &self,
        key: *const c_void,
        base: *const c_void,
        count: usize,
        size: usize,
        order: Comparator,
    ) -> *const c_void;
}

/// The fixture.
///
/// # Panics
///
/// If the build script did not make it.
#[must_use]
pub fn callers() -> Callers {
    open_fixture(Callers::open, CALLERS)
}
