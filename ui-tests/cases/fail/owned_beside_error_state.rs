use std::ffi::{CStr, c_void};

use ffi_runtime::{ForeignType, Owned, foreign_library, opaque};

/// A stream.
#[opaque]
pub struct File;

/// A handle that moves.
#[derive(ForeignType)]
#[foreign(invalid = [-1])]
#[repr(transparent)]
pub struct Descriptor(i32);

#[foreign_library(name = "c")]
pub unsafe trait C {
    #[last_error]
    fn fopen(&self, path: &CStr, mode: &CStr) -> Option<Owned<File>>;
    #[errno]
    #[copied(free = free)]
    fn getcwd(&self) -> String;
    #[free]
    fn fclose(&self, file: Owned<File>) -> i32;
    unsafe fn free(&self, memory: *mut c_void);
}

#[foreign_library(name = "c")]
pub unsafe trait Moves {
    #[check(zero)]
    fn read(
        &self,
        #[or_none] from: Option<Descriptor>,
        #[grow(len = n, written = return, nul = none)] bytes: Vec<u8>,
        n: usize,
    ) -> isize;
}

fn main() {}
