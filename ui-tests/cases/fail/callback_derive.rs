use ffi_runtime::callback;

#[callback]
#[derive(PartialOrd)]
#[repr(C)]
pub type Compare = unsafe extern "C" fn(u8) -> u8;

fn main() {}
