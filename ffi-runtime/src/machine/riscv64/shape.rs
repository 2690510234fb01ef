//! The registers of results, as types that the compiler returns in them.

use core::mem::MaybeUninit;

use crate::abi::{Piece, Register, ResultPlace};
use crate::interface::CallInterface;
use crate::machine::riscv64::registers::ResultRegisters;
use crate::machine::shared::transfer::Word;

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

/// Two registers, in the order of their pieces: one or two of them float, as "a struct containing two
/// floating-point reals" or one "and one integer", or both integer.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Two<A, B>(A, B);

const WORD: Word = Word::uninit();

macro_rules! shapes {
    ($(
        $number:literal: $registers:ty,
        $pattern:pat => [$a0:expr, $a1:expr], [$fa0:expr, $fa1:expr],
        $all:ident => $narrowed:expr;
    )*) => {$(
        impl Shape for ResultShape<$number> {
            type Registers = $registers;

            #[inline(always)]
            fn widen($pattern: $registers) -> ResultRegisters {
                ResultRegisters { integers: [$a0, $a1], floats: [$fa0, $fa1] }
            }

            #[inline(always)]
            fn narrow($all: &ResultRegisters) -> $registers {
                $narrowed
            }
        }
    )*};
}

shapes! {
    0: (), () => [WORD, WORD], [WORD, WORD], _all => ();
    1: Word, a => [a, WORD], [WORD, WORD], all => all.integers[0];
    2: Float, a => [WORD, WORD], [word(a), WORD], all => float(all.floats[0]);
    3: Two<Word, Word>, Two(a, b) => [a, b], [WORD, WORD],
        all => Two(all.integers[0], all.integers[1]);
    4: Two<Word, Float>, Two(a, b) => [a, WORD], [word(b), WORD],
        all => Two(all.integers[0], float(all.floats[0]));
    5: Two<Float, Word>, Two(a, b) => [b, WORD], [word(a), WORD],
        all => Two(float(all.floats[0]), all.integers[0]);
    6: Two<Float, Float>, Two(a, b) => [WORD, WORD], [word(a), word(b)],
        all => Two(float(all.floats[0]), float(all.floats[1]));
    // The same with an `f32` for a float or two.
    7: Single, a => [WORD, WORD], [widened(a), WORD], all => narrowed(all.floats[0]);
    8: Two<Word, Single>, Two(a, b) => [a, WORD], [widened(b), WORD],
        all => Two(all.integers[0], narrowed(all.floats[0]));
    9: Two<Single, Word>, Two(a, b) => [b, WORD], [widened(a), WORD],
        all => Two(narrowed(all.floats[0]), all.integers[0]);
    10: Two<Single, Float>, Two(a, b) => [WORD, WORD], [widened(a), word(b)],
        all => Two(narrowed(all.floats[0]), float(all.floats[1]));
    11: Two<Float, Single>, Two(a, b) => [WORD, WORD], [word(a), widened(b)],
        all => Two(float(all.floats[0]), narrowed(all.floats[1]));
    12: Two<Single, Single>, Two(a, b) => [WORD, WORD], [widened(a), widened(b)],
        all => Two(narrowed(all.floats[0]), narrowed(all.floats[1]));
}

/// All of a float register, as a type that the compiler passes in one: an `f32` in it is NaN-boxed.
pub(super) type Float = MaybeUninit<f64>;

/// An `f32` in a float register, which the compiler boxes by itself, and stores without a detour.
type Single = MaybeUninit<f32>;

/// The bits of a float register.
#[inline(always)]
pub(super) const fn word(float: Float) -> Word {
    // SAFETY: both types have 8 bytes, and any of them may be uninitialized.
    unsafe { core::mem::transmute::<Float, Word>(float) }
}

/// The float register with these bits.
#[inline(always)]
pub(super) const fn float(word: Word) -> Float {
    // SAFETY: as above.
    unsafe { core::mem::transmute::<Word, Float>(word) }
}

/// The low half of a float register.
#[inline(always)]
const fn widened(single: Single) -> Word {
    // SAFETY: both types have 8 bytes, and any of them may be uninitialized.
    unsafe { core::mem::transmute::<[Single; 2], Word>([single, Single::uninit()]) }
}

/// The `f32` of a float register.
#[inline(always)]
const fn narrowed(word: Word) -> Single {
    // SAFETY: as above.
    let [single, _] = unsafe { core::mem::transmute::<Word, [Single; 2]>(word) };
    single
}

/// The registers that the result of `interface` comes in. `()` serves for none and for memory.
pub(crate) const fn shape(interface: &CallInterface) -> u8 {
    match interface.result_place() {
        ResultPlace::Nowhere | ResultPlace::Memory { .. } => 0,
        ResultPlace::Registers(pieces) => match *pieces.as_slice() {
            [piece] => match kind(piece) {
                Kind::Word => 1,
                Kind::Float => 2,
                Kind::Single => 7,
            },
            [a, b] => match (kind(a), kind(b)) {
                (Kind::Word, Kind::Word) => 3,
                (Kind::Word, Kind::Float) => 4,
                (Kind::Float, Kind::Word) => 5,
                (Kind::Float, Kind::Float) => 6,
                (Kind::Word, Kind::Single) => 8,
                (Kind::Single, Kind::Word) => 9,
                (Kind::Single, Kind::Float) => 10,
                (Kind::Float, Kind::Single) => 11,
                (Kind::Single, Kind::Single) => 12,
            },
            [] | [_, _, _, ..] => panic!("RISC-V returns values in at most two registers"),
        },
    }
}

/// The type of a register of a result.
enum Kind {
    Word,
    Float,
    Single,
}

const fn kind(piece: Piece) -> Kind {
    match (piece.register, piece.size) {
        (Register::Integer(_), _) => Kind::Word,
        (Register::Float(_), 4) => Kind::Single,
        (Register::Float(_), _) => Kind::Float,
    }
}

/// The registers that a callback leaves its result in: "there is no requirement that the address be
/// returned" of one in memory.
pub(crate) const fn received_shape(interface: &CallInterface) -> u8 {
    shape(interface)
}
