// Each struct stands in a chain at most once.
use ffi_runtime::ForeignType;
use ffi_runtime::chain::{Chain, Next, Tag};

#[derive(ForeignType)]
#[foreign(default, chain(tag = 3))]
#[repr(C)]
struct DeviceInfo<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

#[derive(ForeignType)]
// SAFETY: no function gets it.
#[foreign(default, chain(tag = 5, unsafe(extends = [DeviceInfo])))]
#[repr(C)]
struct Features<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

fn main() {
    let _ = Chain::<(DeviceInfo, Features, Features)>::filled(|_| ());
}
