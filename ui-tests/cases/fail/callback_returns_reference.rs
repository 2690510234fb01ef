use ffi_runtime::{ForeignType, callback};

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
pub struct View<'v> {
    data: &'v u8,
}

#[callback]
pub type Find = unsafe extern "C" fn(list: &u8) -> &u8;

#[callback]
pub type Maybe = unsafe extern "C" fn(list: &u8) -> Option<&mut u8>;

#[callback]
pub type Bound = for<'a> unsafe extern "C" fn(list: &'a u8) -> &'a u8;

#[callback]
pub type Inside = for<'a> unsafe extern "C" fn(list: &'a u8) -> View<'a>;

fn main() {
    static FOUND: u8 = 0;
    Find::scoped(|_| &FOUND, |_| ());
    drop(Find::new(|_| &FOUND));
}
