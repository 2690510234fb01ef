//! The routine of the [frame form](crate::machine::shared::frame): makes room on the stack, has it filled, loads
//! every register from a frame, calls, and stores every result register back.

use core::arch::naked_asm;
use core::mem::offset_of;

use crate::machine::aapcs64::registers::{Framed, Quad, ResultRegisters};
use crate::machine::processor::unwind::{
    unwind_body, unwind_end, unwind_framed, unwind_leaving, unwind_left, unwind_linked,
    unwind_restored, unwind_saved, unwind_start, unwind_unframed,
};
use crate::machine::shared::declare_unwound;
use crate::machine::shared::frame::{Fill, Frame, PAGE, Routine};
use crate::machine::shared::transfer::Word;

impl Routine for Framed {
    type Fill = unsafe extern "C" fn(*mut Frame<Self>, *mut u8);

    #[inline(always)]
    fn filling<F: Fill<Self>>() -> Self::Fill {
        unsafe extern "C" fn fill<F: Fill<Framed>>(frame: *mut Frame<Framed>, stack: *mut u8) {
            // SAFETY: the routine waits for this call with the frame that it got, and the area that this
            // asks for.
            unsafe { F::fill(frame, stack) }
        }
        fill::<F>
    }

    #[inline(always)]
    unsafe fn call_frame(frame: *mut Frame<Self>) {
        // SAFETY: the caller's promises are those that the routine asks for.
        unsafe { call_frame(frame) }
    }
}

/// Bytes of the routine's own frame: x29, x30, x19, and what keeps the stack pointer a multiple of 16.
const SAVED: usize = 32;

declare_unwound!();

/// Calls `frame.target`.
///
/// On entry: x0 = frame. On exit: `frame.results` is written. Preserves what the convention asks
/// for: x19, x29 and x30 are saved; the others and d8 to d15 are not used.
///
/// ```text
///     [x29 + 16]  the caller's x19
///     [x29 + 8]   return address
///     [x29]       the caller's x29
///     ...         what alignment leaves unused
///     [sp ...]    the argument area, aligned, and copies of arguments
/// ```
///
/// # Safety
///
/// That of [`Routine::call_frame`].
#[unsafe(naked)]
unsafe extern "C-unwind" fn call_frame(frame: *mut Frame<Framed>) {
    naked_asm!(
        unwind_start!(),
        "// {unwound}",
        "stp x29, x30, [sp, #-{saved}]!",
        unwind_linked!(),
        "str x19, [sp, #2 * {word}]",
        unwind_saved!(),
        "mov x29, sp",
        unwind_framed!(),
        unwind_body!(),
        "mov x19, x0",                           // the frame, across both calls
        "ldr x9, [x19, #{reserve}]",
        // Touch every page on the way down, so that an overflow meets the guard page.
        "2:",
        "cmp x9, #{page}",
        "b.lo 3f",
        "sub sp, sp, #{page}",
        "str xzr, [sp]",
        "sub x9, x9, #{page}",
        "b 2b",
        "3:",
        // Down to a multiple of the alignment: the area still ends below the saved registers.
        "ldr x10, [x19, #{align_minus_one}]",
        "sub x9, x10, x9",
        "add x9, sp, x9",
        "bic x9, x9, x10",
        "mov sp, x9",
        "mov x0, x19",                           // fill(frame, stack)
        "mov x1, sp",
        "ldr x9, [x19, #{fill}]",
        "blr x9",
        "ldp q0, q1, [x19, #{floats}]",
        "ldp q2, q3, [x19, #{floats} + 2 * {quad}]",
        "ldp q4, q5, [x19, #{floats} + 4 * {quad}]",
        "ldp q6, q7, [x19, #{floats} + 6 * {quad}]",
        "ldp x0, x1, [x19, #{integers}]",
        "ldp x2, x3, [x19, #{integers} + 2 * {word}]",
        "ldp x4, x5, [x19, #{integers} + 4 * {word}]",
        "ldp x6, x7, [x19, #{integers} + 6 * {word}]",
        "ldr x8, [x19, #{integers} + 8 * {word}]", // where a result in memory goes
        "ldr x9, [x19, #{target}]",
        "blr x9",
        "stp x0, x1, [x19, #{result_integers}]",
        "stp q0, q1, [x19, #{result_floats}]",
        "stp q2, q3, [x19, #{result_floats} + 2 * {quad}]",
        unwind_leaving!(),
        "mov sp, x29",
        unwind_unframed!(),
        "ldr x19, [sp, #2 * {word}]",
        unwind_restored!(),
        "ldp x29, x30, [sp], #{saved}",
        unwind_left!(),
        "ret",
        unwind_end!(),
        unwound = sym unwound,
        routine = sym call_frame,
        saved = const SAVED,
        page = const PAGE,
        word = const size_of::<Word>(),
        quad = const size_of::<Quad>(),
        reserve = const offset_of!(Frame<Framed>, reserve),
        align_minus_one = const offset_of!(Frame<Framed>, align_minus_one),
        fill = const offset_of!(Frame<Framed>, fill),
        target = const offset_of!(Frame<Framed>, target),
        integers = const offset_of!(Frame<Framed>, arguments.integers),
        floats = const offset_of!(Frame<Framed>, arguments.floats),
        result_integers = const offset_of!(Frame<Framed>, results) + offset_of!(ResultRegisters<Quad>, integers),
        result_floats = const offset_of!(Frame<Framed>, results) + offset_of!(ResultRegisters<Quad>, floats),
    )
}
