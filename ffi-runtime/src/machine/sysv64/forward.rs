//! The forwarder form: two routines for each number of stack words up to
//! [`MAX_FORWARDED`](crate::machine::sysv64::form::MAX_FORWARDED).

#![expect(
    improper_ctypes_definitions,
    reason = "a vector is passed in its register, and only Rust calls a forwarder"
)]

use core::arch::naked_asm;
use core::mem::MaybeUninit;

use crate::abi::sysv64::FLOAT_REGISTERS;
use crate::machine::processor::unwind::{unwind_leaf, unwind_leaf_end};
use crate::machine::shared::transfer::Word;
use crate::machine::shared::typed::{Execute, TypedSignature, decoded, returning};
use crate::machine::shared::words::each_number_of_words;
use crate::machine::sysv64::form::{
    FORWARD, FORWARD_ALL, FORWARD_ALL_MEMORY, FORWARD_MEMORY, Form,
};
use crate::machine::sysv64::registers::{ArgumentRegisters, Arguments, Vector};
use crate::machine::sysv64::shape::{ResultShape, Shape};
use crate::types::CodePointer;

/// The forwarders for so many stack words.
#[derive(Debug)]
pub struct Forwarder<const WORDS: usize>;

/// The forwarders that there are. A form has one implementation for all numbers of words: that many would take the
/// compiler the square of their number.
pub trait Forward {
    /// The stack words.
    type Words;

    /// # Safety
    ///
    /// As for [`Execute::execute`], where the arguments have rdi if `First` is one, and r9 and al if `ALL`
    /// says so.
    unsafe fn call<const ALL: bool, First, R>(
        first: First,
        registers: ArgumentRegisters<Vector>,
        words: Self::Words,
        target: CodePointer,
    ) -> R;
}

/// Forwarders for each number of stack words.
macro_rules! forwarders {
    ($words:literal $with_home:literal $($word:ident)*) => {
        impl Forwarder<$words> {
            /// `First` is rdi, or `()` where the compiler passes the place of an `R` in memory there.
            ///
            /// On entry: the registers and stack words of the target's own call, but the target in r9;
            /// rsp + 8 is a multiple of 16.
            ///
            /// ```text
            ///     [rsp]          return address into the caller
            ///     [rsp + 8 ...]  stack words
            /// ```
            ///
            /// On exit: the target's own; it returns to the caller, which still owns the stack words.
            /// Preserves: all registers. It is a leaf without a frame: no unwind information is needed on
            /// Windows, and elsewhere that of a function's first instruction is.
            ///
            /// # Safety
            ///
            /// The caller may call the target with these registers and words, any r9 and any al, and
            /// gets an `R` from it.
            #[unsafe(naked)]
            unsafe extern "sysv64-unwind" fn forward<First, R>(
                rdi: First, rsi: Word, rdx: Word, rcx: Word, r8: Word, target: CodePointer,
                xmm0: Vector, xmm1: Vector, xmm2: Vector, xmm3: Vector,
                xmm4: Vector, xmm5: Vector, xmm6: Vector, xmm7: Vector,
                $($word: Word,)*
            ) -> R {
                naked_asm!(
                    unwind_leaf!(),
                    "jmp r9", // the target
                    unwind_leaf_end!(),
                )
            }

            /// Forwards as `forward` does where r9 carries an argument, or the target is variadic and reads al:
            /// the target is above the stack words. Preserves: all but eax.
            ///
            /// ```text
            ///     [rsp]                  return address into the caller
            ///     [rsp + 8 ...]          stack words
            ///     [rsp + 8 + 8 * WORDS]  target
            /// ```
            ///
            /// # Safety
            ///
            /// The caller may call the target with these registers and words, and gets an `R` from it.
            #[unsafe(naked)]
            unsafe extern "sysv64-unwind" fn forward_all<First, R>(
                rdi: First, rsi: Word, rdx: Word, rcx: Word, r8: Word, r9: Word,
                xmm0: Vector, xmm1: Vector, xmm2: Vector, xmm3: Vector,
                xmm4: Vector, xmm5: Vector, xmm6: Vector, xmm7: Vector,
                $($word: Word,)*
                target: CodePointer,
            ) -> R {
                naked_asm!(
                    unwind_leaf!(),
                    "mov eax, 8",                     // al, if the target is variadic
                    concat!("jmp qword ptr [rsp + 8 + 8 * ", $words, "]"), // the target, past the stack words
                    unwind_leaf_end!(),
                )
            }
        }

        impl Forward for Forwarder<$words> {
            type Words = [Word; $words];

            #[inline(always)]
            unsafe fn call<const ALL: bool, First, R>(
                first: First,
                registers: ArgumentRegisters<Vector>,
                words: [Word; $words],
                target: CodePointer,
            ) -> R {
                let [_, rsi, rdx, rcx, r8, r9] = registers.integers;
                let [xmm0, xmm1, xmm2, xmm3, xmm4, xmm5, xmm6, xmm7] = registers.floats;
                let [$($word),*] = words;
                if ALL {
                    // SAFETY: `forward_all` hands every register and word on as it got them, and the
                    // caller promises that they are what `target` takes.
                    unsafe {
                        Self::forward_all::<First, R>(
                            first, rsi, rdx, rcx, r8, r9,
                            xmm0, xmm1, xmm2, xmm3, xmm4, xmm5, xmm6, xmm7,
                            $($word,)*
                            target,
                        )
                    }
                } else {
                    // SAFETY: as above, and `target` takes nothing in r9 and al.
                    unsafe {
                        Self::forward::<First, R>(
                            first, rsi, rdx, rcx, r8, target,
                            xmm0, xmm1, xmm2, xmm3, xmm4, xmm5, xmm6, xmm7,
                            $($word,)*
                        )
                    }
                }
            }
        }
    };
}

