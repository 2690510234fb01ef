//! Execution: registers and stack words become a call.
//!
//! Typed calls have two forms of assembly, chosen by the interface: *forwarder* (a routine with the
//! parameters of a whole register file, which jumps to the target among them; the compiler writes the
//! stack words where they belong; in `forward`) and *frame* (any number of stack words; in `frame`).
//! Dynamic calls (`dynamic`) use the frame.

use crate::abi::riscv64::{ARGUMENT_REGISTERS, NUMBER};
use crate::abi::{Convention, Register};
use crate::interface::CallInterface;
use crate::machine::riscv64::forward::{Forwarding, MAX_FORWARDED};
use crate::machine::riscv64::shape::{ResultShape, Shape};
use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::call::Arguments;
use crate::machine::shared::frame::call_words;
use crate::machine::shared::transfer::{RegisterFile, Word};
use crate::machine::shared::typed::{Execute, Rules, Summary, returning};
use crate::types::CodePointer;

/// The registers that carry arguments.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ArgumentRegisters {
    /// a0 to a7.
    pub(super) integers: [Word; ARGUMENT_REGISTERS as usize],
    /// fa0 to fa7.
    pub(super) floats: [Word; ARGUMENT_REGISTERS as usize],
}

/// The registers that carry results.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ResultRegisters {
    /// a0, a1.
    pub(super) integers: [Word; 2],
    /// fa0, fa1.
    pub(super) floats: [Word; 2],
}

impl ArgumentRegisters {
    /// All registers undefined.
    #[inline(always)]
    pub(super) const fn new() -> Self {
        Self {
            integers: [Word::uninit(); ARGUMENT_REGISTERS as usize],
            floats: [Word::uninit(); ARGUMENT_REGISTERS as usize],
        }
    }
}

impl ResultRegisters {
    /// All registers undefined.
    #[inline(always)]
    pub(super) const fn undefined() -> Self {
        Self {
            integers: [Word::uninit(); 2],
            floats: [Word::uninit(); 2],
        }
    }

    /// All registers zero. Where they go through memory, a whole word is stored at once, as it is loaded.
    #[inline(always)]
    pub(super) const fn zero() -> Self {
        Self {
            integers: [Word::new(0); 2],
            floats: [Word::new(0); 2],
        }
    }
}

impl RegisterFile for ArgumentRegisters {
    #[inline(always)]
    fn word(&mut self, register: Register) -> &mut Word {
        match register {
            Register::Integer(number) => &mut self.integers[number as usize],
            Register::Float(number) => &mut self.floats[number as usize],
        }
    }
}

impl RegisterFile for ResultRegisters {
    #[inline(always)]
    fn word(&mut self, register: Register) -> &mut Word {
        match register {
            Register::Integer(number) => &mut self.integers[number as usize],
            Register::Float(number) => &mut self.floats[number as usize],
        }
    }
}

/// The convention, for what all of them share.
pub(crate) type Riscv64 = Rules<{ NUMBER }>;

impl ConventionRegisters for Riscv64 {
    const CONVENTION: Convention = Convention::Riscv64;

    type Arguments = ArgumentRegisters;

    const UNDEFINED: Self::Arguments = ArgumentRegisters::new();

    type Results = ResultRegisters;

    const ZERO: Self::Results = ResultRegisters::zero();
}

/// A form of the call, by the number that `form` gives.
#[derive(Debug)]
pub struct Form<const FORM: u8>;

/// The forwarder is told the target in a7, if no argument is there, or else in one more stack word.
pub(super) const FORWARD: u8 = 0;
pub(super) const FORWARD_ALL: u8 = 1;
const FRAME: u8 = 2;

/// The cheapest form that can execute `interface`.
pub(crate) const fn form(interface: &CallInterface) -> u8 {
    if interface.stack().size > MAX_FORWARDED * size_of::<Word>() {
        FRAME
    } else if interface.integer_registers() < ARGUMENT_REGISTERS {
        // Nothing is on the stack as long as an integer register is left: it is where arguments go that
        // find no float register.
        FORWARD
    } else {
        FORWARD_ALL
    }
}

impl<const FORM: u8, const WORDS: usize, const SHAPE: u8> Execute<FORM, WORDS, SHAPE> for Riscv64
where
    Form<FORM>: Executing<WORDS>,
    ResultShape<SHAPE>: Shape,
{
    type Arguments = Arguments<Riscv64, WORDS>;

    #[inline(always)]
    unsafe fn execute<R>(
        arguments: Arguments<Riscv64, WORDS>,
        summary: Summary,
        target: CodePointer,
    ) -> R {
        let call = |arguments: Arguments<Riscv64, WORDS>| {
            // SAFETY: the caller's promises; the shape is that of the interface.
            unsafe { Form::<FORM>::execute::<ResultShape<SHAPE>>(arguments, summary, target) }
        };
        // SAFETY: the caller's promises.
        unsafe { returning(arguments, summary, call) }
    }
}

/// A form that can execute calls with `WORDS` words on the stack.
pub trait Executing<const WORDS: usize> {
    /// Calls `target`.
    ///
    /// # Safety
    ///
    /// - `arguments` are in the places of an interface that `target` has, that needs `WORDS` stack
    ///   words, and whose result comes in the registers of `S`.
    /// - `summary` is that of the interface.
    /// - The caller may call `target` with these arguments.
    unsafe fn execute<S: Shape>(
        arguments: Arguments<Riscv64, WORDS>,
        summary: Summary,
        target: CodePointer,
    ) -> ResultRegisters;
}

impl<const WORDS: usize> Executing<WORDS> for Form<FRAME> {
    #[inline(always)]
    unsafe fn execute<S: Shape>(
        arguments: Arguments<Riscv64, WORDS>,
        summary: Summary,
        target: CodePointer,
    ) -> ResultRegisters {
        let Arguments { registers, stack } = arguments;
        // SAFETY: the caller's promises.
        unsafe { call_words::<Riscv64>(registers, &stack, summary.stack_align, target) }
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
            unsafe fn execute<S: Shape>(
                arguments: Arguments<Riscv64, WORDS>,
                _summary: Summary,
                target: CodePointer,
            ) -> ResultRegisters {
                // SAFETY: the caller's promises.
                S::widen(unsafe { Self::forward::<S::Registers>(arguments, target) })
            }
        }
    )*};
}

forwarding_forms! { FORWARD FORWARD_ALL }

/// For a callback there is nothing else to know.
pub(crate) const fn received_layout(_: &CallInterface) -> usize {
    0
}
