#![forbid(unsafe_code)]

use ffi_runtime::ForeignType;

mod elsewhere {
    #[repr(C)]
    pub struct Time {
        pub seconds: i64,
    }
}

#[derive(ForeignType)]
#[repr(C)]
struct Stamp {
    #[foreign(unsafe(with = i64))]
    time: elsewhere::Time,
}

#[derive(ForeignType)]
#[repr(C)]
struct Generic<T> {
    #[foreign(unsafe(with = T))]
    value: std::mem::ManuallyDrop<T>,
}

fn main() {}
