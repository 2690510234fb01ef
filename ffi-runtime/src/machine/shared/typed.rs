//! The contract of typed calls: what a convention implements for them, and what its call needs to know of an
//! interface. `call/typed` is the other side of it.

use core::mem::MaybeUninit;

use crate::abi::ResultPlace;
use crate::interface::CallInterface;
use crate::machine::shared::transfer::{self, RegisterFile};
use crate::types::booleans::Booleans;
use crate::types::{CodePointer, Type};

/// The rules of a convention, by the number that `typed::convention` gives.
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
