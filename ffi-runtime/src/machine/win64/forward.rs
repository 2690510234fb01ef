//! The forwarder form: routines for each number of stack words up to
//! [`MAX_FORWARDED`](crate::machine::win64::form::MAX_FORWARDED).

use core::arch::naked_asm;

use crate::machine::processor::unwind::{unwind_leaf, unwind_leaf_end};
use crate::machine::shared::call::Arguments;
use crate::machine::shared::transfer::Word;
use crate::machine::shared::words::each_number_of_words;
use crate::machine::win64::form::{HOME, MEMORY, SPARE, VARIADIC};
use crate::machine::win64::registers::{ArgumentRegisters, Win64};
use crate::machine::win64::shape::{Float, narrowed};
use crate::types::CodePointer;

/// The forwarder of a form.
#[derive(Debug)]
pub struct FormForwarder<const FORM: u8>;

/// A form that forwards calls with `WORDS` words on the stack, home space included.
pub trait Forwarding<const WORDS: usize> {
    /// Calls `target`, which leaves an `R`.
    ///
    /// # Safety
    ///
    /// `arguments` are in the places of an interface that `target` has, whose form this is, and which
    /// leaves its result as a function does that returns an `R`. The caller may call `target` with them.
    unsafe fn forward<R>(arguments: Arguments<Win64, WORDS>, target: CodePointer) -> R;
}

/// What a position carries, as a type that the compiler passes in the register of its file.
trait Position {
    /// The position's register.
    fn of(number: usize, registers: &ArgumentRegisters) -> Self;
}

impl Position for Word {
    #[inline(always)]
    fn of(number: usize, registers: &ArgumentRegisters) -> Self {
        registers.integers[number]
    }
}

impl Position for Float {
    #[inline(always)]
    fn of(number: usize, registers: &ArgumentRegisters) -> Self {
        narrowed(registers.floats[number])
    }
}

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
    /// As for [`Forwarding::forward`].
    unsafe fn all<A, B, C, D, R>(
        positions: (A, B, C, D),
        words: Self::Words,
        target: CodePointer,
    ) -> R;

    /// By the one for a result in memory, with the other positions.
    ///
    /// # Safety
    ///
    /// As for [`Forwarding::forward`].
    unsafe fn memory<B, C, D, R>(
        positions: (B, C, D),
        words: Self::Words,
        target: CodePointer,
    ) -> R;

    /// By the one for a variadic target.
    ///
    /// # Safety
    ///
    /// As for [`Forwarding::forward`].
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

            /// The same for a target whose result comes in memory: the compiler passes the place of the
            /// `R` in rcx.
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

            /// The same for a variadic target, which finds a float of its position in both registers
            /// ("Varargs"). All come in the integer registers.
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

macro_rules! positions {
    ($($form:literal [$a:ident $b:ident $c:ident $d:ident],)*) => {$(
        impl<const WORDS: usize> Forwarding<WORDS> for FormForwarder<$form>
        where
            Forwarder<WORDS>: Forward<Words = [Word; WORDS]>,
        {
            #[inline(always)]
            unsafe fn forward<R>(arguments: Arguments<Win64, WORDS>, target: CodePointer) -> R {
                let Arguments { registers, stack } = arguments;
                let positions = (
                    $a::of(0, &registers), $b::of(1, &registers),
                    $c::of(2, &registers), $d::of(3, &registers),
                );
                // SAFETY: the caller's promises.
                unsafe { Forwarder::<WORDS>::all::<$a, $b, $c, $d, R>(positions, stack, target) }
            }
        }
    )*};
}

positions! {
    0 [Word Word Word Word],
    1 [Float Word Word Word],
    2 [Word Float Word Word],
    3 [Float Float Word Word],
    4 [Word Word Float Word],
    5 [Float Word Float Word],
    6 [Word Float Float Word],
    7 [Float Float Float Word],
    8 [Word Word Word Float],
    9 [Float Word Word Float],
    10 [Word Float Word Float],
    11 [Float Float Word Float],
    12 [Word Word Float Float],
    13 [Float Word Float Float],
    14 [Word Float Float Float],
    15 [Float Float Float Float],
}

macro_rules! positions_memory {
    ($($form:literal [$b:ident $c:ident $d:ident],)*) => {$(
        impl<const WORDS: usize> Forwarding<WORDS> for FormForwarder<{ MEMORY + $form }>
        where
            Forwarder<WORDS>: Forward<Words = [Word; WORDS]>,
        {
            #[inline(always)]
            unsafe fn forward<R>(arguments: Arguments<Win64, WORDS>, target: CodePointer) -> R {
                let Arguments { registers, stack } = arguments;
                let positions = ($b::of(1, &registers), $c::of(2, &registers), $d::of(3, &registers));
                // SAFETY: the caller's promises.
                unsafe { Forwarder::<WORDS>::memory::<$b, $c, $d, R>(positions, stack, target) }
            }
        }
    )*};
}

