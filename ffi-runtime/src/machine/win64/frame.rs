//! The routine of the [frame form](crate::machine::shared::frame): makes room on the stack, has it filled, loads
//! every register from a frame, calls, and stores every result register back.

use core::arch::naked_asm;
use core::mem::offset_of;

use crate::machine::processor::unwind::{
    unwind_body, unwind_end, unwind_framed, unwind_left, unwind_pushed, unwind_reserved,
    unwind_restored, unwind_saved, unwind_start,
};
use crate::machine::shared::declare_unwound;
use crate::machine::shared::frame::{Fill, Frame, PAGE, Routine};
use crate::machine::shared::transfer::Word;
use crate::machine::win64::registers::{ResultRegisters, Vector, Win64};

impl Routine for Win64 {
    type Fill = unsafe extern "win64" fn(*mut Frame<Self>, *mut u8);

    #[inline(always)]
    fn filling<F: Fill<Self>>() -> Self::Fill {
        unsafe extern "win64" fn fill<F: Fill<Win64>>(frame: *mut Frame<Win64>, stack: *mut u8) {
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

declare_unwound!();

/// Calls `frame.target`.
///
/// On entry: rcx = frame. On exit: `frame.results` is written. Preserves what the convention asks
/// for: rbx and rbp are saved; rdi, rsi, r12 to r15 and xmm6 to xmm15 are not used.
///
/// ```text
///     [rbp + 8]    return address
///     [rbp]        the caller's rbp
///     [rbp - 8]    the caller's rbx
///     ...          what alignment leaves unused
///     [rsp + 32 ]  stack words
///     [rsp ...]    home space of `fill`, then of the target
/// ```
///
/// # Safety
///
/// That of [`Routine::call_frame`].
#[unsafe(naked)]
unsafe extern "win64-unwind" fn call_frame(frame: *mut Frame<Win64>) {
    naked_asm!(
        unwind_start!(),
        "# {unwound}",
        "push rbp",
        unwind_pushed!(),
        "sub rsp, 16",
        unwind_reserved!(),
        "lea rbp, [rsp + 16]",
        unwind_framed!(),
        "mov [rbp - 8], rbx",
        unwind_saved!(),
        unwind_body!(),
        "mov rbx, rcx",                          // the frame, across both calls
        "mov rax, [rbx + {reserve}]",
        // Touch every page on the way down, so that an overflow meets the guard page.
        "2:",
        "cmp rax, {page}",
        "jb 3f",
        "sub rsp, {page}",
        "or qword ptr [rsp], 0",
        "sub rax, {page}",
        "jmp 2b",
        "3:",
        "sub rsp, rax",
        // Down to a multiple of the alignment: the area still ends below the saved registers.
        "mov rax, [rbx + {align_minus_one}]",
        "add rsp, rax",
        "not rax",
        "and rsp, rax",
        "mov rcx, rbx",                          // fill(frame, stack)
        "mov rdx, rsp",
        "call qword ptr [rbx + {fill}]",
        "movups xmm0, [rbx + {floats}]",
        "movups xmm1, [rbx + {floats} + {vector}]",
        "movups xmm2, [rbx + {floats} + 2 * {vector}]",
        "movups xmm3, [rbx + {floats} + 3 * {vector}]",
        "mov rcx, [rbx + {integers}]",
        "mov rdx, [rbx + {integers} + {word}]",
        "mov r8, [rbx + {integers} + 2 * {word}]",
        "mov r9, [rbx + {integers} + 3 * {word}]",
        "call qword ptr [rbx + {target}]",
        "mov [rbx + {rax}], rax",
        "movups [rbx + {xmm0}], xmm0",
        "mov rbx, [rbp - 8]",
        unwind_restored!(),
        "lea rsp, [rbp]",
        "pop rbp",
        unwind_left!(),
        "ret",
        unwind_end!(),
        unwound = sym unwound,
        routine = sym call_frame,
        page = const PAGE,
        word = const size_of::<Word>(),
        vector = const size_of::<Vector>(),
        reserve = const offset_of!(Frame<Win64>, reserve),
        align_minus_one = const offset_of!(Frame<Win64>, align_minus_one),
        fill = const offset_of!(Frame<Win64>, fill),
        target = const offset_of!(Frame<Win64>, target),
        integers = const offset_of!(Frame<Win64>, arguments.integers),
        floats = const offset_of!(Frame<Win64>, arguments.floats),
        rax = const offset_of!(Frame<Win64>, results) + offset_of!(ResultRegisters, rax),
        xmm0 = const offset_of!(Frame<Win64>, results) + offset_of!(ResultRegisters, xmm0),
    )
}
