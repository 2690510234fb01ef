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

/// A SIMD and floating-point register in its whole width, as frames hold it.
pub(super) type Quad = MaybeUninit<u128>;

/// The registers that carry arguments; `V` is as much of a SIMD and floating-point register as is of use.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ArgumentRegisters<V = Vector> {
    /// x0 to x7, and x8 with the address of a result in memory.
    pub(super) integers: [Word; 9],
    /// v0 to v7.
    pub(super) floats: [V; 8],
}

/// The registers that carry results; `V` as above.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ResultRegisters<V = Vector> {
    /// x0, x1.
    pub(super) integers: [Word; 2],
    /// v0 to v3.
    pub(super) floats: [V; 4],
}

const _: () = assert!(ARGUMENT_REGISTERS == 8);
const _: () = assert!(size_of::<Vector>() == size_of::<Word>());
const _: () = assert!(align_of::<Vector>() == align_of::<Word>());

/// A word that can hold a SIMD and floating-point register, or its low half.
pub trait VectorSlot: Copy {
    /// The low eight bytes.
    fn low(&mut self) -> &mut Word;

    /// All 16 bytes, of a slot that has them.
    fn whole(&mut self) -> *mut u8;
}

impl VectorSlot for Vector {
    #[inline(always)]
    fn low(&mut self) -> &mut Word {
        // SAFETY: both have 8 bytes, any of which may be uninitialized, and are aligned to 8; the borrow is handed
        // on.
        unsafe { &mut *ptr::from_mut(self).cast::<Word>() }
    }

    fn whole(&mut self) -> *mut u8 {
        unreachable!("signatures with a value of 16 bytes in a register go through a frame")
    }
}

impl VectorSlot for Quad {
    #[inline(always)]
    fn low(&mut self) -> &mut Word {
        // SAFETY: the slot is larger and more aligned than the word, the borrow is handed on, and any byte of either
        // may be uninitialized.
        unsafe { &mut *ptr::from_mut(self).cast::<Word>() }
    }

    #[inline(always)]
    fn whole(&mut self) -> *mut u8 {
        self.as_mut_ptr().cast()
    }
}

impl<V> ArgumentRegisters<MaybeUninit<V>> {
    /// All registers undefined.
    #[inline(always)]
    pub(super) const fn new() -> Self {
        Self {
            integers: [Word::uninit(); 9],
            floats: [const { MaybeUninit::uninit() }; 8],
        }
    }
}

impl ResultRegisters<Vector> {
    /// All registers undefined.
    #[inline(always)]
    pub(super) const fn undefined() -> Self {
        Self {
            integers: [Word::uninit(); 2],
            floats: [Vector::uninit(); 4],
        }
    }
}

impl<V: Copy> ResultRegisters<MaybeUninit<V>> {
    /// All registers zero. Where they go through memory, a whole word is stored at once, as it is loaded.
    #[inline(always)]
    pub(super) const fn zero() -> Self {
        Self {
            integers: [Word::new(0); 2],
            floats: [MaybeUninit::zeroed(); 4],
        }
    }
}

macro_rules! register_files {
    ($($file:ident)*) => {$(
        // SAFETY: the arrays have a word or more for each register.
        unsafe impl<V: VectorSlot> RegisterFile for $file<V> {
            const IS_WIDE: bool = true;

            const FILES: [File; 2] = [
                File {
                    start: offset_of!(Self, integers),
                    stride: size_of::<Word>(),
                },
                File {
                    start: offset_of!(Self, floats),
                    stride: size_of::<V>(),
                },
            ];

            #[inline(always)]
            fn word(&mut self, register: Register) -> &mut Word {
                match register {
                    Register::Integer(number) => &mut self.integers[number as usize],
                    Register::Float(number) => self.floats[number as usize].low(),
                }
            }

            #[inline(always)]
            fn wide(&mut self, register: Register) -> *mut u8 {
                match register {
                    Register::Float(number) => self.floats[number as usize].whole(),
                    Register::Integer(_) => unreachable!("an integer register has a word"),
                }
            }
        }
    )*};
}

register_files! { ArgumentRegisters ResultRegisters }

/// The convention, for forwarders and entries that have the registers as parameters: with the low halves of SIMD and
/// floating-point registers.
pub(crate) type Aapcs64 = Rules<{ NUMBER }>;

impl ConventionRegisters for Aapcs64 {
    const CONVENTION: Convention = TARGET.expect("code for this machine runs on it");

    type Arguments = ArgumentRegisters;

    const UNDEFINED: Self::Arguments = ArgumentRegisters::new();

    type Results = ResultRegisters;

    const ZERO: Self::Results = ResultRegisters::zero();
}

/// The convention, for frames: with whole SIMD and floating-point registers.
#[derive(Debug)]
pub struct Framed;

impl ConventionRegisters for Framed {
    const CONVENTION: Convention = <Aapcs64 as ConventionRegisters>::CONVENTION;

    type Arguments = ArgumentRegisters<Quad>;

    const UNDEFINED: Self::Arguments = ArgumentRegisters::new();

    type Results = ResultRegisters<Quad>;

    const ZERO: Self::Results = ResultRegisters::zero();
}
