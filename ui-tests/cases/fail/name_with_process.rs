use ffi_runtime::foreign_library;

#[foreign_library(process, name = "demo")]
pub unsafe trait Demo {
    fn one(&self);
}

fn main() {}
