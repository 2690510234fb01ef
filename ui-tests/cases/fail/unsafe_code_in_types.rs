// Nothing that the user writes stands in an `unsafe` block of the expansion.
use ffi_runtime::{ForeignType, callback, foreign_library};

const fn read() -> usize {
    8
}

const unsafe fn secret() -> usize {
    8
}

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, value: &[u8; secret()]);
    unsafe fn two(&self) -> *const [u8; secret()];
}

#[callback(on_panic = secret())]
pub type Each = unsafe extern "C" fn(&[u8; read()]) -> usize;

#[callback]
pub type Other = unsafe extern "C" fn(&[u8; secret()]);

#[callback(on_panic = secret())]
pub extern "C" fn function(_: &[u8; secret()]) -> usize {
    0
}

#[derive(ForeignType)]
#[repr(C)]
pub struct Sample {
    bytes: [u8; secret()],
}

fn main() {}
