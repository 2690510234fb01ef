use ffi_runtime::{ForeignType, open_enum};

#[open_enum]
#[derive(Clone, Copy, Debug, std::cmp::PartialEq, ForeignType)]
#[repr(i32)]
enum Code {
    Ok,
    #[default]
    Busy,
}

fn main() {
    let _ = Code::Busy;
}
