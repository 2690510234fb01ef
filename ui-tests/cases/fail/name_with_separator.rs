use ffi_runtime::foreign_library;

#[foreign_library(name = "lib/demo", version = "1\\0")]
pub unsafe trait Demo {
    fn one(&self);
}

fn main() {}
