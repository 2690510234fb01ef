//! Entries: what a trampoline, or C itself, jumps to.
//!
//! The reverse of the typed call: a function with the parameters of a whole register file, generic in
//! the signature and the handler, reads each argument from its place and leaves the result in its
//! registers. Where an integer argument register is free, the context of the closure comes in it; the
//! entry puts it there. Where none is free, and for interfaces that are known at run time, the entry
//! is the frame routine, which spills the registers.

#![expect(
    improper_ctypes_definitions,
    reason = "a vector is passed in its register, and only the entries here call these"
)]

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::{ManuallyDrop, offset_of};
use core::ptr;

use crate::abi::ResultPlace;
use crate::abi::sysv64::call::{ArgumentRegisters, ResultRegisters, Vector, VectorSlot};
use crate::abi::sysv64::receive_frame::{Dispatch, ReceivedFrame, frame_entry};
use crate::abi::sysv64::shape::{ResultShape, Shape};
use crate::abi::sysv64::{INTEGER_REGISTERS, NUMBER};
use crate::abi::trampoline::{SlotData, entry};
use crate::abi::{Place, Register};
use crate::call::transfer::{self, RegisterFile, Word};
use crate::callback::{Handler, Receive, Receiver, Signature};
use crate::library::CodePointer;
use crate::types::Type;

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
    fn entry<S: Signature, H: Handler<S>>() -> CodePointer {
        ContextRegister::<CONTEXT>::entry::<S, H, WORDS, SHAPE>()
    }

    fn plain<S: Signature, H: Handler<S>>() -> CodePointer {
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
    S: Signature,
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
        let word = unsafe { registers.word(register).assume_init() };
        ptr::with_exposed_provenance_mut(word as usize)
    } else {
        ptr::null_mut()
    };
    let stack = ptr::from_ref(&stack).cast();
    let mut results = ResultRegisters::<Vector>::undefined();
    // SAFETY: the registers and the stack area are those of a call of this interface, and the context
    // is one for `H`.
    unsafe { handle::<S, H, Vector>(context, &mut registers, stack, &mut results) }
    ResultShape::<SHAPE>::narrow(results)
}

/// Reads the arguments, has them handled, and puts the result where the caller expects it.
///
/// # Safety
///
/// `registers` and `stack` are those of a call of the interface of `S`, and `context` is one for `H`.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn handle<S: Signature, H: Handler<S>, V: VectorSlot>(
    context: *mut c_void,
    registers: &mut ArgumentRegisters<V>,
    stack: *const u8,
    results: &mut ResultRegisters<V>,
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
pub(super) unsafe fn give_back<V: VectorSlot>(
    seat: Seat,
    registers: &mut ArgumentRegisters<V>,
    source: *const u8,
    results: &mut ResultRegisters<V>,
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
            *results.word(Register::Integer(0)) = Word::new(word);
        }
    }
}

/// An integer argument register by its number; 6 is the number after the last.
#[derive(Debug)]
pub struct ContextRegister<const NUMBER: u8>;

/// An entry that gets the context to the handler.
pub trait Enter {
    /// That entry.
    fn entry<S: Signature, H: Handler<S>, const WORDS: usize, const SHAPE: u8>() -> CodePointer
    where
        ResultShape<SHAPE>: Shape;
}

const _: () = assert!(INTEGER_REGISTERS.len() == 6);

macro_rules! context_registers {
    ($($number:literal $register:literal)*) => {$(
        impl Enter for ContextRegister<$number> {
            fn entry<S: Signature, H: Handler<S>, const WORDS: usize, const SHAPE: u8>() -> CodePointer
            where
                ResultShape<SHAPE>: Shape,
            {
                /// On entry: a call of the interface of `S`, and r10 = address of a slot whose context
                /// is one for `H`. On exit, at `receive`: the same call, with the context in an integer
                /// register that it leaves free. Preserves: all but that register. There is no frame,
                /// so the unwind information is that of a function's first instruction.
                #[unsafe(naked)]
                unsafe extern "sysv64-unwind" fn enter<
                    S: Signature,
                    H: Handler<S>,
                    const WORDS: usize,
                    const SHAPE: u8,
                >()
                where
                    ResultShape<SHAPE>: Shape,
                {
                    naked_asm!(
                        ".cfi_startproc",
                        "endbr64",
                        concat!("mov ", $register, ", [r10 + {context}]"),
                        "jmp {receive}",
                        ".cfi_endproc",
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
    fn entry<S: Signature, H: Handler<S>, const WORDS: usize, const SHAPE: u8>() -> CodePointer
    where
        ResultShape<SHAPE>: Shape,
    {
        /// The signature and the handler, for the frame routine.
        struct Typed<S, H>(S, H);

        impl<S: Signature, H: Handler<S>> Dispatch for Typed<S, H> {
            unsafe extern "sysv64-unwind" fn dispatch(
                context: *mut c_void,
                frame: &mut ReceivedFrame,
                stack: *const u8,
            ) {
                let mut results = ResultRegisters::zero();
                let registers = frame.arguments();
                // SAFETY: the frame holds the registers of a call of this interface, `stack` leads to
                // its stack area, and the context is that of the slot.
                unsafe { handle::<S, H, Word>(context, registers, stack, &mut results) };
                frame.finish(results);
            }
        }
        frame_entry::<Typed<S, H>>(S::INTERFACE)
    }
}
