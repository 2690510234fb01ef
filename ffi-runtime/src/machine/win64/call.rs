//! Execution: registers and stack words become a call.
//!
//! Typed calls have two forms of assembly, chosen by the interface: *forwarder* (a routine with the
//! parameters of a whole register file, which jumps to the target among them; the compiler reserves
//! the home space and writes the stack words where they belong; in `forward`) and *frame* (any number
//! of stack words; in `frame`). Dynamic calls (`dynamic`) have a form of their own (`program`), and use the
//! frame where that does not reach.

use crate::machine::shared::call::Arguments;
use crate::machine::shared::frame::call_words;
use crate::machine::shared::typed::{Execute, TypedSignature, normalized, returning};
use crate::machine::win64::form::{FRAME, Form, MEMORY, SPARE, VARIADIC};
use crate::machine::win64::forward::{FormForwarder, Forwarding};
use crate::machine::win64::registers::Win64;
use crate::machine::win64::shape::{ResultShape, Shape};
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

/// The forwarders are generic in what they return; the frame is not.
macro_rules! forwarding_forms {
    ($($form:literal)*) => {$(
        impl<const WORDS: usize, const SHAPE: u8> Execute for Form<$form, WORDS, SHAPE>
        where
            FormForwarder<$form>: Forwarding<WORDS>,
            ResultShape<SHAPE>: Shape,
        {
            type Arguments = Arguments<Win64, WORDS>;

            #[inline(always)]
            unsafe fn execute<S: TypedSignature, R>(
                arguments: Arguments<Win64, WORDS>,
                        target: CodePointer,
            ) -> R {
                let call = |arguments| {
                    // SAFETY: the caller's promises; the shape has the registers of the result.
                    <ResultShape<SHAPE>>::widen(unsafe {
                        FormForwarder::<$form>::forward(arguments, target)
                    })
                };
                // SAFETY: the caller's promises.
                unsafe { returning::<S, R, _, _>(arguments, call) }
            }
        }
    )*};
}

/// The compiler passes the place of an `R` that comes in memory in rcx, as the interface does, and needs no
/// copy of it.
macro_rules! memory_forms {
    ($($form:literal)*) => {$(
        impl<const WORDS: usize, const SHAPE: u8> Execute for Form<$form, WORDS, SHAPE>
        where
            FormForwarder<$form>: Forwarding<WORDS>,
            ResultShape<SHAPE>: Shape,
        {
            type Arguments = Arguments<Win64, WORDS>;

            #[inline(always)]
            unsafe fn execute<S: TypedSignature, R>(
                arguments: Arguments<Win64, WORDS>,
                        target: CodePointer,
            ) -> R {
                // SAFETY: the caller's promises; `MaybeUninit<R>` is returned as `R` is.
                let result = unsafe { FormForwarder::<$form>::forward(arguments, target) };
                // SAFETY: the call wrote it.
                unsafe { normalized::<S, R>(result) }
            }
        }
    )*};
}

const _: () = assert!(VARIADIC == 16 && SPARE == 32 && MEMORY == 64);

forwarding_forms! {
    0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
    16
    32 33 34 35 36 37 38 39
    48
}

memory_forms! {
    64 66 68 70 72 74 76 78
    96 98 100 102
}
