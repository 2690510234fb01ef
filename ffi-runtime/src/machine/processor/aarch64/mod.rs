//! The parts of AArch64 that all of its conventions share.

#[path = "../opaque.rs"]
pub(crate) mod opaque;
pub(crate) mod received;
// Windows keeps the thread pointer in `x18`, which is never touched here.
#[cfg_attr(any(miri, windows), path = "../thread_variable.rs")]
pub(crate) mod thread;
pub(crate) mod trampoline;
pub(crate) mod unwind;
