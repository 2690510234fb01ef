//! What AArch64 has once for all of its conventions.

#[path = "../opaque.rs"]
pub(crate) mod opaque;
pub(crate) mod received;
// Windows keeps the thread pointer in `x18`, which is never touched here.
#[cfg_attr(any(miri, windows), path = "../thread_variable.rs")]
pub(crate) mod thread;
pub(crate) mod trampoline;
pub(crate) mod unwind;
