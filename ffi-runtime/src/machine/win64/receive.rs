//! Entries: what a trampoline, or C itself, jumps to.
//!
//! The reverse of the typed call: a function with a parameter for each position that has registers, of
//! the file that the signature says, generic in the signature and the handler. Where a position is left,
//! the context of the closure comes in its integer register; the entry puts it there. Where none is
//! left, also for what is on the stack, and for interfaces that are known at run time, the entry is the
//! frame routine, which spills the registers.

use core::arch::naked_asm;
use core::mem::offset_of;
use core::ptr;

use crate::abi::Register;
use crate::abi::win64::{HOME_SPACE, NUMBER};
use crate::interface::CallInterface;
use crate::machine::processor::unwind::{unwind_leaf, unwind_leaf_end};
use crate::machine::shared::bank::SlotData;
use crate::machine::shared::receive::{address, give_output, handle};
use crate::machine::shared::receive_frame::{Context, Typed};
use crate::machine::shared::signature::{Handler, Receive, ReceivedSignature, Receiver};
use crate::machine::trampoline::entry;
use crate::machine::win64::form::float_positions;
use crate::machine::win64::positions::{Kinds, Positions};
use crate::machine::win64::receive_frame::frame_entry;
use crate::machine::win64::registers::{POSITIONS, ResultRegisters};
use crate::machine::win64::shape::{ResultShape, Shape};
use crate::types::CodePointer;

/// For a callback: the positions whose argument is in a float register.
pub(crate) const fn received_layout(interface: &CallInterface) -> usize {
    float_positions(interface) as usize
}

impl<const FLOATS: usize, const SHAPE: u8, const CONTEXT: u8> Receive
    for Receiver<{ NUMBER }, FLOATS, SHAPE, CONTEXT>
where
    ResultShape<SHAPE>: Shape,
    Positions<FLOATS>: Kinds,
    ContextRegister<CONTEXT>: Enter,
{
    fn entry<S: ReceivedSignature, H: Handler<S>>() -> CodePointer {
        ContextRegister::<CONTEXT>::entry::<S, H, FLOATS, SHAPE>()
    }

    fn plain<S: ReceivedSignature, H: Handler<S>>() -> CodePointer {
        if S::INTERFACE.stack().size > HOME_SPACE {
            return frame_entry::<Typed<S, H>>(Context::None);
        }
        entry(receive::<S, H, FLOATS, SHAPE, NO_CONTEXT> as *const ())
    }
}

/// Instead of the number of a context register.
const NO_CONTEXT: u8 = u8::MAX;

/// The parameters are the registers of any call with nothing on the stack; the result is in the
/// registers that the interface of `S` says.
///
/// # Safety
///
/// Called as the interface of `S` says; and with a context for `H` in the integer register of the
/// position `CONTEXT`, if that is one.
unsafe extern "win64-unwind" fn receive<
    S: ReceivedSignature,
    H: Handler<S>,
    const FLOATS: usize,
    const SHAPE: u8,
    const CONTEXT: u8,
>(
    a: <Positions<FLOATS> as Kinds>::A,
    b: <Positions<FLOATS> as Kinds>::B,
    c: <Positions<FLOATS> as Kinds>::C,
    d: <Positions<FLOATS> as Kinds>::D,
) -> <ResultShape<SHAPE> as Shape>::Registers
where
    ResultShape<SHAPE>: Shape,
    Positions<FLOATS>: Kinds,
{
    let mut registers = Positions::<FLOATS>::registers(a, b, c, d);
    let context = if CONTEXT == NO_CONTEXT {
        ptr::null_mut()
    } else {
        // SAFETY: the caller promises a context there.
        unsafe { address(&mut registers, Register::Integer(CONTEXT)) }
    };
    // SAFETY: the registers are those of a call of this interface, which has nothing on the stack, and
    // the context is one for `H`.
    let output = unsafe { handle::<S, H>(context, &mut registers, ptr::null()) };
    let mut results = ResultRegisters::undefined();
    // SAFETY: the registers are those of the call.
    unsafe { give_output::<S>(output, &mut registers, &mut results) }
    ResultShape::<SHAPE>::narrow(&results)
}

/// The integer register of a position; 4 is the number after the last.
#[derive(Debug)]
pub struct ContextRegister<const NUMBER: u8>;

/// An entry that gets the context to the handler.
pub trait Enter {
    /// That entry.
    fn entry<S: ReceivedSignature, H: Handler<S>, const FLOATS: usize, const SHAPE: u8>()
    -> CodePointer
    where
        ResultShape<SHAPE>: Shape,
        Positions<FLOATS>: Kinds;
}

const _: () = assert!(POSITIONS == 4);

macro_rules! context_registers {
    ($($number:literal $register:literal)*) => {$(
        impl Enter for ContextRegister<$number> {
            fn entry<S: ReceivedSignature, H: Handler<S>, const FLOATS: usize, const SHAPE: u8>() -> CodePointer
            where
                ResultShape<SHAPE>: Shape,
                Positions<FLOATS>: Kinds,
            {
                /// On entry: a call of the interface of `S`, and r10 = address of a slot whose context
                /// is one for `H`. On exit, at `receive`: the same call, with the context in the integer
                /// register of a position that it leaves free. Preserves: all but that register. It is a
                /// leaf without a frame, as the forwarders are.
                #[unsafe(naked)]
                unsafe extern "win64-unwind" fn enter<
                    S: ReceivedSignature,
                    H: Handler<S>,
                    const FLOATS: usize,
                    const SHAPE: u8,
                >()
                where
                    ResultShape<SHAPE>: Shape,
                    Positions<FLOATS>: Kinds,
                {
                    naked_asm!(
                        unwind_leaf!(),
                        "endbr64",
                        concat!("mov ", $register, ", [r10 + {context}]"),
                        "jmp {receive}",
                        unwind_leaf_end!(),
                        context = const offset_of!(SlotData, context),
                        receive = sym receive::<S, H, FLOATS, SHAPE, $number>,
                    )
                }
                entry(enter::<S, H, FLOATS, SHAPE> as *const ())
            }
        }
    )*};
}

context_registers! { 0 "rcx" 1 "rdx" 2 "r8" 3 "r9" }

impl Enter for ContextRegister<4> {
    fn entry<S: ReceivedSignature, H: Handler<S>, const FLOATS: usize, const SHAPE: u8>()
    -> CodePointer
    where
        ResultShape<SHAPE>: Shape,
        Positions<FLOATS>: Kinds,
    {
        frame_entry::<Typed<S, H>>(Context::Slot)
    }
}
