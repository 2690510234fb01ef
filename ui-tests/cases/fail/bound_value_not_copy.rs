use std::ptr::NonNull;

use ffi_runtime::{ForeignType, foreign_library};

#[derive(ForeignType)]
#[repr(transparent)]
struct Device(NonNull<u8>);

#[foreign_library(name = "demo")]
unsafe trait Demo {
    unsafe fn one(&self, #[bound] device: Device);
}

fn main() {}
