use ffi_runtime::{ForeignType, callback};

#[derive(ForeignType)]
#[repr(C)]
struct Private {
    data: u8,
}

#[callback]
pub type See = unsafe extern "C" fn(Private);

fn main() {}
