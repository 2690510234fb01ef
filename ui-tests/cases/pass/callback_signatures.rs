//! Every form of a signature, and where a callback type may stand.
#![deny(warnings)]
#![allow(dead_code)]
use std::ffi::c_void;

use ffi_runtime::types::Aggregate;
use ffi_runtime::{ForeignType, Type, callback, foreign_library};

#[callback]
type Nothing = extern "C" fn();

#[callback]
type Unit = unsafe extern "C" fn() -> ();

#[callback]
type Unnamed = unsafe extern "C" fn(i8, u16, f32, *mut u8) -> f64;

#[callback]
type Underscores = unsafe extern "C" fn(_: i8, _: u16, r#fn: u8);

#[callback]
type System = unsafe extern "system" fn(i32) -> bool;

#[callback]
type Sysv64 = unsafe extern "sysv64" fn(i128) -> i128;

#[callback]
type Unwinding = unsafe extern "C-unwind" fn(i32);

#[callback]
type Many = unsafe extern "C" fn(
    u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, f32, f32, f32, f32, f32, f32, f32,
    f32, f32, f32,
) -> Big;

#[callback]
type Callbacks = unsafe extern "C" fn(Nothing, Option<Unnamed>, RawSystem) -> Option<Nothing>;

#[callback]
#[allow(non_camel_case_types)]
type r#async = unsafe extern "C" fn(bool);

#[derive(Clone, Copy, Debug, ForeignType, PartialEq)]
#[repr(C)]
struct Big {
    sums: [f64; 3],
}

/// As in a table of C.
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
struct Table {
    always: Nothing,
    maybe: Option<Unnamed>,
    data: *mut c_void,
}

#[foreign_library(process)]
unsafe trait Takes {
    fn plain(&self, callback: Nothing) -> Option<Unnamed>;
    fn nullable(&self, callback: Option<Nothing>, table: &Table) -> Table;
}

macro_rules! declare {
    ($(#[$meta:meta])* $name:ident: $abi:literal ($($argument:ident: $ty:ty),*) -> $result:ty) => {
        #[callback]
        $(#[$meta])*
        pub type $name = unsafe extern $abi fn($($argument: $ty),*) -> $result;
    };
    ($name:ident = $pointer:ty) => {
        #[callback]
        type $name = $pointer;
    };
}

declare!(/** Documented. */ FromMacro: "C" (one: &u8, two: i32) -> i32);
declare!(Whole = (unsafe extern "C" fn(&u8) -> i32));

fn shared<T: Send + Sync + Copy + Eq + std::hash::Hash + std::fmt::Debug + 'static>() {}

fn main() {
    shared::<Many>();
    let Some(Aggregate { fields, .. }) = Table::TYPE.aggregate() else { panic!() };
    assert!(fields.iter().all(|field| field.ty == Type::Pointer));
    assert_eq!(Option::<Nothing>::TYPE, Type::Pointer);

    Nothing::scoped(|| (), |nothing| {
        // SAFETY: in the scope.
        unsafe { nothing.raw()() }
    });
    let many = Many::scoped(
        |a, _, _, _, _, _, b, c, _, _, _, _, _, _, _, d, e, _, _, _, _, _, _, f, _, g| Big {
            sums: [f64::from(a + b), f64::from(c + d), f64::from(e + f + g)],
        },
        |many| {
            // SAFETY: in the scope.
            unsafe {
                many.raw()(
                    1, 0, 0, 0, 0, 0, 2, 3, 0, 0, 0, 0, 0, 0, 0, 4, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
                    0.25, 0.0, 0.125,
                )
            }
        },
    );
    assert_eq!(many, Big { sums: [3.0, 7.0, 0.875] });

    let wide = Sysv64::scoped(|x| -x, |function| {
        // SAFETY: in the scope.
        unsafe { function.raw()(1 << 100) }
    });
    assert_eq!(wide, -(1 << 100));
    assert_eq!(format!("{:?}", r#async::new(|_| ()).pointer()).find("async("), Some(0));

    fn inside() -> i32 {
        #[callback]
        type Local = unsafe extern "C" fn(i32) -> i32;
        Local::scoped(|x| x + 1, |local| {
            // SAFETY: in the scope.
            unsafe { local.raw()(1) }
        })
    }
    assert_eq!(inside(), 2);
    names::use_them();
    assert_eq!(Whole::scoped(|x| i32::from(*x), |whole| {
        // SAFETY: in the scope.
        unsafe { whole.raw()(&3) }
    }), 3);
}

/// Types with the names that the functions of a callback type could give their parameters.
mod names {
    #[derive(ffi_runtime::ForeignType)]
    #[repr(C)]
    pub struct T {
        pub value: u8,
    }

    pub type T_ = u8;

    #[ffi_runtime::callback(user_data = data)]
    pub type Named = unsafe extern "C" fn(&T, T_, data: *mut std::ffi::c_void);

    pub fn use_them() {
        let _ = Named::channel_with(|t, number| t.value + number);
        Named::scoped(|t, number| assert_eq!(t.value, number), |_, _| ());
    }
}
