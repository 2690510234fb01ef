use ffi_runtime::foreign_library;

#[foreign_library(name = "demo", lazy = true)]
pub unsafe trait Demo {
    fn one(&self);
}

fn main() {}
