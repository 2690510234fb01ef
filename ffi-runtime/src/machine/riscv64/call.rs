//! Execution: registers and stack words become a call.
//!
//! Typed calls have two forms of assembly, chosen by the interface: *forwarder* (a routine with the
//! parameters of a whole register file, which jumps to the target among them; the compiler writes the
//! stack words where they belong; in `forward`) and *frame* (any number of stack words; in `frame`).
//! Dynamic calls (`dynamic`) have a form of their own (`program`), and use the frame where that does not
//! reach.

use crate::machine::riscv64::form::{
    FORWARD, FORWARD_ALL, FORWARD_ALL_MEMORY, FORWARD_MEMORY, FRAME, Form,
};
use crate::machine::riscv64::forward::{Forward, Forwarder, Spare};
use crate::machine::riscv64::registers::Riscv64;
use crate::machine::riscv64::shape::{ResultShape, Shape};
use crate::machine::shared::call::Arguments;
use crate::machine::shared::frame::call_words;
use crate::machine::shared::transfer::Word;
use crate::machine::shared::typed::{Execute, TypedSignature, decoded, returning};
use crate::types::CodePointer;

impl<const WORDS: usize, const SHAPE: u8> Execute for Form<FRAME, WORDS, SHAPE>
where
    ResultShape<SHAPE>: Shape,
{
    type Arguments = Arguments<Riscv64, WORDS>;

    #[inline(always)]
    unsafe fn execute<S: TypedSignature, R>(
        arguments: Arguments<Riscv64, WORDS>,
        target: CodePointer,
    ) -> R {
        let call = |Arguments { registers, stack }: Arguments<Riscv64, WORDS>| {
            let align = const { S::INTERFACE.stack().align };
            // SAFETY: the caller's promises.
            unsafe { call_words::<Riscv64>(registers, &stack, align, target) }
        };
        // SAFETY: the caller's promises.
        unsafe { returning::<S, R, _, _>(arguments, call) }
    }
}

/// The forwarders are generic in what they return; the frame is not.
macro_rules! forwarding_forms {
    ($($form:ident $forward:ident::$function:ident)*) => {$(
        impl<const WORDS: usize, const SHAPE: u8> Execute for Form<$form, WORDS, SHAPE>
        where
            Forwarder<WORDS>: $forward<Words = [Word; WORDS]>,
            ResultShape<SHAPE>: Shape,
        {
            type Arguments = Arguments<Riscv64, WORDS>;

            #[inline(always)]
            unsafe fn execute<S: TypedSignature, R>(
                arguments: Arguments<Riscv64, WORDS>,
                target: CodePointer,
            ) -> R {
                let call = |Arguments { registers, stack }: Arguments<Riscv64, WORDS>| {
                    // SAFETY: the caller's promises; the shape has the registers of the result.
                    <ResultShape<SHAPE>>::widen(unsafe {
                        Forwarder::<WORDS>::$function(registers, stack, target)
                    })
                };
                // SAFETY: the caller's promises.
                unsafe { returning::<S, R, _, _>(arguments, call) }
            }
        }
    )*};
}

/// The compiler passes the place of an `R` that comes in memory in a0, as the interface does, and needs no
/// copy of it.
macro_rules! memory_forms {
    ($($form:ident $forward:ident::$function:ident)*) => {$(
        impl<const WORDS: usize, const SHAPE: u8> Execute for Form<$form, WORDS, SHAPE>
        where
            Forwarder<WORDS>: $forward<Words = [Word; WORDS]>,
        {
            type Arguments = Arguments<Riscv64, WORDS>;

            #[inline(always)]
            unsafe fn execute<S: TypedSignature, R>(
                arguments: Arguments<Riscv64, WORDS>,
                target: CodePointer,
            ) -> R {
                let Arguments { registers, stack } = arguments;
                // SAFETY: the caller's promises; `MaybeUninit<R>` is returned as `R` is.
                let result = unsafe { Forwarder::<WORDS>::$function(registers, stack, target) };
                // SAFETY: the call wrote it.
                unsafe { decoded::<S, R>(result) }
            }
        }
    )*};
}

forwarding_forms! { FORWARD Spare::spare FORWARD_ALL Forward::all }
memory_forms! { FORWARD_MEMORY Spare::spare_memory FORWARD_ALL_MEMORY Forward::memory }
