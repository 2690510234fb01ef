//! The routine of the [frame form](crate::machine::shared::frame): makes room on the stack, has it filled, loads
//! every register from a frame, calls, and stores every result register back.

use core::arch::naked_asm;
use core::mem::offset_of;

use crate::machine::riscv64::registers::{ResultRegisters, Riscv64};
use crate::machine::shared::declare_unwound;
use crate::machine::shared::frame::{Fill, Frame, PAGE, Routine};
use crate::machine::shared::transfer::Word;

impl Routine for Riscv64 {
    type Fill = unsafe extern "C" fn(*mut Frame<Self>, *mut u8);

    #[inline(always)]
    fn filling<F: Fill<Self>>() -> Self::Fill {
        unsafe extern "C" fn fill<F: Fill<Riscv64>>(frame: *mut Frame<Riscv64>, stack: *mut u8) {
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

/// Bytes of the routine's own frame: ra, s0, s1, and what keeps the stack pointer a multiple of 16.
const SAVED: usize = 32;

declare_unwound!();

/// Calls `frame.target`.
///
/// On entry: a0 = frame. On exit: `frame.results` is written. Preserves what the convention asks for:
/// ra, s0 and s1 are saved; the others and fs0 to fs11 are not used.
///
/// ```text
///     [s0 - 8]   return address
///     [s0 - 16]  the caller's s0
///     [s0 - 24]  the caller's s1
///     ...        what alignment leaves unused
///     [sp ...]   the argument area, aligned, and copies of arguments
/// ```
///
/// # Safety
///
/// That of [`Routine::call_frame`].
#[unsafe(naked)]
unsafe extern "C-unwind" fn call_frame(frame: *mut Frame<Riscv64>) {
    naked_asm!(
        ".cfi_startproc",
        "# {unwound}",
        ".option push",
        ".option arch, +d",                       // the assembler does not ask the target
        "addi sp, sp, -{saved}",
        ".cfi_def_cfa_offset {saved}",
        "sd ra, {saved} - {word}(sp)",
        ".cfi_offset ra, -{word}",
        "sd s0, {saved} - 2 * {word}(sp)",
        ".cfi_offset s0, -2 * {word}",
        "sd s1, {saved} - 3 * {word}(sp)",
        ".cfi_offset s1, -3 * {word}",
        "addi s0, sp, {saved}",
        ".cfi_def_cfa s0, 0",
        "mv s1, a0",                             // the frame, across both calls
        "ld t0, {reserve}(s1)",
        "li t1, {page}",
        // Touch every page on the way down, so that an overflow meets the guard page.
        "2:",
        "bltu t0, t1, 3f",
        "sub sp, sp, t1",
        "sd zero, 0(sp)",
        "sub t0, t0, t1",
        "j 2b",
        "3:",
        // Down to a multiple of the alignment: the area still ends below the saved registers.
        "ld t1, {align_minus_one}(s1)",
        "sub t0, sp, t0",
        "add t0, t0, t1",
        "not t1, t1",
        "and sp, t0, t1",
        "mv a0, s1",                             // fill(frame, stack)
        "mv a1, sp",
        "ld t1, {fill}(s1)",
        "jalr t1",
        "fld fa0, {floats}(s1)",
        "fld fa1, {floats} + {word}(s1)",
        "fld fa2, {floats} + 2 * {word}(s1)",
        "fld fa3, {floats} + 3 * {word}(s1)",
        "fld fa4, {floats} + 4 * {word}(s1)",
        "fld fa5, {floats} + 5 * {word}(s1)",
        "fld fa6, {floats} + 6 * {word}(s1)",
        "fld fa7, {floats} + 7 * {word}(s1)",
        "ld a0, {integers}(s1)",
        "ld a1, {integers} + {word}(s1)",
        "ld a2, {integers} + 2 * {word}(s1)",
        "ld a3, {integers} + 3 * {word}(s1)",
        "ld a4, {integers} + 4 * {word}(s1)",
        "ld a5, {integers} + 5 * {word}(s1)",
        "ld a6, {integers} + 6 * {word}(s1)",
        "ld a7, {integers} + 7 * {word}(s1)",
        "ld t1, {target}(s1)",
        "jalr t1",
        "sd a0, {result_integers}(s1)",
        "sd a1, {result_integers} + {word}(s1)",
        "fsd fa0, {result_floats}(s1)",
        "fsd fa1, {result_floats} + {word}(s1)",
        "addi sp, s0, -{saved}",
        ".cfi_def_cfa sp, {saved}",
        "ld s1, {saved} - 3 * {word}(sp)",
        ".cfi_restore s1",
        "ld s0, {saved} - 2 * {word}(sp)",
        ".cfi_restore s0",
        "ld ra, {saved} - {word}(sp)",
        ".cfi_restore ra",
        "addi sp, sp, {saved}",
        ".cfi_def_cfa_offset 0",
        "ret",
        ".option pop",
        ".cfi_endproc",
        unwound = sym unwound,
        saved = const SAVED,
        page = const PAGE,
        word = const size_of::<Word>(),
        reserve = const offset_of!(Frame<Riscv64>, reserve),
        align_minus_one = const offset_of!(Frame<Riscv64>, align_minus_one),
        fill = const offset_of!(Frame<Riscv64>, fill),
        target = const offset_of!(Frame<Riscv64>, target),
        integers = const offset_of!(Frame<Riscv64>, arguments.integers),
        floats = const offset_of!(Frame<Riscv64>, arguments.floats),
        result_integers = const offset_of!(Frame<Riscv64>, results) + offset_of!(ResultRegisters, integers),
        result_floats = const offset_of!(Frame<Riscv64>, results) + offset_of!(ResultRegisters, floats),
    )
}
