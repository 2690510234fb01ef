use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe extern "C" {
    fn one(x: i32) -> i32;
}

#[foreign_library(name = "demo", struct = "Demo")]
unsafe extern "C" {
    fn one(x: i32) -> i32;
}

#[foreign_library(name = "demo", struct = Other)]
unsafe trait Demo {}

fn main() {}
