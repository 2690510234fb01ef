use ffi_runtime::open_enum;

#[open_enum]
#[repr(i32)]
struct Code {
    value: i32,
}

fn main() {}
