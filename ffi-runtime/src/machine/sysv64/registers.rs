//! The registers of the convention, as calls in both directions hold them.

use core::arch::x86_64::__m128;
use core::mem::{MaybeUninit, offset_of};

use crate::abi::sysv64::{NUMBER, SSE_RESULTS};
use crate::abi::{Convention, Register};
use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::transfer::{File, RegisterFile, Word};
use crate::machine::shared::typed::{Area, Rules, TypedSignature};

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

/// What can hold the low half of a vector register.
pub trait VectorSlot: Copy {
    /// No defined byte.
    const UNDEFINED: Self;

    /// The low eight bytes.
    fn low(&mut self) -> &mut Word;
}

impl VectorSlot for Word {
    const UNDEFINED: Self = Self::uninit();

    #[inline(always)]
    fn low(&mut self) -> &mut Word {
        self
    }
}

impl VectorSlot for Vector {
    const UNDEFINED: Self = Self::uninit();

    #[inline(always)]
    fn low(&mut self) -> &mut Word {
        // SAFETY: the vector is larger and more aligned than the word, the borrow is handed on, and
        // any byte of either may be uninitialized.
        unsafe { &mut *core::ptr::from_mut(self).cast::<Word>() }
    }
}

/// The convention, for what all of them share.
pub(crate) type Sysv64 = Rules<{ NUMBER }>;

impl ConventionRegisters for Sysv64 {
    const CONVENTION: Convention = Convention::Sysv64;

    type Arguments = ArgumentRegisters<Word>;

    const UNDEFINED: Self::Arguments = ArgumentRegisters::new();

    type Results = ResultRegisters<Word>;

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

    type Arguments = ArgumentRegisters<Word>;

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

/// All arguments of a call in their places.
#[derive(Clone, Copy, Debug)]
pub struct Arguments<const WORDS: usize> {
    /// Those in registers.
    pub(crate) registers: ArgumentRegisters<Vector>,
    /// Those on the stack, from the lowest address up.
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

impl ResultRegisters<Word> {
    /// All registers zero. Where they go through memory, a whole word is stored at once, as it is loaded.
    #[inline(always)]
    pub(super) const fn zero() -> Self {
        Self {
            integers: [Word::new(0); 2],
            floats: [Word::new(0); 2],
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
}

// SAFETY: the arrays have a word or more for each register.
unsafe impl<V: VectorSlot> RegisterFile for ResultRegisters<V> {
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
}

/// The low half of a vector register, in another type.
#[inline(always)]
fn convert<A: VectorSlot, B: VectorSlot>(mut vector: A) -> B {
    let mut converted = B::UNDEFINED;
    *converted.low() = *vector.low();
    converted
}

impl<V: VectorSlot> ArgumentRegisters<V> {
    /// The same registers for another form.
    #[inline(always)]
    pub(super) fn convert<B: VectorSlot>(self) -> ArgumentRegisters<B> {
        ArgumentRegisters {
            integers: self.integers,
            floats: self.floats.map(convert),
            rax: self.rax,
        }
    }
}
