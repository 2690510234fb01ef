//! Entries: what a trampoline, or C itself, jumps to.
//!
//! The reverse of the typed call: a function with the parameters of a whole register file, generic in
//! the signature and the handler, reads each argument from its place and leaves the result in its
//! registers. Where an integer argument register is free, the context of the closure comes in it; the
//! entry puts it there. Where none is free, where the result is in x87 registers, which no Rust type is returned
//! in, and for interfaces that are known at run time, the entry is the frame routine, which spills the registers.

#![expect(
    improper_ctypes_definitions,
    reason = "a vector is passed in its register, and only the entries here call these"
)]

use core::arch::naked_asm;
use core::mem::offset_of;
use core::ptr;

use crate::abi::Register;
use crate::abi::sysv64::{INTEGER_REGISTERS, NUMBER};
use crate::interface::CallInterface;
use crate::machine::processor::unwind::{unwind_leaf, unwind_leaf_end};
use crate::machine::shared::bank::SlotData;
use crate::machine::shared::receive::{address, give_output, handle};
use crate::machine::shared::receive_frame::{Context, Typed};
use crate::machine::shared::signature::{Handler, Receive, ReceivedSignature, Receiver};
use crate::machine::shared::transfer::Word;
use crate::machine::sysv64::receive_frame::{frame_entry, has_x87_result};
use crate::machine::sysv64::registers::{ArgumentRegisters, ResultRegisters, Vector};
use crate::machine::sysv64::shape::{ResultShape, Shape};
use crate::machine::trampoline::entry;
use crate::types::CodePointer;

/// For a callback: the stack words.
pub(crate) const fn received_layout(interface: &CallInterface) -> usize {
    interface.stack().size.div_ceil(size_of::<Word>())
}

/// The stack words of a signature, by value. All integer registers are taken by other parameters, so
/// also a struct of one or two words is on the stack (psABI 3.2.3, passing), and it is aligned to 8, so
/// it is all that is there.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
struct StackWords<const WORDS: usize>([Word; WORDS]);

impl<const WORDS: usize, const SHAPE: u8, const CONTEXT: u8> Receive
    for Receiver<{ NUMBER }, WORDS, SHAPE, CONTEXT>
where
    ResultShape<SHAPE>: Shape,
    ContextRegister<CONTEXT>: Enter,
{
    fn entry<S: ReceivedSignature, H: Handler<S>>() -> CodePointer {
        if const { has_x87_result(S::INTERFACE) } {
            return frame_entry::<Typed<S, H>>(S::INTERFACE, Context::Slot);
        }
        ContextRegister::<CONTEXT>::entry::<S, H, WORDS, SHAPE>()
    }

    fn plain<S: ReceivedSignature, H: Handler<S>>() -> CodePointer {
        if const { has_x87_result(S::INTERFACE) } {
            return frame_entry::<Typed<S, H>>(S::INTERFACE, Context::None);
        }
        entry(receive::<S, H, WORDS, SHAPE, false> as *const ())
    }
}

/// The parameters are the register file and the stack area of any call; the result is in the registers
/// that the interface of `S` says.
///
/// # Safety
///
/// Called as the interface of `S` says; and if `CONTEXT`, with a context for `H` in the first integer
/// argument register that the interface leaves free.
unsafe extern "sysv64-unwind" fn receive<
    S: ReceivedSignature,
    H: Handler<S>,
    const WORDS: usize,
    const SHAPE: u8,
    const CONTEXT: bool,
>(
    rdi: Word,
    rsi: Word,
    rdx: Word,
    rcx: Word,
    r8: Word,
    r9: Word,
    xmm0: Vector,
    xmm1: Vector,
    xmm2: Vector,
    xmm3: Vector,
    xmm4: Vector,
    xmm5: Vector,
    xmm6: Vector,
    xmm7: Vector,
    stack: StackWords<WORDS>,
) -> <ResultShape<SHAPE> as Shape>::Registers
where
    ResultShape<SHAPE>: Shape,
{
    let mut registers = ArgumentRegisters {
        integers: [rdi, rsi, rdx, rcx, r8, r9],
        floats: [xmm0, xmm1, xmm2, xmm3, xmm4, xmm5, xmm6, xmm7],
        rax: Word::uninit(),
    };
    let context = if CONTEXT {
        let register = const { Register::Integer(S::INTERFACE.integer_registers()) };
        // SAFETY: the caller promises a context there.
        unsafe { address(&mut registers, register) }
    } else {
        ptr::null_mut()
    };
    let stack = ptr::from_ref(&stack).cast();
    // SAFETY: the registers and the stack area are those of a call of this interface, and the context
    // is one for `H`.
    let output = unsafe { handle::<S, H>(context, &mut registers, stack) };
    let mut results = ResultRegisters::<Vector>::undefined();
    // SAFETY: the registers are those of the call.
    unsafe { give_output::<S>(output, &mut registers, &mut results) }
    ResultShape::<SHAPE>::narrow(&results)
}

/// An integer argument register by its number; 6 is the number after the last.
#[derive(Debug)]
pub struct ContextRegister<const NUMBER: u8>;

/// An entry that gets the context to the handler.
pub trait Enter {
    /// That entry.
    fn entry<S: ReceivedSignature, H: Handler<S>, const WORDS: usize, const SHAPE: u8>()
    -> CodePointer
    where
        ResultShape<SHAPE>: Shape;
}

const _: () = assert!(INTEGER_REGISTERS.len() == 6);

macro_rules! context_registers {
    ($($number:literal $register:literal)*) => {$(
        impl Enter for ContextRegister<$number> {
            fn entry<S: ReceivedSignature, H: Handler<S>, const WORDS: usize, const SHAPE: u8>() -> CodePointer
            where
                ResultShape<SHAPE>: Shape,
            {
                /// On entry: a call of the interface of `S`, and r10 = address of a slot whose context
                /// is one for `H`. On exit, at `receive`: the same call, with the context in an integer
                /// register that it leaves free. Preserves: all but that register. It is a leaf
                /// without a frame, as the forwarders are.
                #[unsafe(naked)]
                unsafe extern "sysv64-unwind" fn enter<
                    S: ReceivedSignature,
                    H: Handler<S>,
                    const WORDS: usize,
                    const SHAPE: u8,
                >()
                where
                    ResultShape<SHAPE>: Shape,
                {
                    naked_asm!(
                        unwind_leaf!(),
                        "endbr64",
                        concat!("mov ", $register, ", [r10 + {context}]"),
                        "jmp {receive}",
                        unwind_leaf_end!(),
                        context = const offset_of!(SlotData, context),
                        receive = sym receive::<S, H, WORDS, SHAPE, true>,
                    )
                }
                entry(enter::<S, H, WORDS, SHAPE> as *const ())
            }
        }
    )*};
}

context_registers! { 0 "rdi" 1 "rsi" 2 "rdx" 3 "rcx" 4 "r8" 5 "r9" }

impl Enter for ContextRegister<6> {
    fn entry<S: ReceivedSignature, H: Handler<S>, const WORDS: usize, const SHAPE: u8>()
    -> CodePointer
    where
        ResultShape<SHAPE>: Shape,
    {
        frame_entry::<Typed<S, H>>(S::INTERFACE, Context::Slot)
    }
}
