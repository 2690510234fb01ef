//! The registers that results come in, as types that the compiler returns in them.

use core::mem::{ManuallyDrop, MaybeUninit};
use core::ptr;

use crate::abi::{Piece, Register, ResultPlace};
use crate::interface::CallInterface;
use crate::machine::aapcs64::registers::{ResultRegisters, Vector};
use crate::machine::shared::transfer::{self, Word};
use crate::machine::shared::typed::{TypedSignature, decoded, returned};

/// Where the result of an interface comes from, by the number that `shape` gives.
#[derive(Debug)]
pub struct ResultShape<const SHAPE: u8>;

/// How the compiler returns what comes in the registers of a shape, or in memory.
pub trait Shape {
    /// A type that it returns in these registers, or as it returns an `R` in memory.
    type Returned<R>;

    /// Reads the result of a call.
    ///
    /// # Safety
    ///
    /// The result of `S` is an `R` of this shape, and `returned` comes from its call.
    unsafe fn read<S: TypedSignature, R>(returned: Self::Returned<R>) -> R;

    /// Makes the result of a call that came in.
    ///
    /// # Safety
    ///
    /// A value of type `R` has this place as a result, and this shape.
    unsafe fn give<R>(value: R, place: ResultPlace) -> Self::Returned<R>;
}

/// Two integer registers.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Two(Word, Word);

/// A homogeneous floating-point aggregate: `N` registers with a `T` in each.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Hfa<T: Copy, const N: usize>([MaybeUninit<T>; N]);

impl<T: Copy, const N: usize> Hfa<T, N> {
    /// The registers that have the members in them.
    #[inline(always)]
    fn widen(self) -> [Vector; 4] {
        const { assert!(size_of::<T>() <= size_of::<Vector>() && N <= 4) };
        let mut registers = [Vector::uninit(); 4];
        let mut index = 0;
        while index < N {
            let register = registers[index].as_mut_ptr().cast::<MaybeUninit<T>>();
            // SAFETY: the register has room for a `T`, and is as aligned.
            unsafe { register.write(self.0[index]) };
            index += 1;
        }
        registers
    }

    /// The members that these registers have in them.
    #[inline(always)]
    fn narrow(registers: [Vector; 4]) -> Self {
        const { assert!(size_of::<T>() <= size_of::<Vector>() && N <= 4) };
        let mut members = [MaybeUninit::uninit(); N];
        let mut index = 0;
        while index < N {
            let register = registers[index].as_ptr().cast::<MaybeUninit<T>>();
            // SAFETY: the register has a `T` in it, and is as aligned; any byte may be uninitialized.
            members[index] = unsafe { register.read() };
            index += 1;
        }
        Self(members)
    }
}

const NOTHING: u8 = 0;
const WORD: u8 = 1;
const TWO_WORDS: u8 = 2;
const MEMORY: u8 = 3;
/// One `f32`; the numbers of two to four follow.
const SINGLES: u8 = 4;
/// One `f64`; the numbers of two to four follow.
const DOUBLES: u8 = 8;

const UNDEFINED: ResultRegisters = ResultRegisters::undefined();

macro_rules! shapes {
    ($($number:expr => $registers:ty, $one:pat => $widened:expr, $all:pat => $narrowed:expr;)*) => {$(
        impl Shape for ResultShape<{ $number }> {
            type Returned<R> = $registers;

            #[inline(always)]
            unsafe fn read<S: TypedSignature, R>($one: $registers) -> R {
                // SAFETY: the caller's promises.
                unsafe { returned::<S, R>($widened) }
            }

            #[inline(always)]
            unsafe fn give<R>(value: R, place: ResultPlace) -> $registers {
                let value = ManuallyDrop::new(value);
                let mut registers = UNDEFINED;
                if let ResultPlace::Registers(pieces) = place {
                    let (stack, source) = (ptr::null_mut(), ptr::from_ref(&value).cast());
                    // SAFETY: the place is that of the value, and not on a stack.
                    unsafe { transfer::put(&mut registers, stack, pieces.into_place(), source) }
                }
                let $all = registers;
                $narrowed
            }
        }
    )*};
}

shapes! {
    NOTHING => (), () => UNDEFINED, _ => ();
    WORD => Word, x0 => ResultRegisters { integers: [x0, Word::uninit()], ..UNDEFINED },
        all => all.integers[0];
    TWO_WORDS => Two, Two(x0, x1) => ResultRegisters { integers: [x0, x1], ..UNDEFINED },
        all => Two(all.integers[0], all.integers[1]);
}

macro_rules! homogeneous {
    ($($number:expr => $base:ty, $members:literal;)*) => {
        shapes! {$(
            $number => Hfa<$base, $members>,
                members => ResultRegisters { floats: members.widen(), ..UNDEFINED },
                all => Hfa::narrow(all.floats);
        )*}
    };
}

homogeneous! {
    SINGLES => f32, 1;
    SINGLES + 1 => f32, 2;
    SINGLES + 2 => f32, 3;
    SINGLES + 3 => f32, 4;
    DOUBLES => f64, 1;
    DOUBLES + 1 => f64, 2;
    DOUBLES + 2 => f64, 3;
    DOUBLES + 3 => f64, 4;
}

/// The compiler passes the address in x8 itself: the rules that make it do so are those of the
/// interface. The callee may leave any byte in a `bool`, so what it returns is not an `R` yet;
/// `MaybeUninit<R>` is returned as `R` is.
impl Shape for ResultShape<MEMORY> {
    type Returned<R> = MaybeUninit<R>;

    #[inline(always)]
    unsafe fn read<S: TypedSignature, R>(returned: MaybeUninit<R>) -> R {
        // SAFETY: the caller promises that a call wrote it.
        unsafe { decoded::<S, R>(returned) }
    }

    #[inline(always)]
    unsafe fn give<R>(value: R, _: ResultPlace) -> MaybeUninit<R> {
        MaybeUninit::new(value)
    }
}

/// Where the result of `interface` comes from.
pub(crate) const fn shape(interface: &CallInterface) -> u8 {
    match interface.result_place() {
        ResultPlace::Nowhere => NOTHING,
        ResultPlace::Memory { .. } => MEMORY,
        ResultPlace::Registers(pieces) => match *pieces.as_slice() {
            [] => NOTHING,
            [Piece { register, size, .. }, ..] => {
                let more = pieces.as_slice().len() as u8 - 1;
                match (register, size) {
                    (Register::Integer(_), _) => WORD + more,
                    (Register::Float(_), 4) => SINGLES + more,
                    (Register::Float(_), 8) => DOUBLES + more,
                    // The frame returns it, whatever the shape.
                    (Register::Float(_), 16) => NOTHING,
                    (Register::Float(_), _) => panic!("AAPCS64 returns floats of 4, 8 or 16 bytes"),
                }
            }
        },
    }
}

/// Where the result of a callback goes.
pub(crate) const fn received_shape(interface: &CallInterface) -> u8 {
    shape(interface)
}
