//! The routines of the [frame form](crate::machine::shared::receive_frame) of an entry: all registers of a call are
//! spilled, for interfaces that leave no register free for the context, and for those that are known at run
//! time.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::offset_of;

use crate::abi::aapcs64::NUMBER;
use crate::machine::aapcs64::registers::{Framed, Quad, ResultRegisters};
use crate::machine::processor::unwind::{
    unwind_body, unwind_end, unwind_framed, unwind_landed, unwind_leaving, unwind_left,
    unwind_linked, unwind_start, unwind_unframed,
};
use crate::machine::shared::bank::SlotData;
use crate::machine::shared::receive_frame::{Context, Dispatch, ReceivedFrame, Typed};
use crate::machine::shared::signature::{FramedReceiver, Handler, Receive, ReceivedSignature};
use crate::machine::shared::transfer::Word;
use crate::machine::trampoline::entry;
use crate::types::CodePointer;

/// Calls [`Dispatch::dispatch`] for the routine.
///
/// # Safety
///
/// Those of [`Dispatch::dispatch`].
unsafe extern "C-unwind" fn dispatch<D: Dispatch<Framed>>(
    context: *mut c_void,
    frame: &mut ReceivedFrame<Framed>,
    stack: *const u8,
) {
    // SAFETY: the caller's promises.
    unsafe { D::dispatch(context, frame, stack) }
}

/// An entry that spills the registers of a call to a frame.
pub(crate) fn frame_entry<D: Dispatch<Framed>>(context: Context) -> CodePointer {
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

const _: () = assert!(size_of::<ReceivedFrame<Framed>>().is_multiple_of(16));

macro_rules! frame_routine {
    ($(#[$documentation:meta])* $name:ident, $load:literal $(, $context:ident)?) => {
        $(#[$documentation])*
        #[unsafe(naked)]
        unsafe extern "C-unwind" fn $name<D: Dispatch<Framed>>() {
            naked_asm!(
                unwind_start!(),
                "bti c",
                unwind_landed!(),
                "stp x29, x30, [sp, #-{saved}]!",
                unwind_linked!(),
                "mov x29, sp",
                unwind_framed!(),
                unwind_body!(),
                "sub sp, sp, #{frame}",
                "stp x0, x1, [sp, #{integers}]",
                "stp x2, x3, [sp, #{integers} + 2 * {word}]",
                "stp x4, x5, [sp, #{integers} + 4 * {word}]",
                "stp x6, x7, [sp, #{integers} + 6 * {word}]",
                "str x8, [sp, #{integers} + 8 * {word}]", // where a result in memory goes
                "stp q0, q1, [sp, #{floats}]",
                "stp q2, q3, [sp, #{floats} + 2 * {quad}]",
                "stp q4, q5, [sp, #{floats} + 4 * {quad}]",
                "stp q6, q7, [sp, #{floats} + 6 * {quad}]",
                $load,                                   // dispatch(context, frame, stack)
                "mov x1, sp",
                "add x2, x29, #{saved}",
                "bl {dispatch}",
                "ldp x0, x1, [sp, #{result_integers}]",
                "ldp q0, q1, [sp, #{result_floats}]",
                "ldp q2, q3, [sp, #{result_floats} + 2 * {quad}]",
                unwind_leaving!(),
                "mov sp, x29",
                unwind_unframed!(),
                "ldp x29, x30, [sp], #{saved}",
                unwind_left!(),
                "ret",
                unwind_end!(),
                routine = sym $name::<D>,
                saved = const 2 * size_of::<Word>(),
                frame = const size_of::<ReceivedFrame<Framed>>(),
                word = const size_of::<Word>(),
                quad = const size_of::<Quad>(),
                $(context = const offset_of!(SlotData, $context),)?
                integers = const offset_of!(ReceivedFrame<Framed>, arguments.integers),
                floats = const offset_of!(ReceivedFrame<Framed>, arguments.floats),
                result_integers = const offset_of!(ReceivedFrame<Framed>, results)
                    + offset_of!(ResultRegisters<Quad>, integers),
                result_floats = const offset_of!(ReceivedFrame<Framed>, results)
                    + offset_of!(ResultRegisters<Quad>, floats),
                dispatch = sym dispatch::<D>,
            )
        }
    };
}

frame_routine! {
    /// Calls `D::dispatch`.
    ///
    /// On entry: a call that C made, and x17 = address of a slot whose context `D` knows. On exit: the
    /// registers of the result are those that `D` left in the frame. Preserves: what the convention asks
    /// for; x29 and x30 are saved, the others are not used.
    ///
    /// ```text
    ///     [x29 + 16 ...]  stack area of the call
    ///     [x29 + 8]       return address into C
    ///     [x29]           the caller's x29
    ///     [sp ...]        the frame
    /// ```
    enter_frame,
    "ldr x0, [x17, #{context}]",
    context
}

frame_routine! {
    /// Calls `D::dispatch` as `enter_frame` does, without a slot: C calls it, and the context is null.
    enter_frame_without_context,
    "mov x0, xzr"
}
