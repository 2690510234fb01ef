//! Types of the standard library that have the layout of what they hold.
use std::mem::ManuallyDrop;
use std::num::{NonZero, NonZeroI64, NonZeroU8};

use ffi_runtime::{ForeignType, Type, foreign_library};

#[foreign_library(name = "c", version = "6")]
unsafe trait LibC {
    fn labs(&self, x: NonZeroI64) -> NonZero<i64>;
    fn llabs(&self, x: ManuallyDrop<i64>) -> ManuallyDrop<i64>;
    #[symbol("imaxabs")]
    fn maybe(&self, x: Option<NonZeroI64>) -> Option<NonZero<i64>>;
}

/// Not `Copy`, as a field of a union.
#[derive(ForeignType)]
#[repr(C)]
struct Counted {
    count: Option<NonZero<u32>>,
    level: NonZeroU8,
}

#[derive(ForeignType)]
#[repr(C)]
union Either {
    counted: ManuallyDrop<Counted>,
    bits: u64,
}

const _: () = {
    let counted = Counted::TYPE.aggregate().unwrap();
    assert!(matches!(counted.fields[0].ty, Type::U32));
    assert!(matches!(counted.fields[1].ty, Type::U8));
    assert!(Either::TYPE.size() == 8);
};

fn main() {
    let libc = LibC::load().unwrap();
    let minus_three = NonZero::new(-3).unwrap();
    assert_eq!(libc.labs(minus_three).get(), 3);
    assert_eq!(*libc.llabs(ManuallyDrop::new(-4)), 4);
    assert_eq!(libc.maybe(Some(minus_three)), NonZero::new(3));
    assert_eq!(libc.maybe(None), None);
}
