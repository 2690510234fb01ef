// No value of the user's stands in an `unsafe` block of the expansion.
use ffi_runtime::ForeignType;

const unsafe fn secret() -> u32 {
    8
}

#[derive(ForeignType)]
#[repr(C)]
struct Descriptor {
    #[foreign(default = secret())]
    key: u32,
}

fn main() {}
