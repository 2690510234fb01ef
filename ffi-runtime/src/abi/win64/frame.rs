//! The frame form: a routine that makes room on the stack, has it filled, loads every register from
//! a frame, calls, and stores every result register back.

use core::arch::naked_asm;
use core::mem::{MaybeUninit, offset_of};
use core::ptr;

use crate::abi::unwind::{
    unwind_body, unwind_end, unwind_framed, unwind_left, unwind_pushed, unwind_reserved,
    unwind_restored, unwind_saved, unwind_start,
};
use crate::abi::win64::call::{ArgumentRegisters, ResultRegisters};
use crate::abi::win64::shape::Vector;
use crate::call::transfer::Word;
use crate::library::CodePointer;

/// What the routine reads and writes.
#[derive(Debug)]
#[repr(C)]
pub(super) struct Frame {
    pub(super) arguments: ArgumentRegisters,
    pub(super) results: MaybeUninit<ResultRegisters>,
    target: CodePointer,
    /// Bytes to take from the stack: the area and `align_minus_one` more.
    reserve: usize,
    /// One less than the alignment of the area, a power of two of 16 or more.
    align_minus_one: usize,
    /// Writes the stack arguments to the area at `stack`, and may still set `arguments`.
    fill: unsafe extern "win64" fn(frame: *mut Frame, stack: *mut u8),
}

const PAGE: usize = 4096;

impl Frame {
    pub(super) const fn new(
        arguments: ArgumentRegisters,
        size: usize,
        align: usize,
        fill: unsafe extern "win64" fn(*mut Self, *mut u8),
        target: CodePointer,
    ) -> Self {
        Self {
            arguments,
            results: MaybeUninit::uninit(),
            target,
            reserve: size + align - 1,
            align_minus_one: align - 1,
            fill,
        }
    }

    /// Calls `target` with these registers and stack words, home space included.
    ///
    /// # Safety
    ///
    /// They are in the places of an interface that `target` has, whose stack area is aligned to
    /// `align`, and the caller may call it.
    pub(super) unsafe fn call_words(
        registers: ArgumentRegisters,
        words: &[Word],
        align: usize,
        target: CodePointer,
    ) -> ResultRegisters {
        /// A frame and the words that `copy` puts on the stack.
        #[repr(C)]
        struct Words<'a> {
            frame: Frame,
            words: &'a [Word],
        }

        unsafe extern "win64" fn copy(frame: *mut Frame, stack: *mut u8) {
            // SAFETY: `frame` is the first field of the `Words` below, and `repr(C)`.
            let words = unsafe { (*frame.cast::<Words<'_>>()).words };
            // SAFETY: the routine reserved the size of these words, and aligned it to 16.
            unsafe { ptr::copy_nonoverlapping(words.as_ptr(), stack.cast(), words.len()) }
        }

        let mut call = Words {
            frame: Self::new(registers, size_of_val(words), align, copy, target),
            words,
        };
        // SAFETY: the frame is a local with every field set, and `copy` fills what it reserves;
        // the rest is the caller's promise. The pointer is to the whole of `call`.
        unsafe { call_frame((&raw mut call).cast()) };
        // SAFETY: the routine stored all result registers.
        unsafe { call.frame.results.assume_init() }
    }
}

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
/// Every field but the results is set, and the area has the home space at least; `fill` writes no more
/// than `reserve - align_minus_one` bytes; after it the registers and the area are those of a call that
/// the caller may make.
#[unsafe(naked)]
pub(super) unsafe extern "win64-unwind" fn call_frame(frame: *mut Frame) {
    naked_asm!(
        unwind_start!(),
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
        routine = sym call_frame,
        page = const PAGE,
        word = const size_of::<Word>(),
        vector = const size_of::<Vector>(),
        reserve = const offset_of!(Frame, reserve),
        align_minus_one = const offset_of!(Frame, align_minus_one),
        fill = const offset_of!(Frame, fill),
        target = const offset_of!(Frame, target),
        integers = const offset_of!(Frame, arguments.integers),
        floats = const offset_of!(Frame, arguments.floats),
        rax = const offset_of!(Frame, results) + offset_of!(ResultRegisters, rax),
        xmm0 = const offset_of!(Frame, results) + offset_of!(ResultRegisters, xmm0),
    )
}
