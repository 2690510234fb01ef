//! Execution: registers and stack words become a call.
//!
//! Typed calls have two forms of assembly, chosen by the interface: *forwarder* (a routine with the
//! parameters of a whole register file, which jumps to the target among them; the compiler reserves
//! the home space and writes the stack words where they belong; in `forward`, by the kinds in `positions`)
//! and *frame* (any number
//! of stack words; in `frame`). Dynamic calls (`dynamic`) have a form of their own (`program`), and use the
//! frame where that does not reach.

use crate::machine::shared::call::Arguments;
use crate::machine::shared::frame::call_words;
use crate::machine::shared::transfer::Word;
use crate::machine::shared::typed::{Execute, TypedSignature, decoded, returning};
use crate::machine::win64::form::{FRAME, Form, HOME, MEMORY, SPARE, VARIADIC};
use crate::machine::win64::forward::{
    Forward, Forwarder, forward_spare, forward_spare_memory, forward_spare_variadic,
};
use crate::machine::win64::positions::{Carried, each_choice_of_kinds};
use crate::machine::win64::registers::Win64;
use crate::machine::win64::shape::{Float, ResultShape, Shape};
use crate::types::CodePointer;

impl<const WORDS: usize, const SHAPE: u8> Execute for Form<FRAME, WORDS, SHAPE>
where
    ResultShape<SHAPE>: Shape,
{
    type Arguments = Arguments<Win64, WORDS>;

    #[inline(always)]
    unsafe fn execute<S: TypedSignature, R>(
        arguments: Arguments<Win64, WORDS>,
        target: CodePointer,
    ) -> R {
        let call = |Arguments { registers, stack }: Arguments<Win64, WORDS>| {
            let align = const { S::INTERFACE.stack().align };
            // SAFETY: the caller's promises.
            unsafe { call_words::<Win64>(registers, &stack, align, target) }
        };
        // SAFETY: the caller's promises.
        unsafe { returning::<S, R, _, _>(arguments, call) }
    }
}

/// Calls by the forwarder with these kinds in the positions.
///
/// # Safety
///
/// `arguments` are in the places of an interface that `target` has, which carries these kinds, and which leaves its
/// result as a function does that returns an `R`. The caller may call `target` with them.
#[inline(always)]
unsafe fn all<A: Carried, B: Carried, C: Carried, D: Carried, const WORDS: usize, R>(
    Arguments { registers, stack }: Arguments<Win64, WORDS>,
    target: CodePointer,
) -> R
where
    Forwarder<WORDS>: Forward<Words = [Word; WORDS]>,
{
    let positions = (
        A::load(0, &registers),
        B::load(1, &registers),
        C::load(2, &registers),
        D::load(3, &registers),
    );
    // SAFETY: the registers of these kinds are all that the interface has, by the contract of this function.
    unsafe { Forwarder::<WORDS>::all(positions, stack, target) }
}

/// Calls by the forwarder for a result in memory, with these kinds in the other positions.
///
/// # Safety
///
/// As for [`all`]; an `R` comes in memory.
#[inline(always)]
unsafe fn memory<B: Carried, C: Carried, D: Carried, const WORDS: usize, R>(
    Arguments { registers, stack }: Arguments<Win64, WORDS>,
    target: CodePointer,
) -> R
where
    Forwarder<WORDS>: Forward<Words = [Word; WORDS]>,
{
    let positions = (
        B::load(1, &registers),
        C::load(2, &registers),
        D::load(3, &registers),
    );
    // SAFETY: as for `all`; rcx is the compiler's.
    unsafe { Forwarder::<WORDS>::memory(positions, stack, target) }
}

/// Calls by the forwarder for a variadic target.
///
/// # Safety
///
/// As for [`all`]; the interface is variadic.
#[inline(always)]
unsafe fn variadic<const WORDS: usize, R>(
    Arguments { registers, stack }: Arguments<Win64, WORDS>,
    target: CodePointer,
) -> R
where
    Forwarder<WORDS>: Forward<Words = [Word; WORDS]>,
{
    // SAFETY: a variadic interface has all its registers among the integer ones.
    unsafe { Forwarder::<WORDS>::variadic(registers.integers, stack, target) }
}

/// Calls by the forwarder that is told the target in r9.
///
/// # Safety
///
/// As for [`all`]; the interface has nothing in the last position.
#[inline(always)]
unsafe fn spare<A: Carried, B: Carried, C: Carried, R>(
    Arguments { registers, .. }: Arguments<Win64, HOME>,
    target: CodePointer,
) -> R {
    let (a, b, c) = (
        A::load(0, &registers),
        B::load(1, &registers),
        C::load(2, &registers),
    );
    // SAFETY: the forwarder hands every register on as it got it, and the caller promises that they are what
    // `target` takes.
    unsafe { forward_spare(a, b, c, target) }
}

