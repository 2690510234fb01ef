use ffi_runtime::foreign_library;

pub type Flag = bool;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, ready: &mut Flag);
}

fn main() {}
