use ffi_runtime::foreign_library;

#[foreign_library(name = "demo", verison = "1")]
pub unsafe trait Demo {
    fn one(&self);
}

fn main() {}
