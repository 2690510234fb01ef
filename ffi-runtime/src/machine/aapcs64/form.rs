//! The forms of a typed call, and which of them an interface has.

use crate::abi::aapcs64::{ARGUMENT_REGISTERS, NUMBER};
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

/// The cheapest form that can execute `interface`.
pub(crate) const fn form(interface: &CallInterface) -> u8 {
    if interface.stack().size > MAX_FORWARDED * size_of::<Word>() {
        FRAME
    } else if interface.integer_registers() < ARGUMENT_REGISTERS {
        FORWARD
    } else {
        FORWARD_ALL
    }
}
