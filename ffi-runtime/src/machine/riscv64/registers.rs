//! The registers of the convention, as calls in both directions hold them.

use core::arch::asm;
use core::mem::{MaybeUninit, offset_of};

use crate::abi::riscv64::{ARGUMENT_REGISTERS, NUMBER};
use crate::abi::{Convention, Register};
use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::transfer::{File, RegisterFile, Word};
use crate::machine::shared::typed::Rules;

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

// SAFETY: the arrays have a word or more for each register.
unsafe impl RegisterFile for ArgumentRegisters {
    const FILES: [File; 2] = [
        File {
            start: offset_of!(Self, integers),
            stride: size_of::<Word>(),
        },
        File {
            start: offset_of!(Self, floats),
            stride: size_of::<Word>(),
        },
    ];

    #[inline(always)]
    fn word(&mut self, register: Register) -> &mut Word {
        match register {
            Register::Integer(number) => &mut self.integers[number as usize],
            Register::Float(number) => &mut self.floats[number as usize],
        }
    }

    /// Every `f32` in a register is boxed, which the compiler cannot make use of.
    #[inline(always)]
    fn nan_boxed(single: MaybeUninit<f32>) -> Word {
        let boxed: f64;
        // SAFETY: copies all bits of one register to another.
        unsafe {
            asm!(
                "fmv.d {boxed}, {single}",
                boxed = lateout(freg) boxed,
                single = in(freg) single,
                options(pure, nomem, nostack, preserves_flags),
            );
        }
        Word::new(boxed.to_bits())
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
            stride: size_of::<Word>(),
        },
    ];

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
