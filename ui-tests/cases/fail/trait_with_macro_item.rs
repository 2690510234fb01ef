use ffi_runtime::foreign_library;
macro_rules! methods { () => {} }
#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    methods!();
    fn one(&self);
}

fn main() {}
