use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    const fn one(&self) -> i32;
}

fn main() {}
