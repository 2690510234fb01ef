use ffi_runtime::{ForeignType, foreign_library};

#[derive(ForeignType)]
#[repr(C)]
pub struct Wrapper<T> {
    value: T,
}

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, value: Wrapper<String>);
}

fn main() {}
