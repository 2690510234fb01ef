//! The forwarder form: two routines for each number of stack words up to
//! [`MAX_FORWARDED`](crate::machine::aapcs64::form::MAX_FORWARDED).
//!
//! They are reached by `bl` from the code that they are for, never by an indirect branch, so they have
//! no landing pad. They leave through x16, from where a `bti c` at the target accepts a jump.

#![expect(
    improper_ctypes_definitions,
    reason = "a vector is passed in its register, and only Rust calls a forwarder"
)]

use core::arch::naked_asm;

use crate::machine::aapcs64::registers::{ArgumentRegisters, Vector};
use crate::machine::processor::unwind::{unwind_leaf, unwind_leaf_end};
use crate::machine::shared::transfer::Word;
use crate::machine::shared::words::each_number_of_words;
use crate::types::CodePointer;

/// The forwarders for so many stack words.
#[derive(Debug)]
pub struct Forwarder<const WORDS: usize>;

/// The forwarders that there are. Registers and words are in the places of an interface that `target` has, and
/// whose result comes where the compiler returns an `R`; the caller may call `target` with them.
///
/// A form has one implementation for all numbers of words: that many would take the compiler the square of their
/// number.
pub trait Forward {
    /// The stack words.
    type Words;

    /// By the forwarder that is told the target in x7.
    ///
    /// # Safety
    ///
    /// As the trait says, and the arguments have no x7.
    unsafe fn spare<R>(registers: ArgumentRegisters, words: Self::Words, target: CodePointer) -> R;

    /// By the one that is told it in a stack word.
    ///
    /// # Safety
    ///
    /// As the trait says.
    unsafe fn all<R>(registers: ArgumentRegisters, words: Self::Words, target: CodePointer) -> R;
}

/// Forwarders for each number of stack words.
macro_rules! forwarders {
    ($words:literal $with_home:literal $($word:ident)*) => {
        impl Forwarder<$words> {
            /// On entry: the registers and stack words of the target's own call, x8 among them if an `R`
            /// is returned in memory, but the target in x7.
            ///
            /// ```text
            ///     [sp ...]  stack words
            /// ```
            ///
            /// On exit: the target's own; it returns to the caller, which still owns the stack words.
            /// Preserves: all but x16, which belongs to nobody at a call. There is no frame, so the
            /// unwind information is that of a function's first instruction.
            ///
            /// # Safety
            ///
            /// The caller may call the target with these registers and words and any x7, and gets an
            /// `R` from it.
            #[unsafe(naked)]
            unsafe extern "C-unwind" fn forward<R>(
                x0: Word, x1: Word, x2: Word, x3: Word, x4: Word, x5: Word, x6: Word,
                target: CodePointer,
                d0: Vector, d1: Vector, d2: Vector, d3: Vector,
                d4: Vector, d5: Vector, d6: Vector, d7: Vector,
                $($word: Word,)*
            ) -> R {
                naked_asm!(
                    unwind_leaf!(),
                    "mov x16, x7", // the target
                    "br x16",
                    unwind_leaf_end!(),
                )
            }

            /// Forwards as `forward` does, but x7 carries an argument: the target is above the stack words.
            ///
            /// ```text
            ///     [sp ...]          stack words
            ///     [sp + 8 * WORDS]  target
            /// ```
            ///
            /// # Safety
            ///
            /// The caller may call the target with these registers and words, and gets an `R` from it.
            #[unsafe(naked)]
            unsafe extern "C-unwind" fn forward_all<R>(
                x0: Word, x1: Word, x2: Word, x3: Word, x4: Word, x5: Word, x6: Word, x7: Word,
                d0: Vector, d1: Vector, d2: Vector, d3: Vector,
                d4: Vector, d5: Vector, d6: Vector, d7: Vector,
                $($word: Word,)*
                target: CodePointer,
            ) -> R {
                naked_asm!(
                    unwind_leaf!(),
                    concat!("ldr x16, [sp, #8 * ", $words, "]"), // the target, past the stack words
                    "br x16",
                    unwind_leaf_end!(),
                )
            }
        }

        impl Forward for Forwarder<$words> {
            type Words = [Word; $words];

            #[inline(always)]
            unsafe fn spare<R>(
                registers: ArgumentRegisters,
                words: [Word; $words],
                target: CodePointer,
            ) -> R {
                let [x0, x1, x2, x3, x4, x5, x6, _, _] = registers.integers;
                let [d0, d1, d2, d3, d4, d5, d6, d7] = registers.floats;
                let [$($word),*] = words;
                // SAFETY: the forwarder hands every register and word on as it got them, and the caller
                // promises that they are what `target` takes; it takes nothing in x7.
                unsafe {
                    Forwarder::<$words>::forward::<R>(
                        x0, x1, x2, x3, x4, x5, x6, target,
                        d0, d1, d2, d3, d4, d5, d6, d7,
                        $($word,)*
                    )
                }
            }

            #[inline(always)]
            unsafe fn all<R>(
                registers: ArgumentRegisters,
                words: [Word; $words],
                target: CodePointer,
            ) -> R {
                let [x0, x1, x2, x3, x4, x5, x6, x7, _] = registers.integers;
                let [d0, d1, d2, d3, d4, d5, d6, d7] = registers.floats;
                let [$($word),*] = words;
                // SAFETY: as above, with x7.
                unsafe {
                    Forwarder::<$words>::forward_all::<R>(
                        x0, x1, x2, x3, x4, x5, x6, x7,
                        d0, d1, d2, d3, d4, d5, d6, d7,
                        $($word,)*
                        target,
                    )
                }
            }
        }
    };
}

each_number_of_words!(forwarders);
