use ffi_runtime::foreign_library;

#[foreign_library(name = "demo", name = "other")]
pub unsafe trait Demo {
    fn one(&self);
}

fn main() {}
