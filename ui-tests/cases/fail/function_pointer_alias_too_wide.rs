use ffi_runtime::foreign_library;

type Wide = extern "system" fn(u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8);

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, wide: Wide);
}

fn main() {}
