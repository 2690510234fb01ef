//! The bars that the project sets itself. They are ratios within one run, so that they mean the same
//! on any machine.

use crate::callees::Case;

/// A typed call, to a direct one.
#[must_use]
pub const fn typed(case: Case) -> f64 {
    if cfg!(debug_assertions) {
        return match case {
            Case::Sum10 => 8.0,
            Case::Nop
            | Case::Add
            | Case::Mix
            | Case::Pair
            | Case::Vec2
            | Case::Narrow
            | Case::Vec3
            | Case::Vec3Chained => 5.0,
        };
    }
    if cfg!(any(windows, not(target_arch = "x86_64"))) {
        return WIN64;
    }
    match case {
        Case::Nop | Case::Add | Case::Mix | Case::Pair | Case::Vec2 | Case::Narrow => 1.03,
        Case::Sum10 | Case::Vec3 | Case::Vec3Chained => 1.1,
    }
}

/// A typed call with the convention of Windows, to a direct one.
pub const WIN64: f64 = 1.25;

/// A dynamic call, to one through the `libffi` crate that takes `nanoseconds`.
#[must_use]
pub fn dynamic(nanoseconds: f64) -> f64 {
    if nanoseconds > 20.0 { 0.25 } else { 0.45 }
}

/// Loading 1,000 symbols, to the same lookups through `libloading`.
pub const LOADING: f64 = 1.1;

/// A callback, to a direct one: the bar of an optimized build, or that of a debug build.
#[must_use]
pub const fn callback(optimized: f64) -> f64 {
    if cfg!(debug_assertions) {
        5.0
    } else {
        optimized
    }
}

/// A dynamic callback, to a closure of libffi.
pub const DYNAMIC_CALLBACK: f64 = 0.5;
