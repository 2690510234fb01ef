use ffi_runtime::foreign_library;

#[foreign_library(version = "1")]
pub unsafe trait Demo {
    fn one(&self);
}

fn main() { let _ = Demo::load(); }
