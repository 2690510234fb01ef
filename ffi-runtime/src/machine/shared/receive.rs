//! A call that came in: its arguments are read from their places, handled, and the result goes to its
//! own.
//!
//! What is the same for every convention stands here; the functions that C calls, and the routines, are in
//! `machine/<name>/receive` and `receive_frame`.

use core::ffi::c_void;
use core::mem::ManuallyDrop;
use core::ptr;

use crate::abi::{Place, Register, ResultPlace};
use crate::interface::CallInterface;
use crate::machine::shared::low;
use crate::machine::shared::signature::{Handler, ReceivedSignature};
use crate::machine::shared::transfer::{self, RegisterFile, Word};
use crate::types::Type;

/// Reads the arguments, has them handled, and puts the result where the caller expects it.
///
/// # Safety
///
/// `registers` and `stack` are those of a call of the interface of `S`, and `context` is one for `H`.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub(crate) unsafe fn answer<S: ReceivedSignature, H: Handler<S>>(
    context: *mut c_void,
    registers: &mut impl RegisterFile,
    stack: *const u8,
    results: &mut impl RegisterFile,
) {
    // SAFETY: the caller's promises.
    let output = unsafe { handle::<S, H>(context, registers, stack) };
    if const { Seat::of_interface(S::INTERFACE).low().is_some() } {
        let register = const { register_of(S::INTERFACE) };
        // Through memory, if the caller is a frame routine; in a register it costs nothing.
        *results.word(register) = if const { is_half_integer(S::INTERFACE) } {
            // SAFETY: the type of the result is a half.
            unsafe { low::zeroed_word(output) }
        } else {
            low::word(output)
        };
        return;
    }
    let seat = const { &Seat::of_interface(S::INTERFACE) };
    let output = ManuallyDrop::new(output);
    let source = ptr::from_ref(&output).cast();
    // SAFETY: `output` is of the result type of the interface, and the registers are those of its call.
    unsafe { give_back(*seat, registers, source, results) }
}

/// The register of a result that is the low end of it; of another result, some register.
const fn register_of(interface: &CallInterface) -> Register {
    low::known(Seat::of_interface(interface).low())
}

const fn is_half_integer(interface: &CallInterface) -> bool {
    matches!(register_of(interface), Register::Integer(_)) && low::is_half(interface.result())
}

/// Reads the arguments, and has them handled.
///
/// # Safety
///
/// Those of [`answer`].
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub(crate) unsafe fn handle<S: ReceivedSignature, H: Handler<S>>(
    context: *mut c_void,
    registers: &mut impl RegisterFile,
    stack: *const u8,
) -> S::Output {
    // SAFETY: the caller's promise.
    let arguments = unsafe { S::arguments(registers, stack) };
    // SAFETY: the caller's promise.
    unsafe { H::handle(context, arguments) }
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
