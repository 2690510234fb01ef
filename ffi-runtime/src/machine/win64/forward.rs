//! The forwarder form: routines for each number of stack words up to
//! [`MAX_FORWARDED`](crate::machine::win64::form::MAX_FORWARDED).

use core::arch::naked_asm;

use crate::machine::processor::unwind::{unwind_leaf, unwind_leaf_end};
use crate::machine::shared::transfer::Word;
use crate::machine::shared::words::each_number_of_words;
use crate::machine::win64::form::HOME;
use crate::types::CodePointer;

/// The forwarders for so many stack words, home space included.
#[derive(Debug)]
pub struct Forwarder<const WORDS: usize>;

/// The forwarders that there are. A form has one implementation for all numbers of words: that many would take the
/// compiler the square of their number.
pub trait Forward {
    /// The stack words; the home space is the first of them, which nobody reads.
    type Words;

    /// By the forwarder with these positions.
    ///
    /// # Safety
    ///
    /// Positions and words are those of an interface that `target` has, and whose result comes as that of a function
    /// that returns an `R`. The caller may call `target` with them.
    unsafe fn all<A, B, C, D, R>(
        positions: (A, B, C, D),
        words: Self::Words,
        target: CodePointer,
    ) -> R;

    /// By the one for a result in memory, with the other positions.
    ///
    /// # Safety
    ///
    /// As for [`all`](Self::all); an `R` comes in memory.
    unsafe fn memory<B, C, D, R>(
        positions: (B, C, D),
        words: Self::Words,
        target: CodePointer,
    ) -> R;

    /// By the one for a variadic target.
    ///
    /// # Safety
    ///
    /// As for [`all`](Self::all); the interface is variadic, and each of its registers is among the integer ones.
    unsafe fn variadic<R>(integers: [Word; 4], words: Self::Words, target: CodePointer) -> R;
}

