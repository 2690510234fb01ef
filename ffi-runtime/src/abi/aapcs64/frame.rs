//! The frame form: a routine that makes room on the stack, has it filled, loads every register from
//! a frame, calls, and stores every result register back.

use core::arch::naked_asm;
use core::mem::{MaybeUninit, offset_of};
use core::ptr;

use crate::abi::aapcs64::call::{ArgumentRegisters, ResultRegisters};
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
    fill: unsafe extern "C" fn(frame: *mut Frame, stack: *mut u8),
}

/// The smallest page, and so the smallest guard, of any system.
const PAGE: usize = 4096;

impl Frame {
    pub(super) const fn new(
        arguments: ArgumentRegisters,
        size: usize,
        align: usize,
        fill: unsafe extern "C" fn(*mut Self, *mut u8),
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

    /// Calls `target` with these registers and stack words.
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

        unsafe extern "C" fn copy(frame: *mut Frame, stack: *mut u8) {
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

/// Bytes of the routine's own frame: x29, x30, x19, and what keeps the stack pointer a multiple of 16.
const SAVED: usize = 32;

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
/// Every field but the results is set; `fill` writes no more than `reserve - align_minus_one`
/// bytes; after it the registers and the area are those of a call that the caller may make.
#[unsafe(naked)]
pub(super) unsafe extern "C-unwind" fn call_frame(frame: *mut Frame) {
    naked_asm!(
        ".cfi_startproc",
        "stp x29, x30, [sp, #-{saved}]!",
        ".cfi_def_cfa_offset {saved}",
        ".cfi_offset x29, -{saved}",
        ".cfi_offset x30, -{saved} + {word}",
        "str x19, [sp, #2 * {word}]",
        ".cfi_offset x19, -{saved} + 2 * {word}",
        "mov x29, sp",
        ".cfi_def_cfa_register x29",
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
        "ldp d0, d1, [x19, #{floats}]",
        "ldp d2, d3, [x19, #{floats} + 2 * {word}]",
        "ldp d4, d5, [x19, #{floats} + 4 * {word}]",
        "ldp d6, d7, [x19, #{floats} + 6 * {word}]",
        "ldp x0, x1, [x19, #{integers}]",
        "ldp x2, x3, [x19, #{integers} + 2 * {word}]",
        "ldp x4, x5, [x19, #{integers} + 4 * {word}]",
        "ldp x6, x7, [x19, #{integers} + 6 * {word}]",
        "ldr x8, [x19, #{integers} + 8 * {word}]", // where a result in memory goes
        "ldr x9, [x19, #{target}]",
        "blr x9",
        "stp x0, x1, [x19, #{result_integers}]",
        "stp d0, d1, [x19, #{result_floats}]",
        "stp d2, d3, [x19, #{result_floats} + 2 * {word}]",
        "mov sp, x29",
        ".cfi_def_cfa_register sp",
        "ldr x19, [sp, #2 * {word}]",
        ".cfi_restore x19",
        "ldp x29, x30, [sp], #{saved}",
        ".cfi_def_cfa_offset 0",
        ".cfi_restore x29",
        ".cfi_restore x30",
        "ret",
        ".cfi_endproc",
        saved = const SAVED,
        page = const PAGE,
        word = const size_of::<Word>(),
        reserve = const offset_of!(Frame, reserve),
        align_minus_one = const offset_of!(Frame, align_minus_one),
        fill = const offset_of!(Frame, fill),
        target = const offset_of!(Frame, target),
        integers = const offset_of!(Frame, arguments.integers),
        floats = const offset_of!(Frame, arguments.floats),
        result_integers = const offset_of!(Frame, results) + offset_of!(ResultRegisters, integers),
        result_floats = const offset_of!(Frame, results) + offset_of!(ResultRegisters, floats),
    )
}
