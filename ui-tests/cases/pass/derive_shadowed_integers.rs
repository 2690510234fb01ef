//! A `repr` means the primitive type, whatever else has its name.
#![allow(non_camel_case_types, dead_code)]

use ffi_runtime::{ForeignType, Type};

type u16 = f32;
type i128 = u8;

#[derive(ForeignType)]
#[repr(u16)]
enum Level {
    Low,
}

#[derive(ForeignType)]
#[repr(C)]
enum Sign {
    Minus = -1,
}

fn main() {
    assert_eq!(Level::TYPE, Type::U16);
    assert_eq!(Sign::TYPE, Type::I32);
}
