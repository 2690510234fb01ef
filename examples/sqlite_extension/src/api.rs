//! `sqlite3_api_routines` of `<sqlite3ext.h>`, as far as this extension needs it.
//!
//! SQLite gives an extension this table, for it to call the very library that loads it. The table has no size, but
//! an entry that says SQLite's version, and each version only adds entries at the end.

use std::ffi::{CStr, c_char, c_double, c_int, c_void};

use ffi_runtime::callback::Destructor;
use ffi_runtime::{callback, foreign_table, opaque};

/// A database that is open.
#[opaque]
pub struct Database;

/// A call of a function of SQL: the place of its result.
#[opaque]
pub(crate) struct Context;

/// An argument of a function of SQL.
#[opaque]
pub(crate) struct Value;

/// Computes a function of SQL. A panic leaves the result at NULL.
#[callback(on_panic = ())]
pub(crate) type FunctionCallback =
    unsafe extern "C" fn(context: &Context, count: c_int, values: *const &Value);

/// Text is UTF-8.
pub(crate) const UTF8: c_int = 1;

/// Equal arguments always have an equal result.
pub(crate) const DETERMINISTIC: c_int = 0x800;

/// The entries that every version has, up to the one that says the version.
#[foreign_table]
pub(crate) unsafe trait Version {
    /// 3008000 for 3.8.0.
    #[skip(67)]
    fn libversion_number(&self) -> c_int;
}

/// The entries after it.
#[foreign_table(extends = Version)]
pub(crate) unsafe trait Api {
    /// A text in SQLite's memory, for SQLite to free.
    #[skip(1)]
    unsafe fn mprintf(&self, format: &CStr, _: ...) -> *mut c_char;

    #[skip(9)]
    fn result_double(&self, context: &Context, result: c_double);

    /// Copies `length` bytes of the message.
    unsafe fn result_error(&self, context: &Context, message: *const c_char, length: c_int);

    /// Copies `length` bytes, if `destroy` is the address -1.
    #[skip(4)]
    unsafe fn result_text(
        &self,
        context: &Context,
        text: *const c_char,
        length: c_int,
        destroy: *const c_void,
    );

    #[skip(19)]
    fn value_double(&self, value: &Value) -> c_double;

    /// Null for NULL, and without memory. Valid as long as the value is not converted.
    #[skip(3)]
    fn value_text(&self, value: &Value) -> *const c_char;

    /// Keeps `data`, which it frees with `destroy` in the end; at once, if it fails.
    #[skip(52)]
    #[since(3_007_003)]
    unsafe fn create_function_v2(
        &self,
        database: &Database,
        name: &CStr,
        arguments: c_int,
        flags: c_int,
        data: *mut c_void,
        function: Option<FunctionCallback>,
        step: Option<FunctionCallback>,
        finish: *const c_void,
        destroy: Option<Destructor>,
    ) -> c_int;

    /// The meaning of a status code, a static text.
    #[skip(20)]
    #[optional]
    #[since(3_007_015)]
    fn errstr(&self, status: c_int) -> *const c_char;
}
