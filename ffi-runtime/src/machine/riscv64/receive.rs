//! Entries: what a trampoline, or C itself, jumps to.
//!
//! The reverse of the typed call: a function with the parameters of a whole register file, generic in
//! the signature and the handler, reads each argument from its place and leaves the result in its
//! registers. Where an integer argument register is free, the context of the closure comes in it; the
//! entry puts it there. Where none is free, also for what is on the stack (where nothing is as long as a
//! register is left), and for interfaces that are known at run time, the entry is the frame routine,
//! which spills the registers.

use core::arch::naked_asm;
use core::mem::offset_of;
use core::ptr;

use crate::abi::Register;
use crate::abi::riscv64::{ARGUMENT_REGISTERS, NUMBER};
use crate::interface::CallInterface;
use crate::machine::riscv64::receive_frame::frame_entry;
use crate::machine::riscv64::registers::{ArgumentRegisters, ResultRegisters};
use crate::machine::riscv64::shape::{Float, ResultShape, Shape, word};
use crate::machine::shared::bank::SlotData;
use crate::machine::shared::receive::{address, give_output, handle};
use crate::machine::shared::receive_frame::{Context, Typed};
use crate::machine::shared::signature::{Handler, Receive, ReceivedSignature, Receiver};
use crate::machine::shared::transfer::Word;
use crate::machine::trampoline::entry;
use crate::types::CodePointer;

/// For a callback there is nothing else to know.
pub(crate) const fn received_layout(_: &CallInterface) -> usize {
    0
}

impl<const SHAPE: u8, const CONTEXT: u8> Receive for Receiver<{ NUMBER }, 0, SHAPE, CONTEXT>
where
    ResultShape<SHAPE>: Shape,
    ContextRegister<CONTEXT>: Enter,
{
    fn entry<S: ReceivedSignature, H: Handler<S>>() -> CodePointer {
        ContextRegister::<CONTEXT>::entry::<S, H, SHAPE>()
    }

    fn plain<S: ReceivedSignature, H: Handler<S>>() -> CodePointer {
        if S::INTERFACE.stack().size > 0 {
            return frame_entry::<Typed<S, H>>(Context::None);
        }
        entry(receive::<S, H, SHAPE, false> as *const ())
    }
}

/// The parameters are the registers of any call with nothing on the stack; the result is in the
/// registers that the interface of `S` says.
///
/// # Safety
///
/// Called as the interface of `S` says; and if `CONTEXT`, with a context for `H` in the first integer
/// argument register that the interface leaves free.
unsafe extern "C-unwind" fn receive<
    S: ReceivedSignature,
    H: Handler<S>,
    const SHAPE: u8,
    const CONTEXT: bool,
>(
    a0: Word,
    a1: Word,
    a2: Word,
    a3: Word,
    a4: Word,
    a5: Word,
    a6: Word,
    a7: Word,
    fa0: Float,
    fa1: Float,
    fa2: Float,
    fa3: Float,
    fa4: Float,
    fa5: Float,
    fa6: Float,
    fa7: Float,
) -> <ResultShape<SHAPE> as Shape>::Registers
where
    ResultShape<SHAPE>: Shape,
{
    let mut registers = ArgumentRegisters {
        integers: [a0, a1, a2, a3, a4, a5, a6, a7],
        floats: [fa0, fa1, fa2, fa3, fa4, fa5, fa6, fa7].map(word),
    };
    let context = if CONTEXT {
        let register = const { Register::Integer(S::INTERFACE.integer_registers()) };
        // SAFETY: the caller promises a context there.
        unsafe { address(&mut registers, register) }
    } else {
        ptr::null_mut()
    };
    // SAFETY: the registers are those of a call of this interface, which has nothing on the stack, and
    // the context is one for `H`.
    let output = unsafe { handle::<S, H>(context, &mut registers, ptr::null()) };
    let mut results = ResultRegisters::undefined();
    // SAFETY: the registers are those of the call.
    unsafe { give_output::<S>(output, &mut registers, &mut results) }
    ResultShape::<SHAPE>::narrow(&results)
}

/// An integer argument register by its number; 8 is the number after the last.
#[derive(Debug)]
pub struct ContextRegister<const NUMBER: u8>;

/// An entry that gets the context to the handler.
pub trait Enter {
    /// That entry.
    fn entry<S: ReceivedSignature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
    where
        ResultShape<SHAPE>: Shape;
}

const _: () = assert!(ARGUMENT_REGISTERS == 8);

macro_rules! context_registers {
    ($($number:literal $register:literal)*) => {$(
        impl Enter for ContextRegister<$number> {
            fn entry<S: ReceivedSignature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
            where
                ResultShape<SHAPE>: Shape,
            {
                /// On entry: a call of the interface of `S`, and t0 = address of a slot whose context is
                /// one for `H`. On exit, at `receive`: the same call, with the context in an integer
                /// register that it leaves free. Preserves: all but that register and t1. There is no
                /// frame, so the unwind information is that of a function's first instruction.
                #[unsafe(naked)]
                unsafe extern "C-unwind" fn enter<S: ReceivedSignature, H: Handler<S>, const SHAPE: u8>()
                where
                    ResultShape<SHAPE>: Shape,
                {
                    naked_asm!(
                        ".cfi_startproc",
                        concat!("ld ", $register, ", {context}(t0)"),
                        "tail {receive}", // by way of t1
                        ".cfi_endproc",
                        context = const offset_of!(SlotData, context),
                        receive = sym receive::<S, H, SHAPE, true>,
                    )
                }
                entry(enter::<S, H, SHAPE> as *const ())
            }
        }
    )*};
}

context_registers! { 0 "a0" 1 "a1" 2 "a2" 3 "a3" 4 "a4" 5 "a5" 6 "a6" 7 "a7" }

impl Enter for ContextRegister<8> {
    fn entry<S: ReceivedSignature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
    where
        ResultShape<SHAPE>: Shape,
    {
        frame_entry::<Typed<S, H>>(Context::Slot)
    }
}
