use ffi_runtime::foreign_library;

#[foreign_library(name = demo, version = 1, prefix, process = true, crate = "x")]
pub unsafe trait Demo {
    fn one(&self);
}

fn main() {}
