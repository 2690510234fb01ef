use std::marker::PhantomData;

use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[repr(C)]
struct Float {
    #[foreign(size)]
    size: f32,
}

#[derive(ForeignType)]
#[repr(C)]
struct Pointer {
    #[foreign(size)]
    size: *const u32,
}

type Word = f64;

#[derive(ForeignType)]
#[repr(C)]
struct Behind {
    #[foreign(size)]
    size: Word,
}

#[derive(ForeignType)]
#[repr(C)]
struct Marked {
    value: u32,
    #[foreign(size)]
    size: PhantomData<u32>,
}

fn main() {}
