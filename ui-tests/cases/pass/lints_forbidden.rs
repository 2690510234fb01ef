//! What the macros write collides with no `forbid` of the crate, and no lint sees it.
#![forbid(
    deprecated,
    dead_code,
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::pedantic
)]
#![forbid(warnings, nonstandard_style, unused)]

use ffi_runtime::{ForeignType, Owned, foreign_library, opaque};

/// Names as C has them.
#[foreign_library(name = "c", version = "6")]
pub unsafe trait LibC {
    /// Documented.
    fn zlibVersion(&self, bufLen: i32, __X: i32) -> Number;
    /// Documented.
    #[deprecated]
    #[optional]
    fn Old__Name(&self, level: Level) -> Wrapper;
}

/// Documented.
#[foreign_library(name = "c", version = "6")]
pub unsafe trait Lowered {
    /// Documented.
    #[check(zero)]
    fn gzOpen(
        &self,
        #[terminated] fileName: &str,
        #[slice(len = bufLen)] __buf: &mut [u8],
        bufLen: i32,
        #[out(always)] theFile: Owned<File>,
        #[fixed(0)] theFlags: i32,
    ) -> i32;
    /// Documented.
    #[deprecated]
    #[free]
    fn gzClose(&self, theFile: Owned<File>) -> i32;
    /// Documented.
    #[retain]
    #[check(zero)]
    fn gzRetain(&self, theFile: &File) -> i32;
    /// Documented.
    #[copied(free = gz_free)]
    #[deprecated]
    fn gzText(&self, theFile: &File) -> String;
    /// Documented.
    fn gz_free(&self, text: *mut std::ffi::c_void) {
        let _ = text;
    }
}

/// Documented.
#[opaque]
pub struct File;

/// Documented.
#[derive(ForeignType)]
#[repr(C)]
pub struct Number {
    /// Documented.
    pub value: i32,
}

/// Documented.
#[derive(ForeignType)]
#[repr(transparent)]
pub struct Wrapper(pub f64);

/// Documented.
#[derive(ForeignType)]
#[repr(C)]
pub enum Level {
    /// Documented.
    #[deprecated]
    Low,
    /// Documented.
    High,
}

fn main() {
    let Err(_) = LibC::load() else { panic!("the C library has no such functions") };
}
