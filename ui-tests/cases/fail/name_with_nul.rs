use ffi_runtime::foreign_library;

#[foreign_library(name = "demo\0", prefix = "p\0")]
pub unsafe trait Demo {
    fn one(&self);
}

fn main() {}
