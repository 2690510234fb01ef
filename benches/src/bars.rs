//! The bars that the project sets itself. They are ratios within one run, so that they mean the same
//! on any machine.

use crate::callees::Case;

/// A typed call, to a direct one.
#[must_use]
pub const fn typed(case: Case) -> f64 {
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
    if nanoseconds > 20.0 { 0.35 } else { 0.6 }
}

/// Loading 1,000 symbols, to the same lookups through `libloading`.
pub const LOADING: f64 = 1.2;
