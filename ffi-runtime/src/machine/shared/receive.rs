//! A call that came in: its arguments are read from their places, handled, and the result goes to its
//! own.
//!
//! What is the same for every convention stands here; the functions that C calls, and the routines, are in
//! `machine/<name>/receive` and `receive_frame`.

use core::ffi::c_void;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ptr;

use crate::abi::{Place, Register, ResultPlace};
use crate::interface::CallInterface;
use crate::machine::shared::low;
use crate::machine::shared::signature::{Given, Handler, Incoming, ReceivedSignature, Unread};
use crate::machine::shared::transfer::{self, RegisterFile, Word};
use crate::types::Type;
use crate::types::decoding::Decoding;

/// Reads the arguments, and has them handled; or has the handler read them, if that may panic.
///
/// # Safety
///
/// `registers` and `stack` are those of a call of the interface of `S`, and `context` is one for `H`.
#[inline(always)]
pub(crate) unsafe fn handle<S: ReceivedSignature, H: Handler<S>>(
    context: *mut c_void,
    registers: &mut impl RegisterFile,
    stack: *const u8,
) -> S::Output {
    if const { S::MAY_PANIC } {
        // SAFETY: the caller's promise.
        let user_data = unsafe { user_data::<S>(registers, stack) };
        let read = move || {
            // SAFETY: the caller's promise; the function is called once.
            unsafe { S::arguments(registers, stack) }
        };
        let arguments = Unread { user_data, read };
        // SAFETY: the caller's promise.
        return unsafe { H::handle(context, arguments) };
    }
    // SAFETY: the caller's promise.
    let arguments = unsafe { S::arguments(registers, stack) };
    // SAFETY: the caller's promise.
    unsafe { H::handle(context, Given(arguments)) }
}

/// Reads the argument that is the user data; null if there is none.
///
/// # Safety
///
/// `registers` and `stack` are those of a call of the interface of `S`.
#[inline(always)]
unsafe fn user_data<S: ReceivedSignature>(
    registers: &mut impl RegisterFile,
    stack: *const u8,
) -> *mut c_void {
    let Some(index) = (const { S::USER_DATA }) else {
        return ptr::null_mut();
    };
    let mut pointer: *mut c_void = ptr::null_mut();
    // SAFETY: C gave a pointer there.
    unsafe {
        transfer::get(
            registers,
            stack,
            S::INTERFACE.places()[index],
            (&raw mut pointer).cast(),
        );
    }
    pointer
}

/// Where the arguments of a call are in memory.
pub(super) struct Places<'a, S, F> {
    registers: &'a mut F,
    stack: *const u8,
    _signature: PhantomData<S>,
}

impl<'a, S: ReceivedSignature, F: RegisterFile> Places<'a, S, F> {
    /// The duties of a call.
    ///
    /// # Safety
    ///
    /// The registers and the stack are those of a call of the interface of `S`, and the arguments were not read.
    #[inline(always)]
    pub(super) const unsafe fn new(registers: &'a mut F, stack: *const u8) -> Self {
        Self {
            registers,
            stack,
            _signature: PhantomData,
        }
    }
}

/// Arguments in their places: one pointer, for it is moved often.
pub(super) struct InPlace<'a, 'p, S, F>(&'a mut Places<'p, S, F>);

impl<'a, 'p, S: ReceivedSignature, F: RegisterFile> InPlace<'a, 'p, S, F> {
    /// Arguments that are there.
    #[inline(always)]
    pub(super) const fn new(places: &'a mut Places<'p, S, F>) -> Self {
        Self(places)
    }
}

impl<S: ReceivedSignature, F: RegisterFile> Incoming<S> for InPlace<'_, '_, S, F> {
    /// Reading all arguments to know it is as fast where it is in memory, unless that may panic.
    const KNOWS_USER_DATA: bool =
        user_data_register::<S>().is_some() || (S::MAY_PANIC && S::USER_DATA.is_some());

    #[inline(always)]
    fn user_data(&mut self) -> *mut c_void {
        if const { user_data_register::<S>().is_none() } {
            let Places {
                registers, stack, ..
            } = &mut *self.0;
            // SAFETY: the registers and the stack are those of a call, by the contract of `new`.
            return unsafe { user_data::<S>(*registers, *stack) };
        }
        let index = const { transfer::index_of::<F>(low::known(user_data_register::<S>())) };
        // SAFETY: the index is that of a register of this file.
        let word = unsafe { transfer::word_at(self.0.registers, index) };
        // SAFETY: C gave a pointer there.
        unsafe { low::narrow(word) }
    }