positions_memory! {
    0 [Word Word Word],
    2 [Float Word Word],
    4 [Word Float Word],
    6 [Float Float Word],
    8 [Word Word Float],
    10 [Float Word Float],
    12 [Word Float Float],
    14 [Float Float Float],
}

impl<const WORDS: usize> Forwarding<WORDS> for FormForwarder<VARIADIC>
where
    Forwarder<WORDS>: Forward<Words = [Word; WORDS]>,
{
    #[inline(always)]
    unsafe fn forward<R>(arguments: Arguments<Win64, WORDS>, target: CodePointer) -> R {
        let Arguments { registers, stack } = arguments;
        // SAFETY: the caller's promises.
        unsafe { Forwarder::<WORDS>::variadic::<R>(registers.integers, stack, target) }
    }
}

/// Where the last position carries no argument, it tells the target.
///
/// On entry and on exit as for [`Forwarder`], but that the target is in r9.
///
/// # Safety
///
/// The caller may call the target with these registers, and gets an `R` from it.
#[unsafe(naked)]
unsafe extern "win64-unwind" fn forward_spare<A, B, C, R>(
    a: A,
    b: B,
    c: C,
    target: CodePointer,
) -> R {
    naked_asm!(unwind_leaf!(), "jmp r9", unwind_leaf_end!())
}

/// The same for a target whose result comes in memory, as in [`Forwarder`].
///
/// # Safety
///
/// As above; an `R` comes in memory.
#[unsafe(naked)]
unsafe extern "win64-unwind" fn forward_spare_memory<B, C, R>(
    b: B,
    c: C,
    target: CodePointer,
) -> R {
    naked_asm!(unwind_leaf!(), "jmp r9", unwind_leaf_end!())
}

/// The same for a variadic target, as in [`Forwarder`].
///
/// # Safety
///
/// As above.
#[unsafe(naked)]
unsafe extern "win64-unwind" fn forward_spare_variadic<R>(
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

macro_rules! spare {
    ($($form:literal [$a:ident $b:ident $c:ident],)*) => {$(
        impl Forwarding<HOME> for FormForwarder<{ SPARE + $form }> {
            #[inline(always)]
            unsafe fn forward<R>(arguments: Arguments<Win64, HOME>, target: CodePointer) -> R {
                let Arguments { registers, .. } = arguments;
                // SAFETY: the forwarder hands every register on as it got it, and the caller promises
                // that they are what `target` takes.
                unsafe {
                    forward_spare::<$a, $b, $c, R>(
                        $a::of(0, &registers),
                        $b::of(1, &registers),
                        $c::of(2, &registers),
                        target,
                    )
                }
            }
        }
    )*};
}

spare! {
    0 [Word Word Word],
    1 [Float Word Word],
    2 [Word Float Word],
    3 [Float Float Word],
    4 [Word Word Float],
    5 [Float Word Float],
    6 [Word Float Float],
    7 [Float Float Float],
}

macro_rules! spare_memory {
    ($($form:literal [$b:ident $c:ident],)*) => {$(
        impl Forwarding<HOME> for FormForwarder<{ MEMORY + SPARE + $form }> {
            #[inline(always)]
            unsafe fn forward<R>(arguments: Arguments<Win64, HOME>, target: CodePointer) -> R {
                let Arguments { registers, .. } = arguments;
                let (b, c) = ($b::of(1, &registers), $c::of(2, &registers));
                // SAFETY: as above; rcx is the compiler's.
                unsafe { forward_spare_memory::<$b, $c, R>(b, c, target) }
            }
        }
    )*};
}

spare_memory! {
    0 [Word Word],
    2 [Float Word],
    4 [Word Float],
    6 [Float Float],
}

impl Forwarding<HOME> for FormForwarder<{ SPARE + VARIADIC }> {
    #[inline(always)]
    unsafe fn forward<R>(arguments: Arguments<Win64, HOME>, target: CodePointer) -> R {
        let [rcx, rdx, r8, _] = arguments.registers.integers;
        // SAFETY: the forwarder hands the integer registers on in both files, of which each argument's
        // is one; the caller promises that they are what `target` takes, which takes nothing in r9.
        unsafe { forward_spare_variadic::<R>(rcx, rdx, r8, target) }
    }
}
