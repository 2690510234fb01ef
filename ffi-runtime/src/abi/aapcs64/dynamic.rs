//! Dynamic calls: values behind untyped pointers become a call, through the interface's program, or
//! through a frame where it has none.

use core::ffi::c_void;
use core::ptr;

use crate::abi::aapcs64::call::ArgumentRegisters;
use crate::abi::aapcs64::frame::{Frame, call_frame};
use crate::abi::aapcs64::program;
use crate::abi::{Place, ResultPlace};
use crate::call::CallInterface;
use crate::call::transfer::{self, RegisterFile, Word};
use crate::library::CodePointer;
use crate::types::padding;

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

    unsafe extern "C" fn fill(frame: *mut Frame, stack: *mut u8) {
        // SAFETY: `frame` is the first field of the `Dynamic` below, `repr(C)`, and nothing else
        // uses it while the routine waits for `fill`.
        let call = unsafe { &mut *frame.cast::<Dynamic<'_>>() };
        let registers = &mut call.frame.arguments;
        // SAFETY: the promises of `dynamic_frame`; the routine reserved the interface's stack area, and room
        // for the copies after it.
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

    let (size, align) = with_copies(interface);
    let mut call = Dynamic {
        frame: Frame::new(ArgumentRegisters::new(), size, align, fill, target),
        interface,
        result,
        arguments,
    };
    // SAFETY: the frame is a local with every field set, and `fill` puts the arguments in the
    // places of the target's own interface. The pointer is to the whole of `call`.
    unsafe { call_frame((&raw mut call).cast()) };
    // SAFETY: the routine stored all result registers.
    let mut results = unsafe { call.frame.results.assume_init() };
    if let ResultPlace::Registers(pieces) = interface.result_place() {
        // SAFETY: the target returned a value of this type in these registers, and the caller
        // promises memory for one.
        unsafe { transfer::take(&mut results, interface.result(), pieces.as_slice(), result) }
    }
}

/// Size and alignment of the stack area with the copies that are passed by their address after it.
fn with_copies(interface: &CallInterface) -> (usize, usize) {
    let area = interface.stack();
    let (mut size, mut align) = (area.size, area.align);
    for place in interface.places() {
        if let Place::Reference {
            size: copy,
            align: copy_align,
            ..
        } = place
        {
            size = copy_offset(size, *copy_align) + *copy as usize;
            align = align.max(*copy_align as usize);
        }
    }
    (size, align)
}

/// Where the next copy stands, after what is `used` of the area.
pub(super) const fn copy_offset(used: usize, align: u32) -> usize {
    used + padding(used, align as usize)
}

/// Puts every argument in its place.
///
/// # Safety
///
/// Those of [`dynamic_frame`]; and `stack` leads to the area that [`with_copies`] describes.
unsafe fn marshal(
    registers: &mut ArgumentRegisters,
    stack: *mut u8,
    interface: &CallInterface,
    result: *mut u8,
    arguments: &[*const c_void],
) {
    if let ResultPlace::Memory { pointer, .. } = interface.result_place() {
        *registers.word(pointer) = Word::new(result.expose_provenance() as u64);
    }
    let mut used = interface.stack().size;
    for (place, argument) in interface.places().iter().zip(arguments) {
        let mut source = argument.cast::<u8>();
        if let Place::Reference { size, align, .. } = place {
            let offset = copy_offset(used, *align);
            used = offset + *size as usize;
            // SAFETY: the area has room for the copies, in this order.
            let copy = unsafe { stack.add(offset) };
            // SAFETY: the caller promises a value of that size, and the area is the routine's own.
            unsafe { ptr::copy_nonoverlapping(source, copy, *size as usize) };
            copy.expose_provenance();
            source = copy;
        }
        // SAFETY: the caller promises a value of the argument's type there, or it is the copy, which
        // lives until the call is over.
        unsafe { transfer::put(registers, stack, *place, source) }
    }
}
