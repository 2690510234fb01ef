use ffi_runtime::open_enum;

#[open_enum]
#[repr(i32)]
enum Format {
    raw,
    gray,
}

fn main() {}
