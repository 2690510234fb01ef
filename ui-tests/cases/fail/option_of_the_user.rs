#![forbid(unsafe_code)]
use std::marker::PhantomData;

use ffi_runtime::ForeignType;

/// One byte, not a pointer.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Option<T>(u8, PhantomData<T>);

#[derive(ForeignType)]
#[repr(transparent)]
pub struct Small(Option<extern "C" fn()>);

fn main() {}
