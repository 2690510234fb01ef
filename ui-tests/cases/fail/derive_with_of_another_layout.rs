use ffi_runtime::ForeignType;

mod elsewhere {
    #[repr(C)]
    pub struct Time {
        pub seconds: i64,
        pub nanoseconds: u32,
    }
}

#[derive(ForeignType)]
#[repr(C)]
struct OtherSize {
    #[foreign(unsafe(with = i64))]
    time: elsewhere::Time,
}

#[derive(ForeignType)]
#[repr(C)]
struct OtherAlignment {
    #[foreign(unsafe(with = [u8; 16]))]
    time: elsewhere::Time,
}

#[repr(C)]
struct Time {
    seconds: i64,
    nanoseconds: u32,
}

#[derive(ForeignType)]
#[repr(C)]
struct NotDescribed {
    #[foreign(unsafe(with = Time))]
    time: elsewhere::Time,
}

#[derive(ForeignType)]
#[repr(C)]
struct NotForeign {
    #[foreign(unsafe(with = String))]
    time: elsewhere::Time,
}

fn main() {}
