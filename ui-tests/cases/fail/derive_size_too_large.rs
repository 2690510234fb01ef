use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[repr(C)]
struct Message {
    #[foreign(size)]
    size: u8,
    text: [u8; 255],
}

#[derive(ForeignType)]
#[repr(C)]
struct Signed {
    #[foreign(size)]
    size: i8,
    text: [u8; 127],
}

fn main() {}
