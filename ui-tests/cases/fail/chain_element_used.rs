// An element belongs to the chain that it is linked to.
use ffi_runtime::ForeignType;
use ffi_runtime::chain::{Chained, Next, Tag};

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
    value: u32,
}

fn call(_: &DeviceInfo<'_>) {}

fn pushed_twice() {
    let mut features = Features::default();
    call(&DeviceInfo::default().push(&mut features).push(&mut features));
}

fn pushed_later() {
    let mut features = Features::default();
    call(&DeviceInfo::default().push(&mut features));
    call(&DeviceInfo::default().push(&mut features));
}

fn moved() {
    let mut features = Features::default();
    let info = DeviceInfo::default().push(&mut features);
    let elsewhere = Box::new(features);
    call(&info);
    drop(elsewhere);
}

fn written() {
    let mut features = Features::default();
    let info = DeviceInfo::default().push(&mut features);
    features.value = 1;
    call(&info);
}

fn read_afterwards() -> u32 {
    let mut features = Features::default();
    call(&DeviceInfo::default().push(&mut features));
    features.value
}

fn dropped() {
    let info;
    {
        let mut features = Features::default();
        info = DeviceInfo::default().push(&mut features);
    }
    call(&info);
}

fn temporary() {
    let info = DeviceInfo::default().push(&mut Features::default());
    call(&info);
}

fn returned() -> DeviceInfo<'static> {
    let mut features = Features::default();
    DeviceInfo::default().push(&mut features)
}

fn pushed_while_filling() {
    let mut features = Features::default();
    let (info,) = ffi_runtime::chain::Chain::<(DeviceInfo,)>::filled(|root| {
        *root = std::mem::take(root).push(&mut features);
    });
    call(&info);
}

fn kept() {
    let mut kept = DeviceInfo::default();
    let _ = ffi_runtime::chain::Chain::<(DeviceInfo, Features)>::filled(|root| {
        std::mem::swap(root, &mut kept);
    });
    call(&kept);
}

fn main() {
    pushed_twice();
    pushed_later();
    moved();
    written();
    read_afterwards();
    dropped();
    temporary();
    returned();
    pushed_while_filling();
    kept();
}
