//! Deprecated declarations and types are minded where they are used, not by what the macros write.
#![deny(warnings)]

use ffi_runtime::{ForeignType, foreign_library};

#[deprecated]
#[derive(ForeignType)]
#[repr(C)]
struct Old {
    #[deprecated]
    value: i32,
}

#[deprecated]
#[derive(ForeignType)]
#[repr(C)]
union OldNumber {
    value: i32,
    other: f32,
}

#[allow(deprecated)]
#[derive(ForeignType)]
#[repr(C)]
struct HasOld {
    old: Old,
}

#[derive(ForeignType)]
#[repr(C)]
struct AlsoHasOld {
    #[expect(deprecated, reason = "for old callers")]
    old: Old,
}

#[foreign_library(process)]
#[allow(deprecated, dead_code)]
unsafe trait UsesOld {
    fn take(&self, old: Old, has: HasOld, also: &AlsoHasOld) -> Old;
}

#[foreign_library(process)]
#[cfg_attr(all(), deprecated)]
#[allow(dead_code)]
unsafe trait OldLibrary {
    #[deprecated]
    fn old(&self);
    #[deprecated]
    #[optional]
    fn older(&self);
}

fn main() {}
