// The fields by which C follows a chain.
use ffi_runtime::ForeignType;
use ffi_runtime::chain::{ChainedStruct, Next, Tag};

#[derive(ForeignType)]
#[foreign(chain(tag = 1))]
#[repr(C)]
struct WithoutNext {
    s_type: Tag<Self>,
    value: u32,
}

#[derive(ForeignType)]
#[foreign(chain(tag = 1))]
#[repr(C)]
struct PlainTag<'a> {
    s_type: u32,
    next: Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(chain)]
#[repr(C)]
struct NoNumber<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(chain)]
#[repr(C)]
struct NoNumberTogether<'a> {
    chain: ChainedStruct<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(chain(tag = 1))]
#[repr(C)]
struct TwoNext<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
    previous: Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(chain(tag = 1))]
#[repr(C)]
struct TwoForms<'a> {
    chain: ChainedStruct<'a, Self>,
    next: Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(chain(tag = 1))]
#[repr(C)]
struct StaticNext {
    s_type: Tag<Self>,
    next: Next<'static, Self>,
}

#[derive(ForeignType)]
#[foreign(chain(tag = 1))]
#[repr(transparent)]
struct Transparent(u32);

#[derive(ForeignType)]
#[foreign(chain(tag = 1))]
#[repr(C)]
union Union {
    tag: u32,
}

#[derive(ForeignType)]
#[foreign(chain(tag = 1))]
#[repr(C)]
enum Enum {
    One,
}

fn main() {}
