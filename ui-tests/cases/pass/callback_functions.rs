//! Functions that C can call.
#![deny(warnings)]
use std::ffi::{c_int, c_void};

use ffi_runtime::{ForeignType, callback};

#[derive(ForeignType)]
#[repr(C)]
pub struct Pair {
    one: c_int,
    two: f64,
}

#[callback]
pub type Comparator = unsafe extern "C" fn(a: *const c_void, b: *const c_void) -> c_int;

/// Documented.
///
/// # Safety
///
/// Both lead to an `i32`.
#[callback]
#[must_use]
unsafe fn compare(a: *const c_void, b: *const c_void) -> c_int {
    // SAFETY: the caller's promise.
    let a = unsafe { *a.cast::<i32>() };
    // SAFETY: the caller's promise.
    let b = unsafe { *b.cast::<i32>() };
    a.cmp(&b) as c_int
}

/// Patterns, and a result that is returned early.
#[callback(on_panic = -1)]
extern "C" fn patterns(Pair { one, two }: Pair, mut count: c_int, _: u8) -> c_int {
    if two < 0.0 {
        panic!("negative");
    }
    count += 1;
    if one == 0 {
        return count;
    }
    one + count
}

#[callback(on_panic = &0)]
extern "sysv64" fn longer<'a>(a: &'a c_int, b: &'a c_int, _: &u8) -> &'a c_int {
    #![expect(clippy::needless_return, reason = "to see it")]
    return if a > b { a } else { b };
}

#[callback]
pub extern "system" fn nothing() {}

#[callback]
#[inline(never)]
extern "C-unwind" fn unwinding(number: c_int) -> c_int {
    assert!(number > 0);
    number
}

#[callback(on_panic = ())]
#[unsafe(no_mangle)]
extern "C" fn callback_functions_exported(f: Option<extern "C" fn(&u8)>) {
    f.unwrap()(&1);
}

pub struct Owner;

impl Owner {
    #[callback]
    extern "C" fn associated(number: c_int) -> c_int {
        number * 2
    }
}

fn main() {
    let comparator = Comparator::from_raw(compare);
    // SAFETY: both are `i32`.
    let order = unsafe { comparator.raw()((&raw const *&1).cast(), (&raw const *&2).cast()) };
    assert_eq!(order, -1);
    assert_eq!(patterns(Pair { one: 0, two: 0.0 }, 4, 0), 5);
    assert_eq!(patterns(Pair { one: 3, two: 0.0 }, 4, 0), 8);
    assert_eq!(patterns(Pair { one: 3, two: -1.0 }, 4, 0), -1);
    assert_eq!(longer(&1, &2, &0), &2);
    nothing();
    assert_eq!(unwinding(1), 1);
    assert!(std::panic::catch_unwind(|| unwinding(0)).is_err());
    callback_functions_exported(None);
    assert_eq!(Owner::associated(2), 4);
}
