//! Rust's own foreign syntax.
#![deny(warnings)]
#![allow(unused_variables, dead_code, reason = "nothing calls the functions")]

use std::ffi::{CStr, c_char, c_double, c_int};

use ffi_runtime::foreign_library;
use ffi_runtime::library::Variable;

mod inner {
    use super::*;

    /// Mathematics.
    #[foreign_library(name = "m", version = "6", struct = pub(crate) Maths)]
    unsafe extern "C" {
        /// The cosine.
        pub safe fn cos(x: c_double) -> c_double;
        #[link_name = "\u{1}hypot"]
        pub fn length(x: c_double, y: c_double) -> c_double;
        pub static mut signgam: c_int;
        #[optional]
        pub safe static no_such: c_int;
        #[cfg(any())]
        fn not_there(_: NoSuchType);
        safe fn private(_: c_int) -> c_int;
    }
}

#[foreign_library(process, struct = Process)]
unsafe extern "C" {
    fn printf(format: &CStr, ...) -> c_int;
    fn getenv(name: &CStr) -> *mut c_char;
    #[symbol("old", "older")]
    #[optional]
    fn new(x: c_int) -> c_int;
    static environ: *mut *mut c_char;
}

fn use_them(maths: &inner::Maths, process: &Process) -> f64 {
    let signgam: *mut c_int = maths.signgam().as_ptr();
    let no_such: Option<&c_int> = maths.no_such().ok();
    let _: bool = maths.has_no_such() && process.has_new();
    let environment: Variable<'_, *mut *mut c_char> = process.environ();
    // SAFETY: nothing runs this.
    unsafe {
        process.printf(c"%d", (1,));
        process.printf(c"%d %f %s", (1i8, 2f32, c"text"));
        maths.cos(0.0) + maths.length(3.0, 4.0)
    }
}

fn main() {}
