//! The code that `#[open_enum]` writes collides with no `forbid` of the crate, and no lint sees it.
#![forbid(
    unsafe_code,
    deprecated,
    dead_code,
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    unreachable_patterns,
    clippy::all,
    clippy::pedantic
)]
#![forbid(warnings, nonstandard_style, unused)]

use ffi_runtime::open_enum;

/// Documented.
#[open_enum]
#[repr(C)]
pub enum Code {
    /// Documented.
    Ok,
    /// Documented.
    #[cfg(any())]
    Absent,
    /// Documented.
    lower_case,
    /// Documented.
    Ok_Again = 0,
    /// Documented.
    #[deprecated]
    Old = 9,
    /// Documented.
    UPPER,
}

/// A private one, of which nothing but one name is used.
#[open_enum]
#[repr(u8)]
enum Private {
    A,
    B = 0,
}

fn main() {
    assert_ne!(Code::lower_case, Code::Ok);
    let _ = Private::A;
}
