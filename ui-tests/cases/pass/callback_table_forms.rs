#![forbid(unsafe_code, missing_docs, unused, non_camel_case_types, clippy::all)]
#![deny(non_snake_case)]
//! Tables of callbacks in every form that they have.

extern crate ffi_runtime as renamed;

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_int, c_void};

use ffi_runtime::{ForeignType, callback_table};

/// Names as C has them, lifetimes, and conditions.
#[callback_table(user_data = pUserData)]
#[repr(C)]
#[expect(non_snake_case, reason = "names of fields, as any struct has them")]
pub struct Everything {
    /// Not first.
    #[foreign(default = 1)]
    pub r#type: c_int,
    /// With a lifetime.
    pub first: for<'a> unsafe extern "system" fn(
        thePoint: &'a Point,
        other: Option<&'a mut Point>,
        pUserData: *const c_void,
    ) -> c_int,
    /// The user data.
    pub pUserData: *const c_void,
    /// Without names, with texts.
    pub second: Option<extern "C" fn(&CStr, Option<&CStr>, c_int, pUserData: *mut c_void)>,
    /// May unwind.
    pub third: unsafe extern "C-unwind" fn(pUserData: *mut c_void, bool, point: Point) -> bool,
    /// Not there.
    #[cfg(any())]
    pub fourth: unsafe extern "C" fn(pUserData: *mut c_void, Missing),
    /// There.
    #[cfg(all())]
    #[callback(on_panic = -1)]
    pub r#fn: unsafe extern "C" fn(pUserData: *mut c_void) -> c_int,
    /// Not there.
    #[cfg(any())]
    pub fifth: Missing,
    /// Twice the same.
    pub sizes: [u32; 4],
    /// A function of C's own, whose data is another one.
    pub plain: Option<Plain>,
    /// Looks like a way to make one.
    pub new: unsafe extern "C" fn(pUserData: *mut c_void),
    /// Names with capitals.
    pub pfnInternalFree: Option<unsafe extern "C" fn(pUserData: *mut c_void)>,
}

/// A function of C's own.
#[ffi_runtime::callback]
pub type Plain = unsafe extern "C" fn(code: c_int);

/// By value.
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
pub struct Point {
    /// Right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// Borrows.
struct Value<'v>(&'v Cell<c_int>, RefCell<String>);

impl EverythingMethods for Value<'_> {
    const SECOND: Option<fn(&Self, &CStr, Option<&CStr>, c_int)> = Some(Self::texts);
    const PFN_INTERNAL_FREE: Option<fn(&Self)> = Some(|value| value.0.set(0));

    fn first(&self, point: &Point, other: Option<&mut Point>) -> c_int {
        if let Some(other) = other {
            *other = *point;
        }
        self.0.get()
    }

    fn third(&self, flag: bool, _: Point) -> bool {
        !flag
    }

    fn r#fn(&self) -> c_int {
        3
    }

    fn sizes(&self) -> [u32; 4] {
        [1; 4]
    }

    fn plain(&self) -> Option<Plain> {
        None
    }

    fn new(&self) {}
}

impl Value<'_> {
    fn texts(&self, text: &CStr, other: Option<&CStr>, _: c_int) {
        let text = other.unwrap_or(text).to_string_lossy();
        self.1.borrow_mut().push_str(&text);
    }
}

/// Part of another table, as C's interfaces are.
#[derive(Debug, ForeignType)]
#[repr(C)]
pub struct Pair<'t> {
    everything: &'t Everything,
    other: Option<&'t T>,
}

/// Called as the type parameter would be.
#[callback_table(user_data = data, this = this, crate = renamed)]
#[repr(C, align(16))]
pub struct T {
    data: *mut c_void,
    call: unsafe extern "C" fn(this: *const T),
    /// No longer.
    #[deprecated]
    old: Option<unsafe extern "C" fn(this: *const T)>,
    #[destroy]
    free: unsafe extern "C" fn(this: *const T),
}

/// Finds the crate by the name of a type parameter.
mod hidden {
    use ffi_runtime as R;

    /// Like any other.
    #[R::callback_table(user_data = data, crate = R)]
    #[repr(C)]
    pub struct Short {
        data: *mut std::ffi::c_void,
        call: unsafe extern "C" fn(data: *mut std::ffi::c_void),
    }
}

struct R;

impl TMethods for R {
    fn call(&self) {}
}

fn main() {
    /// In a function, where nothing of the macro is in scope.
    #[callback_table(user_data = data)]
    #[repr(C)]
    struct Local {
        data: *mut c_void,
        call: unsafe extern "C" fn(data: *mut c_void, of: &Inner),
    }

    #[derive(ForeignType)]
    #[repr(C)]
    struct Inner(u8);

    impl LocalMethods for u8 {
        fn call(&self, of: &Inner) {
            assert_eq!(*self, of.0);
        }
    }

    let cell = Cell::new(1);
    let value = Value(&cell, RefCell::default());
    let text = Everything::scoped(&value, |everything| format!("{everything:?}"));
    assert!(text.starts_with("Everything(0x"), "{text}");
    assert!(Everything::take_panic().is_none());
    assert_eq!(T::TYPE.align(), 16);
    let (first, second) = (T::new(R), T::local(R));
    assert_ne!(first.data(), second.data());
    let pair: fn(&T, &Everything) = |t, everything| {
        let _ = Pair {
            everything,
            other: Some(t),
        };
    };
    Everything::scoped(&value, |everything| pair(&first, everything));
    drop(Local::new(3_u8));
}
