use std::ptr::NonNull;

use ffi_runtime::{ForeignType, callback};

#[callback]
type Notify = unsafe extern "C" fn();

#[derive(ForeignType)]
#[foreign(default)]
#[repr(C)]
struct Descriptor<'a> {
    required: NonNull<u8>,
    callback: Notify,
    function: extern "C" fn(),
    many: [&'a u8; 2],
}

fn main() {}
