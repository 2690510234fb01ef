use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[repr(u8)]
enum Level {
    Low,
    High,
}

#[derive(ForeignType)]
#[repr(C)]
struct Answer<'a> {
    level: Option<&'a mut Level>,
}

fn main() {}
