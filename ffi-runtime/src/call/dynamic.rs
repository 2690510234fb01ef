//! The call of an interface over untyped pointers.

use core::ffi::c_void;

use crate::abi::{Convention, Step, aapcs64, riscv64, sysv64, win64};
use crate::call::CallInterface;
use crate::library::CodePointer;

/// The interface's call as a program; empty if it has none, and is called through a frame.
pub(crate) fn compile(interface: &CallInterface) -> Vec<Step> {
    match interface.convention() {
        Convention::Sysv64 => sysv64::call::compile(interface).unwrap_or_default(),
        Convention::Win64 => win64::call::compile(interface).unwrap_or_default(),
        Convention::Aapcs64(_) => aapcs64::call::compile(interface).unwrap_or_default(),
        Convention::Riscv64 => riscv64::call::compile(interface).unwrap_or_default(),
    }
}

/// Calls `target` with the values that `arguments` lead to.
///
/// # Safety
///
/// Those of [`CallInterface::call`].
#[inline]
pub(crate) unsafe fn call(
    interface: &CallInterface,
    target: CodePointer,
    result: *mut c_void,
    arguments: &[*const c_void],
) {
    let expected = interface.places().len();
    if arguments.len() != expected {
        wrong_count(expected, arguments.len());
    }
    // Each room's promise beside the caller's: the number of arguments is right, and a room that is not
    // executable here has no interface, for `prepare` and `Declared` refuse to make one.
    match interface.convention() {
        // SAFETY: as said above.
        Convention::Sysv64 => unsafe {
            sysv64::call::dynamic(interface, target, result.cast(), arguments)
        },
        // SAFETY: as above.
        Convention::Win64 => unsafe {
            win64::call::dynamic(interface, target, result.cast(), arguments)
        },
        // SAFETY: as above.
        Convention::Aapcs64(_) => unsafe {
            aapcs64::call::dynamic(interface, target, result.cast(), arguments)
        },
        // SAFETY: as above.
        Convention::Riscv64 => unsafe {
            riscv64::call::dynamic(interface, target, result.cast(), arguments)
        },
    }
}

#[cold]
#[inline(never)]
fn wrong_count(expected: usize, given: usize) -> ! {
    panic!("the interface has {expected} arguments, but {given} were given");
}
