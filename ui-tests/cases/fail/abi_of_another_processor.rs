use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    extern "stdcall" fn one(&self, value: i32) -> i32;
}

fn main() {}
