//! What AArch64 has once for all of its conventions.

pub(crate) mod received;
pub(crate) mod trampoline;
pub(crate) mod unwind;