    #[inline(always)]
    fn read(self) -> S::Arguments {
        let Self(Places {
            registers, stack, ..
        }) = self;
        // SAFETY: the registers and the stack are those of a call, by the contract of `new`, and this is the only
        // time that the arguments are read.
        unsafe { S::arguments(*registers, *stack) }
    }
}

/// The register of the user data, if it comes in one.
const fn user_data_register<S: ReceivedSignature>() -> Option<Register> {
    match S::USER_DATA {
        Some(index) => {
            let pointer = Decoding::of_type::<*mut c_void>();
            low::incoming(&S::INTERFACE.places()[index], &pointer)
        }
        None => None,
    }
}

/// Puts the result where the caller expects it.
///
/// # Safety
///
/// `registers` are those of a call of the interface of `S`.
#[inline(always)]
pub(crate) unsafe fn give_output<S: ReceivedSignature>(
    output: S::Output,
    registers: &mut impl RegisterFile,
    results: &mut impl RegisterFile,
) {
    if const { is_low::<S>() } {
        *results.word(const { register_of::<S>() }) = word_of::<S>(output);
        return;
    }
    let seat = const { &Seat::of_interface(S::INTERFACE) };
    let output = ManuallyDrop::new(output);
    let source = ptr::from_ref(&output).cast();
    // SAFETY: `output` is of the result type of the interface, and the registers are those of its call.
    unsafe { give_back(*seat, registers, source, results) }
}

/// Whether a result is the low end of a register.
pub(super) const fn is_low<S: ReceivedSignature>() -> bool {
    Seat::of_interface(S::INTERFACE).low().is_some()
}

/// That register; some other one where it is not.
pub(super) const fn register_of<S: ReceivedSignature>() -> Register {
    low::known(Seat::of_interface(S::INTERFACE).low())
}

/// Whether a result is all of the low half of an integer register that is its own.
pub(crate) const fn is_half_integer(interface: &CallInterface) -> bool {
    match Seat::of_interface(interface).low() {
        Some(Register::Integer(_)) => low::is_half(interface.result()),
        Some(Register::Float(_)) | None => false,
    }
}

/// The word whose low end is a result. It is whole, if it goes through memory: in a register it costs nothing.
#[inline(always)]
pub(super) fn word_of<S: ReceivedSignature>(output: S::Output) -> Word {
    if const { is_half_integer(S::INTERFACE) } {
        // SAFETY: the type of the result is a half.
        unsafe { low::zeroed_word(output) }
    } else {
        low::word(output)
    }
}

/// The address that came in a register.
///
/// # Safety
///
/// There is one in it, with its provenance exposed.
#[inline(always)]
pub(crate) unsafe fn address<T>(registers: &mut impl RegisterFile, register: Register) -> *mut T {
    // SAFETY: the caller's promise.
    let word = unsafe { registers.word(register).assume_init() };
    ptr::with_exposed_provenance_mut(word as usize)
}

/// Where a result goes, from the side of the callee.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Seat {
    Nowhere,
    Registers(Place),
    /// Memory whose address came in the register `pointer`.
    Memory {
        pointer: Register,
        returned: Option<Register>,
        size: usize,
    },
}

impl Seat {
    const fn of_interface(interface: &CallInterface) -> Self {
        Self::of(interface.result_place(), interface.result())
    }

    /// The register of a result that is the low end of it.
    pub(crate) const fn low(&self) -> Option<Register> {
        match self {
            Self::Registers(place) => low::outgoing(place),
            Self::Nowhere | Self::Memory { .. } => None,
        }
    }

    pub(crate) const fn of(place: ResultPlace, ty: Type<'_>) -> Self {
        match place {
            ResultPlace::Nowhere => Self::Nowhere,
            ResultPlace::Registers(pieces) => Self::Registers(pieces.into_place()),
            ResultPlace::Memory { pointer, returned } => Self::Memory {
                pointer,
                returned,
                size: ty.size(),
            },
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
pub(crate) unsafe fn give_back(
    seat: Seat,
    registers: &mut impl RegisterFile,
    source: *const u8,
    results: &mut impl RegisterFile,
) {
    match seat {
        Seat::Nowhere => {}
        Seat::Registers(place) => {
            // SAFETY: the place is that of the value at `source`, and not on a stack.
            unsafe { transfer::put(results, ptr::null_mut(), place, source) }
        }
        Seat::Memory {
            pointer,
            returned,
            size,
        } => {
            // SAFETY: the caller of the interface passed the address of the result here.
            let target = unsafe { address::<u8>(registers, pointer) };
            // SAFETY: the address is that of memory for the result, which nothing else uses yet.
            unsafe { ptr::copy_nonoverlapping(source, target, size) };
            if let Some(returned) = returned {
                *results.word(returned) = Word::new(target.addr() as u64);
            }
        }
    }
}
