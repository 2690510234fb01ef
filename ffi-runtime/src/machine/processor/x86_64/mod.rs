//! The parts of x86-64 that all of its conventions share.

mod any_frame;
#[path = "../opaque.rs"]
pub(crate) mod opaque;
pub(crate) mod received;
#[cfg_attr(miri, path = "../thread_variable.rs")]
pub(crate) mod thread;
pub(crate) mod trampoline;
pub(crate) mod unwind;
