//! Arguments of variadic functions, aimed at what goes wrong there: floats beyond their registers, values
//! that need two registers or none, and the boundary between named arguments and the rest.

use fastrand::Rng;

use super::aggregate::draw_corner;
use super::signature::{aggregate, draw_argument};
use super::{Model, Scalar, Shape};

/// The scalars that C passes as they are after the named arguments; it promotes narrower ones.
const PROMOTED: [Scalar; 7] = [
    Scalar::I32,
    Scalar::U32,
    Scalar::I64,
    Scalar::U64,
    Scalar::Pointer,
    Scalar::I128,
    Scalar::U128,
];

/// Whether C passes a value after the named arguments as it is.
pub(super) fn may_be_unnamed(shape: &Shape) -> bool {
    match shape {
        Shape::Scalar(scalar) => {
            *scalar == Scalar::F64 || PROMOTED.contains(scalar) || Scalar::CORNERS.contains(scalar)
        }
        Shape::Aggregate(_) => true,
        Shape::Array(..) => false,
    }
}

/// Draws all arguments, and how many of them are named: at least one, as C wants it before C23.
pub(super) fn draw(model: &Model, rng: &mut Rng) -> (Vec<Shape>, usize) {
    let fixed = match rng.u8(..10) {
        0..7 => rng.usize(1..=3),
        _ => rng.usize(4..=9),
    };
    let mut arguments: Vec<_> = (0..fixed).map(|_| draw_argument(model, rng)).collect();
    let rest = match rng.u8(..10) {
        0 => 0,
        1..5 => rng.usize(1..=4),
        _ => rng.usize(6..=16),
    };
    // Signatures keep to one kind here and there, so that either kind of register runs out.
    let floats = [0, 40, 100][rng.usize(..3)];
    arguments.extend((0..rest).map(|_| draw_unnamed(model, rng, floats)));
    (arguments, fixed)
}

fn draw_unnamed(model: &Model, rng: &mut Rng, floats: u8) -> Shape {
    match rng.u8(..100) {
        0..82 if rng.u8(..100) < floats => Shape::Scalar(match rng.u8(..10) {
            0 => draw_corner(rng),
            _ => Scalar::F64,
        }),
        0..82 => Shape::Scalar(PROMOTED[rng.usize(..PROMOTED.len())]),
        82..95 => aggregate(model, rng, 0..17),
        _ => aggregate(model, rng, 17..usize::MAX),
    }
}
