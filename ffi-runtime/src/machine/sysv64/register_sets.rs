//! The sets of registers that frames hold, and which of them an interface has.

use core::mem::MaybeUninit;

use crate::abi::sysv64::{NUMBER, SSE_RESULTS};
use crate::abi::{Convention, Piece, Place, Register, ResultPlace};
use crate::interface::CallInterface;
use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::transfer::{File, RegisterFile, Word};
use crate::machine::shared::typed::Rules;
use crate::machine::sysv64::registers::{ArgumentRegisters, ResultRegisters, Vector};

/// The convention, for what all of them share.
pub(crate) type Sysv64 = Rules<{ NUMBER }>;

impl ConventionRegisters for Sysv64 {
    const CONVENTION: Convention = Convention::Sysv64;

    type Arguments = ArgumentRegisters<Word>;

    const UNDEFINED: Self::Arguments = ArgumentRegisters::new();

    type Results = ResultRegisters<Word>;

    const ZERO: Self::Results = ResultRegisters::zero();
}

/// The convention, for signatures with a value that fills a vector register. The frames of other signatures have the low
/// halves of the registers.
#[derive(Debug)]
pub(crate) struct Vectors;

impl ConventionRegisters for Vectors {
    const CONVENTION: Convention = Convention::Sysv64;

    const IS_RARE: bool = true;

    type Arguments = ArgumentRegisters<Vector>;

    const UNDEFINED: Self::Arguments = ArgumentRegisters::new();

    type Results = ResultRegisters<Vector>;

    const ZERO: Self::Results = ResultRegisters::zero();
}

/// The convention, for signatures with a result in `COUNT` x87 registers: one for `long double`, two for a complex
/// one. A register of the x87 stack must be taken from it or put there exactly if the result is in it, so these
/// signatures have frame routines of their own.
#[derive(Debug)]
pub(crate) struct X87<const COUNT: usize>;

/// The x87 registers of a result, each in the 10 bytes of the extended format and 6 more.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(16))]
pub(crate) struct X87Results {
    /// st0, st1.
    pub(super) stack: [MaybeUninit<u128>; 2],
}

impl<const COUNT: usize> ConventionRegisters for X87<COUNT> {
    const CONVENTION: Convention = Convention::Sysv64;

    const IS_RARE: bool = true;

    // Also of a signature with a value that fills a vector register.
    type Arguments = ArgumentRegisters<Vector>;

    const UNDEFINED: Self::Arguments = ArgumentRegisters::new();

    type Results = X87Results;

    const ZERO: Self::Results = X87Results {
        stack: [MaybeUninit::new(0); 2],
    };
}

// SAFETY: the array has more than a word for each of its registers, whose numbers begin with that of st0.
unsafe impl RegisterFile for X87Results {
    const IS_WIDE: bool = true;

    const FILES: [File; 2] = {
        let stride = size_of::<u128>();
        let file = File { start: 0, stride };
        [file, file]
    };

    #[inline(always)]
    fn word(&mut self, register: Register) -> &mut Word {
        let slot = self.wide(register).cast::<Word>();
        // SAFETY: the slot has 16 bytes, is aligned to 16, and is borrowed as long as `self` is; any byte of a word
        // may be uninitialized.
        unsafe { &mut *slot }
    }

    #[inline(always)]
    fn wide(&mut self, register: Register) -> *mut u8 {
        match register {
            Register::Float(number) if number >= SSE_RESULTS => self.stack
                [usize::from(number - SSE_RESULTS)]
            .as_mut_ptr()
            .cast(),
            Register::Integer(_) | Register::Float(_) => {
                unreachable!("the result is in x87 registers, and not in {register:?}")
            }
        }
    }
}

/// The registers that the frames of an interface have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FrameRegisters {
    /// [`Sysv64`]: the low halves of vector registers.
    Halves,
    /// [`Vectors`].
    Vectors,
    /// [`X87<1>`](X87).
    X87,
    /// [`X87<2>`](X87).
    ComplexX87,
}

/// The registers that the frames of an interface have.
pub(super) const fn frame_registers(interface: &CallInterface) -> FrameRegisters {
    if let ResultPlace::Registers(pieces) = interface.result_place() {
        match *pieces.as_slice() {
            [piece, ..] if !piece.is_wide() => {}
            [
                Piece {
                    register: Register::Float(SSE_RESULTS..),
                    ..
                },
            ] => return FrameRegisters::X87,
            [
                Piece {
                    register: Register::Float(SSE_RESULTS..),
                    ..
                },
                _,
            ] => return FrameRegisters::ComplexX87,
            [..] => return FrameRegisters::Vectors,
        }
    }
    let places = interface.places();
    let mut index = 0;
    while index < places.len() {
        // A value that fills a register is in no other one.
        if let Place::Register(piece) = places[index]
            && piece.is_wide()
        {
            return FrameRegisters::Vectors;
        }
        index += 1;
    }
    FrameRegisters::Halves
}

/// Bytes from one vector register of arguments to the next in a frame.
pub(super) const fn stride<R: ConventionRegisters>() -> usize {
    <R::Arguments as RegisterFile>::FILES[1].stride
}
