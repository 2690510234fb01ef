use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn shared(&self, data: &[u8]);
    fn mutable(&self, data: &mut [u8]);
    fn unsized_one(&self, data: [u8]);
    fn array(&self, data: [u8; 4]) -> [u8; 4];
}

fn main() {}
