//! Execution: registers and stack words become a call.
//!
//! Three forms of assembly, chosen by the interface: *inline* (arguments in registers only, the
//! call stands in the caller's own code), *forwarder* (a routine with the parameters of a whole
//! register file, which jumps to its last parameter; the compiler writes the stack words where they
//! belong) and *frame* (any number of stack words, in `frame`).

use core::arch::asm;
use core::mem::MaybeUninit;

use crate::abi::sysv64::forward::MAX_FORWARDED;
use crate::abi::sysv64::frame::Frame;
use crate::abi::{Piece, Register, ResultPlace};
use crate::call::CallInterface;
use crate::call::transfer::{RegisterFile, Word};
use crate::library::CodePointer;

pub(crate) use crate::abi::sysv64::frame::dynamic;

/// The registers that carry arguments.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ArgumentRegisters {
    /// rdi, rsi, rdx, rcx, r8, r9.
    pub(super) integers: [Word; 6],
    /// The low halves of xmm0 to xmm7.
    pub(super) floats: [Word; 8],
    /// rax, of which a variadic callee reads al: an upper bound of the vector registers in use
    /// (psABI 3.2.3, passing, 3).
    pub(super) rax: Word,
}

/// The registers that carry results.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ResultRegisters {
    /// rax, rdx.
    pub(super) integers: [Word; 2],
    /// The low halves of xmm0 and xmm1.
    pub(super) floats: [Word; 2],
}

/// All arguments of a call in their places.
#[derive(Clone, Copy, Debug)]
pub struct Arguments<const WORDS: usize> {
    /// Those in registers.
    pub(crate) registers: ArgumentRegisters,
    /// Those on the stack, from the lowest address up.
    pub(crate) stack: [Word; WORDS],
}

impl ArgumentRegisters {
    /// All registers undefined.
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self {
            integers: [Word::uninit(); 6],
            floats: [Word::uninit(); 8],
            rax: Word::uninit(),
        }
    }

    /// Tells a variadic callee how many vector registers carry arguments.
    #[inline(always)]
    pub(crate) const fn set_variadic(&mut self, floats: u8) {
        self.rax = Word::new(floats as u64);
    }
}

