use std::ffi::c_int;

use ffi_runtime::{ForeignType, Owned, foreign_library, opaque};

/// A handle that stays on its thread.
#[opaque]
pub struct Local;

/// A pointer that stays on its thread.
#[derive(ForeignType)]
#[repr(transparent)]
pub struct Pointer(*mut c_int);

/// A pointer that may move to another thread, once.
#[derive(ForeignType)]
#[repr(transparent)]
pub struct Moved(*mut c_int);

unsafe impl Send for Moved {}

/// A pointer that may move, but that threads do not share.
#[derive(Clone, Copy, ForeignType)]
#[repr(transparent)]
pub struct Context(*mut c_int);

unsafe impl Send for Context {}

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[offload]
    fn argument(&self, pointer: Pointer, local: Owned<Local>);
    #[offload]
    fn result(&self) -> Pointer;
    #[free]
    fn free(&self, local: Owned<Local>);
    #[offload(cancel = stop)]
    fn moved(&self, moved: Moved);
    fn stop(&self, moved: Moved);
}

#[foreign_library(name = "demo")]
pub unsafe trait Kept {
    #[offload(cancel = stop)]
    fn run(&self, #[bound] context: Context, number: c_int);
    fn stop(&self, #[bound] context: Context);
}

#[derive(Clone, Copy, ForeignType)]
#[repr(transparent)]
pub struct Bound(*mut c_int);

#[foreign_library(name = "demo")]
pub unsafe trait KeptHere {
    #[offload]
    fn run(&self, #[bound] context: Bound);
}

fn main() {}
