//! The forms of a typed call, and which of them an interface has.

use crate::abi::aapcs64::{ARGUMENT_REGISTERS, NUMBER};
use crate::abi::{Piece, Place, ResultPlace};
use crate::interface::CallInterface;
use crate::machine::shared::transfer::Word;
use crate::machine::shared::typed;

/// Stack words of the largest forwarder.
pub(super) const MAX_FORWARDED: usize = 32;

/// A form of the call, by the number that `form` gives.
pub(super) type Form<const FORM: u8, const WORDS: usize, const SHAPE: u8> =
    typed::Form<{ NUMBER }, FORM, WORDS, SHAPE>;

/// The forwarder is told the target in x7, if no argument is there, or else in one more stack word.
pub(super) const FORWARD: u8 = 0;
pub(super) const FORWARD_ALL: u8 = 1;
pub(super) const FRAME: u8 = 2;

/// Whether the first of some pieces fills a whole register. The members of a homogeneous aggregate are alike.
const fn has_wide_first(pieces: &[Piece]) -> bool {
    matches!(pieces, [first, ..] if first.is_wide())
}

/// Whether a whole SIMD and floating-point register carries an argument or a result. Forwarders and entries have the
/// low halves as parameters.
pub(super) const fn is_wide(interface: &CallInterface) -> bool {
    let places = interface.places();
    let mut index = 0;
    while index < places.len() {
        let is_wide = match places[index] {
            Place::Register(piece) => piece.is_wide(),
            Place::Registers(pieces) => has_wide_first(pieces.as_slice()),
            Place::Nowhere
            | Place::Stack { .. }
            | Place::Split { .. }
            | Place::Reference { .. } => false,
        };
        if is_wide {
            return true;
        }
        index += 1;
    }
    match interface.result_place() {
        ResultPlace::Registers(pieces) => has_wide_first(pieces.as_slice()),
        ResultPlace::Nowhere | ResultPlace::Memory { .. } => false,
    }
}

/// The cheapest form that can execute `interface`.
pub(crate) const fn form(interface: &CallInterface) -> u8 {
    if interface.stack().size > MAX_FORWARDED * size_of::<Word>() || is_wide(interface) {
        FRAME
    } else if interface.integer_registers() < ARGUMENT_REGISTERS {
        FORWARD
    } else {
        FORWARD_ALL
    }
}
