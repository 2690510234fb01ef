use ffi_runtime::{ForeignType, callback};

#[derive(ForeignType)]
#[repr(u8)]
pub enum Level {
    Low,
    High,
}

#[callback]
pub type Ask = unsafe extern "C" fn(level: &mut Level);

fn main() {}
