//! The addresses of one library do not get behind the methods of another, not even in the
//! module of both.
use ffi_runtime::foreign_library;

#[foreign_library(name = "c")]
unsafe trait LibC {
    fn labs(&self, x: i64) -> i64;
}

#[foreign_library(name = "m")]
unsafe trait LibM {
    fn cos(&self, x: f64) -> f64;
}

fn main() {
    let libm = LibM::load().unwrap();
    let _ = LibC { __ffi_bound: libm.__ffi_bound.clone() };
}
