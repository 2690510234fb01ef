//! Stands for the `call` of a room whose assembly does not run here: nothing is ever executed.

use core::ffi::c_void;

use crate::abi::Step;
use crate::call::CallInterface;
use crate::library::CodePointer;

/// Never evaluated: a declared signature is refused on this target, like the functions below.
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
