//! Stands for the `call` of a room whose assembly does not run here: nothing is ever executed.

use core::ffi::c_void;

use crate::abi::Step;
use crate::call::CallInterface;
use crate::library::CodePointer;

/// No steps: there is nothing to jump to.
pub(crate) fn compile(_: &CallInterface) -> Option<Vec<Step>> {
    None
}

/// Never reached: preparing an interface is refused on this target.
///
/// # Safety
///
/// None: it does not return.
pub(crate) unsafe fn dynamic(
    interface: &CallInterface,
    _: CodePointer,
    _: *mut u8,
    _: &[*const c_void],
) {
    unreachable!(
        "an interface of \"{}\" was made on a target that cannot call it",
        interface.abi()
    )
}
