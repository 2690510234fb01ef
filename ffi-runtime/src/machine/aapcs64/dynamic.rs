//! Dynamic calls: values behind untyped pointers become a call, through the interface's program, or
//! through a frame where it has none.

use core::ffi::c_void;

use crate::interface::CallInterface;
use crate::machine::aapcs64::program;
use crate::machine::aapcs64::registers::Framed;
use crate::machine::shared::frame;
use crate::types::CodePointer;

/// Calls `target` with the values that `arguments` lead to.
///
/// # Safety
///
/// Those of [`CallInterface::call`]; and there are as many arguments as `interface` has.
#[inline]
pub(crate) unsafe fn dynamic(
    interface: &CallInterface,
    target: CodePointer,
    result: *mut u8,
    arguments: &[*const c_void],
) {
    let steps = interface.steps();
    if !steps.is_empty() {
        // SAFETY: the steps are compiled from this interface; the rest is the caller's promise.
        unsafe { program::run(steps.as_ptr(), arguments.as_ptr(), target, result) }
    } else {
        // SAFETY: the caller's promises; an interface that comes here is of this convention.
        unsafe { frame::dynamic::<Framed>(interface, target, result, arguments) }
    }
}
