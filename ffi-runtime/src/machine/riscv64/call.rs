//! Execution: registers and stack words become a call.
//!
//! Typed calls have two forms of assembly, chosen by the interface: *forwarder* (a routine with the
//! parameters of a whole register file, which jumps to the target among them; the compiler writes the
//! stack words where they belong; in `forward`) and *frame* (any number of stack words; in `frame`).
//! Dynamic calls (`dynamic`) have a form of their own (`program`), and use the frame where that does not
//! reach.

use core::mem::MaybeUninit;

use crate::abi::riscv64::NUMBER;
use crate::machine::riscv64::form::{
    FORWARD, FORWARD_ALL, FORWARD_ALL_MEMORY, FORWARD_MEMORY, FRAME, Form,
};
use crate::machine::riscv64::forward::Forwarding;
use crate::machine::riscv64::registers::Riscv64;
use crate::machine::riscv64::shape::{ResultShape, Shape};
use crate::machine::shared::call::Arguments;
use crate::machine::shared::frame::call_words;
use crate::machine::shared::typed::{self, Execute, TypedSignature, normalized, returning};
use crate::types::CodePointer;

impl<const FORM: u8, const WORDS: usize, const SHAPE: u8> Execute
    for typed::Form<{ NUMBER }, FORM, WORDS, SHAPE>
where
    Form<FORM>: Executing<WORDS>,
    ResultShape<SHAPE>: Shape,
{
    type Arguments = Arguments<Riscv64, WORDS>;

    #[inline(always)]
    unsafe fn execute<S: TypedSignature, R>(
        arguments: Arguments<Riscv64, WORDS>,
        target: CodePointer,
    ) -> R {
        // SAFETY: the caller's promises; the shape is that of the interface.
        unsafe { Form::<FORM>::execute::<S, ResultShape<SHAPE>, R>(arguments, target) }
    }
}

/// A form that can execute calls with `WORDS` words on the stack.
pub trait Executing<const WORDS: usize> {
    /// Calls `target`.
    ///
    /// # Safety
    ///
    /// - `arguments` are in the places of the interface of `S`, that needs `WORDS` stack
    ///   words, and whose result is an `R`, which comes in the registers of `H` if it does not come in
    ///   memory.
    /// - The caller may call `target` with these arguments.
    unsafe fn execute<S: TypedSignature, H: Shape, R>(
        arguments: Arguments<Riscv64, WORDS>,
        target: CodePointer,
    ) -> R;
}

impl<const WORDS: usize> Executing<WORDS> for Form<FRAME> {
    #[inline(always)]
    unsafe fn execute<S: TypedSignature, H: Shape, R>(
        arguments: Arguments<Riscv64, WORDS>,
        target: CodePointer,
    ) -> R {
        let call = |Arguments { registers, stack }| {
            // SAFETY: the caller's promises.
            unsafe {
                call_words::<Riscv64>(
                    registers,
                    &stack,
                    const { S::INTERFACE.stack().align },
                    target,
                )
            }
        };
        // SAFETY: the caller's promises.
        unsafe { returning::<S, R, Arguments<Riscv64, WORDS>, _>(arguments, call) }
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
                arguments: Arguments<Riscv64, WORDS>,
                        target: CodePointer,
            ) -> R {
                let call = |arguments| {
                    // SAFETY: the caller's promises; `H::Registers` has the registers of the result.
                    H::widen(unsafe { Self::forward::<H::Registers>(arguments, target) })
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
    ($($form:ident)*) => {$(
        impl<const WORDS: usize> Executing<WORDS> for Form<$form>
        where
            Self: Forwarding<WORDS>,
        {
            #[inline(always)]
            unsafe fn execute<S: TypedSignature, H: Shape, R>(
                arguments: Arguments<Riscv64, WORDS>,
                        target: CodePointer,
            ) -> R {
                // SAFETY: the caller's promises; `MaybeUninit<R>` is returned as `R` is.
                let result = unsafe { Self::forward::<MaybeUninit<R>>(arguments, target) };
                // SAFETY: the call wrote it.
                unsafe { normalized::<S, R>(result) }
            }
        }
    )*};
}

forwarding_forms! { FORWARD FORWARD_ALL }
memory_forms! { FORWARD_MEMORY FORWARD_ALL_MEMORY }
