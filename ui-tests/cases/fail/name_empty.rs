use ffi_runtime::foreign_library;

#[foreign_library(name = "")]
pub unsafe trait Demo {
    fn one(&self);
}

fn main() {}
