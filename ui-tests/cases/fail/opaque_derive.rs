use ffi_runtime::opaque;

#[opaque]
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Handle;

fn main() {}
