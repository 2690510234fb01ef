//! Signatures, aimed at what goes wrong: the last register, the stack after it, results in memory.

use fastrand::Rng;

use super::aggregate::{draw_corner, draw_scalar};
use super::{AggregateId, Model, Rules, Scalar, Shape, Suite, Variant, positions, variadic};

/// The most arguments that a function has where the registers of each kind are counted.
const MAX_ARGUMENTS: usize = 24;

/// The convention that the declaration names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convention {
    /// `extern "C"`.
    C,
    /// `extern "C-unwind"`.
    CUnwind,
    /// `extern "sysv64"`.
    Sysv64,
    /// `extern "win64"`.
    Win64,
}

/// A function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// How it is declared.
    pub convention: Convention,
    /// Its result, if it has one.
    pub result: Option<Shape>,
    /// Its arguments.
    pub arguments: Vec<Shape>,
    /// If it is variadic, how many of them are named.
    pub fixed: Option<usize>,
    /// The signature that was drawn, and which part of it this is.
    pub origin: Variant,
}

impl Model {
    /// Whether on x86-64 the caller passes the address of the result, as if it were the first argument.
    /// By System V, where it depends on more than the size, these are not all.
    #[must_use]
    pub fn result_is_in_memory(&self, signature: &Signature) -> bool {
        let result = signature.result.as_ref();
        result.is_some_and(|result| self.is_returned_in_memory(result))
    }

    fn is_returned_in_memory(&self, result: &Shape) -> bool {
        match self.suite.rules() {
            // A complex `long double` is the only scalar that is larger, and has registers.
            Rules::Kinds => self.size(result) > 16 && !matches!(result, Shape::Scalar(_)),
            Rules::Positions => self.does_not_fit_a_slot(result),
        }
    }

    /// The alignment that an argument has where the callee finds it, if that is more than its type asks
    /// for: by the convention of Windows, copies that are passed by their address are aligned to 16. A scalar
    /// gcc copies to a variable of the callee.
    #[must_use]
    pub fn copy_align(&self, shape: &Shape) -> Option<usize> {
        let is_copy = self.suite.rules() == Rules::Positions
            && self.does_not_fit_a_slot(shape)
            && !matches!(shape, Shape::Scalar(_));
        is_copy.then_some(16.max(self.size_and_align(shape).1))
    }

    /// Whether the convention of Windows passes and returns it by an address.
    fn does_not_fit_a_slot(&self, shape: &Shape) -> bool {
        match shape {
            // A vector is copied too, but returned in xmm0.
            Shape::Scalar(Scalar::V64 | Scalar::V128) => false,
            Shape::Scalar(scalar) if !Scalar::CORNERS.contains(scalar) => false,
            Shape::Scalar(_) | Shape::Array(..) | Shape::Aggregate(_) => {
                !matches!(self.size(shape), 1 | 2 | 4 | 8)
            }
        }
    }

    /// Where a user-data argument stands in the callback of a signature, if there is such a callback:
    /// for every third, first, in the middle and last in turn.
    ///
    /// Where the registers of each kind are counted never after a 16-byte integer: a compiler that
    /// misplaces these (see `differential::known`) would have the callback use something else as a pointer.
    #[must_use]
    pub fn user_data_position(&self, number: usize) -> Option<usize> {
        let signature = &self.signatures[number];
        let number = signature.origin.number;
        if !self.suite.has_callbacks() || !number.is_multiple_of(USER_DATA_EVERY) {
            return None;
        }
        let arguments = &signature.arguments;
        let drawn = match number / USER_DATA_EVERY % 3 {
            0 => 0,
            1 => arguments.len() / 2,
            _ => arguments.len(),
        };
        let is_int128 = |shape: &Shape| {
            self.suite.rules() == Rules::Kinds
                && matches!(shape, Shape::Scalar(Scalar::I128 | Scalar::U128))
        };
        let first = arguments.iter().position(is_int128);
        Some(first.map_or(drawn, |first| first.min(drawn)))
    }
}

/// One of so many signatures has a callback with user data.
const USER_DATA_EVERY: usize = 3;

/// Argument registers of each kind on x86-64.
const INTEGER_REGISTERS: usize = 6;
const FLOAT_REGISTERS: usize = 8;

/// Draws a function over the aggregates of `model`.
pub(super) fn draw(model: &Model, number: usize, rng: &mut Rng) -> Signature {
    let rules = model.suite.rules();
    let result = match rules {
        Rules::Kinds => draw_result(model, rng),
        Rules::Positions => positions::result(model, rng),
    };
    let in_memory = result
        .as_ref()
        .is_some_and(|result| model.is_returned_in_memory(result));
    let (arguments, fixed) = match (model.suite, rules) {
        (Suite::Variadic(_), _) => {
            let (arguments, fixed) = variadic::draw(model, rng);
            (arguments, Some(fixed))
        }
        (Suite::Target(_) | Suite::Other(_), Rules::Kinds) => {
            (by_kind(model, rng, in_memory), None)
        }
        (Suite::Target(_) | Suite::Other(_), Rules::Positions) => {
            (positions::draw(model, rng, in_memory), None)
        }
    };
    let convention = match model.suite {
        Suite::Target(_) => draw_convention(rng),
        Suite::Variadic(_) => Convention::C,
        Suite::Other(Rules::Kinds) => Convention::Sysv64,
        Suite::Other(Rules::Positions) => Convention::Win64,
    };
    Signature {
        convention,
        origin: Variant::whole(number, arguments.len(), result.is_some()),
        result,
        arguments,
        fixed,
    }
}

