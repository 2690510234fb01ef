use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub trait Demo {
    fn one(&self);
}

fn main() {}
