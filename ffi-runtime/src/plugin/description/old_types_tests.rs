//! Types as an older crate of an interface has them, for tests.

use crate::{ForeignType, callback, open_enum};

#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct Frame {
    width: u32,
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
}

#[open_enum]
#[repr(i32)]
pub(crate) enum Status {
    Ok,
    Busy,
}

#[derive(ForeignType)]
#[repr(u32)]
pub(crate) enum Mode {
    Fast,
    Good,
}

#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct Pair {
    a: u16,
    b: u16,
}

#[derive(ForeignType)]
#[repr(transparent)]
pub(crate) struct Handle(u32);

#[callback]
pub(crate) type Report = unsafe extern "C" fn(pair: *const Pair, code: i32);

#[derive(ForeignType)]
#[repr(C)]
pub(crate) union Either {
    a: u32,
    b: u8,
}
