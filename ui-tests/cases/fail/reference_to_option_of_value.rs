use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, number: &mut Option<u32>);
}

fn main() {}