/// Arguments for a convention that counts the registers of each kind.
fn by_kind(model: &Model, rng: &mut Rng, in_memory: bool) -> Vec<Shape> {
    let mut arguments = match rng.u8(..100) {
        0..22 => any(model, rng),
        22..72 => exhausted(model, rng, in_memory),
        72..82 => floats(model, rng),
        82..92 => few(model, rng),
        _ => long(model, rng),
    };
    arguments.truncate(MAX_ARGUMENTS);
    arguments
}

fn draw_convention(rng: &mut Rng) -> Convention {
    match rng.u8(..8) {
        0 => Convention::CUnwind,
        _ => Convention::C,
    }
}

fn draw_result(model: &Model, rng: &mut Rng) -> Option<Shape> {
    match rng.u8(..100) {
        0..15 => None,
        15..20 => Some(Shape::Scalar(draw_corner(rng))),
        20..40 => Some(Shape::Scalar(draw_scalar(rng, 30))),
        40..75 => Some(aggregate(model, rng, 0..17)),
        _ => Some(aggregate(model, rng, 17..usize::MAX)),
    }
}

/// An aggregate with a size in this range.
pub(super) fn aggregate(model: &Model, rng: &mut Rng, sizes: std::ops::Range<usize>) -> Shape {
    loop {
        let shape = Shape::Aggregate(AggregateId(rng.usize(..model.aggregates.len())));
        let size = model.size(&shape);
        // The largest are rare, or they would be most of the bytes.
        if sizes.contains(&size) && (size <= 64 || rng.u8(..3) == 0) {
            return shape;
        }
    }
}

/// Anything, anywhere.
pub(super) fn any(model: &Model, rng: &mut Rng) -> Vec<Shape> {
    let length = rng.usize(..=MAX_ARGUMENTS);
    (0..length).map(|_| draw_argument(model, rng)).collect()
}

pub(super) fn draw_argument(model: &Model, rng: &mut Rng) -> Shape {
    match rng.u8(..100) {
        0..55 => Shape::Scalar(draw_scalar(rng, 40)),
        55..90 => aggregate(model, rng, 0..17),
        _ => aggregate(model, rng, 17..usize::MAX),
    }
}

/// Scalars up to the last registers, and then what needs one register, two, or the stack.
fn exhausted(model: &Model, rng: &mut Rng, in_memory: bool) -> Vec<Shape> {
    let integers = INTEGER_REGISTERS - usize::from(in_memory);
    let (integers, floats) = match rng.u8(..10) {
        // One integer register is left.
        0..4 => (integers - 1, rng.usize(..=FLOAT_REGISTERS)),
        // One float register is left.
        4..6 => (rng.usize(..=integers), FLOAT_REGISTERS - 1),
        // One of each.
        6..8 => (integers - 1, FLOAT_REGISTERS - 1),
        // None of one kind, or two.
        8 => (integers, rng.usize(..=FLOAT_REGISTERS)),
        _ => (integers - 2, FLOAT_REGISTERS - rng.usize(..3)),
    };
    let mut arguments = Vec::new();
    for _ in 0..integers {
        let scalar = Scalar::INTEGERS[rng.usize(..Scalar::INTEGERS.len())];
        arguments.push(Shape::Scalar(scalar));
    }
    for _ in 0..floats {
        arguments.push(Shape::Scalar(Scalar::FLOATS[rng.usize(..2)]));
    }
    if rng.bool() {
        rng.shuffle(&mut arguments);
    }
    for _ in 0..rng.usize(1..=6) {
        arguments.push(match rng.u8(..100) {
            0..40 => aggregate(model, rng, 9..17),
            40..50 => Shape::Scalar([Scalar::I128, Scalar::U128][rng.usize(..2)]),
            50..65 => Shape::Scalar(Scalar::NARROW[rng.usize(..Scalar::NARROW.len())]),
            65..80 => Shape::Scalar(Scalar::FLOATS[rng.usize(..2)]),
            80..90 => aggregate(model, rng, 0..9),
            _ => draw_argument(model, rng),
        });
    }
    arguments
}

/// Floats and structs of floats, beyond their registers.
fn floats(model: &Model, rng: &mut Rng) -> Vec<Shape> {
    let length = rng.usize(4..=14);
    (0..length)
        .map(|_| match rng.u8(..10) {
            0..4 => Shape::Scalar(Scalar::FLOATS[rng.usize(..2)]),
            4..9 => loop {
                let shape = aggregate(model, rng, 0..33);
                let leaves = model.leaves(&shape);
                if leaves
                    .iter()
                    .all(|leaf| Scalar::FLOATS.contains(&leaf.scalar))
                {
                    break shape;
                }
            },
            _ => Shape::Scalar(Scalar::NARROW[rng.usize(..Scalar::NARROW.len())]),
        })
        .collect()
}

/// Up to three arguments, mostly aggregates.
pub(super) fn few(model: &Model, rng: &mut Rng) -> Vec<Shape> {
    let length = rng.usize(..=3);
    (0..length)
        .map(|_| match rng.u8(..4) {
            0 => Shape::Scalar(draw_scalar(rng, 40)),
            _ => aggregate(model, rng, 0..40),
        })
        .collect()
}

/// More than 32 words of stack arguments.
pub(super) fn long(model: &Model, rng: &mut Rng) -> Vec<Shape> {
    let mut arguments = any(model, rng);
    arguments.truncate(16);
    let mut bytes = 0;
    while bytes <= 33 * 8 && arguments.len() < MAX_ARGUMENTS {
        let shape = aggregate(model, rng, 33..usize::MAX);
        bytes += model.size(&shape);
        arguments.insert(rng.usize(..=arguments.len()), shape);
    }
    arguments
}
