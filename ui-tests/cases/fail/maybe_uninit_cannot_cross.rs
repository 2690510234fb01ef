use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, value: std::mem::MaybeUninit<u32>);
}

fn main() {}
