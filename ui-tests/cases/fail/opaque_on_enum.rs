use ffi_runtime::opaque;

#[opaque]
pub enum Handle {}

fn main() {}
