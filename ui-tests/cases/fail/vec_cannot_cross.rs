use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, data: Vec<u8>, more: &mut Vec<u8>) -> Vec<u8>;
}

fn main() {}
