//! The contract of typed calls: what a convention implements for them, and what its call needs to know of a
//! signature. `call/typed` is the other side of it.

use core::mem::MaybeUninit;

use crate::abi::{Register, ResultPlace};
use crate::interface::CallInterface;
use crate::machine::shared::low;
use crate::machine::shared::transfer::{self, RegisterFile};
use crate::types::CodePointer;

/// The rules of a convention, by its number.
#[derive(Debug)]
pub struct Rules<const CONVENTION: u8>;

/// How a call is executed: by a convention, in a form of its own, with `WORDS` eightbytes on the stack and a
/// result in the registers that `SHAPE` stands for.
#[derive(Debug)]
pub struct Form<const CONVENTION: u8, const FORM: u8, const WORDS: usize, const SHAPE: u8>;

/// A signature with an interface that the compiler evaluates.
///
/// # Safety
///
/// The constants of `Form` are those of `INTERFACE`.
pub unsafe trait TypedSignature {
    /// The places of the signature.
    const INTERFACE: &'static CallInterface;
    /// The form that executes its calls.
    type Form: Execute;
}

/// A [`Form`] that its convention can execute.
pub trait Execute {
    /// All arguments of a call in their places.
    type Arguments: Area;

    /// Calls `target` and returns its result.
    ///
    /// # Safety
    ///
    /// - This is the form of `S`; `arguments` are in the places of its interface, whose result is an `R`.
    /// - `target` is a function of that interface, and the caller may call it with these arguments.
    unsafe fn execute<S: TypedSignature, R>(arguments: Self::Arguments, target: CodePointer) -> R;
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

/// The register of a result that is the low end of it.
const fn low_result(interface: &'static CallInterface) -> Option<Register> {
    match interface.result_place() {
        ResultPlace::Registers(pieces) => {
            low::incoming(&pieces.into_place(), interface.result_decoding())
        }
        ResultPlace::Nowhere | ResultPlace::Memory { .. } => None,
    }
}

/// The register that carries the address of a result in memory.
const fn result_pointer(interface: &CallInterface) -> Option<Register> {
    match interface.result_place() {
        ResultPlace::Memory { pointer, .. } => Some(pointer),
        ResultPlace::Nowhere | ResultPlace::Registers(_) => None,
    }
}

/// Makes room for the result of a call, and reads what the call brings back.
///
/// # Safety
///
/// The result of `S` is an `R`; `call` executes its interface with the arguments that it gets.
#[inline(always)]
pub(crate) unsafe fn returning<S: TypedSignature, R, A: Area, Registers: RegisterFile>(
    mut arguments: A,
    call: impl FnOnce(A) -> Registers,
) -> R {
    if const { result_pointer(S::INTERFACE).is_some() } {
        let mut result = MaybeUninit::<R>::uninit();
        let pointer = const { low::known(result_pointer(S::INTERFACE)) };
        *arguments.parts().0.word(pointer) =
            MaybeUninit::new(result.as_mut_ptr().expose_provenance() as u64);
        call(arguments);
        // SAFETY: the callee wrote the result.
        return unsafe { decoded::<S, R>(result) };
    }
    let registers = call(arguments);
    // SAFETY: the caller's promises.
    unsafe { returned::<S, R>(registers) }
}

/// Reads a result that came in registers, or that has no bytes.
///
/// # Safety
///
/// The registers are those that a call of `S` left, whose result is an `R`.
#[inline(always)]
pub(crate) unsafe fn returned<S: TypedSignature, R>(mut registers: impl RegisterFile) -> R {
    if const { low_result(S::INTERFACE).is_some() } {
        let register = const { low::known(low_result(S::INTERFACE)) };
        // SAFETY: the callee left the whole result there.
        return unsafe { low::narrow(*registers.word(register)) };
    }
    let mut result = MaybeUninit::<R>::uninit();
    if let ResultPlace::Registers(pieces) = const { &S::INTERFACE.result_place() } {
        // SAFETY: the pieces are those of an `R`, and `result` has room for one.
        unsafe {
            transfer::take(
                &mut registers,
                pieces.as_slice(),
                result.as_mut_ptr().cast(),
            )
        }
    }
    // SAFETY: the registers were copied to it, or `R` has no bytes.
    unsafe { decoded::<S, R>(result) }
}

/// The result, once its bytes are there as the callee left them.
///
/// # Safety
///
/// A call of `S` wrote `result`, or it has no bytes; the result of `S` is an `R`.
#[inline(always)]
pub(crate) unsafe fn decoded<S: TypedSignature, R>(mut result: MaybeUninit<R>) -> R {
    if const { S::INTERFACE.result_decoding().any() } {
        let ty = const { S::INTERFACE.result() };
        let value = result.as_mut_ptr().cast();
        // SAFETY: the bytes are those of an `R`, which has this descriptor, and the callee wrote them.
        unsafe { S::INTERFACE.result_decoding().decode(ty, value) }
    }
    // SAFETY: the callee wrote an `R`, in which each `bool` and each enum was decoded; or it has no bytes.
    unsafe { result.assume_init() }
}
