// What only the compiler knows of the structs in a chain.
use ffi_runtime::ForeignType;
use ffi_runtime::chain::{ChainedStruct, Next, Tag};

#[derive(ForeignType)]
#[foreign(default, chain(tag = 3))]
#[repr(C)]
struct DeviceInfo<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(chain(tag = 3u64))]
#[repr(C)]
struct WideTag<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

#[derive(ForeignType)]
// SAFETY: no function gets it.
#[foreign(chain(tag = 5, unsafe(extends = [DeviceInfo])))]
#[repr(C)]
struct OtherForm<'a> {
    chain: ChainedStruct<'a, Self>,
}

#[derive(ForeignType)]
// SAFETY: no function gets it.
#[foreign(chain(tag = 6, unsafe(extends = [DeviceInfo])))]
#[repr(C)]
struct WithBool<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
    on: bool,
}

#[derive(ForeignType)]
#[repr(C)]
struct NoRoot<'a> {
    value: Option<&'a u32>,
}

#[derive(ForeignType)]
// SAFETY: no function gets it.
#[foreign(chain(tag = 7, unsafe(extends = [NoRoot])))]
#[repr(C)]
struct ExtendsNoRoot<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

fn main() {}
