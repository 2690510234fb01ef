//! Entries: what a trampoline, or C itself, jumps to.
//!
//! The reverse of the typed call: a function with the parameters of a whole register file, generic in
//! the signature and the handler, reads each argument from its place and leaves the result in its
//! registers, or in the memory that the compiler knows from x8. The context of the closure comes in an
//! integer argument register that the signature leaves free, and the address of the stack area in the
//! one after it, if there is a stack area: the rules of this convention have no parameter that would be
//! the area by itself. The entry puts them there. Where too few are free, and for interfaces that are
//! known at run time, the entry is the frame routine, which spills the registers.

#![expect(
    improper_ctypes_definitions,
    reason = "a vector is passed in its register, and only the entries here call these"
)]

use core::arch::naked_asm;
use core::mem::offset_of;
use core::ptr;

use crate::abi::Register;
use crate::abi::aapcs64::{ARGUMENT_REGISTERS, NUMBER};
use crate::interface::CallInterface;
use crate::machine::aapcs64::form::is_wide;
use crate::machine::aapcs64::receive_frame::frame_entry;
use crate::machine::aapcs64::registers::{ArgumentRegisters, Vector};
use crate::machine::aapcs64::shape::{ResultShape, Shape};
use crate::machine::processor::unwind::{unwind_leaf, unwind_leaf_end};
use crate::machine::shared::bank::SlotData;
use crate::machine::shared::receive::{address, handle};
use crate::machine::shared::receive_frame::{Context, Typed};
use crate::machine::shared::signature::{Handler, Receive, ReceivedSignature, Receiver};
use crate::machine::shared::transfer::Word;
use crate::machine::trampoline::entry;
use crate::types::CodePointer;

/// Whether a callback has arguments on the stack, 0 or 1; and 2 if a value is in a whole SIMD and floating-point
/// register, so that the callback is received in a frame.
pub(crate) const fn received_layout(interface: &CallInterface) -> usize {
    if is_wide(interface) {
        2
    } else {
        (interface.stack().size > 0) as usize
    }
}

impl<const STACK: usize, const SHAPE: u8, const CONTEXT: u8> Receive
    for Receiver<{ NUMBER }, STACK, SHAPE, CONTEXT>
where
    ResultShape<SHAPE>: Shape,
    Free<CONTEXT, STACK>: Enter,
{
    fn entry<S: ReceivedSignature, H: Handler<S>>() -> CodePointer {
        Free::<CONTEXT, STACK>::entry::<S, H, SHAPE>()
    }

    fn plain<S: ReceivedSignature, H: Handler<S>>() -> CodePointer {
        Free::<CONTEXT, STACK>::plain::<S, H, SHAPE>()
    }
}

/// The parameters are the register file of any call; the result goes where the interface of `S` says.
///
/// # Safety
///
/// Called as the interface of `S` says. In the integer argument registers that the interface leaves
/// free, from the first on: a context for `H`, if `CONTEXT`; the address of the stack area, if there
/// is one.
unsafe extern "C-unwind" fn receive<
    S: ReceivedSignature,
    H: Handler<S>,
    const SHAPE: u8,
    const CONTEXT: bool,
>(
    x0: Word,
    x1: Word,
    x2: Word,
    x3: Word,
    x4: Word,
    x5: Word,
    x6: Word,
    x7: Word,
    d0: Vector,
    d1: Vector,
    d2: Vector,
    d3: Vector,
    d4: Vector,
    d5: Vector,
    d6: Vector,
    d7: Vector,
) -> <ResultShape<SHAPE> as Shape>::Returned<S::Output>
where
    ResultShape<SHAPE>: Shape,
{
    let mut registers = ArgumentRegisters {
        // The compiler keeps x8 to itself, where it is of use.
        integers: [x0, x1, x2, x3, x4, x5, x6, x7, Word::uninit()],
        floats: [d0, d1, d2, d3, d4, d5, d6, d7],
    };
    let free = const { S::INTERFACE.integer_registers() };
    let context = if CONTEXT {
        // SAFETY: the caller promises a context there.
        unsafe { address(&mut registers, Register::Integer(free)) }
    } else {
        ptr::null_mut()
    };
    let stack = if const { received_layout(S::INTERFACE) > 0 } {
        let register = Register::Integer(free + CONTEXT as u8);
        // SAFETY: the caller promises the address of the stack area there.
        unsafe { address::<u8>(&mut registers, register) }.cast_const()
    } else {
        ptr::null()
    };
    // SAFETY: the registers and the stack area are those of a call of this interface, and the context
    // is one for `H`.
    let output = unsafe { handle::<S, H>(context, &mut registers, stack) };
    // SAFETY: the interface has results of this type, and this shape.
    unsafe { ResultShape::<SHAPE>::give(output, const { S::INTERFACE.result_place() }) }
}

