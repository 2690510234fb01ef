//! The types of `old_types` as a newer crate has them, for tests.

use crate::{ForeignType, callback, open_enum};

#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct Frame {
    width: u64,
    height: u32,
    pixels: *mut u8,
}

#[derive(ForeignType)]
#[foreign(growing)]
#[repr(C)]
pub(crate) struct Options {
    #[foreign(size)]
    size: u32,
    level: u32,
    extra: u32,
}

#[open_enum]
#[repr(i32)]
pub(crate) enum Status {
    Ok,
    Busy,
    Gone,
}

#[derive(ForeignType)]
#[repr(u32)]
pub(crate) enum Mode {
    Fast,
    Good,
    Best,
}

#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct Pair {
    b: u16,
    a: u16,
}

#[derive(ForeignType)]
#[repr(transparent)]
pub(crate) struct Handle(u64);

#[callback]
pub(crate) type Report = unsafe extern "C" fn(pair: *const Pair, code: i64);

#[derive(ForeignType)]
#[repr(C)]
pub(crate) union Either {
    a: u32,
    b: u16,
}
