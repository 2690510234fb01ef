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

use crate::abi::aapcs64::NUMBER;
use crate::machine::aapcs64::form::{FORWARD, FORWARD_ALL, FRAME, Form};
use crate::machine::aapcs64::forward::Forwarding;
use crate::machine::aapcs64::registers::Aapcs64;
use crate::machine::aapcs64::shape::{ResultShape, Shape};
use crate::machine::shared::call::Arguments;
use crate::machine::shared::frame::call_words;
use crate::machine::shared::typed::{self, Execute, TypedSignature, returning};
use crate::types::CodePointer;

impl<const FORM: u8, const WORDS: usize, const SHAPE: u8> Execute
    for typed::Form<{ NUMBER }, FORM, WORDS, SHAPE>
where
    Form<FORM>: Executing<WORDS>,
    ResultShape<SHAPE>: Shape,
{
    type Arguments = Arguments<Aapcs64, WORDS>;

    #[inline(always)]
    unsafe fn execute<S: TypedSignature, R>(
        arguments: Arguments<Aapcs64, WORDS>,
        target: CodePointer,
    ) -> R {
        // SAFETY: the caller's promises; the shape is that of the interface.
        unsafe { Form::<FORM>::execute::<S, ResultShape<SHAPE>, R>(arguments, target) }
    }
}

/// A form that can execute calls with `WORDS` words on the stack.
pub trait Executing<const WORDS: usize> {
    /// Calls `target` and returns its result.
    ///
    /// # Safety
    ///
    /// - `arguments` are in the places of the interface of `S`, that needs `WORDS` stack
    ///   words, and whose result is an `R` that comes in the registers of `H`.
    /// - The caller may call `target` with these arguments.
    unsafe fn execute<S: TypedSignature, H: Shape, R>(
        arguments: Arguments<Aapcs64, WORDS>,
        target: CodePointer,
    ) -> R;
}

impl<const WORDS: usize> Executing<WORDS> for Form<FRAME> {
    #[inline(always)]
    unsafe fn execute<S: TypedSignature, H: Shape, R>(
        arguments: Arguments<Aapcs64, WORDS>,
        target: CodePointer,
    ) -> R {
        let call = |Arguments { registers, stack }: Arguments<Aapcs64, WORDS>| {
            // SAFETY: the caller's promises.
            unsafe {
                call_words::<Aapcs64>(
                    registers,
                    &stack,
                    const { S::INTERFACE.stack().align },
                    target,
                )
            }
        };
        // SAFETY: the caller's promises.
        unsafe { returning::<S, R, _, _>(arguments, call) }
    }
}

/// The forwarders are generic in what they return; the frame is not.
macro_rules! forwarding_forms {
    ($($form:ident)*) => {$(
        impl<const WORDS: usize> Executing<WORDS> for Form<$form>
        where
            Self: Forwarding<WORDS>,
        {
            #[inline(always)]
            unsafe fn execute<S: TypedSignature, H: Shape, R>(
                arguments: Arguments<Aapcs64, WORDS>,
                        target: CodePointer,
            ) -> R {
                // SAFETY: the caller's promises; an `H::Returned<R>` comes where the result does.
                let returned = unsafe { Self::forward::<H::Returned<R>>(arguments, target) };
                // SAFETY: the caller's promise.
                unsafe { H::read::<S, R>(returned) }
            }
        }
    )*};
}

forwarding_forms! { FORWARD FORWARD_ALL }
