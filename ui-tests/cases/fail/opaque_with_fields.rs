use ffi_runtime::opaque;

#[opaque]
pub struct Handle {
    id: u32,
}

fn main() {}
