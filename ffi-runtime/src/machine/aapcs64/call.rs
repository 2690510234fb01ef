//! Execution: registers and stack words become a call.
//!
//! Typed calls have two forms of assembly, chosen by the interface: *forwarder* (a routine with the
//! parameters of a whole register file, which jumps to the target among them; the compiler writes the
//! stack words where they belong; in `forward`) and *frame* (any number of stack words; in `frame`).
//! Dynamic calls (`dynamic`) have a form of their own (`program`), and use the frame where that does not
//! reach.
//!
//! A call that stands inline in the caller's own code would have to say that it changes v8 to v15, of
//! which a callee preserves the lower halves only, and the caller would save them all.

use crate::machine::aapcs64::form::{FORWARD, FORWARD_ALL, FRAME, Form};
use crate::machine::aapcs64::forward::{Forward, Forwarder};
use crate::machine::aapcs64::registers::{Aapcs64, Framed};
use crate::machine::aapcs64::shape::{ResultShape, Shape};
use crate::machine::shared::call::Arguments;
use crate::machine::shared::frame::call_words;
use crate::machine::shared::transfer::Word;
use crate::machine::shared::typed::{Execute, TypedSignature, returning};
use crate::types::CodePointer;

impl<const WORDS: usize, const SHAPE: u8> Execute for Form<FRAME, WORDS, SHAPE>
where
    ResultShape<SHAPE>: Shape,
{
    type Arguments = Arguments<Framed, WORDS>;

    #[inline(always)]
    unsafe fn execute<S: TypedSignature, R>(
        arguments: Arguments<Framed, WORDS>,
        target: CodePointer,
    ) -> R {
        let call = |Arguments { registers, stack }: Arguments<Framed, WORDS>| {
            let align = const { S::INTERFACE.stack().align };
            // SAFETY: the caller's promises.
            unsafe { call_words::<Framed>(registers, &stack, align, target) }
        };
        // SAFETY: the caller's promises.
        unsafe { returning::<S, R, _, _>(arguments, call) }
    }
}

/// The forwarders are generic in what they return; the frame is not.
macro_rules! forwarding_forms {
    ($($form:ident $function:ident)*) => {$(
        impl<const WORDS: usize, const SHAPE: u8> Execute for Form<$form, WORDS, SHAPE>
        where
            Forwarder<WORDS>: Forward<Words = [Word; WORDS]>,
            ResultShape<SHAPE>: Shape,
        {
            type Arguments = Arguments<Aapcs64, WORDS>;

            #[inline(always)]
            unsafe fn execute<S: TypedSignature, R>(
                arguments: Arguments<Aapcs64, WORDS>,
                target: CodePointer,
            ) -> R {
                let Arguments { registers, stack } = arguments;
                // SAFETY: the caller's promises; what the shape returns comes where the result does.
                let returned = unsafe { Forwarder::<WORDS>::$function(registers, stack, target) };
                // SAFETY: the caller's promise.
                unsafe { <ResultShape<SHAPE>>::read::<S, R>(returned) }
            }
        }
    )*};
}

forwarding_forms! { FORWARD spare FORWARD_ALL all }
