// A struct is linked to the roots that it extends, and to no others.
use ffi_runtime::ForeignType;
use ffi_runtime::chain::{Chain, Chained, Next, Tag};

#[derive(ForeignType)]
#[foreign(default, chain(tag = 1))]
#[repr(C)]
struct InstanceInfo<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

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
    let mut features = Features::default();
    let _ = InstanceInfo::default().push(&mut features);

    let mut number = 7;
    let _ = DeviceInfo::default().push(&mut number);

    let _ = Chain::<(InstanceInfo, Features)>::filled(|_| ());
    let _ = Chain::<(DeviceInfo, u32)>::filled(|_| ());
    let _ = Chain::<DeviceInfo>::filled(|_| ());

    let info = DeviceInfo::default().push(&mut features);
    let _ = InstanceInfo {
        s_type: Tag::default(),
        next: info.next,
    };
    let _ = InstanceInfo {
        s_type: info.s_type,
        next: Next::default(),
    };
}
