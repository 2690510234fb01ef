//! The kinds of arguments that the positions of a call carry, as types that the compiler passes in the registers of
//! their files: for `forward`, which calls, and for `receive`, which is called.

use crate::machine::shared::transfer::Word;
use crate::machine::win64::registers::ArgumentRegisters;
use crate::machine::win64::shape::{Float, narrowed, widened};

/// Calls the macro `$with` with every choice of kinds and its number, which has bit N if position N carries a float.
/// There is no other list of these numbers.
macro_rules! each_choice_of_kinds {
    ($with:ident) => {
        $with! {
            0 [Word Word Word Word],
            1 [Float Word Word Word],
            2 [Word Float Word Word],
            3 [Float Float Word Word],
            4 [Word Word Float Word],
            5 [Float Word Float Word],
            6 [Word Float Float Word],
            7 [Float Float Float Word],
            8 [Word Word Word Float],
            9 [Float Word Word Float],
            10 [Word Float Word Float],
            11 [Float Float Word Float],
            12 [Word Word Float Float],
            13 [Float Word Float Float],
            14 [Word Float Float Float],
            15 [Float Float Float Float],
        }
    };
}

pub(super) use each_choice_of_kinds;

/// The argument of a position.
pub(super) trait Carried {
    /// Loads it from the position's register.
    fn load(number: usize, registers: &ArgumentRegisters) -> Self;

    /// Stores it to the position's register.
    fn store(self, number: usize, registers: &mut ArgumentRegisters);
}

impl Carried for Word {
    #[inline(always)]
    fn load(number: usize, registers: &ArgumentRegisters) -> Self {
        registers.integers[number]
    }

    #[inline(always)]
    fn store(self, number: usize, registers: &mut ArgumentRegisters) {
        registers.integers[number] = self;
    }
}

impl Carried for Float {
    #[inline(always)]
    fn load(number: usize, registers: &ArgumentRegisters) -> Self {
        narrowed(registers.floats[number])
    }

    #[inline(always)]
    fn store(self, number: usize, registers: &mut ArgumentRegisters) {
        registers.floats[number] = widened(self);
    }
}

/// The kinds of all positions, by the number of the choice.
#[derive(Debug)]
pub struct Positions<const FLOATS: usize>;

/// These kinds as types.
pub trait Kinds {
    /// The first.
    type A;
    /// The second.
    type B;
    /// The third.
    type C;
    /// The fourth.
    type D;

    /// The registers with the arguments of all positions.
    fn registers(a: Self::A, b: Self::B, c: Self::C, d: Self::D) -> ArgumentRegisters;
}

macro_rules! kinds {
    ($($floats:literal [$a:ident $b:ident $c:ident $d:ident],)*) => {$(
        impl Kinds for Positions<$floats> {
            type A = $a;
            type B = $b;
            type C = $c;
            type D = $d;

            #[inline(always)]
            fn registers(a: $a, b: $b, c: $c, d: $d) -> ArgumentRegisters {
                let mut registers = ArgumentRegisters::new();
                a.store(0, &mut registers);
                b.store(1, &mut registers);
                c.store(2, &mut registers);
                d.store(3, &mut registers);
                registers
            }
        }
    )*};
}

each_choice_of_kinds!(kinds);