/// Calls by the forwarder that is told the target in r9, for a result in memory.
///
/// # Safety
///
/// As for [`spare`]; an `R` comes in memory.
#[inline(always)]
unsafe fn spare_memory<B: Carried, C: Carried, R>(
    Arguments { registers, .. }: Arguments<Win64, HOME>,
    target: CodePointer,
) -> R {
    let (b, c) = (B::load(1, &registers), C::load(2, &registers));
    // SAFETY: as for `spare`; rcx is the compiler's.
    unsafe { forward_spare_memory(b, c, target) }
}

/// Calls by the forwarder that is told the target in r9, for a variadic target.
///
/// # Safety
///
/// As for [`spare`]; the interface is variadic.
#[inline(always)]
unsafe fn spare_variadic<R>(
    Arguments { registers, .. }: Arguments<Win64, HOME>,
    target: CodePointer,
) -> R {
    let [rcx, rdx, r8, _] = registers.integers;
    // SAFETY: the forwarder hands the integer registers on in both files, of which each argument's is one;
    // the caller promises that they are what `target` takes, which takes nothing in r9.
    unsafe { forward_spare_variadic(rcx, rdx, r8, target) }
}

/// One form: the number of stack words (`any`, or those of the `home` space), where the result comes
/// (`registers` or `memory`), its number, and the function that calls.
macro_rules! form {
    (any $($rest:tt)*) => {
        form! { @ [const WORDS: usize,] WORDS [Forwarder<WORDS>: Forward<Words = [Word; WORDS]>,] $($rest)* }
    };
    (home $($rest:tt)*) => {
        form! { @ [] HOME [] $($rest)* }
    };
    (@ [$($parameter:tt)*] $words:ident [$($bound:tt)*] $result:ident $number:expr, $call:expr) => {
        impl<$($parameter)* const SHAPE: u8> Execute for Form<{ $number }, $words, SHAPE>
        where
            $($bound)*
            ResultShape<SHAPE>: Shape,
        {
            type Arguments = Arguments<Win64, $words>;

            #[inline(always)]
            unsafe fn execute<S: TypedSignature, R>(
                arguments: Arguments<Win64, $words>,
                target: CodePointer,
            ) -> R {
                form!(@$result S R SHAPE arguments target $call)
            }
        }
    };
    (@registers $s:ident $r:ident $shape:ident $arguments:ident $target:ident $call:expr) => {{
        let call = |arguments| {
            // SAFETY: the caller's promises; the shape has the registers of the result.
            ResultShape::<$shape>::widen(unsafe { $call(arguments, $target) })
        };
        // SAFETY: the caller's promises.
        unsafe { returning::<$s, $r, _, _>($arguments, call) }
    }};
    // The compiler passes the place of an `R` that comes in memory in rcx, as the interface does, and needs no
    // copy of it.
    (@memory $s:ident $r:ident $shape:ident $arguments:ident $target:ident $call:expr) => {{
        // SAFETY: the caller's promises; `MaybeUninit<R>` is returned as `R` is.
        let result = unsafe { $call($arguments, $target) };
        // SAFETY: the call wrote it.
        unsafe { decoded::<$s, $r>(result) }
    }};
}

/// The forms with these kinds in the positions: the place of a result in memory is an integer in the first one, and
/// a last one that tells the target has no float.
macro_rules! forms {
    (@memory $number:literal [Word $b:ident $c:ident $d:ident]) => {
        form! { any memory MEMORY + $number, memory::<$b, $c, $d, WORDS, _> }
    };
    (@spare $number:literal [$a:ident $b:ident $c:ident Word]) => {
        form! { home registers SPARE + $number, spare::<$a, $b, $c, _> }
    };
    (@spare_memory $number:literal [Word $b:ident $c:ident Word]) => {
        form! { home memory MEMORY + SPARE + $number, spare_memory::<$b, $c, _> }
    };
    (@$other:ident $number:literal $kinds:tt) => {};
    ($($number:literal [$a:ident $b:ident $c:ident $d:ident],)*) => {$(
        form! { any registers $number, all::<$a, $b, $c, $d, WORDS, _> }
        forms! { @memory $number [$a $b $c $d] }
        forms! { @spare $number [$a $b $c $d] }
        forms! { @spare_memory $number [$a $b $c $d] }
    )*};
}

each_choice_of_kinds!(forms);

form! { any registers VARIADIC, variadic::<WORDS, _> }
form! { home registers SPARE + VARIADIC, spare_variadic::<_> }
