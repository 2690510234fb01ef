use std::ffi::c_int;

use ffi_runtime::foreign_library;

pub type Number = c_int;

#[foreign_library(name = "closures")]
pub unsafe trait NoCallback {
    fn each(&self, #[closure(call)] visit: Number);
}

fn main() {}
