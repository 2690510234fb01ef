//! The forms of a typed call, and which of them an interface has.

use crate::abi::ResultPlace;
use crate::abi::riscv64::{ARGUMENT_REGISTERS, NUMBER};
use crate::interface::CallInterface;
use crate::machine::shared::transfer::Word;
use crate::machine::shared::typed;

/// Stack words of the largest forwarder.
pub(super) const MAX_FORWARDED: usize = 32;

/// A form of the call, by the number that `form` gives.
pub(super) type Form<const FORM: u8, const WORDS: usize, const SHAPE: u8> =
    typed::Form<{ NUMBER }, FORM, WORDS, SHAPE>;

/// The forwarder is told the target in a7, if no argument is there, or else in one more stack word.
pub(super) const FORWARD: u8 = 0;
pub(super) const FORWARD_ALL: u8 = 1;
/// Forwarders of a result in memory, whose place the compiler passes in a0.
pub(super) const FORWARD_MEMORY: u8 = 2;
pub(super) const FORWARD_ALL_MEMORY: u8 = 3;
pub(super) const FRAME: u8 = 4;

/// The cheapest form that can execute `interface`.
pub(crate) const fn form(interface: &CallInterface) -> u8 {
    if interface.stack().size > MAX_FORWARDED * size_of::<Word>() {
        return FRAME;
    }
    // Nothing is on the stack as long as an integer register is left: it is where arguments go that
    // find no float register.
    let is_spare = interface.integer_registers() < ARGUMENT_REGISTERS;
    match (interface.result_place(), is_spare) {
        (ResultPlace::Nowhere | ResultPlace::Registers(_), true) => FORWARD,
        (ResultPlace::Nowhere | ResultPlace::Registers(_), false) => FORWARD_ALL,
        (ResultPlace::Memory { .. }, true) => FORWARD_MEMORY,
        (ResultPlace::Memory { .. }, false) => FORWARD_ALL_MEMORY,
    }
}
