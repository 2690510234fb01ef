//! The call of a declared method: every place is a constant, and the compiler keeps only the moves
//! and the call.
//!
//! [`typed_call!`](crate::macro_support::typed_call) is what the macro of a declaration writes. It
//! selects the form of the call by constants of the interface: const expressions are allowed as
//! const-generic arguments in concrete code.
//!
//! In a build with debug assertions the functions that move values are shared between the calls: to
//! inline them would cost the compiler most of its time and memory, and nothing would fold.

use core::mem::{ManuallyDrop, MaybeUninit};
use core::ptr;

pub use crate::abi::sysv64::call::{
    ArgumentRegisters, Arguments, Execute, Form, ResultRegisters, ResultShape, Shape, Two,
    VectorSlot,
};
use crate::abi::{Place, ResultPlace};
use crate::call::CallInterface;
use crate::call::transfer;
pub use crate::call::transfer::{RegisterFile, Word};
use crate::library::CodePointer;
use crate::types::{ForeignType, Type};

/// The interface's form, for [`Form`].
#[must_use]
pub const fn form(interface: &CallInterface) -> u8 {
    crate::abi::sysv64::call::form(interface)
}

/// Eightbytes of stack arguments.
#[must_use]
pub const fn words(interface: &CallInterface) -> usize {
    interface.stack().size.div_ceil(8)
}

/// The registers that the result comes in, for [`ResultShape`].
#[must_use]
pub const fn shape(interface: &CallInterface) -> u8 {
    crate::abi::sysv64::call::shape(interface)
}

/// The registers that the result of a callback goes to, for [`ResultShape`].
#[must_use]
pub const fn received_shape(interface: &CallInterface) -> u8 {
    crate::abi::sysv64::call::received_shape(interface)
}

/// The number of the register that carries the context of a callback, for [`Receiver`].
///
/// [`Receiver`]: crate::abi::sysv64::receive::Receiver
#[must_use]
pub const fn context(interface: &CallInterface) -> u8 {
    crate::abi::sysv64::receive::context(interface)
}

/// The place of an argument.
#[must_use]
pub const fn place(interface: &CallInterface, index: usize) -> Place {
    interface.places()[index]
}

/// Reads an argument of a call that came in.
///
/// # Safety
///
/// `registers` and `stack` are those of a call in which an argument of type `T` has this place; it is
/// read once.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub unsafe fn get<T: ForeignType>(
    registers: &mut impl RegisterFile,
    stack: *const u8,
    place: Place,
) -> T {
    let mut value = MaybeUninit::<T>::uninit();
    let target = value.as_mut_ptr().cast();
    // SAFETY: the caller's promise, and `value` has room for a `T`.
    unsafe { transfer::get(registers, stack, T::TYPE, place, target) }
    // SAFETY: the caller of the interface passed a `T`.
    unsafe { value.assume_init() }
}

/// What the call itself needs to know of its interface, as one constant.
#[derive(Clone, Copy, Debug)]
pub struct Summary {
    result: ResultPlace,
    ty: Type<'static>,
    pub(crate) stack_align: usize,
    variadic_floats: Option<u8>,
}

impl Summary {
    /// Of `interface`.
    #[must_use]
    pub const fn of(interface: &'static CallInterface) -> Self {
        Self {
            result: interface.result_place(),
            ty: interface.result(),
            stack_align: interface.stack().align,
            variadic_floats: match interface.fixed() {
                Some(_) => Some(interface.float_registers()),
                None => None,
            },
        }
    }
}

/// Puts an argument in its place; the callee owns it from here on.
///
/// # Safety
///
/// - `place` is that of an argument of type `T` of an interface, and no reference: the copy would
///   be gone before the call.
/// - `stack` leads to a writable area for the stack words of that interface, aligned to 8.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub unsafe fn put<T>(registers: &mut impl RegisterFile, stack: *mut u8, place: Place, argument: T) {
    let argument = ManuallyDrop::new(argument);
    let source = ptr::from_ref(&argument).cast();
    // SAFETY: the value at `source` is of the type that `place` was made for; the rest is the
    // caller's promise.
    unsafe { transfer::put(registers, stack, place, source) }
}

/// Calls `target` and reads the result.
///
/// # Safety
///
/// - `FORM`, `WORDS`, `SHAPE` and `summary` are those of one interface, whose arguments are all put,
///   and whose result type is that of `R`.
/// - `target` is a function with that interface, and the caller may call it.
#[inline(always)]
pub unsafe fn finish<const FORM: u8, const WORDS: usize, const SHAPE: u8, R>(
    mut arguments: Arguments<WORDS>,
    summary: Summary,
    target: CodePointer,
) -> R
where
    Form<FORM>: Execute<WORDS>,
    ResultShape<SHAPE>: Shape,
{
    if let Some(floats) = summary.variadic_floats {
        arguments.registers.set_variadic(floats);
    }
    // SAFETY: the arguments are in the places of the target's own interface.
    unsafe { Form::<FORM>::execute::<ResultShape<SHAPE>, R>(arguments, summary, target) }
}

/// Makes room for the result of a call, and reads what the call brings back.
///
/// # Safety
///
/// `summary` is that of an interface whose result is an `R`; `call` executes it with the arguments
/// that it gets.
#[inline(always)]
pub(crate) unsafe fn returning<R, const WORDS: usize, Registers: RegisterFile>(
    mut arguments: Arguments<WORDS>,
    summary: Summary,
    call: impl FnOnce(Arguments<WORDS>) -> Registers,
) -> R {
    let mut result = MaybeUninit::<R>::uninit();
    if let ResultPlace::Memory { pointer, .. } = summary.result {
        *arguments.registers.word(pointer) =
            MaybeUninit::new(result.as_mut_ptr().expose_provenance() as u64);
    }
    let mut registers = call(arguments);
    if let ResultPlace::Registers(pieces) = &summary.result {
        let target = result.as_mut_ptr().cast();
        // SAFETY: the pieces are those of an `R`, and `result` has room for one.
        unsafe { transfer::take(&mut registers, summary.ty, pieces.as_slice(), target) }
    }
    // SAFETY: the callee wrote the result: to memory, or to registers that were just copied; or `R`
    // is `()`.
    unsafe { result.assume_init() }
}
