use std::ffi::{CStr, c_int};

use ffi_runtime::foreign_library;

#[foreign_library(name = "c")]
pub unsafe trait LibC {
    unsafe fn printf(&self, format: &CStr, _: ...) -> c_int;
}

fn callback() {}

fn print(libc: &LibC) {
    unsafe { libc.printf(c"%s", ("text",)) };
    unsafe { libc.printf(c"%d %p", (5, callback as fn())) };
}

fn main() {}
