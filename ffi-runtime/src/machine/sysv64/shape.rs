//! The registers of results, as types that the compiler returns in them.

use core::mem::MaybeUninit;

use crate::abi::{Piece, Register, ResultPlace};
use crate::interface::CallInterface;
use crate::machine::shared::low;
use crate::machine::shared::receive;
use crate::machine::shared::transfer::Word;
use crate::machine::sysv64::registers::{ResultRegisters, Vector, VectorSlot};

/// The result registers of an interface, by the number that `shape` gives.
#[derive(Debug)]
pub struct ResultShape<const SHAPE: u8>;

/// A Rust type that the compiler returns in the registers of a shape.
pub trait Shape {
    /// That type.
    type Registers;

    /// Its registers among all result registers; the others stay undefined.
    fn widen(registers: Self::Registers) -> ResultRegisters<Vector>;

    /// Its registers out of all result registers.
    fn narrow(registers: &ResultRegisters<Vector>) -> Self::Registers;
}

/// An integer and a float register, in the order of the eightbytes.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Two<A, B>(A, B);

const WORD: Word = Word::uninit();
const VECTOR: Vector = Vector::uninit();

macro_rules! shapes {
    ($(
        $number:literal: $registers:ty,
        $pattern:pat => [$rax:expr, $rdx:expr], [$xmm0:expr, $xmm1:expr],
        $all:ident => $narrowed:expr;
    )*) => {$(
        impl Shape for ResultShape<$number> {
            type Registers = $registers;

            #[inline(always)]
            fn widen($pattern: $registers) -> ResultRegisters<Vector> {
                ResultRegisters { integers: [$rax, $rdx], floats: [$xmm0, $xmm1] }
            }

            #[inline(always)]
            fn narrow($all: &ResultRegisters<Vector>) -> $registers {
                $narrowed
            }
        }
    )*};
}

shapes! {
    0: (), () => [WORD, WORD], [VECTOR, VECTOR], _all => ();
    1: Word, a => [a, WORD], [VECTOR, VECTOR], all => all.integers[0];
    2: Float, a => [WORD, WORD], [vector(a), VECTOR], all => float(all.floats[0]);
    3: Two<Word, Word>, Two(a, b) => [a, b], [VECTOR, VECTOR],
        all => Two(all.integers[0], all.integers[1]);
    4: Two<Word, Float>, Two(a, b) => [a, WORD], [vector(b), VECTOR],
        all => Two(all.integers[0], float(all.floats[0]));
    5: Two<Float, Word>, Two(a, b) => [b, WORD], [vector(a), VECTOR],
        all => Two(float(all.floats[0]), all.integers[0]);
    6: Two<Float, Float>, Two(a, b) => [WORD, WORD], [vector(a), vector(b)],
        all => Two(float(all.floats[0]), float(all.floats[1]));
    8: Vector, a => [WORD, WORD], [a, VECTOR], all => all.floats[0];
    7: Half, a => [low::word(a), WORD], [VECTOR, VECTOR], all => half(all.integers[0]);
}

/// Four bytes, as a type that the compiler returns in a register.
type Half = MaybeUninit<u32>;

/// The low half of a word.
#[inline(always)]
fn half(word: Word) -> Half {
    // SAFETY: any byte of a half may be uninitialized.
    unsafe { low::narrow(word) }
}

/// The low half of a vector register, as a type that the compiler returns in one.
type Float = MaybeUninit<f64>;

/// The low half of a register.
#[inline(always)]
fn float(mut vector: Vector) -> Float {
    // SAFETY: both types have 8 bytes, and any of them may be uninitialized.
    unsafe { core::mem::transmute::<Word, Float>(*vector.low()) }
}

/// The register whose low half is `float`.
#[inline(always)]
pub(super) fn vector(float: Float) -> Vector {
    let mut vector = Vector::uninit();
    // SAFETY: both types have 8 bytes, and any of them may be uninitialized.
    *vector.low() = unsafe { core::mem::transmute::<Float, Word>(float) };
    vector
}

/// The registers that the result of `interface` comes in. `()` serves for none and for memory.
pub(crate) const fn shape(interface: &CallInterface) -> u8 {
    match interface.result_place() {
        ResultPlace::Nowhere | ResultPlace::Memory { .. } => 0,
        ResultPlace::Registers(pieces) => match *pieces.as_slice() {
            [a] if a.is_wide() => 8,
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

/// The registers that a callback leaves its result in: those of the result, or rax with the address of
/// one in memory (psABI 3.2.3, returning, 2). Of a result of 4 bytes nothing is above them, so that they need not
/// be widened.
pub(crate) const fn received_shape(interface: &CallInterface) -> u8 {
    match interface.result_place() {
        ResultPlace::Registers(_) if receive::is_half_integer(interface) => 7,
        ResultPlace::Memory { .. } => 1,
        ResultPlace::Nowhere | ResultPlace::Registers(_) => shape(interface),
    }
}
