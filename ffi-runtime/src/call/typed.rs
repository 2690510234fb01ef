//! The call of a declared method: every place is a constant, and the compiler keeps only the moves
//! and the call.
//!
//! The macro of a declaration makes a [`TypedSignature`] of each signature; its [`Form`] has constants of the
//! interface, which const expressions may be as const-generic arguments in concrete code. Each convention that
//! this target can execute implements [`Execute`] for its forms in its folder of `machine`.
//!
//! With debug assertions the macro makes a [`DeclaredSignature`] instead, whose calls go through an interface
//! that is prepared when it is used first. Without optimization nothing would fold, and all of this would be
//! executed.

use core::marker::PhantomData;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::ptr;

use crate::abi::{Place, Register};
use crate::call::DeclaredSignature;
use crate::interface::CallInterface;
use crate::machine::in_machine;
pub use crate::machine::shared::transfer::{RegisterFile, Word};
pub use crate::machine::shared::typed::{Area, Execute, Form, TypedSignature};
use crate::machine::shared::{low, transfer};
use crate::types::decoding::Decoding;
use crate::types::{CodePointer, Enums, Type};

/// The number of the interface's convention, for [`Form`].
#[must_use]
pub const fn convention(interface: &CallInterface) -> u8 {
    interface.convention().number()
}

/// The interface's form.
#[must_use]
pub const fn form(interface: &CallInterface) -> u8 {
    in_machine!(interface.convention(), form(interface))
}

/// Eightbytes of stack arguments.
#[must_use]
pub const fn words(interface: &CallInterface) -> usize {
    interface.stack().size.div_ceil(8)
}

/// The registers that the result comes in.
#[must_use]
pub const fn shape(interface: &CallInterface) -> u8 {
    in_machine!(interface.convention(), shape(interface))
}

/// The layout code of a callback, which is specific to its convention: the stack words on System V, 0 on RISC-V.
#[must_use]
pub const fn received_layout(interface: &CallInterface) -> usize {
    in_machine!(interface.convention(), received_layout(interface))
}

/// The registers that the result of a callback goes to.
#[must_use]
pub const fn received_shape(interface: &CallInterface) -> u8 {
    in_machine!(interface.convention(), received_shape(interface))
}

/// The number of the integer register that carries the context of a callback; if it is none, the context
/// comes another way.
#[must_use]
pub const fn context(interface: &CallInterface) -> u8 {
    interface.integer_registers()
}

/// An argument of a call that comes in, by the constants of its interface. Its descriptor is that of the
/// interface, not of `ForeignType`, which functions over any lifetime do not have.
#[derive(Clone, Copy, Debug)]
pub struct Received {
    place: Place,
    ty: Type<'static>,
    decoding: Decoding,
}

/// An argument as it comes in, with the enums of its type.
#[must_use]
pub const fn received(interface: &'static CallInterface, index: usize, enums: Enums) -> Received {
    let ty = interface.arguments()[index];
    Received {
        place: interface.places()[index],
        ty,
        decoding: Decoding::of(ty, enums),
    }
}

impl Received {
    /// Whether the argument is the low end of one register, and nothing of it has to be decoded.
    #[must_use]
    pub const fn is_low(&self) -> bool {
        low::incoming(&self.place, &self.decoding).is_some()
    }

    /// The number of that register, and whether it is a float register; some other one where it is not.
    #[must_use]
    pub const fn register(&self) -> (u8, bool) {
        match low::known(low::incoming(&self.place, &self.decoding)) {
            Register::Integer(number) => (number, false),
            Register::Float(number) => (number, true),
        }
    }
}

/// Reads an argument of a call that came in.
///
/// # Safety
///
/// `registers` and `stack` are those of a call in which an argument of type `T` comes in as `argument` says;
/// it is read once.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub unsafe fn get<T>(
    registers: &mut impl RegisterFile,
    stack: *const u8,
    argument: &'static Received,
) -> T {
    let mut value = MaybeUninit::<T>::uninit();
    let target = value.as_mut_ptr().cast();
    // SAFETY: the caller promises a call with this place, and `value` has room for a `T`.
    unsafe { transfer::get(registers, stack, argument.place, target) }
    if argument.decoding.any() {
        // SAFETY: the bytes of the argument were just copied to `value`, which nothing else uses.
        unsafe { argument.decoding.decode(argument.ty, target) }
    }
    // SAFETY: the caller of the interface passed a `T`, in which each `bool` and each enum was decoded.
    unsafe { value.assume_init() }
}

