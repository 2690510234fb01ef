use ffi_runtime::{foreign_library, opaque};

#[opaque]
pub struct Handle;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, handle: Handle);
}

fn main() {}
