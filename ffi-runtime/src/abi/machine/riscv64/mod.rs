//! What RISC-V has once for all of its conventions.

#[path = "../opaque.rs"]
pub(crate) mod opaque;
pub(crate) mod received;
pub(crate) mod trampoline;
