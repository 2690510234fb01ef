use std::ffi::{CStr, c_int};

use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    unsafe fn bare(&self, format: &CStr, ...) -> c_int;
    fn safe(&self, format: &CStr, values: ...) -> c_int;
    #[variadic(1)]
    unsafe fn twice(&self, format: &CStr, values: ...) -> c_int;
    unsafe fn many(&self, a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, _: ...);
    unsafe fn pattern(&self, format: &CStr, (a, b): ...) -> c_int;
}

fn main() {}
