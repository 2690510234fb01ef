//! The registers of results, as types that the compiler returns in them.

use core::mem::MaybeUninit;

use crate::abi::{Piece, Register, ResultPlace};
use crate::interface::CallInterface;
use crate::machine::shared::low;
use crate::machine::shared::receive;
use crate::machine::shared::transfer::Word;
use crate::machine::win64::registers::{ResultRegisters, Vector};

/// The result registers of an interface, by the number that `shape` gives.
#[derive(Debug)]
pub struct ResultShape<const SHAPE: u8>;

/// A Rust type that the compiler returns in the registers of a shape.
pub trait Shape {
    /// That type.
    type Registers;

    /// Its registers among all result registers; the others stay undefined.
    fn widen(registers: Self::Registers) -> ResultRegisters;

    /// Its registers out of all result registers.
    fn narrow(registers: &ResultRegisters) -> Self::Registers;
}

/// The low half of a float register, as a type that the compiler passes in one.
pub(super) type Float = MaybeUninit<f64>;

macro_rules! shapes {
    ($($number:literal: $registers:ty, $one:pat => $widened:expr, $all:ident => $narrowed:expr;)*) => {$(
        impl Shape for ResultShape<$number> {
            type Registers = $registers;

            #[inline(always)]
            fn widen($one: $registers) -> ResultRegisters {
                $widened
            }

            #[inline(always)]
            fn narrow($all: &ResultRegisters) -> $registers {
                $narrowed
            }
        }
    )*};
}

const UNDEFINED: ResultRegisters = ResultRegisters::undefined();

shapes! {
    0: (), () => UNDEFINED, _all => ();
    1: Word, rax => ResultRegisters { rax, ..UNDEFINED }, all => all.rax;
    2: Float, low => ResultRegisters { xmm0: [word(low), Word::uninit()], ..UNDEFINED },
        all => float(all.xmm0[0]);
    3: Vector, xmm0 => ResultRegisters { xmm0: halves(xmm0), ..UNDEFINED }, all => whole(all.xmm0);
    4: Half, half => ResultRegisters { rax: low::word(half), ..UNDEFINED }, all => half(all.rax);
}

/// Four bytes, as a type that the compiler returns in a register.
type Half = MaybeUninit<u32>;

/// The low half of a word.
#[inline(always)]
fn half(word: Word) -> Half {
    // SAFETY: any byte of a half may be uninitialized.
    unsafe { low::narrow(word) }
}

/// The word of a register's low half.
#[inline(always)]
pub(super) const fn word(float: Float) -> Word {
    // SAFETY: both types have 8 bytes, and any of them may be uninitialized.
    unsafe { core::mem::transmute::<Float, Word>(float) }
}

/// A register's low half, from its word.
#[inline(always)]
const fn float(word: Word) -> Float {
    // SAFETY: as above.
    unsafe { core::mem::transmute::<Word, Float>(word) }
}

/// A register's low half, from all of it.
#[inline(always)]
pub(super) const fn narrowed(vector: Vector) -> Float {
    // SAFETY: both types have 16 bytes, and any of them may be uninitialized.
    let [low, _] = unsafe { core::mem::transmute::<Vector, [Float; 2]>(vector) };
    low
}

/// A register with this low half.
#[inline(always)]
pub(super) const fn widened(low: Float) -> Vector {
    // SAFETY: as above.
    unsafe { core::mem::transmute::<[Float; 2], Vector>([low, Float::uninit()]) }
}

#[inline(always)]
const fn halves(xmm0: Vector) -> [Word; 2] {
    // SAFETY: both types have 16 bytes, and any of them may be uninitialized.
    unsafe { core::mem::transmute::<Vector, [Word; 2]>(xmm0) }
}

#[inline(always)]
const fn whole(halves: [Word; 2]) -> Vector {
    // SAFETY: as above.
    unsafe { core::mem::transmute::<[Word; 2], Vector>(halves) }
}

/// The registers that the result of `interface` comes in. `()` serves for none and for memory.
pub(crate) const fn shape(interface: &CallInterface) -> u8 {
    match interface.result_place() {
        ResultPlace::Nowhere | ResultPlace::Memory { .. } => 0,
        ResultPlace::Registers(pieces) => match *pieces.as_slice() {
            [Piece { register, .. }] => match register {
                Register::Integer(_) => 1,
                Register::Float(_) => 2,
            },
            [] | [_, _, ..] => 3,
        },
    }
}

/// The registers that a callback leaves its result in: those of the result, or rax with the address of
/// one in memory ("Return values"). Of a result of 4 bytes nothing is above them, so that they need not be widened.
pub(crate) const fn received_shape(interface: &CallInterface) -> u8 {
    match interface.result_place() {
        ResultPlace::Registers(_) if receive::is_half_integer(interface) => 4,
        ResultPlace::Memory { .. } => 1,
        ResultPlace::Nowhere | ResultPlace::Registers(_) => shape(interface),
    }
}
