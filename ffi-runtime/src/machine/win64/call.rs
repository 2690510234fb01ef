//! Execution: registers and stack words become a call.
//!
//! Typed calls have two forms of assembly, chosen by the interface: *forwarder* (a routine with the
//! parameters of a whole register file, which jumps to the target among them; the compiler reserves
//! the home space and writes the stack words where they belong; in `forward`) and *frame* (any number
//! of stack words; in `frame`). Dynamic calls (`dynamic`) use the frame.

use core::mem::MaybeUninit;

use crate::abi::win64::{INTEGER_REGISTERS, NUMBER};
use crate::abi::{Convention, Piece, Place, Register, ResultPlace};
use crate::interface::CallInterface;
use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::call::Arguments;
use crate::machine::shared::frame::call_words;
use crate::machine::shared::transfer::{RegisterFile, Word};
use crate::machine::shared::typed::{Execute, Rules, Summary, returning};
use crate::machine::win64::forward::{Forwarding, MAX_FORWARDED};
use crate::machine::win64::shape::{ResultShape, Shape, Vector, low};
use crate::types::CodePointer;

/// Positions with registers.
pub(super) const POSITIONS: usize = INTEGER_REGISTERS.len();

/// The registers that carry arguments: one of either file for each of the first positions.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ArgumentRegisters {
    /// rcx, rdx, r8, r9.
    pub(super) integers: [Word; POSITIONS],
    /// xmm0 to xmm3. As a vector, a lone `f32` in it costs no instruction to put there.
    pub(super) floats: [Vector; POSITIONS],
}

/// The registers that carry results.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ResultRegisters {
    /// rax.
    pub(super) rax: Word,
    /// The halves of xmm0.
    pub(super) xmm0: [Word; 2],
}

impl ArgumentRegisters {
    /// All registers undefined.
    #[inline(always)]
    pub(super) const fn new() -> Self {
        Self {
            integers: [Word::uninit(); POSITIONS],
            floats: [Vector::uninit(); POSITIONS],
        }
    }
}

impl ResultRegisters {
    /// All registers undefined.
    #[inline(always)]
    pub(super) const fn undefined() -> Self {
        Self {
            rax: Word::uninit(),
            xmm0: [Word::uninit(); 2],
        }
    }
}

impl ResultRegisters {
    /// All registers zero. Where they go through memory, a whole word is stored at once, as it is loaded.
    #[inline(always)]
    pub(super) const fn zero() -> Self {
        Self {
            rax: Word::new(0),
            xmm0: [Word::new(0); 2],
        }
    }
}

impl RegisterFile for ArgumentRegisters {
    #[inline(always)]
    fn word(&mut self, register: Register) -> &mut Word {
        match register {
            Register::Integer(number) => &mut self.integers[number as usize],
            Register::Float(number) => low(&mut self.floats[number as usize]),
        }
    }
}

impl RegisterFile for ResultRegisters {
    #[inline(always)]
    fn word(&mut self, register: Register) -> &mut Word {
        match register {
            Register::Integer(_) => &mut self.rax,
            Register::Float(half) => &mut self.xmm0[half as usize],
        }
    }
}

/// The convention, for what all of them share.
pub(crate) type Win64 = Rules<{ NUMBER }>;

impl ConventionRegisters for Win64 {
    const CONVENTION: Convention = Convention::Win64;

    type Arguments = ArgumentRegisters;

    const UNDEFINED: Self::Arguments = ArgumentRegisters::new();

    type Results = ResultRegisters;

    const ZERO: Self::Results = ResultRegisters::zero();
}

/// A form of the call, by the number that `form` gives. Below [`FRAME`] it is a forwarder, and its bits
/// say which of the positions carry a float, whether the target is variadic (then none does), whether it
/// is told in r9, and whether the compiler passes the place of a result in memory in rcx.
#[derive(Debug)]
pub struct Form<const FORM: u8>;

pub(super) const VARIADIC: u8 = 1 << POSITIONS;
pub(super) const SPARE: u8 = VARIADIC << 1;
pub(super) const MEMORY: u8 = SPARE << 1;
const FRAME: u8 = MEMORY << 1;

/// The cheapest form that can execute `interface`.
pub(crate) const fn form(interface: &CallInterface) -> u8 {
    if interface.stack().size > MAX_FORWARDED * size_of::<Word>() {
        return FRAME;
    }
    let mut form = float_positions(interface);
    if interface.fixed().is_some() {
        assert!(
            form == 0,
            "a float of a variadic interface is in both registers of its position"
        );
        form |= VARIADIC;
    } else if let ResultPlace::Memory { .. } = interface.result_place() {
        form |= MEMORY;
    }
    if (interface.integer_registers() as usize) < POSITIONS {
        form |= SPARE;
    }
    form
}

