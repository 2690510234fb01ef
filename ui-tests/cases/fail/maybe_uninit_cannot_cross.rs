use std::mem::MaybeUninit;

use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, value: MaybeUninit<u32>);
}

fn main() {}
