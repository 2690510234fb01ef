use ffi_runtime::opaque;

#[opaque]
pub struct Handle;

fn sent(_: impl Send) {}

fn pinned(_: impl Unpin) {}

fn both(handle: &'static Handle, other: Box<Handle>) {
    sent(handle);
    pinned(*other);
}

fn main() {}
