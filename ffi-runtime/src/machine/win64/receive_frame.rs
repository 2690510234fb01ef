//! The routines of the [frame form](crate::machine::shared::receive_frame) of an entry: all registers of a call are
//! spilled, for interfaces that leave no position free for the context, and for those that are known at run
//! time.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::offset_of;

use crate::abi::win64::NUMBER;
use crate::machine::processor::unwind::{
    unwind_body, unwind_end, unwind_framed, unwind_left, unwind_pushed, unwind_reserved,
    unwind_start,
};
use crate::machine::shared::bank::SlotData;
use crate::machine::shared::receive_frame::{Context, Dispatch, ReceivedFrame, Typed};
use crate::machine::shared::signature::{FramedReceiver, Handler, Receive, ReceivedSignature};
use crate::machine::shared::transfer::Word;
use crate::machine::trampoline::entry;
use crate::machine::win64::registers::{ResultRegisters, Vector, Win64};
use crate::types::CodePointer;

/// Calls [`Dispatch::dispatch`] for the routine.
///
/// # Safety
///
/// Those of [`Dispatch::dispatch`].
unsafe extern "win64-unwind" fn dispatch<D: Dispatch<Win64>>(
    context: *mut c_void,
    frame: &mut ReceivedFrame<Win64>,
    stack: *const u8,
) {
    // SAFETY: the caller's promises.
    unsafe { D::dispatch(context, frame, stack) }
}

/// An entry that spills the registers of a call to a frame.
pub(crate) fn frame_entry<D: Dispatch<Win64>>(context: Context) -> CodePointer {
    match context {
        Context::Slot => entry(enter_frame::<D> as *const ()),
        Context::None => entry(enter_frame_without_context::<D> as *const ()),
    }
}

impl Receive for FramedReceiver<{ NUMBER }> {
    fn entry<S: ReceivedSignature, H: Handler<S>>() -> CodePointer {
        frame_entry::<Typed<S, H>>(Context::Slot)
    }

    fn plain<S: ReceivedSignature, H: Handler<S>>() -> CodePointer {
        frame_entry::<Typed<S, H>>(Context::None)
    }
}

/// Bytes of the home space that the routine reserves for `dispatch`.
const HOME_SPACE: usize = crate::abi::win64::HOME_SPACE;

const _: () = assert!(size_of::<ReceivedFrame<Win64>>().is_multiple_of(16));
const _: () = assert!(HOME_SPACE.is_multiple_of(16));

macro_rules! frame_routine {
    ($(#[$documentation:meta])* $name:ident, $load:literal $(, $context:ident)?) => {
        $(#[$documentation])*
        #[unsafe(naked)]
        unsafe extern "win64-unwind" fn $name<D: Dispatch<Win64>>() {
            naked_asm!(
                unwind_start!(),
                "endbr64",
                "push rbp",
                unwind_pushed!(),
                "sub rsp, 16",
                unwind_reserved!(),
                "lea rbp, [rsp + 16]",
                unwind_framed!(),
                unwind_body!(),
                "sub rsp, {frame} + {home} - 16",
                "mov [rsp + {home} + {integers}], rcx",
                "mov [rsp + {home} + {integers} + {word}], rdx",
                "mov [rsp + {home} + {integers} + 2 * {word}], r8",
                "mov [rsp + {home} + {integers} + 3 * {word}], r9",
                "movups [rsp + {home} + {floats}], xmm0",
                "movups [rsp + {home} + {floats} + {vector}], xmm1",
                "movups [rsp + {home} + {floats} + 2 * {vector}], xmm2",
                "movups [rsp + {home} + {floats} + 3 * {vector}], xmm3",
                $load,                                   // dispatch(context, frame, stack)
                "lea rdx, [rsp + {home}]",
                "lea r8, [rbp + 16]",
                "call {dispatch}",
                "mov rax, [rsp + {home} + {rax}]",
                "movups xmm0, [rsp + {home} + {xmm0}]",
                "lea rsp, [rbp]",
                "pop rbp",
                unwind_left!(),
                "ret",
                unwind_end!(),
                routine = sym $name::<D>,
                frame = const size_of::<ReceivedFrame<Win64>>(),
                home = const HOME_SPACE,
                word = const size_of::<Word>(),
                vector = const size_of::<Vector>(),
                $(context = const offset_of!(SlotData, $context),)?
                integers = const offset_of!(ReceivedFrame<Win64>, arguments.integers),
                floats = const offset_of!(ReceivedFrame<Win64>, arguments.floats),
                rax = const offset_of!(ReceivedFrame<Win64>, results) + offset_of!(ResultRegisters, rax),
                xmm0 = const offset_of!(ReceivedFrame<Win64>, results) + offset_of!(ResultRegisters, xmm0),
                dispatch = sym dispatch::<D>,
            )
        }
    };
}

frame_routine! {
    /// Calls `D::dispatch`.
    ///
    /// On entry: a call that C made, and r10 = address of a slot whose context `D` knows. On exit: the
    /// registers of the result are those that `D` left in the frame. Preserves: what the convention asks
    /// for; rbp is saved, the others are not used.
    ///
    /// ```text
    ///     [rbp + 48 ...]  stack words of the call
    ///     [rbp + 16]      its home space
    ///     [rbp + 8]       return address into C
    ///     [rbp]           the caller's rbp
    ///     [rsp + 32 ...]  the frame
    ///     [rsp]           home space of `D::dispatch`
    /// ```
    enter_frame,
    "mov rcx, [r10 + {context}]",
    context
}

frame_routine! {
    /// Calls `D::dispatch` as `enter_frame` does, without a slot: C calls it, and the context is null.
    enter_frame_without_context,
    "xor ecx, ecx"
}
