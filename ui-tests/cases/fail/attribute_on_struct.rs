use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub struct Demo {
    field: u8
}

fn main() {}
