//! The forms of a typed call, and which of them an interface has.

use crate::abi::win64::NUMBER;
use crate::abi::{Piece, Place, Register, ResultPlace};
use crate::interface::CallInterface;
use crate::machine::shared::transfer::Word;
use crate::machine::shared::typed;
use crate::machine::win64::registers::POSITIONS;

/// Words of the home space.
pub(super) const HOME: usize = 4;

/// Stack words of the largest forwarder, home space included.
pub(super) const MAX_FORWARDED: usize = HOME + 32;

/// A form of the call, by the number that `form` gives. Below [`FRAME`] it is a forwarder, and its bits
/// say which of the positions carry a float, whether the target is variadic (then none does), whether it
/// is told in r9, and whether the compiler passes the place of a result in memory in rcx.
pub(super) type Form<const FORM: u8, const WORDS: usize, const SHAPE: u8> =
    typed::Form<{ NUMBER }, FORM, WORDS, SHAPE>;

pub(super) const VARIADIC: u8 = 1 << POSITIONS;
pub(super) const SPARE: u8 = VARIADIC << 1;
pub(super) const MEMORY: u8 = SPARE << 1;
pub(super) const FRAME: u8 = MEMORY << 1;

/// The cheapest form that can execute `interface`.
pub(crate) const fn form(interface: &CallInterface) -> u8 {
    if interface.stack().size > MAX_FORWARDED * size_of::<Word>() {
        return FRAME;
    }
    let mut form = float_positions(interface);
    if interface.fixed().is_some() {
        assert!(
            form == 0,
            "a float of a variadic interface is in both registers of its position"
        );
        form |= VARIADIC;
    } else if let ResultPlace::Memory { .. } = interface.result_place() {
        form |= MEMORY;
    }
    if (interface.integer_registers() as usize) < POSITIONS {
        form |= SPARE;
    }
    form
}

/// The positions whose argument is in a float register: bit N for position N.
pub(super) const fn float_positions(interface: &CallInterface) -> u8 {
    let mut positions = 0;
    let mut index = 0;
    while index < interface.places().len() {
        match interface.places()[index] {
            Place::Register(Piece { register, .. }) => match register {
                Register::Float(number) => positions |= 1 << number,
                Register::Integer(_) => {}
            },
            // A variadic float is in both registers of its position, so the integer one serves.
            Place::Registers(_) | Place::Stack { .. } | Place::Reference { .. } => {}
            Place::Nowhere | Place::Split { .. } => {
                panic!("Win64 gives every argument a place, and splits none")
            }
        }
        index += 1;
    }
    positions
}
