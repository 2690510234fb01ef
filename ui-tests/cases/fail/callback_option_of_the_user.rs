use std::marker::PhantomData;

use ffi_runtime::callback;

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Option<T>([u64; 4], PhantomData<T>);

#[callback]
pub extern "C" fn take(_: Option<extern "C" fn()>) -> u64 {
    0
}

#[callback]
pub type Take = unsafe extern "C" fn(Option<extern "C" fn()>) -> u64;

fn main() {}
