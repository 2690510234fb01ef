//! Stands for the slots on a target that has no trampolines: none is ever claimed.

use core::convert::Infallible;
use core::ffi::c_void;

use crate::abi::Abi;
use crate::callback::CallbackError;
use crate::callback::panic::Callee;
use crate::interface::UnsupportedPlatform;
use crate::types::CodePointer;

/// A slot: there is none.
#[derive(Debug)]
pub(crate) struct Claim(Infallible);

impl Claim {
    /// Never reached: what would be an entry of a slot is an error.
    pub(crate) fn new(
        _: *mut c_void,
        _: CodePointer,
        _: Callee<'static>,
    ) -> Result<Self, CallbackError> {
        unreachable!("there is no entry that a trampoline could jump to")
    }

    /// An error.
    pub(crate) fn unbound(_: Callee<'static>) -> Result<Self, CallbackError> {
        Err(UnsupportedPlatform { abi: Abi::C }.into())
    }

    pub(crate) fn bind(&self, _: *mut c_void, _: CodePointer) {
        match self.0 {}
    }

    pub(crate) fn unbind(&self) {
        match self.0 {}
    }

    pub(crate) const fn code(&self) -> CodePointer {
        match self.0 {}
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        match self.0 {}
    }
}

/// How many callbacks have a trampoline: none, for this target has none.
#[must_use]
pub const fn live() -> usize {
    0
}

/// How many callbacks can have a trampoline: none, for this target has none.
#[must_use]
pub const fn capacity() -> usize {
    0
}
