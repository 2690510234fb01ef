//! The registers of the convention, as calls in both directions hold them.

use core::arch::aarch64::float32x2_t;
use core::mem::{MaybeUninit, offset_of};
use core::ptr;

use crate::abi::aapcs64::{ARGUMENT_REGISTERS, NUMBER};
use crate::abi::{Convention, Register, TARGET};
use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::transfer::{File, RegisterFile, Word};
use crate::machine::shared::typed::Rules;

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
            Register::Float(number) => bits(&mut self.floats[number as usize]),
        }
    }
}

// SAFETY: the arrays have a word or more for each register.
unsafe impl RegisterFile for ResultRegisters {
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