each_number_of_words!(forwarders);

const _: () = assert!(FLOAT_REGISTERS.len() == 8, "`forward_all` says so in al");

macro_rules! forms {
    ($($registers:ident $memory:ident $all:literal,)*) => {$(
        impl<const WORDS: usize, const SHAPE: u8> Execute for Form<$registers, WORDS, SHAPE>
        where
            Forwarder<WORDS>: Forward<Words = [Word; WORDS]>,
            ResultShape<SHAPE>: Shape,
        {
            type Arguments = Arguments<WORDS>;

            #[inline(always)]
            unsafe fn execute<S: TypedSignature, R>(
                arguments: Arguments<WORDS>,
                target: CodePointer,
            ) -> R {
                let call = |Arguments { registers, stack }: Arguments<WORDS>| {
                    let [rdi, ..] = registers.integers;
                    // SAFETY: the caller's promises; the shape has the registers in which the result comes.
                    ResultShape::<SHAPE>::widen(unsafe {
                        Forwarder::<WORDS>::call::<$all, Word, _>(rdi, registers, stack, target)
                    })
                };
                // SAFETY: the caller's promises.
                unsafe { returning::<S, R, _, _>(arguments, call) }
            }
        }

        impl<const WORDS: usize, const SHAPE: u8> Execute for Form<$memory, WORDS, SHAPE>
        where
            Forwarder<WORDS>: Forward<Words = [Word; WORDS]>,
            ResultShape<SHAPE>: Shape,
        {
            type Arguments = Arguments<WORDS>;

            #[inline(always)]
            unsafe fn execute<S: TypedSignature, R>(
                arguments: Arguments<WORDS>,
                target: CodePointer,
            ) -> R {
                let Arguments { registers, stack } = arguments;
                // SAFETY: the caller's promises; the compiler passes the place of a `MaybeUninit<R>` of
                // more than 16 bytes in rdi, as the interface does, and needs no copy of it.
                let result = unsafe {
                    Forwarder::<WORDS>::call::<$all, (), MaybeUninit<R>>((), registers, stack, target)
                };
                // SAFETY: the call wrote it.
                unsafe { decoded::<S, R>(result) }
            }
        }
    )*};
}

forms! {
    FORWARD FORWARD_MEMORY false,
    FORWARD_ALL FORWARD_ALL_MEMORY true,
}
