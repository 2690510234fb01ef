//! C may give other numbers than those with a name.

use ffi_runtime::open_enum;

#[open_enum]
#[repr(u8)]
enum Code {
    Ok,
    Busy,
    Last = 255,
    After,
}

fn describe(code: Code) -> &'static str {
    match code {
        Code::Ok => "fine",
        Code::Busy => "busy",
        Code::Last => "last",
    }
}

fn main() {
    describe(Code::Ok);
    let _ = Code::After;
}
