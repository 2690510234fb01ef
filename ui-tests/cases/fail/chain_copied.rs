// A chain belongs to one struct alone.
use ffi_runtime::ForeignType;
use ffi_runtime::chain::{Next, Tag};

#[derive(Clone, Copy, ForeignType)]
#[foreign(default, chain(tag = 3))]
#[repr(C)]
struct DeviceInfo<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

fn send(_: impl Send) {}

fn main() {
    send(DeviceInfo::default());
}