/// The positions whose argument is in a float register: bit N for position N.
pub(super) const fn float_positions(interface: &CallInterface) -> u8 {
    let mut positions = 0;
    let mut index = 0;
    while index < interface.places().len() {
        match interface.places()[index] {
            Place::Register(Piece { register, .. }) => match register {
                Register::Float(number) => positions |= 1 << number,
                Register::Integer(_) => {}
            },
            // A variadic float is in both registers of its position, so the integer one serves.
            Place::Registers(_) | Place::Stack { .. } | Place::Reference { .. } => {}
            Place::Nowhere | Place::Split { .. } => {
                panic!("Win64 gives every argument a place, and splits none")
            }
        }
        index += 1;
    }
    positions
}

impl<const FORM: u8, const WORDS: usize, const SHAPE: u8> Execute<FORM, WORDS, SHAPE> for Win64
where
    Form<FORM>: Executing<WORDS>,
    ResultShape<SHAPE>: Shape,
{
    type Arguments = Arguments<Win64, WORDS>;

    #[inline(always)]
    unsafe fn execute<R>(
        arguments: Arguments<Win64, WORDS>,
        summary: Summary,
        target: CodePointer,
    ) -> R {
        // SAFETY: the caller's promises; the shape is that of the interface.
        unsafe { Form::<FORM>::execute::<ResultShape<SHAPE>, R>(arguments, summary, target) }
    }
}

/// A form that can execute calls with `WORDS` words on the stack.
pub trait Executing<const WORDS: usize> {
    /// Calls `target`.
    ///
    /// # Safety
    ///
    /// - `arguments` are in the places of an interface that `target` has, that needs `WORDS` stack
    ///   words, and whose result is an `R`, which comes in the registers of `S` if it does not come in
    ///   memory.
    /// - `summary` is that of the interface.
    /// - The caller may call `target` with these arguments.
    unsafe fn execute<S: Shape, R>(
        arguments: Arguments<Win64, WORDS>,
        summary: Summary,
        target: CodePointer,
    ) -> R;
}

impl<const WORDS: usize> Executing<WORDS> for Form<FRAME> {
    #[inline(always)]
    unsafe fn execute<S: Shape, R>(
        arguments: Arguments<Win64, WORDS>,
        summary: Summary,
        target: CodePointer,
    ) -> R {
        let call = |Arguments { registers, stack }| {
            // SAFETY: the caller's promises.
            unsafe { call_words::<Win64>(registers, &stack, summary.stack_align, target) }
        };
        // SAFETY: the caller's promises.
        unsafe { returning::<R, Arguments<Win64, WORDS>, _>(arguments, summary, call) }
    }
}

/// The forwarders are generic in what they return; the frame is not.
macro_rules! forwarding_forms {
    ($($form:literal)*) => {$(
        impl<const WORDS: usize> Executing<WORDS> for Form<$form>
        where
            Form<$form>: Forwarding<WORDS>,
        {
            #[inline(always)]
            unsafe fn execute<S: Shape, R>(
                arguments: Arguments<Win64, WORDS>,
                summary: Summary,
                target: CodePointer,
            ) -> R {
                let call = |arguments| {
                    // SAFETY: the caller's promises; `S::Registers` has the registers of the result.
                    S::widen(unsafe { Self::forward::<S::Registers>(arguments, target) })
                };
                // SAFETY: the caller's promises.
                unsafe { returning(arguments, summary, call) }
            }
        }
    )*};
}

/// The compiler passes the place of an `R` that comes in memory in rcx, as the interface does, and needs no
/// copy of it.
macro_rules! memory_forms {
    ($($form:literal)*) => {$(
        impl<const WORDS: usize> Executing<WORDS> for Form<$form>
        where
            Form<$form>: Forwarding<WORDS>,
        {
            #[inline(always)]
            unsafe fn execute<S: Shape, R>(
                arguments: Arguments<Win64, WORDS>,
                summary: Summary,
                target: CodePointer,
            ) -> R {
                // SAFETY: the caller's promises; `MaybeUninit<R>` is returned as `R` is.
                let result = unsafe { Self::forward::<MaybeUninit<R>>(arguments, target) };
                // SAFETY: the call wrote it.
                unsafe { summary.normalized(result) }
            }
        }
    )*};
}

const _: () = assert!(VARIADIC == 16 && SPARE == 32 && MEMORY == 64);

forwarding_forms! {
    0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
    16
    32 33 34 35 36 37 38 39
    48
}

memory_forms! {
    64 66 68 70 72 74 76 78
    96 98 100 102
}

/// For a callback: the positions whose argument is in a float register.
pub(crate) const fn received_layout(interface: &CallInterface) -> usize {
    float_positions(interface) as usize
}
