//! The forwarder form: a routine that is told the target in a register, and one for each number of stack
//! words up to
//! [`MAX_FORWARDED`](crate::machine::riscv64::form::MAX_FORWARDED).

use core::arch::naked_asm;

use crate::machine::riscv64::registers::ArgumentRegisters;
use crate::machine::riscv64::shape::{Float, float};
use crate::machine::shared::transfer::Word;
use crate::machine::shared::words::each_number_of_words;
use crate::types::CodePointer;

/// Where a7 carries no argument, it tells the target, and nothing is on the stack.
///
/// On entry: the registers of the target's own call, but the target in a7. On exit: the target's own; it
/// returns to the caller. Preserves: all registers. There is no frame, so the unwind information is that
/// of a function's first instruction.
///
/// # Safety
///
/// The caller may call the target with these registers and any a7, and gets an `R` from it.
#[unsafe(naked)]
unsafe extern "C-unwind" fn forward<R>(
    a0: Word,
    a1: Word,
    a2: Word,
    a3: Word,
    a4: Word,
    a5: Word,
    a6: Word,
    target: CodePointer,
    fa0: Float,
    fa1: Float,
    fa2: Float,
    fa3: Float,
    fa4: Float,
    fa5: Float,
    fa6: Float,
    fa7: Float,
) -> R {
    naked_asm!(
        ".cfi_startproc",
        "jr a7", // the target
        ".cfi_endproc",
    )
}

/// A forwarder like [`forward`] for a target whose result comes in memory: the compiler passes the place of the
/// `R` in a0.
///
/// # Safety
///
/// The caller may call the target with these registers and any a7, and gets an `R` from it, which comes in memory.
#[unsafe(naked)]
unsafe extern "C-unwind" fn forward_memory<R>(
    a1: Word,
    a2: Word,
    a3: Word,
    a4: Word,
    a5: Word,
    a6: Word,
    target: CodePointer,
    fa0: Float,
    fa1: Float,
    fa2: Float,
    fa3: Float,
    fa4: Float,
    fa5: Float,
    fa6: Float,
    fa7: Float,
) -> R {
    naked_asm!(
        ".cfi_startproc",
        "jr a7", // the target
        ".cfi_endproc",
    )
}

/// The forwarders that are told the target in a7. Registers and words are in the places of an interface that
/// `target` has, which leaves its result as a function does that returns an `R`; the caller may call `target`
/// with them.
pub trait Spare {
    /// The stack words: none.
    type Words;

    /// With all other registers.
    ///
    /// # Safety
    ///
    /// As the trait says, and the arguments have no a7.
    unsafe fn spare<R>(registers: ArgumentRegisters, words: Self::Words, target: CodePointer) -> R;

    /// For a result in memory.
    ///
    /// # Safety
    ///
    /// As the trait says, and the arguments have no a7.
    unsafe fn spare_memory<R>(
        registers: ArgumentRegisters,
        words: Self::Words,
        target: CodePointer,
    ) -> R;
}

impl Spare for Forwarder<0> {
    type Words = [Word; 0];

    #[inline(always)]
    unsafe fn spare<R>(registers: ArgumentRegisters, _: [Word; 0], target: CodePointer) -> R {
        let [a0, a1, a2, a3, a4, a5, a6, _] = registers.integers;
        let [fa0, fa1, fa2, fa3, fa4, fa5, fa6, fa7] = registers.floats.map(float);
        // SAFETY: the forwarder hands every register on as it got it, and the caller promises that they
        // are what `target` takes; it takes nothing in a7.
        unsafe {
            forward::<R>(
                a0, a1, a2, a3, a4, a5, a6, target, fa0, fa1, fa2, fa3, fa4, fa5, fa6, fa7,
            )
        }
    }

    #[inline(always)]
    unsafe fn spare_memory<R>(
        registers: ArgumentRegisters,
        _: [Word; 0],
        target: CodePointer,
    ) -> R {
        let [_, a1, a2, a3, a4, a5, a6, _] = registers.integers;
        let [fa0, fa1, fa2, fa3, fa4, fa5, fa6, fa7] = registers.floats.map(float);
        // SAFETY: as above; a0 is the compiler's.
        unsafe {
            forward_memory::<R>(
                a1, a2, a3, a4, a5, a6, target, fa0, fa1, fa2, fa3, fa4, fa5, fa6, fa7,
            )
        }
    }
}

/// The forwarders for so many stack words.
#[derive(Debug)]
pub struct Forwarder<const WORDS: usize>;

/// The forwarders that are told the target in a stack word; the rest is as for [`Spare`]. A form has one
/// implementation for all numbers of words: that many would take the compiler the square of their number.
pub trait Forward {
    /// The stack words.
    type Words;

