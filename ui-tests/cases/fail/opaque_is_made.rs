use ffi_runtime::opaque;

#[opaque]
pub struct Handle;

fn main() {
    let _handle = Handle;
}
