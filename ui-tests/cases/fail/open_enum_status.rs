use ffi_runtime::open_enum;

#[open_enum]
#[repr(i32)]
enum Plain {
    #[success]
    Done,
}

#[open_enum(status)]
#[repr(i32)]
enum Never {
    Failed,
}

#[open_enum(status)]
#[repr(i32)]
enum Twice {
    #[success]
    Done,
    #[refused]
    Refused,
    #[refused]
    Denied,
    #[missing(always)]
    Missing,
}

fn main() {}