/// Forwarders for each number of stack words.
macro_rules! forwarders {
    ($stack:literal $words:literal $($word:ident)*) => {
        impl Forwarder<$words> {
            /// Each position is an integer or a float register, as its type says.
            ///
            /// On entry: the registers and stack words of the target's own call, and above them the target
            /// itself; rsp + 8 is a multiple of 16.
            ///
            /// ```text
            ///     [rsp]                   return address into the caller
            ///     [rsp + 8 ...]           home space
            ///     [rsp + 40 ...]          stack words
            ///     [rsp + 40 + 8 * WORDS]  target
            /// ```
            ///
            /// On exit: the target's own; it returns to the caller, which still owns the stack words.
            /// Preserves: all registers. It is a leaf without a frame: no unwind information is needed on
            /// Windows, and elsewhere that of a function's first instruction is.
            ///
            /// # Safety
            ///
            /// The caller may call the target with these registers and words, and gets an `R` from it.
            #[unsafe(naked)]
            unsafe extern "win64-unwind" fn forward<A, B, C, D, R>(
                a: A, b: B, c: C, d: D, $($word: Word,)* target: CodePointer,
            ) -> R {
                naked_asm!(
                    unwind_leaf!(),
                    concat!("jmp qword ptr [rsp + 8 + 8 * ", $words, "]"), // the target, past the stack words
                    unwind_leaf_end!(),
                )
            }

            /// Forwards as `forward` does to a target whose result comes in memory: the compiler passes the place
            /// of the `R` in rcx.
            ///
            /// # Safety
            ///
            /// As above; an `R` comes in memory.
            #[unsafe(naked)]
            unsafe extern "win64-unwind" fn forward_memory<B, C, D, R>(
                b: B, c: C, d: D, $($word: Word,)* target: CodePointer,
            ) -> R {
                naked_asm!(
                    unwind_leaf!(),
                    concat!("jmp qword ptr [rsp + 8 + 8 * ", $words, "]"), // the target, past the stack words
                    unwind_leaf_end!(),
                )
            }

            /// Forwards as `forward` does to a variadic target, which finds a float of its position in both
            /// registers ("Varargs"). All come in the integer registers.
            ///
            /// # Safety
            ///
            /// As above.
            #[unsafe(naked)]
            unsafe extern "win64-unwind" fn forward_variadic<R>(
                rcx: Word, rdx: Word, r8: Word, r9: Word, $($word: Word,)* target: CodePointer,
            ) -> R {
                naked_asm!(
                    unwind_leaf!(),
                    "movq xmm0, rcx",
                    "movq xmm1, rdx",
                    "movq xmm2, r8",
                    "movq xmm3, r9",
                    concat!("jmp qword ptr [rsp + 8 + 8 * ", $words, "]"), // the target, past the stack words
                    unwind_leaf_end!(),
                )
            }
        }

        impl Forward for Forwarder<$words> {
            type Words = [Word; $words];

            #[inline(always)]
            unsafe fn all<A, B, C, D, R>(
                (a, b, c, d): (A, B, C, D),
                words: [Word; $words],
                target: CodePointer,
            ) -> R {
                let [_, _, _, _, $($word),*] = words;
                // SAFETY: the forwarder hands every register and word on as it got them, and the caller
                // promises that they are what `target` takes.
                unsafe { Self::forward::<A, B, C, D, R>(a, b, c, d, $($word,)* target) }
            }

            #[inline(always)]
            unsafe fn memory<B, C, D, R>(
                (b, c, d): (B, C, D),
                words: [Word; $words],
                target: CodePointer,
            ) -> R {
                let [_, _, _, _, $($word),*] = words;
                // SAFETY: as above; rcx is the compiler's.
                unsafe { Self::forward_memory::<B, C, D, R>(b, c, d, $($word,)* target) }
            }

            #[inline(always)]
            unsafe fn variadic<R>(
                [rcx, rdx, r8, r9]: [Word; 4],
                words: [Word; $words],
                target: CodePointer,
            ) -> R {
                let [_, _, _, _, $($word),*] = words;
                // SAFETY: the forwarder hands every word on as it got it, and the integer registers in
                // both files, of which each argument's is one; the caller promises that they are what
                // `target` takes.
                unsafe { Self::forward_variadic::<R>(rcx, rdx, r8, r9, $($word,)* target) }
            }
        }
    };
}

each_number_of_words!(forwarders);

const _: () = assert!(HOME == 4, "the numbers of words include so many");

/// Where the last position carries no argument, it tells the target.
///
/// On entry and on exit as for [`Forwarder`], but that the target is in r9.
///
/// # Safety
///
/// The caller may call the target with these registers, and gets an `R` from it.
#[unsafe(naked)]
pub(super) unsafe extern "win64-unwind" fn forward_spare<A, B, C, R>(
    a: A,
    b: B,
    c: C,
    target: CodePointer,
) -> R {
    naked_asm!(unwind_leaf!(), "jmp r9", unwind_leaf_end!())
}

/// Forwards as `forward_spare` does to a target whose result comes in memory, as in [`Forwarder`].
///
/// # Safety
///
/// As above; an `R` comes in memory.
#[unsafe(naked)]
pub(super) unsafe extern "win64-unwind" fn forward_spare_memory<B, C, R>(
    b: B,
    c: C,
    target: CodePointer,
) -> R {
    naked_asm!(unwind_leaf!(), "jmp r9", unwind_leaf_end!())
}

/// Forwards as `forward_spare` does to a variadic target, as in [`Forwarder`].
///
/// # Safety
///
/// As above.
#[unsafe(naked)]
pub(super) unsafe extern "win64-unwind" fn forward_spare_variadic<R>(
    rcx: Word,
    rdx: Word,
    r8: Word,
    target: CodePointer,
) -> R {
    naked_asm!(
        unwind_leaf!(),
        "movq xmm0, rcx",
        "movq xmm1, rdx",
        "movq xmm2, r8",
        "jmp r9", // the target
        unwind_leaf_end!(),
    )
}
