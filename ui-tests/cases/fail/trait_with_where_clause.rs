use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo where u8: Copy {
    fn one(&self);
}

fn main() {}
