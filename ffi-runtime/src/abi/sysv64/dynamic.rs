//! Dynamic calls: values behind untyped pointers become a call, through the interface's program, or
//! through a frame where it has none.

use core::ffi::c_void;

use crate::abi::ResultPlace;
use crate::abi::sysv64::call::ArgumentRegisters;
use crate::abi::sysv64::frame::{Frame, call_frame};
use crate::abi::sysv64::program;
use crate::call::CallInterface;
use crate::call::transfer::{self, RegisterFile, Word};
use crate::library::CodePointer;

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
        // SAFETY: the caller's promises.
        unsafe { dynamic_frame(interface, target, result, arguments) }
    }
}

/// # Safety
///
/// Those of [`dynamic`].
unsafe fn dynamic_frame(
    interface: &CallInterface,
    target: CodePointer,
    result: *mut u8,
    arguments: &[*const c_void],
) {
    /// A frame and what `fill` needs to fill it.
    #[repr(C)]
    struct Dynamic<'a> {
        frame: Frame,
        interface: &'a CallInterface,
        result: *mut u8,
        arguments: &'a [*const c_void],
    }

    unsafe extern "sysv64" fn fill(frame: *mut Frame, stack: *mut u8) {
        // SAFETY: `frame` is the first field of the `Dynamic` below, `repr(C)`, and nothing else
        // uses it while the routine waits for `fill`.
        let call = unsafe { &mut *frame.cast::<Dynamic<'_>>() };
        let registers = &mut call.frame.arguments;
        // SAFETY: the promises of `dynamic_frame`; the routine reserved the interface's stack area.
        unsafe {
            marshal(
                registers,
                stack,
                call.interface,
                call.result,
                call.arguments,
            )
        }
    }

    let area = interface.stack();
    let mut call = Dynamic {
        frame: Frame::new(
            ArgumentRegisters::new(),
            area.size,
            area.align,
            fill,
            target,
        ),
        interface,
        result,
        arguments,
    };
    // SAFETY: the frame is a local with every field set, and `fill` puts the arguments in the
    // places of the target's own interface. The pointer is to the whole of `call`.
    unsafe { call_frame((&raw mut call).cast()) };
    // SAFETY: the routine stored all four result registers.
    let mut results = unsafe { call.frame.results.assume_init() };
    if let ResultPlace::Registers(pieces) = interface.result_place() {
        // SAFETY: the target returned a value of this type in these registers, and the caller
        // promises memory for one.
        unsafe { transfer::take(&mut results, interface.result(), pieces.as_slice(), result) }
    }
}

/// Puts every argument in its place.
///
/// # Safety
///
/// Those of [`dynamic_frame`]; and `stack` leads to the interface's stack area, if it has one.
#[inline(always)]
unsafe fn marshal(
    registers: &mut ArgumentRegisters<Word>,
    stack: *mut u8,
    interface: &CallInterface,
    result: *mut u8,
    arguments: &[*const c_void],
) {
    if let ResultPlace::Memory { pointer, .. } = interface.result_place() {
        *registers.word(pointer) = Word::new(result.expose_provenance() as u64);
    }
    if interface.fixed().is_some() {
        registers.set_variadic(interface.float_registers());
    }
    for (place, argument) in interface.places().iter().zip(arguments) {
        // SAFETY: the caller promises a value of the argument's type there.
        unsafe { transfer::put(registers, stack, *place, argument.cast()) }
    }
}
