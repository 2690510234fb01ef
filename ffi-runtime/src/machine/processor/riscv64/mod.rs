//! The parts of RISC-V that all of its conventions share.

#[path = "../opaque.rs"]
pub(crate) mod opaque;
pub(crate) mod received;
#[cfg_attr(miri, path = "../thread_variable.rs")]
pub(crate) mod thread;
pub(crate) mod trampoline;
