use std::ffi::{c_int, c_void};

use ffi_runtime::{ForeignType, Type, foreign_library};

/// A callback-info struct; the function takes a reference of any lifetime.
#[derive(ForeignType)]
#[repr(C)]
struct Callbacks<T> {
    changed: Option<unsafe extern "C" fn(&T, user_data: *mut c_void)>,
    freed: extern "C" fn(&mut T) -> c_int,
    user_data: *mut c_void,
}

type Alias = Option<extern "C" fn(c_int) -> c_int>;

#[foreign_library(name = "c", version = "6")]
unsafe trait LibC {
    unsafe fn qsort(
        &self,
        base: *mut c_void,
        count: usize,
        size: usize,
        compare: extern "C" fn(&c_int, &c_int) -> c_int,
    );

    #[optional]
    fn later(&self, with: Option<for<'a> extern "C" fn(&'a u8) -> &'a u8>, alias: Alias)
    -> Option<unsafe extern "C" fn(&u8)>;
}

extern "C" fn compare(a: &c_int, b: &c_int) -> c_int {
    a.cmp(b) as c_int
}

fn main() {
    let layout = Callbacks::<u8>::TYPE.aggregate().unwrap();
    assert!(layout.fields.iter().all(|field| field.ty == Type::Pointer));

    let mut numbers = [3, 1, 2];
    let libc = LibC::load().unwrap();
    // SAFETY: the array has this many elements of this size.
    unsafe { libc.qsort(numbers.as_mut_ptr().cast(), 3, size_of::<c_int>(), compare) };
    assert_eq!(numbers, [1, 2, 3]);
    assert!(!libc.has_later());
}
