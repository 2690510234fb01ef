//! Arguments for a convention in which the position of an argument decides its register, aimed at what
//! goes wrong there: the last position with a register, the file of each position, copies by reference.

use fastrand::Rng;

use super::aggregate::{draw_corner, draw_scalar};
use super::signature::{aggregate, any, draw_argument, few, long};
use super::{Model, Rules, Scalar, Shape, Signature};

/// Positions with registers.
const POSITIONS: usize = 4;

impl Model {
    /// Whether a call takes every position with a register and no stack word. Such a callback has no
    /// position left for a context, and one that needs none is received as no other.
    #[must_use]
    pub fn takes_all_positions(&self, signature: &Signature) -> bool {
        let taken = signature.arguments.len() + usize::from(self.result_is_in_memory(signature));
        match self.suite.rules() {
            Rules::Kinds => false,
            Rules::Positions => taken == POSITIONS,
        }
    }
}

/// Positions of a call with so many stack words that the typed call has another form: 32 after the home
/// space.
const CROWDED: usize = POSITIONS + 33;

/// Draws a result: in rax, xmm0 or memory. A 16-byte integer is the only one that takes all of xmm0.
pub(super) fn result(model: &Model, rng: &mut Rng) -> Option<Shape> {
    match rng.u8(..100) {
        0..15 => None,
        15..20 => Some(Shape::Scalar([Scalar::I128, Scalar::U128][rng.usize(..2)])),
        20..23 => Some(Shape::Scalar(draw_corner(rng))),
        23..35 => Some(Shape::Scalar(draw_scalar(rng, 40))),
        35..60 => Some(aggregate(model, rng, 0..9)),
        60..80 => Some(aggregate(model, rng, 9..17)),
        _ => Some(aggregate(model, rng, 17..usize::MAX)),
    }
}

/// Draws the arguments of a function whose result takes the first position, or does not.
pub(super) fn draw(model: &Model, rng: &mut Rng, in_memory: bool) -> Vec<Shape> {
    match rng.u8(..100) {
        0..14 => any(model, rng),
        14..72 => around_the_last_register(model, rng, in_memory),
        72..90 => few(model, rng),
        90..96 => long(model, rng),
        _ => crowded(model, rng),
    }
}

/// Up to three arguments more than there are registers, or fewer, so that the context of a callback finds
/// each position free. Which of the first are floats is drawn as a pattern, of which each is a function
/// of its own.
fn around_the_last_register(model: &Model, rng: &mut Rng, in_memory: bool) -> Vec<Shape> {
    let registers = POSITIONS - usize::from(in_memory);
    let length = match rng.u8(..10) {
        0..5 => rng.usize(..=registers),
        5..7 => registers,
        _ => registers + rng.usize(1..=3),
    };
    let floats = rng.u32(..);
    let mut arguments = Vec::with_capacity(length);
    for index in 0..length {
        if floats >> index & 1 == 1 {
            arguments.push(Shape::Scalar(Scalar::FLOATS[rng.usize(..2)]));
            continue;
        }
        arguments.push(match rng.u8(..20) {
            0..5 => Shape::Scalar(draw_scalar(rng, 0)),
            5..8 => Shape::Scalar([Scalar::I128, Scalar::U128][rng.usize(..2)]),
            // By value if it is of the right size, whatever it has in it.
            8..14 => aggregate(model, rng, 0..9),
            14..18 => aggregate(model, rng, 9..33),
            _ => draw_argument(model, rng),
        });
    }
    arguments
}

/// More than 32 words of stack arguments. Since no aggregate takes more than one, there are as many
/// arguments.
fn crowded(model: &Model, rng: &mut Rng) -> Vec<Shape> {
    let length = rng.usize(CROWDED..=CROWDED + 2);
    (0..length)
        .map(|_| match rng.u8(..10) {
            0 => aggregate(model, rng, 0..33),
            _ => Shape::Scalar(draw_scalar(rng, 40)),
        })
        .collect()
}
