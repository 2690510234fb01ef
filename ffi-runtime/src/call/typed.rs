//! The call of a declared method: every place is a constant, and the compiler keeps only the moves
//! and the call.
//!
//! The macro of a declaration selects the [`Form`] of the call by constants of the interface, which const
//! expressions may be as const-generic arguments in concrete code. It writes `Form::arguments`, one [`put`]
//! for each argument, and `Form::finish`. Each convention that this target can execute implements
//! [`Execute`] for its [`Rules`] in its room.
//!
//! With debug assertions the macro writes [`call`] instead, which goes through an interface that is prepared
//! when it is used first. Without optimization nothing would fold, and all of the above would be executed.

use core::ffi::c_void;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::ptr;

use crate::abi::{Place, ResultPlace, in_room};
use crate::call::transfer;
pub use crate::call::transfer::{RegisterFile, Word};
use crate::call::{CallInterface, DeclaredSignature};
use crate::library::CodePointer;
use crate::types::Type;
pub use crate::types::booleans::Booleans;

/// The rules of a convention, by the number that [`convention`] gives.
#[derive(Debug)]
pub struct Rules<const CONVENTION: u8>;

/// A convention that can execute calls in a form of its own, with `WORDS` eightbytes on the stack and
/// a result in the registers that `SHAPE` stands for.
pub trait Execute<const FORM: u8, const WORDS: usize, const SHAPE: u8> {
    /// All arguments of a call in their places.
    type Arguments: Area;

    /// Calls `target` and returns its result.
    ///
    /// # Safety
    ///
    /// - `arguments` are in the places of an interface that `target` has, which has these constants,
    ///   and whose result is an `R`.
    /// - `summary` is that of the interface.
    /// - The caller may call `target` with these arguments.
    unsafe fn execute<R>(arguments: Self::Arguments, summary: Summary, target: CodePointer) -> R;
}

/// Registers and stack words of a call.
pub trait Area {
    /// The registers.
    type Registers: RegisterFile;

    /// All registers and words undefined.
    fn new() -> Self;

    /// The registers, and the start of the stack words.
    fn parts(&mut self) -> (&mut Self::Registers, *mut u8);
}

/// The number of the interface's convention, for [`Rules`].
#[must_use]
pub const fn convention(interface: &CallInterface) -> u8 {
    in_room!(interface.convention(), NUMBER)
}

/// The interface's form.
#[must_use]
pub const fn form(interface: &CallInterface) -> u8 {
    in_room!(interface.convention(), call::form(interface))
}

/// Eightbytes of stack arguments.
#[must_use]
pub const fn words(interface: &CallInterface) -> usize {
    interface.stack().size.div_ceil(8)
}

/// The registers that the result comes in.
#[must_use]
pub const fn shape(interface: &CallInterface) -> u8 {
    in_room!(interface.convention(), call::shape(interface))
}

/// What else than shape and context the convention has to know about a callback.
#[must_use]
pub const fn received_layout(interface: &CallInterface) -> usize {
    in_room!(interface.convention(), call::received_layout(interface))
}

/// The registers that the result of a callback goes to.
#[must_use]
pub const fn received_shape(interface: &CallInterface) -> u8 {
    in_room!(interface.convention(), call::received_shape(interface))
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

/// The descriptor of an argument.
#[must_use]
pub const fn ty(interface: &'static CallInterface, index: usize) -> Type<'static> {
    interface.arguments()[index]
}

/// The bytes of an argument that can only be a `bool`.
#[must_use]
pub const fn booleans(interface: &'static CallInterface, index: usize) -> Booleans {
    Booleans::of(ty(interface, index))
}

/// Reads an argument of a call that came in. The descriptor comes from the interface, not from
/// `ForeignType`, which functions over any lifetime do not have.
///
/// # Safety
///
/// `registers` and `stack` are those of a call in which an argument of type `T`, described by `ty`, has
/// this place and these bytes that can only be a `bool`; it is read once.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub unsafe fn get<T>(
    registers: &mut impl RegisterFile,
    stack: *const u8,
    ty: Type<'static>,
    place: Place,
    booleans: &'static Booleans,
) -> T {
    let mut value = MaybeUninit::<T>::uninit();
    let target = value.as_mut_ptr().cast();
    // SAFETY: the caller promises a call with this place, and `value` has room for a `T`.
    unsafe { transfer::get(registers, stack, place, target) }
    if booleans.any() {
        // SAFETY: the bytes of the argument were just copied to `value`, which nothing else uses.
        unsafe { booleans.normalize(ty, target) }
    }
    // SAFETY: the caller of the interface passed a `T`, in which each `bool` is normalized.
    unsafe { value.assume_init() }
}

/// What the call itself needs to know of its interface, as one constant.
#[derive(Clone, Copy, Debug)]
pub struct Summary {
    /// Where the result comes from.
    pub result: ResultPlace,
    /// Its type.
    pub ty: Type<'static>,
    /// Alignment of the stack area in bytes.
    pub stack_align: usize,
    /// How many float registers carry arguments, if the function is variadic.
    pub variadic_floats: Option<u8>,
    /// The bytes of the result that can only be a `bool`.
    pub booleans: &'static Booleans,
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
            booleans: interface.result_booleans(),
        }
    }

    /// Reads a result that came in registers; one that is in memory is there already.
    ///
    /// # Safety
    ///
    /// The registers are those that a call of the interface left, and its result is an `R`.
    #[inline(always)]
    pub(crate) unsafe fn take<R>(
        &self,
        mut registers: impl RegisterFile,
        result: &mut MaybeUninit<R>,
    ) {
        if let ResultPlace::Registers(pieces) = &self.result {
            let target = result.as_mut_ptr().cast();
            // SAFETY: the pieces are those of an `R`, and `result` has room for one.
            unsafe { transfer::take(&mut registers, pieces.as_slice(), target) }
        }
    }

    /// The result, once its bytes are there as the callee left them.
    ///
    /// # Safety
    ///
    /// A call of the interface wrote `result`, or it is `()`; the interface's result is an `R`.
    #[inline(always)]
    pub(crate) unsafe fn normalized<R>(&self, mut result: MaybeUninit<R>) -> R {
        if self.booleans.any() {
            // SAFETY: the bytes are those of an `R`, which has this descriptor, and the callee wrote them.
            unsafe { self.booleans.normalize(self.ty, result.as_mut_ptr().cast()) }
        }
        // SAFETY: the callee wrote an `R`, in which each `bool` is normalized; or `R` is `()`.
        unsafe { result.assume_init() }
    }
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

/// Makes room for the result of a call, and reads what the call brings back.
///
/// # Safety
///
/// `summary` is that of an interface whose result is an `R`; `call` executes it with the arguments
/// that it gets.
#[inline(always)]
pub unsafe fn returning<R, A: Area, Registers: RegisterFile>(
    mut arguments: A,
    summary: Summary,
    call: impl FnOnce(A) -> Registers,
) -> R {
    let mut result = MaybeUninit::<R>::uninit();
    if let ResultPlace::Memory { pointer, .. } = summary.result {
        *arguments.parts().0.word(pointer) =
            MaybeUninit::new(result.as_mut_ptr().expose_provenance() as u64);
    }
    let registers = call(arguments);
    // SAFETY: the caller's promises.
    unsafe { summary.take(registers, &mut result) }
    // SAFETY: the callee wrote the result: to memory, or to registers that were just copied; or `R`
    // is `()`.
    unsafe { summary.normalized(result) }
}