    /// By the forwarder with all registers.
    ///
    /// # Safety
    ///
    /// As [`Spare`] says.
    unsafe fn all<R>(registers: ArgumentRegisters, words: Self::Words, target: CodePointer) -> R;

    /// By the one for a result in memory.
    ///
    /// # Safety
    ///
    /// As [`Spare`] says.
    unsafe fn memory<R>(registers: ArgumentRegisters, words: Self::Words, target: CodePointer)
    -> R;
}

/// Forwarders for each number of stack words.
macro_rules! forwarders {
    ($words:literal $with_home:literal $($word:ident)*) => {
        impl Forwarder<$words> {
            /// All registers carry arguments or are undefined: the target is above the stack words.
            ///
            /// On entry: the registers and stack words of the target's own call.
            ///
            /// ```text
            ///     [sp ...]          stack words
            ///     [sp + 8 * WORDS]  target
            /// ```
            ///
            /// On exit: the target's own; it returns to the caller, which still owns the stack words.
            /// Preserves: all but t1, which belongs to nobody at a call. (A jump through t0 would be taken
            /// for a return by the processor's predictor.) There is no frame, so the unwind information is
            /// that of a function's first instruction.
            ///
            /// # Safety
            ///
            /// The caller may call the target with these registers and words, and gets an `R` from it.
            #[unsafe(naked)]
            unsafe extern "C-unwind" fn forward_all<R>(
                a0: Word, a1: Word, a2: Word, a3: Word, a4: Word, a5: Word, a6: Word, a7: Word,
                fa0: Float, fa1: Float, fa2: Float, fa3: Float,
                fa4: Float, fa5: Float, fa6: Float, fa7: Float,
                $($word: Word,)*
                target: CodePointer,
            ) -> R {
                naked_asm!(
                    ".cfi_startproc",
                    concat!("ld t1, 8 * ", $words, "(sp)"), // the target, past the stack words
                    "jr t1",
                    ".cfi_endproc",
                )
            }

            /// A forwarder like `forward_all` for a target whose result comes in memory: the compiler
            /// passes the place of the `R` in a0.
            ///
            /// # Safety
            ///
            /// The caller may call the target with these registers and words, and gets an `R` from it, which
            /// comes in memory.
            #[unsafe(naked)]
            unsafe extern "C-unwind" fn forward_all_memory<R>(
                a1: Word, a2: Word, a3: Word, a4: Word, a5: Word, a6: Word, a7: Word,
                fa0: Float, fa1: Float, fa2: Float, fa3: Float,
                fa4: Float, fa5: Float, fa6: Float, fa7: Float,
                $($word: Word,)*
                target: CodePointer,
            ) -> R {
                naked_asm!(
                    ".cfi_startproc",
                    concat!("ld t1, 8 * ", $words, "(sp)"), // the target, past the stack words
                    "jr t1",
                    ".cfi_endproc",
                )
            }
        }

        impl Forward for Forwarder<$words> {
            type Words = [Word; $words];

            #[inline(always)]
            unsafe fn all<R>(
                registers: ArgumentRegisters,
                words: [Word; $words],
                target: CodePointer,
            ) -> R {
                let [a0, a1, a2, a3, a4, a5, a6, a7] = registers.integers;
                let [fa0, fa1, fa2, fa3, fa4, fa5, fa6, fa7] = registers.floats.map(float);
                let [$($word),*] = words;
                // SAFETY: the forwarder hands every register and word on as it got them, and the caller
                // promises that they are what `target` takes.
                unsafe {
                    Forwarder::<$words>::forward_all::<R>(
                        a0, a1, a2, a3, a4, a5, a6, a7,
                        fa0, fa1, fa2, fa3, fa4, fa5, fa6, fa7,
                        $($word,)*
                        target,
                    )
                }
            }

            #[inline(always)]
            unsafe fn memory<R>(
                registers: ArgumentRegisters,
                words: [Word; $words],
                target: CodePointer,
            ) -> R {
                let [_, a1, a2, a3, a4, a5, a6, a7] = registers.integers;
                let [fa0, fa1, fa2, fa3, fa4, fa5, fa6, fa7] = registers.floats.map(float);
                let [$($word),*] = words;
                // SAFETY: as above; a0 is the compiler's.
                unsafe {
                    Forwarder::<$words>::forward_all_memory::<R>(
                        a1, a2, a3, a4, a5, a6, a7,
                        fa0, fa1, fa2, fa3, fa4, fa5, fa6, fa7,
                        $($word,)*
                        target,
                    )
                }
            }
        }
    };
}

each_number_of_words!(forwarders);
