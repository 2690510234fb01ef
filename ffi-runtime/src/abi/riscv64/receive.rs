//! Entries: what a trampoline, or C itself, jumps to.
//!
//! The reverse of the typed call: a function with the parameters of a whole register file, generic in
//! the signature and the handler, reads each argument from its place and leaves the result in its
//! registers. Where an integer argument register is free, the context of the closure comes in it; the
//! entry puts it there. Where none is free, also for what is on the stack (where nothing is as long as a
//! register is left), and for interfaces that are known at run time, the entry is the frame routine,
//! which spills the registers.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::{ManuallyDrop, offset_of};
use core::ptr;

use crate::abi::riscv64::call::{
    ArgumentRegisters, Float, ResultRegisters, ResultShape, Shape, word,
};
use crate::abi::riscv64::receive_frame::{Context, Dispatch, Received, frame_entry};
use crate::abi::riscv64::{ARGUMENT_REGISTERS, NUMBER};
use crate::abi::trampoline::{SlotData, entry};
use crate::abi::{Place, Register, ResultPlace};
use crate::call::transfer::{self, RegisterFile, Word};
use crate::callback::{Handler, Receive, Receiver, Signature};
use crate::library::CodePointer;
use crate::types::Type;

impl<const SHAPE: u8, const CONTEXT: u8> Receive for Receiver<{ NUMBER }, 0, SHAPE, CONTEXT>
where
    ResultShape<SHAPE>: Shape,
    ContextRegister<CONTEXT>: Enter,
{
    fn entry<S: Signature, H: Handler<S>>() -> CodePointer {
        ContextRegister::<CONTEXT>::entry::<S, H, SHAPE>()
    }

    fn plain<S: Signature, H: Handler<S>>() -> CodePointer {
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
    S: Signature,
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
        let word = unsafe { registers.word(register).assume_init() };
        ptr::with_exposed_provenance_mut(word as usize)
    } else {
        ptr::null_mut()
    };
    let mut results = ResultRegisters::undefined();
    // SAFETY: the registers are those of a call of this interface, which has nothing on the stack, and
    // the context is one for `H`.
    unsafe { handle::<S, H>(context, &mut registers, ptr::null(), &mut results) }
    ResultShape::<SHAPE>::narrow(results)
}

/// Reads the arguments, has them handled, and puts the result where the caller expects it.
///
/// # Safety
///
/// `registers` and `stack` are those of a call of the interface of `S`, and `context` is one for `H`.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn handle<S: Signature, H: Handler<S>>(
    context: *mut c_void,
    registers: &mut ArgumentRegisters,
    stack: *const u8,
    results: &mut ResultRegisters,
) {
    // SAFETY: the caller's promise.
    let arguments = unsafe { S::arguments(registers, stack) };
    // SAFETY: the caller's promise.
    let output = unsafe { H::handle(context, arguments) };
    let output = ManuallyDrop::new(output);
    let source = ptr::from_ref(&output).cast();
    let seat = const { Seat::of(S::INTERFACE.result_place(), S::INTERFACE.result()) };
    // SAFETY: `output` is of the result type of the interface, and the registers are those of its call.
    unsafe { give_back(seat, registers, source, results) }
}

/// Where a result goes, from the side of the callee.
#[derive(Clone, Copy, Debug)]
pub(super) enum Seat {
    Nowhere,
    Registers(Place),
    /// Memory whose address came in this register; so many bytes.
    Memory(Register, usize),
}

impl Seat {
    pub(super) const fn of(place: ResultPlace, ty: Type<'_>) -> Self {
        match place {
            ResultPlace::Nowhere => Self::Nowhere,
            ResultPlace::Registers(pieces) => Self::Registers(pieces.into_place()),
            ResultPlace::Memory { pointer, .. } => Self::Memory(pointer, ty.size()),
        }
    }
}

/// Puts a result where the caller expects it.
///
/// # Safety
///
/// `registers` are those of a call of an interface whose result goes there; `source` leads to a value
/// of its type.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn give_back(
    seat: Seat,
    registers: &mut ArgumentRegisters,
    source: *const u8,
    results: &mut ResultRegisters,
) {
    match seat {
        Seat::Nowhere => {}
        Seat::Registers(place) => {
            // SAFETY: the place is that of the value at `source`, and not on a stack.
            unsafe { transfer::put(results, ptr::null_mut(), place, source) }
        }
        Seat::Memory(pointer, size) => {
            // SAFETY: the caller of the interface passed the address of the result here.
            let word = unsafe { registers.word(pointer).assume_init() };
            let target = ptr::with_exposed_provenance_mut::<u8>(word as usize);
            // SAFETY: the address is that of memory for the result, which nothing else uses yet.
            unsafe { ptr::copy_nonoverlapping(source, target, size) };
        }
    }
}

/// An integer argument register by its number; 8 is the number after the last.
#[derive(Debug)]
pub struct ContextRegister<const NUMBER: u8>;

/// An entry that gets the context to the handler.
pub trait Enter {
    /// That entry.
    fn entry<S: Signature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
    where
        ResultShape<SHAPE>: Shape;
}

const _: () = assert!(ARGUMENT_REGISTERS == 8);

macro_rules! context_registers {
    ($($number:literal $register:literal)*) => {$(
        impl Enter for ContextRegister<$number> {
            fn entry<S: Signature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
            where
                ResultShape<SHAPE>: Shape,
            {
                /// On entry: a call of the interface of `S`, and t0 = address of a slot whose context is
                /// one for `H`. On exit, at `receive`: the same call, with the context in an integer
                /// register that it leaves free. Preserves: all but that register and t1. There is no
                /// frame, so the unwind information is that of a function's first instruction.
                #[unsafe(naked)]
                unsafe extern "C-unwind" fn enter<S: Signature, H: Handler<S>, const SHAPE: u8>()
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
    fn entry<S: Signature, H: Handler<S>, const SHAPE: u8>() -> CodePointer
    where
        ResultShape<SHAPE>: Shape,
    {
        frame_entry::<Typed<S, H>>(Context::Slot)
    }
}

/// The signature and the handler, for the frame routine.
struct Typed<S, H>(S, H);

impl<S: Signature, H: Handler<S>> Dispatch for Typed<S, H> {
    unsafe fn dispatch(context: *mut c_void, frame: Received<'_>, stack: *const u8) {
        let mut results = ResultRegisters::zero();
        let registers = frame.arguments();
        // SAFETY: the frame holds the registers of a call of this interface, `stack` leads to its stack
        // area, and the context is that of the slot, if `H` has one.
        unsafe { handle::<S, H>(context, registers, stack, &mut results) };
        frame.finish(results);
    }
}
