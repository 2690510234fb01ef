use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    type Handle;
    const LIMIT: usize;
    fn one(&self);
}

fn main() {}