impl<const WORDS: usize> Arguments<WORDS> {
    /// All registers and words undefined.
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self {
            registers: ArgumentRegisters::new(),
            stack: [Word::uninit(); WORDS],
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

/// A form of the call, by the number that [`form`] gives.
#[derive(Debug)]
pub struct Form<const FORM: u8>;

const INLINE: u8 = 0;
pub(super) const FORWARD: u8 = 1;
const FRAME: u8 = 2;

/// The cheapest form that can execute `interface`.
pub(crate) const fn form(interface: &CallInterface) -> u8 {
    let stack = interface.stack();
    if stack.size > MAX_FORWARDED * 8 || stack.align > 16 {
        FRAME
    } else if stack.size > 0 || interface.abi().unwinds() {
        FORWARD
    } else {
        INLINE
    }
}

/// A form that can execute calls with `WORDS` stack words.
pub trait Execute<const WORDS: usize> {
    /// Calls `target`.
    ///
    /// # Safety
    ///
    /// - `arguments` are in the places of an interface that `target` has, that needs `WORDS` stack
    ///   words aligned to `stack_align`, and whose result comes in the registers of `S`.
    /// - The caller may call `target` with them.
    unsafe fn execute<S: Shape>(
        arguments: Arguments<WORDS>,
        stack_align: usize,
        target: CodePointer,
    ) -> ResultRegisters;
}

impl Execute<0> for Form<INLINE> {
    #[inline(always)]
    unsafe fn execute<S: Shape>(
        arguments: Arguments<0>,
        _stack_align: usize,
        target: CodePointer,
    ) -> ResultRegisters {
        // SAFETY: the caller's promises.
        unsafe { call_inline(&arguments.registers, target) }
    }
}

/// The inline form: the operands are the argument registers, and one that is undefined costs no
/// instruction.
///
/// # Safety
///
/// `target` is a function that may be called with these registers, takes nothing on the stack, and
/// does not unwind.
#[inline(always)]
pub(super) unsafe fn call_inline(
    registers: &ArgumentRegisters,
    target: CodePointer,
) -> ResultRegisters {
    let [rdi, rsi, rdx, rcx, r8, r9] = registers.integers;
    let [xmm0, xmm1, xmm2, xmm3, xmm4, xmm5, xmm6, xmm7] = registers.floats;
    let (result_rax, result_rdx, result_xmm0, result_xmm1): (u64, u64, f64, f64);
    // SAFETY: the compiler aligns the stack to 16 and keeps nothing in the red zone around assembly
    // that may push; `clobber_abi` covers every register that the convention lets a callee change;
    // the rest is the caller's promise.
    unsafe {
        asm!(
            "call {target}",
            target = in(reg) target.as_ptr(),
            in("rdi") rdi,
            in("rsi") rsi,
            inout("rdx") rdx => result_rdx,
            in("rcx") rcx,
            in("r8") r8,
            in("r9") r9,
            inout("rax") registers.rax => result_rax,
            inout("xmm0") float(xmm0) => result_xmm0,
            inout("xmm1") float(xmm1) => result_xmm1,
            in("xmm2") float(xmm2),
            in("xmm3") float(xmm3),
            in("xmm4") float(xmm4),
            in("xmm5") float(xmm5),
            in("xmm6") float(xmm6),
            in("xmm7") float(xmm7),
            clobber_abi("sysv64"),
        );
    }
    ResultRegisters {
        integers: [Word::new(result_rax), Word::new(result_rdx)],
        floats: [Word::new(result_xmm0.to_bits()), Word::new(result_xmm1.to_bits())],
    }
}

/// The word as the compiler passes it in a vector register.
#[inline(always)]
pub(super) const fn float(word: Word) -> MaybeUninit<f64> {
    // SAFETY: both types have 8 bytes, and any of them may be uninitialized.
    unsafe { core::mem::transmute::<Word, MaybeUninit<f64>>(word) }
}

impl<const WORDS: usize> Execute<WORDS> for Form<FRAME> {
    #[inline(always)]
    unsafe fn execute<S: Shape>(
        arguments: Arguments<WORDS>,
        stack_align: usize,
        target: CodePointer,
    ) -> ResultRegisters {
        // SAFETY: the caller's promises.
        unsafe { Frame::call_words(&arguments.registers, &arguments.stack, stack_align, target) }
    }
}

/// The result registers of an interface, by the number that [`shape`] gives.
#[derive(Debug)]
pub struct ResultShape<const SHAPE: u8>;

/// A Rust type that the compiler returns in the registers of a shape.
pub trait Shape {
    /// That type.
    type Registers;

    /// Its registers among all result registers; the others stay undefined.
    fn widen(registers: Self::Registers) -> ResultRegisters;
}

/// An integer and a float register, in the order of the eightbytes.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Two<A, B>(A, B);

type Float = MaybeUninit<f64>;

/// The word that came in a vector register.
#[inline(always)]
const fn bits(float: Float) -> Word {
    // SAFETY: both types have 8 bytes, and any of them may be uninitialized.
    unsafe { core::mem::transmute::<Float, Word>(float) }
}

const UNDEFINED: Word = Word::uninit();

macro_rules! shapes {
    ($($number:literal: $registers:ty, $pattern:pat => [$rax:expr, $rdx:expr], [$xmm0:expr, $xmm1:expr];)*) => {$(
        impl Shape for ResultShape<$number> {
            type Registers = $registers;

            #[inline(always)]
            fn widen($pattern: $registers) -> ResultRegisters {
                ResultRegisters { integers: [$rax, $rdx], floats: [$xmm0, $xmm1] }
            }
        }
    )*};
}

shapes! {
    0: (), () => [UNDEFINED, UNDEFINED], [UNDEFINED, UNDEFINED];
    1: Word, a => [a, UNDEFINED], [UNDEFINED, UNDEFINED];
    2: Float, a => [UNDEFINED, UNDEFINED], [bits(a), UNDEFINED];
    3: Two<Word, Word>, Two(a, b) => [a, b], [UNDEFINED, UNDEFINED];
    4: Two<Word, Float>, Two(a, b) => [a, UNDEFINED], [bits(b), UNDEFINED];
    5: Two<Float, Word>, Two(a, b) => [b, UNDEFINED], [bits(a), UNDEFINED];
    6: Two<Float, Float>, Two(a, b) => [UNDEFINED, UNDEFINED], [bits(a), bits(b)];
}

/// The registers that the result of `interface` comes in. `()` serves for none and for memory.
pub(crate) const fn shape(interface: &CallInterface) -> u8 {
    match interface.result_place() {
        ResultPlace::Nowhere | ResultPlace::Memory { .. } => 0,
        ResultPlace::Registers(pieces) => match *pieces.as_slice() {
            [a] => match a.register {
                Register::Integer(_) => 1,
                Register::Float(_) => 2,
            },
            [Piece { register: a, .. }, Piece { register: b, .. }] => match (a, b) {
                (Register::Integer(_), Register::Integer(_)) => 3,
                (Register::Integer(_), Register::Float(_)) => 4,
                (Register::Float(_), Register::Integer(_)) => 5,
                (Register::Float(_), Register::Float(_)) => 6,
            },
            [] | [_, _, _, ..] => panic!("System V returns at most two eightbytes in registers"),
        },
    }
}
