use ffi_runtime::{foreign_library, opaque};

#[opaque]
pub struct Handle<'a, T>;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, handle: &Handle<'_, u32>);
}

fn main() {}
