use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[repr(C)]
struct Named {
    name: String,
    letters: [char; 4],
    pair: (u8, u8),
    tail: [u8],
}

fn main() {}
