//! Execution: registers and stack words become a call.
//!
//! Typed calls have two forms of assembly, chosen by the interface: *forwarder* (a routine with the
//! parameters of a whole register file, which jumps to the target among them; the compiler writes the
//! stack words where they belong; in `forward`) and *frame* (any number of stack words; in `frame`).
//! Dynamic calls (`dynamic`) have a form of their own (`program`), and use the frame where that does not
//! reach.
//!
//! A call that stands inline in the caller's own code would have to say that it changes v8 to v15, of
//! which a callee preserves the lower halves only, and the caller would save them all.

use core::arch::aarch64::float32x2_t;
use core::mem::MaybeUninit;
use core::ptr;

use crate::abi::aapcs64::{ARGUMENT_REGISTERS, NUMBER};
use crate::abi::{Convention, Register, TARGET};
use crate::interface::CallInterface;
use crate::machine::aapcs64::forward::{Forwarding, MAX_FORWARDED};
use crate::machine::aapcs64::shape::{ResultShape, Shape};
use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::call::Arguments;
use crate::machine::shared::frame::call_words;
use crate::machine::shared::transfer::{RegisterFile, Word};
use crate::machine::shared::typed::{Execute, Rules, Summary, returning};
use crate::types::CodePointer;

/// The low half of a SIMD and floating-point register. As a vector, a lone `f32` in it costs no
/// instruction to put there.
pub(super) type Vector = MaybeUninit<float32x2_t>;

/// The registers that carry arguments.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ArgumentRegisters {
    /// x0 to x7, and x8 with the address of a result in memory.
    pub(super) integers: [Word; 9],
    /// d0 to d7.
    pub(super) floats: [Vector; 8],
}

/// The registers that carry results.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ResultRegisters {
    /// x0, x1.
    pub(super) integers: [Word; 2],
    /// d0 to d3.
    pub(super) floats: [Vector; 4],
}

const _: () = assert!(ARGUMENT_REGISTERS == 8);
const _: () = assert!(size_of::<Vector>() == size_of::<Word>());
const _: () = assert!(align_of::<Vector>() == align_of::<Word>());

impl ArgumentRegisters {
    /// All registers undefined.
    #[inline(always)]
    pub(super) const fn new() -> Self {
        Self {
            integers: [Word::uninit(); 9],
            floats: [Vector::uninit(); 8],
        }
    }
}

impl ResultRegisters {
    /// All registers undefined.
    #[inline(always)]
    pub(super) const fn undefined() -> Self {
        Self {
            integers: [Word::uninit(); 2],
            floats: [Vector::uninit(); 4],
        }
    }

    /// All registers zero. Where they go through memory, a whole word is stored at once, as it is loaded.
    #[inline(always)]
    pub(super) const fn zero() -> Self {
        Self {
            integers: [Word::new(0); 2],
            floats: [Vector::zeroed(); 4],
        }
    }
}

/// The bits of a register.
#[inline(always)]
const fn bits(vector: &mut Vector) -> &mut Word {
    // SAFETY: both have 8 bytes, any of which may be uninitialized, and are aligned to 8; the borrow is
    // handed on.
    unsafe { &mut *ptr::from_mut(vector).cast::<Word>() }
}

impl RegisterFile for ArgumentRegisters {
    #[inline(always)]
    fn word(&mut self, register: Register) -> &mut Word {
        match register {
            Register::Integer(number) => &mut self.integers[number as usize],
            Register::Float(number) => bits(&mut self.floats[number as usize]),
        }
    }
}

impl RegisterFile for ResultRegisters {
    #[inline(always)]
    fn word(&mut self, register: Register) -> &mut Word {
        match register {
            Register::Integer(number) => &mut self.integers[number as usize],
            Register::Float(number) => bits(&mut self.floats[number as usize]),
        }
    }
}

/// The convention, for what all of them share.
pub(crate) type Aapcs64 = Rules<{ NUMBER }>;

