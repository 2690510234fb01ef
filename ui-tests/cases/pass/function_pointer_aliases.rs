//! Function pointers behind aliases, as bindgen and people write them.
use std::ffi::{CStr, c_char, c_int, c_void};

use ffi_runtime::{ForeignType, Type, foreign_library};

type Wide = Option<
    unsafe extern "C" fn(
        i8, i8, i8, i8, i8, i8, i8, i8, i8, i8, i8, i8, i8, i8, i8, i8,
        i8, i8, i8, i8, i8, i8, i8, i8, i8, i8, i8, i8, i8, i8, i8, i8,
    ) -> i8,
>;
type Log = Option<unsafe extern "C" fn(c_int, *const c_char, ...)>;
type SafeLog = extern "C" fn(*const c_char, ...) -> c_int;
type Visit = unsafe extern "C" fn(&u8) -> i32;
type Compare = extern "C" fn(&c_int, &c_int) -> c_int;
type Change = Option<unsafe extern "C" fn(&mut c_int, &CStr, *mut c_void, usize) -> c_int>;
type Method = Option<unsafe extern "C" fn(&mut c_int, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8)>;
type Second = extern "C" fn(*mut c_void, &mut c_int, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8) -> u8;
type Both = Option<unsafe extern "C" fn(&c_int, &mut c_int, u8, u8, u8)>;
type Third = unsafe extern "C" fn(u8, u8, &c_int);
type Borrowed = for<'a> unsafe extern "C" fn(&'a u8, c_int);

#[derive(ForeignType)]
#[repr(C)]
struct Hooks {
    wide: Wide,
    log: Log,
    safe_log: SafeLog,
    visit: Visit,
    compare: Compare,
    change: Change,
    method: Method,
    second: Second,
    both: Both,
    third: Third,
    borrowed: Borrowed,
}

#[foreign_library(name = "c", version = "6")]
unsafe trait LibC {
    unsafe fn qsort(&self, base: *mut c_void, count: usize, size: usize, compare: Compare);
    #[optional]
    fn install(&self, wide: Wide, log: Log, visit: Visit) -> Change;
}

extern "C" fn compare(a: &c_int, b: &c_int) -> c_int {
    a.cmp(b) as c_int
}

fn main() {
    let layout = Hooks::TYPE.aggregate().unwrap();
    assert!(layout.fields.iter().all(|field| field.ty == Type::Pointer));

    let mut numbers = [3, 1, 2];
    let libc = LibC::load().unwrap();
    // SAFETY: the array has this many elements of this size.
    unsafe { libc.qsort(numbers.as_mut_ptr().cast(), 3, size_of::<c_int>(), compare) };
    assert_eq!(numbers, [1, 2, 3]);
    assert!(!libc.has_install());
}
