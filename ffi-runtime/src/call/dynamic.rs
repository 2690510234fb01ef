//! The call of an interface over untyped pointers.

use core::ffi::c_void;

use crate::abi::{Step, in_room};
use crate::call::CallInterface;
use crate::library::CodePointer;

/// The interface's call as a program; empty if it has none, and is called through a frame.
pub(crate) fn compile(interface: &CallInterface) -> Vec<Step> {
    let steps = in_room!(interface.convention(), call::compile(interface));
    steps.unwrap_or_default()
}

/// Calls `target` with the values that `arguments` lead to.
///
/// # Safety
///
/// Those of [`CallInterface::call`].
#[inline]
#[track_caller]
pub(crate) unsafe fn call(
    interface: &CallInterface,
    target: CodePointer,
    result: *mut c_void,
    arguments: &[*const c_void],
) {
    if arguments.len() != interface.places().len() {
        wrong_count(interface, arguments.len());
    }
    // SAFETY: beside the caller's promises, the number of arguments is right; and a room that is not
    // executable here has no interface, for `prepare` and `Declared` refuse to make one.
    unsafe {
        in_room!(
            interface.convention(),
            call::dynamic(interface, target, result.cast(), arguments)
        )
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn wrong_count(interface: &CallInterface, given: usize) -> ! {
    let expected = interface.places().len();
    let explanation = interface.explain();
    let signature = explanation.lines().next().unwrap_or_default();
    panic!("the interface takes {expected} arguments, but {given} were given: {signature}");
}
