//! The registers of the convention, as calls in both directions hold them.

use core::arch::x86_64::__m128;
use core::mem::{MaybeUninit, offset_of};

use crate::abi::win64::{INTEGER_REGISTERS, NUMBER};
use crate::abi::{Convention, Register};
use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::transfer::{File, RegisterFile, Word};
use crate::machine::shared::typed::Rules;

/// Positions with registers.
pub(super) const POSITIONS: usize = INTEGER_REGISTERS.len();

/// All of a float register.
pub(super) type Vector = MaybeUninit<__m128>;

/// The low half of a float register.
#[inline(always)]
pub(super) const fn low(vector: &mut Vector) -> &mut Word {
    // SAFETY: the vector is larger and more aligned than the word, the borrow is handed on, and any
    // byte of either may be uninitialized.
    unsafe { &mut *core::ptr::from_mut(vector).cast::<Word>() }
}

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

// SAFETY: the arrays have a word or more for each register.
unsafe impl RegisterFile for ArgumentRegisters {
    const FILES: [File; 2] = [
        File {
            start: offset_of!(Self, integers),
            stride: size_of::<Word>(),
        },
        File {
            start: offset_of!(Self, floats),
            stride: size_of::<Vector>(),
        },
    ];

    #[inline(always)]
    fn word(&mut self, register: Register) -> &mut Word {
        match register {
            Register::Integer(number) => &mut self.integers[number as usize],
            Register::Float(number) => low(&mut self.floats[number as usize]),
        }
    }
}

// SAFETY: the arrays have a word or more for each register.
unsafe impl RegisterFile for ResultRegisters {
    const FILES: [File; 2] = [
        File {
            start: offset_of!(Self, rax),
            stride: size_of::<Word>(),
        },
        File {
            start: offset_of!(Self, xmm0),
            stride: size_of::<Word>(),
        },
    ];

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
