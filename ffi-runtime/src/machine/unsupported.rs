//! Stands for the folder of a convention whose assembly does not run here: nothing is ever executed.

use core::ffi::c_void;
use core::hint;

use crate::interface::{CallInterface, Compiled, Step};
use crate::types::block::Filling;
use crate::types::{CodePointer, Type};

/// Never evaluated, like the functions below: no declared signature has an interface of the convention here.
pub(crate) const fn form(_: &CallInterface) -> u8 {
    panic!("{}", UNSUPPORTED)
}

pub(crate) const fn shape(_: &CallInterface) -> u8 {
    panic!("{}", UNSUPPORTED)
}

pub(crate) const fn received_layout(_: &CallInterface) -> usize {
    panic!("{}", UNSUPPORTED)
}

pub(crate) const fn received_shape(_: &CallInterface) -> u8 {
    panic!("{}", UNSUPPORTED)
}

const UNSUPPORTED: &str = "this target has no assembly for the convention";

/// No steps: there is nothing to jump to.
pub(crate) const fn compile(_: &Compiled<'_>, _: &mut Filling<'_, Step>) -> Option<()> {
    None
}

pub(crate) const fn most_steps(_: &[Type<'_>]) -> usize {
    0
}

/// Never reached: an interface is made only of a convention that is
/// [executable](crate::abi::Convention::is_executable) here. That the compiler may rely on it saves every
/// dynamic call the choice between conventions.
///
/// # Safety
///
/// There is no interface of the convention, and so no call of this.
#[inline(always)]
pub(crate) unsafe fn dynamic(_: &CallInterface, _: CodePointer, _: *mut u8, _: &[*const c_void]) {
    // SAFETY: the caller's promise.
    unsafe { hint::unreachable_unchecked() }
}
