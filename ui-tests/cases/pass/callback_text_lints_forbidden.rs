//! No lint sees the code that a function with texts becomes.
#![forbid(missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]
#![forbid(warnings, nonstandard_style, unused)]

use std::ffi::{CStr, c_int};

use ffi_runtime::callback;

/// Arguments with and without a text, and one that is not looked at.
///
/// # Safety
///
/// The text ends.
#[callback]
pub unsafe extern "C" fn length(text: &CStr, mut more: c_int, _: Option<&CStr>) -> c_int {
    more += 1;
    more + c_int::from(text.is_empty())
}

/// A body of one name on one line, where rustc minds braces that are not those of a function.
///
/// # Safety
///
/// The text ends.
#[callback]
#[rustfmt::skip]
pub unsafe extern "C" fn level_of(_: &CStr, level: c_int) -> c_int { level }

fn main() {
    // SAFETY: the text ends.
    assert_eq!(unsafe { level_of(c"".as_ptr(), 4) }, 4);
    // SAFETY: as above.
    assert_eq!(unsafe { length(c"".as_ptr(), 1, std::ptr::null()) }, 3);
}
