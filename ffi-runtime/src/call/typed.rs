//! The call of a declared method: every place is a constant, and the compiler keeps only the moves
//! and the call.
//!
//! The macro of a declaration selects the [`Form`] of the call by constants of the interface, which const
//! expressions may be as const-generic arguments in concrete code. It writes `Form::arguments`, one [`put`]
//! for each argument, and `Form::finish`. Each convention that this target can execute implements
//! [`Execute`] for its [`Rules`] in its folder of `machine`.
//!
//! With debug assertions the macro writes [`call`] instead, which goes through an interface that is prepared
//! when it is used first. Without optimization nothing would fold, and all of the above would be executed.

use core::ffi::c_void;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::ptr;

use crate::abi::{Piece, Place, Register};
use crate::call::DeclaredSignature;
use crate::interface::CallInterface;
use crate::machine::in_machine;
use crate::machine::shared::transfer;
pub use crate::machine::shared::transfer::{RegisterFile, Word};
pub use crate::machine::shared::typed::{Area, Execute, Rules, Summary, returning};
pub use crate::types::booleans::Booleans;
use crate::types::{CodePointer, Type};

/// The number of the interface's convention, for [`Rules`].
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

/// What else than shape and context the convention has to know about a callback.
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

/// The place of an argument.
#[must_use]
pub const fn place(interface: &CallInterface, index: usize) -> Place {
    interface.places()[index]
}

/// An argument of a call that comes in, by the constants of its interface. Its descriptor is that of the
/// interface, not of `ForeignType`, which functions over any lifetime do not have.
#[derive(Clone, Copy, Debug)]
pub struct Received {
    place: Place,
    ty: Type<'static>,
    booleans: Booleans,
}

/// An argument as it comes in.
#[must_use]
pub const fn received(interface: &'static CallInterface, index: usize) -> Received {
    let ty = interface.arguments()[index];
    Received {
        place: place(interface, index),
        ty,
        booleans: Booleans::of(ty),
    }
}

impl Received {
    /// Whether the low end of one register is the whole argument, and no byte of it is a `bool`.
    #[must_use]
    pub const fn is_low(&self) -> bool {
        matches!(self.place, Place::Register(Piece { offset: 0, .. })) && !self.booleans.any()
    }

    /// That register. Also for other arguments there is an answer, for the compiler evaluates constants in
    /// branches that it drops.
    #[must_use]
    pub const fn register(&self) -> Register {
        match self.place {
            Place::Register(piece) => piece.register,
            Place::Nowhere
            | Place::Registers(_)
            | Place::Stack { .. }
            | Place::Split { .. }
            | Place::Reference { .. } => Register::Integer(0),
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
    if argument.booleans.any() {
        // SAFETY: the bytes of the argument were just copied to `value`, which nothing else uses.
        unsafe { argument.booleans.normalize(argument.ty, target) }
    }
    // SAFETY: the caller of the interface passed a `T`, in which each `bool` is normalized.
    unsafe { value.assume_init() }
}

/// Reads an argument of a call that came in, and that is the low end of a register.
///
/// # Safety
///
/// `registers` are those of a call in which an argument of type `T` [is low](Received::is_low) in this one.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub unsafe fn get_low<T>(registers: &mut impl RegisterFile, register: Register) -> T {
    // SAFETY: the register holds the whole value, as the caller of the interface passed it.
    unsafe { transfer::narrow(*registers.word(register)) }
}

/// A call with these constants of its interface.
#[derive(Debug)]
pub struct Form<const CONVENTION: u8, const FORM: u8, const WORDS: usize, const SHAPE: u8>;

impl<const CONVENTION: u8, const FORM: u8, const WORDS: usize, const SHAPE: u8>
    Form<CONVENTION, FORM, WORDS, SHAPE>
where
    Rules<CONVENTION>: Execute<FORM, WORDS, SHAPE>,
{
    /// The registers and stack words of the call, all undefined.
    #[inline(always)]
    #[must_use]
    pub fn arguments() -> <Rules<CONVENTION> as Execute<FORM, WORDS, SHAPE>>::Arguments {
        Area::new()
    }

    /// Calls `target` and reads the result.
    ///
    /// # Safety
    ///
    /// - The constants and `summary` are those of one interface, whose arguments are all put, and whose
    ///   result type is that of `R`.
    /// - `target` is a function with that interface, and the caller may call it.
    #[inline(always)]
    pub unsafe fn finish<R>(
        arguments: <Rules<CONVENTION> as Execute<FORM, WORDS, SHAPE>>::Arguments,
        summary: Summary,
        target: CodePointer,
    ) -> R {
        // SAFETY: the arguments are in the places of the target's own interface.
        unsafe { <Rules<CONVENTION>>::execute(arguments, summary, target) }
    }
}

/// An argument, which the callee owns; aligned as conventions ask of a copy that is passed by its
/// address. The argument is at its start.
#[derive(Debug)]
#[repr(C, align(16))]
pub struct Value<T>(ManuallyDrop<T>);

impl<T> Value<T> {
    /// Of the argument.
    #[inline(always)]
    pub const fn new(argument: T) -> Self {
        Self(ManuallyDrop::new(argument))
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

/// Calls `target` through the interface of the signature as it is prepared at run time.
///
/// # Safety
///
/// - `arguments` are those of the signature, each the address of a value of its type that is not used
///   otherwise; `result` is that of memory for its result.
/// - `target` is a function of the signature, and the caller may call it.
pub unsafe fn call(
    signature: &'static DeclaredSignature,
    target: CodePointer,
    result: *mut c_void,
    arguments: &[*const c_void],
) {
    // SAFETY: by the contract of this function.
    unsafe { signature.interface().call(target, result, arguments) }
}
