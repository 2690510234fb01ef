//! The call of an interface over untyped pointers.

use core::ffi::c_void;

use crate::abi::{Convention, Place, ResultPlace, StackArea, Step, in_room};
use crate::call::CallInterface;
use crate::library::CodePointer;
use crate::types::Type;
use crate::types::block::Filling;
use crate::types::booleans::Booleans;

/// The most steps of a call with these arguments by a convention.
pub(crate) fn most_steps(convention: Convention, arguments: &[Type<'_>]) -> usize {
    in_room!(convention, call::most_steps(arguments))
}

/// A placed signature, to be compiled.
#[cfg_attr(
    not(any(target_arch = "x86_64", target_arch = "aarch64")),
    expect(dead_code, reason = "no room has programs on this target")
)]
pub(crate) struct Compiled<'a> {
    pub(crate) convention: Convention,
    pub(crate) result: Type<'a>,
    pub(crate) result_booleans: &'a Booleans,
    pub(crate) result_place: &'a ResultPlace,
    pub(crate) places: &'a [Place],
    pub(crate) stack: StackArea,
}

/// Writes the call of a signature as a program; returns `None` if it has none, and is called through a frame.
///
/// # Panics
///
/// If `steps` has less than [`most_steps`].
pub(crate) fn compile(signature: &Compiled<'_>, steps: &mut Filling<'_, Step>) -> Option<()> {
    in_room!(signature.convention, call::compile(signature, steps))
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
