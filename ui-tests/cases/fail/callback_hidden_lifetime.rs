use ffi_runtime::{ForeignType, callback};

#[derive(ForeignType)]
#[repr(C)]
pub struct View<'v> {
    data: &'v u8,
}

#[callback]
pub type See = unsafe extern "C" fn(View);

fn main() {}
