//! Dynamic calls: values behind untyped pointers become a call through a frame.

use core::ffi::c_void;

use crate::interface::{CallInterface, Compiled, Step};
use crate::machine::riscv64::registers::Riscv64;
use crate::machine::shared::frame;
use crate::types::block::Filling;
use crate::types::{CodePointer, Type};

/// No steps: there is no program.
pub(crate) const fn compile(_: &Compiled<'_>, _: &mut Filling<'_, Step>) -> Option<()> {
    None
}

/// No steps, whatever the arguments.
pub(crate) const fn most_steps(_: &[Type<'_>]) -> usize {
    0
}

/// Calls `target` with the values that `arguments` lead to.
///
/// # Safety
///
/// Those of [`CallInterface::call`]; and there are as many arguments as `interface` has.
#[inline(always)]
pub(crate) unsafe fn dynamic(
    interface: &CallInterface,
    target: CodePointer,
    result: *mut u8,
    arguments: &[*const c_void],
) {
    // SAFETY: the caller's promises; an interface that comes here is of this convention.
    unsafe { frame::dynamic::<Riscv64>(interface, target, result, arguments) }
}
