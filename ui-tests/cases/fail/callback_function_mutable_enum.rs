use ffi_runtime::{ForeignType, callback};

#[derive(ForeignType)]
#[repr(u8)]
pub enum Level {
    Low,
    High,
}

#[callback]
extern "C" fn ask(level: &mut Level) {
    *level = Level::High;
}

fn main() {}
