use ffi_runtime::foreign_library;

#[foreign_library(nmae = "demo")]
pub unsafe trait Demo {
    fn one(&self);
}

fn main() {}
