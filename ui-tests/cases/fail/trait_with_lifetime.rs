use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo<'a> {
    fn one(&self, value: &'a u8);
}

fn main() {}