/// The integer argument registers from this number on are free, and `STACK` says whether there are
/// arguments on the stack.
#[derive(Debug)]
pub struct Free<const NUMBER: u8, const STACK: usize>;

/// Entries that get the context, and what is on the stack, to the handler.
pub trait Enter {
    /// That of a slot.
    fn entry<S: ReceivedSignature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
    where
        ResultShape<SHAPE>: Shape;

    /// One without a slot, and without a context.
    fn plain<S: ReceivedSignature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
    where
        ResultShape<SHAPE>: Shape;
}

const _: () = assert!(ARGUMENT_REGISTERS == 8);

/// A routine that puts something in registers that are free, and goes on to `receive`.
macro_rules! routine {
    (
        $(#[$documentation:meta])*
        $name:ident, $has_context:literal, [$($instruction:expr),*] $(, $context:ident)?
    ) => {{
        $(#[$documentation])*
        #[unsafe(naked)]
        unsafe extern "C-unwind" fn $name<S: ReceivedSignature, H: Handler<S>, const SHAPE: u8>()
        where
            ResultShape<SHAPE>: Shape,
        {
            naked_asm!(
                unwind_leaf!(),
                "bti c",
                $($instruction,)*
                "b {receive}",
                unwind_leaf_end!(),
                $(context = const offset_of!(SlotData, $context),)?
                receive = sym receive::<S, H, SHAPE, $has_context>,
            )
        }
        entry($name::<S, H, SHAPE> as *const ())
    }};
}

macro_rules! free_registers {
    ($($number:literal $context:literal,)*) => {$(
        impl Enter for Free<$number, 0> {
            fn entry<S: ReceivedSignature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
            where
                ResultShape<SHAPE>: Shape,
            {
                routine! {
                    /// On entry: a call of the interface of `S`, and x17 = address of a slot whose
                    /// context is one for `H`. On exit, at `receive`: the same call, with the context
                    /// in an integer register that it leaves free. Preserves: all but that register
                    /// and x17. There is no frame, so the unwind information is that of a function's
                    /// first instruction.
                    enter, true,
                    [concat!("ldr ", $context, ", [x17, #{context}]")], context
                }
            }

            fn plain<S: ReceivedSignature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
            where
                ResultShape<SHAPE>: Shape,
            {
                entry(receive::<S, H, SHAPE, false> as *const ())
            }
        }
    )*};
}

macro_rules! free_registers_and_stack {
    ($($number:literal $context:literal $stack:literal,)*) => {$(
        impl Enter for Free<$number, 1> {
            fn entry<S: ReceivedSignature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
            where
                ResultShape<SHAPE>: Shape,
            {
                routine! {
                    /// Loads the context, and puts the address of the stack area into the next register.
                    enter, true,
                    [
                        concat!("ldr ", $context, ", [x17, #{context}]"),
                        concat!("mov ", $stack, ", sp")
                    ], context
                }
            }

            fn plain<S: ReceivedSignature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
            where
                ResultShape<SHAPE>: Shape,
            {
                routine! {
                    /// On entry: a call of the interface of `S`. On exit and for the rest: as above, but
                    /// only with the address of the stack area, in the first register that is free.
                    enter, false,
                    [concat!("mov ", $context, ", sp")]
                }
            }
        }
    )*};
}

free_registers! { 0 "x0", 1 "x1", 2 "x2", 3 "x3", 4 "x4", 5 "x5", 6 "x6", 7 "x7", }
free_registers_and_stack! {
    0 "x0" "x1", 1 "x1" "x2", 2 "x2" "x3", 3 "x3" "x4", 4 "x4" "x5", 5 "x5" "x6", 6 "x6" "x7",
}

impl Enter for Free<8, 0> {
    fn entry<S: ReceivedSignature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
    where
        ResultShape<SHAPE>: Shape,
    {
        frame_entry::<Typed<S, H>>(Context::Slot)
    }

    fn plain<S: ReceivedSignature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
    where
        ResultShape<SHAPE>: Shape,
    {
        entry(receive::<S, H, SHAPE, false> as *const ())
    }
}

macro_rules! frames {
    ($($number:literal $stack:literal,)*) => {$(
        impl Enter for Free<$number, $stack> {
            fn entry<S: ReceivedSignature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
            where
                ResultShape<SHAPE>: Shape,
            {
                frame_entry::<Typed<S, H>>(Context::Slot)
            }

            fn plain<S: ReceivedSignature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
            where
                ResultShape<SHAPE>: Shape,
            {
                frame_entry::<Typed<S, H>>(Context::None)
            }
        }
    )*};
}

frames! { 7 1, 8 1, 0 2, 1 2, 2 2, 3 2, 4 2, 5 2, 6 2, 7 2, 8 2, }
