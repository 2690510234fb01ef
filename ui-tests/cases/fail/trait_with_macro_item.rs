use ffi_runtime::foreign_library;
#[allow(unused_macros)]
macro_rules! methods { () => {} }
#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    methods!();
    fn one(&self);
}

fn main() {}
