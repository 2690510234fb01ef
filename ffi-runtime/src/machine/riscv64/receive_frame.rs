//! The routines of the [frame form](crate::machine::shared::receive_frame) of an entry: all registers of a call are
//! spilled, for interfaces that leave no register free for the context, and for those that are known at run
//! time.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::offset_of;

use crate::abi::riscv64::NUMBER;
use crate::machine::riscv64::registers::{ResultRegisters, Riscv64};
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
unsafe extern "C-unwind" fn dispatch<D: Dispatch<Riscv64>>(
    context: *mut c_void,
    frame: &mut ReceivedFrame<Riscv64>,
    stack: *const u8,
) {
    // SAFETY: the caller's promises.
    unsafe { D::dispatch(context, frame, stack) }
}

/// An entry that spills the registers of a call to a frame.
pub(crate) fn frame_entry<D: Dispatch<Riscv64>>(context: Context) -> CodePointer {
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

/// Bytes in which the routine saves ra and s0.
const SAVED: usize = 16;

const _: () = assert!(size_of::<ReceivedFrame<Riscv64>>().is_multiple_of(16));

macro_rules! frame_routine {
    ($(#[$documentation:meta])* $name:ident, $load:literal $(, $context:ident)?) => {
        $(#[$documentation])*
        #[unsafe(naked)]
        unsafe extern "C-unwind" fn $name<D: Dispatch<Riscv64>>() {
            naked_asm!(
                ".cfi_startproc",
                ".option push",
                ".option arch, +d",                       // the assembler does not ask the target
                "addi sp, sp, -{saved} - {frame}",
                ".cfi_def_cfa_offset {saved} + {frame}",
                "sd ra, {frame} + {word}(sp)",
                ".cfi_offset ra, -{word}",
                "sd s0, {frame}(sp)",
                ".cfi_offset s0, -2 * {word}",
                "addi s0, sp, {saved} + {frame}",
                ".cfi_def_cfa s0, 0",
                "sd a0, {integers}(sp)",
                "sd a1, {integers} + {word}(sp)",
                "sd a2, {integers} + 2 * {word}(sp)",
                "sd a3, {integers} + 3 * {word}(sp)",
                "sd a4, {integers} + 4 * {word}(sp)",
                "sd a5, {integers} + 5 * {word}(sp)",
                "sd a6, {integers} + 6 * {word}(sp)",
                "sd a7, {integers} + 7 * {word}(sp)",
                "fsd fa0, {floats}(sp)",
                "fsd fa1, {floats} + {word}(sp)",
                "fsd fa2, {floats} + 2 * {word}(sp)",
                "fsd fa3, {floats} + 3 * {word}(sp)",
                "fsd fa4, {floats} + 4 * {word}(sp)",
                "fsd fa5, {floats} + 5 * {word}(sp)",
                "fsd fa6, {floats} + 6 * {word}(sp)",
                "fsd fa7, {floats} + 7 * {word}(sp)",
                $load,                                   // dispatch(context, frame, stack)
                "mv a1, sp",
                "mv a2, s0",
                "call {dispatch}",
                "ld a0, {result_integers}(sp)",
                "ld a1, {result_integers} + {word}(sp)",
                "fld fa0, {result_floats}(sp)",
                "fld fa1, {result_floats} + {word}(sp)",
                ".cfi_def_cfa sp, {saved} + {frame}",
                "ld s0, {frame}(sp)",
                ".cfi_restore s0",
                "ld ra, {frame} + {word}(sp)",
                ".cfi_restore ra",
                "addi sp, sp, {saved} + {frame}",
                ".cfi_def_cfa_offset 0",
                "ret",
                ".option pop",
                ".cfi_endproc",
                saved = const SAVED,
                frame = const size_of::<ReceivedFrame<Riscv64>>(),
                word = const size_of::<Word>(),
                $(context = const offset_of!(SlotData, $context),)?
                integers = const offset_of!(ReceivedFrame<Riscv64>, arguments.integers),
                floats = const offset_of!(ReceivedFrame<Riscv64>, arguments.floats),
                result_integers = const offset_of!(ReceivedFrame<Riscv64>, results)
                    + offset_of!(ResultRegisters, integers),
                result_floats = const offset_of!(ReceivedFrame<Riscv64>, results)
                    + offset_of!(ResultRegisters, floats),
                dispatch = sym dispatch::<D>,
            )
        }
    };
}

frame_routine! {
    /// Calls `D::dispatch`.
    ///
    /// On entry: a call that C made, and t0 = address of a slot whose context `D` knows. On exit: the
    /// registers of the result are those that `D` left in the frame. Preserves: what the convention asks
    /// for; ra and s0 are saved, the others are not used.
    ///
    /// ```text
    ///     [s0 ...]   stack area of the call
    ///     [s0 - 8]   return address into C
    ///     [s0 - 16]  the caller's s0
    ///     [sp ...]   the frame
    /// ```
    enter_frame,
    "ld a0, {context}(t0)",
    context
}

frame_routine! {
    /// Calls `D::dispatch` as `enter_frame` does, without a slot: C calls it, and the context is null.
    enter_frame_without_context,
    "mv a0, zero"
}
