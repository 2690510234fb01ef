//! Types of the standard library that wrap another one, and what bindgen writes.
#![allow(dead_code)]
use std::cell::{Cell, UnsafeCell};
use std::mem::{ManuallyDrop, MaybeUninit};
use std::num::{Saturating, Wrapping};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU16, AtomicU32, AtomicU64, AtomicUsize};

use ffi_runtime::{ForeignType, Type};

#[derive(ForeignType)]
#[repr(C)]
struct Wrappers<'a, T> {
    cell: Cell<u32>,
    wraps: Wrapping<i16>,
    saturates: Saturating<u8>,
    shared: UnsafeCell<f64>,
    kept: ManuallyDrop<u64>,
    later: MaybeUninit<T>,
    pinned: Pin<&'a mut u8>,
    maybe: Option<Pin<&'a u8>>,
}

#[derive(ForeignType)]
#[repr(C)]
struct Atomics {
    flag: AtomicBool,
    small: AtomicU16,
    word: AtomicU32,
    long: AtomicU64,
    size: AtomicUsize,
    pointer: AtomicPtr<u8>,
}

#[derive(ForeignType)]
#[repr(C)]
struct Flexible<T> {
    align: [u64; 0],
    count: u32,
    items: [T; 0],
}

const _: () = {
    let wrappers = Wrappers::<f32>::TYPE.aggregate().unwrap();
    assert!(matches!(wrappers.fields[0].ty, Type::U32));
    assert!(matches!(wrappers.fields[1].ty, Type::I16));
    assert!(matches!(wrappers.fields[3].ty, Type::F64));
    assert!(matches!(wrappers.fields[7].ty, Type::Pointer));
    let atomics = Atomics::TYPE.aggregate().unwrap();
    assert!(matches!(atomics.fields[0].ty, Type::Bool));
    assert!(matches!(atomics.fields[3].ty, Type::U64));
    let flexible = Flexible::<u8>::TYPE.aggregate().unwrap();
    assert!(flexible.size == 8 && flexible.align == 8);
};

fn main() {}
