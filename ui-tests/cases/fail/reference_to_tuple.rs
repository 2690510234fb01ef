use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, pair: &mut (i32, u8)) -> Option<&(i32, u8)>;
}

fn main() {}
