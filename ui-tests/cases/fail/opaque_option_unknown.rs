use ffi_runtime::opaque;

#[opaque(crates = ffi_runtime)]
pub struct Handle;

fn main() {}
