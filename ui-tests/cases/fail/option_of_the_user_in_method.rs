use std::marker::PhantomData;

use ffi_runtime::foreign_library;

#[repr(C)]
pub struct Option<T>([u64; 4], PhantomData<T>);

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, value: Option<extern "C" fn()>);
    fn two(&self) -> Option<extern "C" fn(&u8)>;
}

fn main() {}
