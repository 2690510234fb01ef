use std::ffi::c_int;

use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[offload]
    fn slow(&self, number: c_int) -> c_int;
}

fn main() {}
