//! Entries: what a trampoline, or C itself, jumps to.
//!
//! The reverse of the typed call: a function with a parameter for each position that has registers, of
//! the file that the signature says, generic in the signature and the handler. Where a position is left,
//! the context of the closure comes in its integer register; the entry puts it there. Where none is
//! left, also for what is on the stack, and for interfaces that are known at run time, the entry is the
//! frame routine, which spills the registers.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::{ManuallyDrop, offset_of};
use core::ptr;

use crate::abi::trampoline::{SlotData, entry};
use crate::abi::unwind::{unwind_leaf, unwind_leaf_end};
use crate::abi::win64::call::{ArgumentRegisters, POSITIONS, ResultRegisters};
use crate::abi::win64::receive_frame::{Context, Dispatch, ReceivedFrame, frame_entry};
use crate::abi::win64::shape::{Float, ResultShape, Shape, widened};
use crate::abi::win64::{HOME_SPACE, NUMBER};
use crate::abi::{Place, Register, ResultPlace};
use crate::call::transfer::{self, RegisterFile, Word};
use crate::callback::{Handler, Receive, Receiver, Signature};
use crate::library::CodePointer;
use crate::types::Type;

impl<const FLOATS: usize, const SHAPE: u8, const CONTEXT: u8> Receive
    for Receiver<{ NUMBER }, FLOATS, SHAPE, CONTEXT>
where
    ResultShape<SHAPE>: Shape,
    Positions<FLOATS>: Kinds,
    ContextRegister<CONTEXT>: Enter,
{
    fn entry<S: Signature, H: Handler<S>>() -> CodePointer {
        ContextRegister::<CONTEXT>::entry::<S, H, FLOATS, SHAPE>()
    }

    fn plain<S: Signature, H: Handler<S>>() -> CodePointer {
        if S::INTERFACE.stack().size > HOME_SPACE {
            return frame_entry::<Typed<S, H>>(Context::None);
        }
        entry(receive::<S, H, FLOATS, SHAPE, NO_CONTEXT> as *const ())
    }
}

/// Which of the positions carry a float: bit N for position N.
#[derive(Debug)]
pub struct Positions<const FLOATS: usize>;

/// What the positions carry, as types that the compiler passes in the registers of their files.
pub trait Kinds {
    /// The first.
    type A: Carried;
    /// The second.
    type B: Carried;
    /// The third.
    type C: Carried;
    /// The fourth.
    type D: Carried;
}

/// What a position carries.
pub trait Carried {
    /// Puts it in the position's register.
    fn put(self, number: usize, registers: &mut ArgumentRegisters);
}

impl Carried for Word {
    #[inline(always)]
    fn put(self, number: usize, registers: &mut ArgumentRegisters) {
        registers.integers[number] = self;
    }
}

impl Carried for Float {
    #[inline(always)]
    fn put(self, number: usize, registers: &mut ArgumentRegisters) {
        registers.floats[number] = widened(self);
    }
}

macro_rules! kinds {
    ($($floats:literal [$a:ident $b:ident $c:ident $d:ident],)*) => {$(
        impl Kinds for Positions<$floats> {
            type A = $a;
            type B = $b;
            type C = $c;
            type D = $d;
        }
    )*};
}

kinds! {
    0 [Word Word Word Word],
    1 [Float Word Word Word],
    2 [Word Float Word Word],
    3 [Float Float Word Word],
    4 [Word Word Float Word],
    5 [Float Word Float Word],
    6 [Word Float Float Word],
    7 [Float Float Float Word],
    8 [Word Word Word Float],
    9 [Float Word Word Float],
    10 [Word Float Word Float],
    11 [Float Float Word Float],
    12 [Word Word Float Float],
    13 [Float Word Float Float],
    14 [Word Float Float Float],
    15 [Float Float Float Float],
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
    S: Signature,
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
    let mut registers = ArgumentRegisters::new();
    a.put(0, &mut registers);
    b.put(1, &mut registers);
    c.put(2, &mut registers);
    d.put(3, &mut registers);
    let context = if CONTEXT == NO_CONTEXT {
        ptr::null_mut()
    } else {
        // SAFETY: the caller promises a context there.
        let word = unsafe { registers.integers[CONTEXT as usize].assume_init() };
        ptr::with_exposed_provenance_mut(word as usize)
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
            // "The same pointer must be returned by the callee in RAX."
            results.rax = Word::new(word);
        }
    }
}

/// The integer register of a position; 4 is the number after the last.
#[derive(Debug)]
pub struct ContextRegister<const NUMBER: u8>;

/// An entry that gets the context to the handler.
pub trait Enter {
    /// That entry.
    fn entry<S: Signature, H: Handler<S>, const FLOATS: usize, const SHAPE: u8>() -> CodePointer
    where
        ResultShape<SHAPE>: Shape,
        Positions<FLOATS>: Kinds;
}

const _: () = assert!(POSITIONS == 4);

macro_rules! context_registers {
    ($($number:literal $register:literal)*) => {$(
        impl Enter for ContextRegister<$number> {
            fn entry<S: Signature, H: Handler<S>, const FLOATS: usize, const SHAPE: u8>() -> CodePointer
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
                    S: Signature,
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
    fn entry<S: Signature, H: Handler<S>, const FLOATS: usize, const SHAPE: u8>() -> CodePointer
    where
        ResultShape<SHAPE>: Shape,
        Positions<FLOATS>: Kinds,
    {
        frame_entry::<Typed<S, H>>(Context::Slot)
    }
}

/// The signature and the handler, for the frame routine.
struct Typed<S, H>(S, H);

impl<S: Signature, H: Handler<S>> Dispatch for Typed<S, H> {
    unsafe extern "win64-unwind" fn dispatch(
        context: *mut c_void,
        frame: &mut ReceivedFrame,
        stack: *const u8,
    ) {
        let mut results = ResultRegisters::zero();
        let registers = frame.arguments();
        // SAFETY: the frame holds the registers of a call of this interface, `stack` leads to its stack
        // area, and the context is that of the slot, if `H` has one.
        unsafe { handle::<S, H>(context, registers, stack, &mut results) };
        frame.finish(results);
    }
}