/// Reads an argument of a call that came in, and that is the low end of a register: a float register, or an integer
/// register, of this number.
///
/// # Safety
///
/// `registers` are those of a call in which an argument of type `T` [is low](Received::is_low) in this one.
#[inline(always)]
pub unsafe fn get_low<T, F: RegisterFile, const IS_FLOAT: bool, const NUMBER: u8>(
    registers: &mut F,
) -> T {
    let index = const {
        transfer::index_of::<F>(if IS_FLOAT {
            Register::Float(NUMBER)
        } else {
            Register::Integer(NUMBER)
        })
    };
    // SAFETY: the index is that of a register of this file.
    let word = unsafe { transfer::word_at(registers, index) };
    // SAFETY: the register holds the whole value, as the caller of the interface passed it.
    unsafe { low::narrow(word) }
}

/// An argument, which the callee owns; aligned as conventions ask of a copy that is passed by its
/// address. The argument is at its start.
#[derive(Debug)]
#[repr(C, align(16))]
pub struct Value<T>(ManuallyDrop<T>);

impl<T> Value<T> {
    /// Wraps an argument.
    #[inline(always)]
    pub const fn new(argument: T) -> Self {
        Self(ManuallyDrop::new(argument))
    }

    /// The argument.
    #[inline(always)]
    pub fn into_inner(self) -> T {
        ManuallyDrop::into_inner(self.0)
    }
}

/// Puts an argument in its place.
///
/// # Safety
///
/// - `place` is that of an argument of type `T` of the interface that `arguments` are for.
/// - `argument` lives until the call is over, and is not used otherwise: the callee may change it.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub unsafe fn put<T>(arguments: &mut impl Area, place: Place, argument: &mut Value<T>) {
    let (registers, stack) = arguments.parts();
    let source = ptr::from_mut(argument).cast::<u8>();
    if let Place::Reference { .. } = place {
        source.expose_provenance();
    }
    // SAFETY: the value at `source` is of the type that `place` was made for, and the area has the
    // stack words of the interface; the rest is the caller's promise.
    unsafe { transfer::put(registers, stack, place, source) }
}

/// Puts an argument that is the low end of a register.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn put_low<T>(arguments: &mut impl Area, register: Register, argument: T) {
    *arguments.parts().0.word(register) = low::word(argument);
}

/// Whether an argument is the low end of a register, and nothing widens it.
#[must_use]
pub const fn is_low<S: TypedSignature>(index: usize) -> bool {
    low::outgoing(&S::INTERFACE.places()[index]).is_some()
}

/// That register; some other one where it is not.
#[must_use]
pub const fn register<S: TypedSignature>(index: usize) -> Register {
    low::known(low::outgoing(&S::INTERFACE.places()[index]))
}

/// The place of an argument.
#[must_use]
pub const fn place<S: TypedSignature>(index: usize) -> Place {
    S::INTERFACE.places()[index]
}

/// The registers and stack words of a call, all undefined.
#[inline(always)]
#[must_use]
pub fn arguments<S: TypedSignature>() -> <S::Form as Execute>::Arguments {
    Area::new()
}

/// Calls `target` and reads the result.
///
/// # Safety
///
/// The arguments are all put, and the result of the signature is an `R`; `target` is a function of it, and the
/// caller may call it.
#[inline(always)]
pub unsafe fn execute<S: TypedSignature, R>(
    arguments: <S::Form as Execute>::Arguments,
    target: CodePointer,
) -> R {
    // SAFETY: by the contract of this function.
    unsafe { <S::Form>::execute::<S, R>(arguments, target) }
}

/// A declared signature whose calls are executed in the form of `S`.
#[derive(Debug)]
pub struct TypedDeclaration<S> {
    signature: DeclaredSignature,
    _typed: PhantomData<fn() -> S>,
}

impl<S> TypedDeclaration<S> {
    /// Declares a signature, which is that of `S`.
    #[must_use]
    pub const fn new(signature: DeclaredSignature) -> Self {
        Self {
            signature,
            _typed: PhantomData,
        }
    }

    /// The signature.
    #[must_use]
    pub const fn signature(&'static self) -> &'static DeclaredSignature {
        &self.signature
    }
}
