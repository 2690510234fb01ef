//! SQLite, as far as this program needs it: its functions, its callbacks and its numbers.

use std::ffi::{CStr, c_char, c_double, c_int, c_void};
use std::ptr::NonNull;

use ffi_runtime::callback::Destructor;
use ffi_runtime::{callback, foreign_library, opaque};

/// What a handle of a connection points to; only SQLite knows more.
#[opaque]
pub(super) struct ConnectionObject;

/// A database that is open.
pub(super) type Handle = NonNull<ConnectionObject>;

/// What a function of SQL has for the length of a call: the place of its result.
#[opaque]
pub(super) struct Context;

/// An argument of a function of SQL.
#[opaque]
pub(super) struct Value;

/// Gets a row as text: `count` values, each null or terminated, and as many names. Anything but 0
/// ends the statement; so does a panic.
#[callback(user_data = data, on_panic = 1)]
pub(super) type RowCallback = unsafe extern "C" fn(
    data: *mut c_void,
    count: c_int,
    values: *const *const c_char,
    names: *const *const c_char,
) -> c_int;

/// Orders two texts, which are not terminated.
#[callback(user_data = data)]
pub(super) type CollationCallback = unsafe extern "C" fn(
    data: *mut c_void,
    left_length: c_int,
    left: *const u8,
    right_length: c_int,
    right: *const u8,
) -> c_int;

/// Computes a function of SQL. C keeps a pointer for it, but does not hand it on as an argument.
#[callback]
pub(super) type FunctionCallback =
    unsafe extern "C" fn(context: &Context, count: c_int, values: *const &Value);

/// Open for reading and writing, and make the file if there is none.
pub(super) const OPEN_READWRITE_CREATE: c_int = 2 | 4;

/// Text is UTF-8.
pub(super) const UTF8: c_int = 1;

/// The same arguments always have the same result.
pub(super) const DETERMINISTIC: c_int = 0x800;

/// The C library SQLite, version 3.
#[foreign_library(name = "sqlite3", version = "0", prefix = "sqlite3_")]
pub(crate) unsafe trait Sqlite {
    /// Version of the library, a static string.
    fn libversion(&self) -> *const c_char;

    /// 0 if the library was built for programs with one thread.
    fn threadsafe(&self) -> c_int;

    /// Gives out a handle even if it fails, for [`Self::errmsg`]; without memory there is none.
    unsafe fn open_v2(
        &self,
        path: &CStr,
        handle: &mut Option<Handle>,
        flags: c_int,
        vfs: *const c_char,
    ) -> c_int;
    unsafe fn close_v2(&self, handle: Option<Handle>) -> c_int;

    /// What is wrong with the last call of the connection. Valid until the next one.
    unsafe fn errmsg(&self, handle: Option<Handle>) -> *const c_char;

    /// Runs statements, and calls back for each row. `message` may be null.
    unsafe fn exec(
        &self,
        handle: Handle,
        sql: &CStr,
        row: Option<RowCallback>,
        data: *mut c_void,
        message: *mut *mut c_char,
    ) -> c_int;

    /// Keeps `data`, which it frees with `destroy` in the end; at once, if it fails.
    unsafe fn create_function_v2(
        &self,
        handle: Handle,
        name: &CStr,
        arguments: c_int,
        flags: c_int,
        data: *mut c_void,
        function: Option<FunctionCallback>,
        step: Option<FunctionCallback>,
        finish: *const c_void,
        destroy: Option<Destructor>,
    ) -> c_int;

    /// Keeps `data`, which it frees with `destroy` in the end; but not if it fails.
    unsafe fn create_collation_v2(
        &self,
        handle: Handle,
        name: &CStr,
        flags: c_int,
        data: *mut c_void,
        compare: Option<CollationCallback>,
        destroy: Option<Destructor>,
    ) -> c_int;

    fn value_double(&self, value: &Value) -> c_double;
    fn result_double(&self, context: &Context, result: c_double);
}
