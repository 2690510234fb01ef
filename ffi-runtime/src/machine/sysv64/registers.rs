//! The registers of the convention, as calls in both directions hold them.

use core::arch::x86_64::__m128;
use core::mem::{MaybeUninit, offset_of};

use crate::abi::Register;
use crate::machine::shared::transfer::{File, RegisterFile, Word};
use crate::machine::shared::typed::{Area, TypedSignature};

/// A vector register. As a vector, a lone `f32` in it costs no instruction to put there.
pub(super) type Vector = MaybeUninit<__m128>;

/// The registers that carry arguments; `V` is as much of a vector register as is of use.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ArgumentRegisters<V> {
    /// rdi, rsi, rdx, rcx, r8, r9.
    pub(super) integers: [Word; 6],
    /// xmm0 to xmm7.
    pub(super) floats: [V; 8],
    /// rax, of which a variadic callee reads al: an upper bound of the vector registers in use
    /// (psABI 3.2.3, passing, 3).
    pub(super) rax: Word,
}

/// The registers that carry results; `V` as above.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ResultRegisters<V> {
    /// rax, rdx.
    pub(super) integers: [Word; 2],
    /// xmm0, xmm1.
    pub(super) floats: [V; 2],
}

/// A type that can hold a vector register, or the low half of one.
pub trait VectorSlot: Copy {
    /// No defined byte.
    const UNDEFINED: Self;

    /// Every byte zero.
    const ZERO: Self;

    /// Whether it holds the whole register.
    const IS_WHOLE: bool;

    /// As much of a register as it holds.
    fn of(vector: Vector) -> Self;

    /// The low eight bytes.
    fn low(&mut self) -> &mut Word;

    /// All 16 bytes, of a slot that has them.
    fn whole(&mut self) -> *mut u8;
}

impl VectorSlot for Word {
    const UNDEFINED: Self = Self::uninit();

    const ZERO: Self = Self::new(0);

    const IS_WHOLE: bool = false;

    #[inline(always)]
    fn of(mut vector: Vector) -> Self {
        *vector.low()
    }

    #[inline(always)]
    fn low(&mut self) -> &mut Word {
        self
    }

    fn whole(&mut self) -> *mut u8 {
        unreachable!(
            "signatures with a value of 16 bytes in a register have frames with whole registers"
        )
    }
}

impl VectorSlot for Vector {
    const UNDEFINED: Self = Self::uninit();

    const ZERO: Self = Self::zeroed();

    const IS_WHOLE: bool = true;

    #[inline(always)]
    fn of(vector: Vector) -> Self {
        vector
    }

    #[inline(always)]
    fn low(&mut self) -> &mut Word {
        // SAFETY: the vector is larger and more aligned than the word, the borrow is handed on, and
        // any byte of either may be uninitialized.
        unsafe { &mut *core::ptr::from_mut(self).cast::<Word>() }
    }

    #[inline(always)]
    fn whole(&mut self) -> *mut u8 {
        self.as_mut_ptr().cast()
    }
}

/// All arguments of a call in their places.
#[derive(Clone, Copy, Debug)]
pub struct Arguments<const WORDS: usize> {
    /// The arguments in registers.
    pub(crate) registers: ArgumentRegisters<Vector>,
    /// The words on the stack, from the lowest address up.
    pub(crate) stack: [Word; WORDS],
}

impl<V: VectorSlot> ArgumentRegisters<V> {
    /// All registers undefined.
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self {
            integers: [Word::uninit(); 6],
            floats: [V::UNDEFINED; 8],
            rax: Word::uninit(),
        }
    }

    /// Tells a variadic callee how many vector registers carry arguments.
    #[inline(always)]
    pub(crate) const fn set_variadic(&mut self, floats: u8) {
        self.rax = Word::new(floats as u64);
    }

    /// [`set_variadic`](Self::set_variadic), if the functions of `S` are variadic.
    #[inline(always)]
    pub(super) const fn tell_variadic<S: TypedSignature>(&mut self) {
        if const { S::INTERFACE.fixed().is_some() } {
            self.set_variadic(const { S::INTERFACE.float_registers() });
        }
    }
}

impl<V: VectorSlot> ResultRegisters<V> {
    /// All registers undefined.
    #[inline(always)]
    pub(super) const fn undefined() -> Self {
        Self {
            integers: [Word::uninit(); 2],
            floats: [V::UNDEFINED; 2],
        }
    }
}

impl<V: VectorSlot> ResultRegisters<V> {
    /// All registers zero. Where they go through memory, a whole word is stored at once, as it is loaded.
    #[inline(always)]
    pub(super) const fn zero() -> Self {
        Self {
            integers: [Word::new(0); 2],
            floats: [V::ZERO; 2],
        }
    }
}

impl<const WORDS: usize> Area for Arguments<WORDS> {
    type Registers = ArgumentRegisters<Vector>;

    #[inline(always)]
    fn new() -> Self {
        Self {
            registers: ArgumentRegisters::new(),
            stack: [Word::uninit(); WORDS],
        }
    }

    #[inline(always)]
    fn parts(&mut self) -> (&mut ArgumentRegisters<Vector>, *mut u8) {
        (&mut self.registers, self.stack.as_mut_ptr().cast())
    }
}

// SAFETY: the arrays have a word or more for each register.
unsafe impl<V: VectorSlot> RegisterFile for ArgumentRegisters<V> {
    const IS_WIDE: bool = V::IS_WHOLE;

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

// SAFETY: the arrays have a word or more for each register.
unsafe impl<V: VectorSlot> RegisterFile for ResultRegisters<V> {
    const IS_WIDE: bool = V::IS_WHOLE;

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

impl ArgumentRegisters<Vector> {
    /// The registers as another form has them.
    #[inline(always)]
    pub(super) fn convert<V: VectorSlot>(self) -> ArgumentRegisters<V> {
        ArgumentRegisters {
            integers: self.integers,
            floats: self.floats.map(V::of),
            rax: self.rax,
        }
    }
}
