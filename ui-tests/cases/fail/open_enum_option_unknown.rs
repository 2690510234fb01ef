use ffi_runtime::open_enum;

#[open_enum(repr = i32)]
#[repr(i32)]
enum Code {
    Ok,
}

fn main() {
    let _ = Code::Ok;
}
