//! The bytes of every leaf. `fixtures/differential.c` has the same rules in C.

use super::Scalar;

/// Stands for the result where an argument is named by its number.
pub const RESULT: usize = 255;

/// A second call of the same function has every byte inverted, so that both values of a `bool` are
/// seen, and nothing that the first call left behind passes for the second.
pub const FLIPS: [u8; 2] = [0, 0xff];

/// The bytes of a leaf, appended to `bytes`: they tell the signature, the argument and the leaf.
pub fn push(
    bytes: &mut Vec<u8>,
    signature: usize,
    argument: usize,
    leaf: usize,
    scalar: Scalar,
    flip: u8,
) {
    for index in 0..scalar.value_bytes() {
        let byte = byte(signature, argument, leaf, index) ^ flip;
        bytes.push(match scalar {
            Scalar::Bool => byte & 1,
            _ => byte,
        });
    }
}

/// One byte of a leaf.
#[must_use]
pub fn byte(signature: usize, argument: usize, leaf: usize, index: usize) -> u8 {
    let place = (signature << 32) | (argument << 24) | (leaf << 1) | (index / 8);
    mix(place as u64).to_le_bytes()[index % 8]
}

/// The finalizer of SplitMix64: every bit of the place changes about half of the result's.
const fn mix(place: u64) -> u64 {
    let mut mixed = place.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
