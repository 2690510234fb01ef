// The promise that a struct extends others is the user's.
#![forbid(unsafe_code)]

use ffi_runtime::ForeignType;
use ffi_runtime::chain::{Next, Tag};

#[derive(ForeignType)]
#[foreign(default, chain(tag = 3))]
#[repr(C)]
struct DeviceInfo<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(default, chain(tag = 5, unsafe(extends = [DeviceInfo])))]
#[repr(C)]
struct Features<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

fn main() {}