impl ConventionRegisters for Aapcs64 {
    const CONVENTION: Convention = TARGET.expect("code for this machine runs on it");

    type Arguments = ArgumentRegisters;

    const UNDEFINED: Self::Arguments = ArgumentRegisters::new();

    type Results = ResultRegisters;

    const ZERO: Self::Results = ResultRegisters::zero();
}

/// A form of the call, by the number that `form` gives.
#[derive(Debug)]
pub struct Form<const FORM: u8>;

/// The forwarder is told the target in x7, if no argument is there, or else in one more stack word.
pub(super) const FORWARD: u8 = 0;
pub(super) const FORWARD_ALL: u8 = 1;
const FRAME: u8 = 2;

/// The cheapest form that can execute `interface`.
pub(crate) const fn form(interface: &CallInterface) -> u8 {
    if interface.stack().size > MAX_FORWARDED * size_of::<Word>() {
        FRAME
    } else if interface.integer_registers() < ARGUMENT_REGISTERS {
        FORWARD
    } else {
        FORWARD_ALL
    }
}

impl<const FORM: u8, const WORDS: usize, const SHAPE: u8> Execute<FORM, WORDS, SHAPE> for Aapcs64
where
    Form<FORM>: Executing<WORDS>,
    ResultShape<SHAPE>: Shape,
{
    type Arguments = Arguments<Aapcs64, WORDS>;

    #[inline(always)]
    unsafe fn execute<R>(
        arguments: Arguments<Aapcs64, WORDS>,
        summary: Summary,
        target: CodePointer,
    ) -> R {
        // SAFETY: the caller's promises; the shape is that of the interface.
        unsafe { Form::<FORM>::execute::<ResultShape<SHAPE>, R>(arguments, summary, target) }
    }
}

/// A form that can execute calls with `WORDS` words on the stack.
pub trait Executing<const WORDS: usize> {
    /// Calls `target` and returns its result.
    ///
    /// # Safety
    ///
    /// - `arguments` are in the places of an interface that `target` has, that needs `WORDS` stack
    ///   words, and whose result is an `R` that comes in the registers of `S`.
    /// - `summary` is that of the interface.
    /// - The caller may call `target` with these arguments.
    unsafe fn execute<S: Shape, R>(
        arguments: Arguments<Aapcs64, WORDS>,
        summary: Summary,
        target: CodePointer,
    ) -> R;
}

impl<const WORDS: usize> Executing<WORDS> for Form<FRAME> {
    #[inline(always)]
    unsafe fn execute<S: Shape, R>(
        arguments: Arguments<Aapcs64, WORDS>,
        summary: Summary,
        target: CodePointer,
    ) -> R {
        let call = |Arguments { registers, stack }: Arguments<Aapcs64, WORDS>| {
            // SAFETY: the caller's promises.
            unsafe { call_words::<Aapcs64>(registers, &stack, summary.stack_align, target) }
        };
        // SAFETY: the caller's promises.
        unsafe { returning(arguments, summary, call) }
    }
}

/// The forwarders are generic in what they return; the frame is not.
macro_rules! forwarding_forms {
    ($($form:ident)*) => {$(
        impl<const WORDS: usize> Executing<WORDS> for Form<$form>
        where
            Self: Forwarding<WORDS>,
        {
            #[inline(always)]
            unsafe fn execute<S: Shape, R>(
                arguments: Arguments<Aapcs64, WORDS>,
                summary: Summary,
                target: CodePointer,
            ) -> R {
                // SAFETY: the caller's promises; an `S::Returned<R>` comes where the result does.
                let returned = unsafe { Self::forward::<S::Returned<R>>(arguments, target) };
                // SAFETY: the caller's promise.
                unsafe { S::read(returned, summary) }
            }
        }
    )*};
}

forwarding_forms! { FORWARD FORWARD_ALL }
