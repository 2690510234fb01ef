#![forbid(unsafe_code)]

use ffi_runtime::foreign_library;

#[foreign_library(name = "c", version = "6")]
unsafe trait LibC {
    fn labs(&self, x: i64) -> i64;
}

fn main() {
    LibC::load().unwrap().labs(-1);
}
