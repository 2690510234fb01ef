use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
#[derive(PartialEq)]
pub unsafe trait Demo {
    fn one(&self);
}

fn main() {}
