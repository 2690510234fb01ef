use ffi_runtime::foreign_library;

#[foreign_library(name = "demo", struct = Demo)]
extern "C" {
    fn one(x: i32) -> i32;
}

fn main() {}
