use std::ffi::{c_int, c_void};

use ffi_runtime::{callback, foreign_library};

#[callback(user_data = data)]
pub type Visit = unsafe extern "C" fn(number: c_int, data: *mut c_void);

#[callback]
pub type Plain = unsafe extern "C" fn(number: c_int);

#[foreign_library(name = "closures")]
pub unsafe trait Forgotten {
    fn each(&self, #[closure(call)] visit: Visit);
}

#[foreign_library(name = "closures")]
pub unsafe trait TooMuch {
    fn each(&self, #[closure(call, data = data)] visit: Plain, data: *mut c_void);
}

fn main() {}
