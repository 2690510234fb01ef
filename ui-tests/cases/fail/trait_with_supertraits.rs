use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo: Send + Sync {
    fn one(&self);
}

fn main() {}
