//! The forms of a typed call, and which of them an interface has.

use crate::abi::ResultPlace;
use crate::abi::sysv64::{INTEGER_REGISTERS, NUMBER};
use crate::interface::CallInterface;
use crate::machine::shared::typed;
use crate::machine::sysv64::register_sets::{FrameRegisters, frame_registers};

/// Stack words of the largest forwarder.
pub(super) const MAX_FORWARDED: usize = 32;

/// A form of the call, by the number that `form` gives.
pub(super) type Form<const FORM: u8, const WORDS: usize, const SHAPE: u8> =
    typed::Form<{ NUMBER }, FORM, WORDS, SHAPE>;

pub(super) const INLINE: u8 = 0;
/// Forwarders are told the target in r9, if neither r9 nor al carries anything, or else in one more
/// stack word.
pub(super) const FORWARD: u8 = 1;
pub(super) const FORWARD_ALL: u8 = 2;
/// The forwarders for a result in memory.
pub(super) const FORWARD_MEMORY: u8 = 3;
pub(super) const FORWARD_ALL_MEMORY: u8 = 4;
pub(super) const FRAME: u8 = 5;
/// The frames of a result in st0, and in st0 and st1: no Rust type is returned there, so that a forwarder could be
/// declared, and `asm!` has no operands for these registers.
pub(super) const FRAME_X87: u8 = 6;
pub(super) const FRAME_COMPLEX_X87: u8 = 7;
/// The frame with whole vector registers.
pub(super) const FRAME_VECTORS: u8 = 8;

/// The cheapest form that can execute `interface`.
pub(crate) const fn form(interface: &CallInterface) -> u8 {
    let registers = frame_registers(interface);
    match registers {
        FrameRegisters::X87 => return FRAME_X87,
        FrameRegisters::ComplexX87 => return FRAME_COMPLEX_X87,
        FrameRegisters::Halves | FrameRegisters::Vectors => {}
    }
    let stack = interface.stack();
    if stack.size > MAX_FORWARDED * 8 || stack.align > 16 {
        return if let FrameRegisters::Vectors = registers {
            FRAME_VECTORS
        } else {
            FRAME
        };
    }
    let spare = (interface.integer_registers() as usize) < INTEGER_REGISTERS.len()
        && interface.fixed().is_none();
    match interface.result_place() {
        // A smaller result may be in memory too (packed), but the compiler could decide otherwise.
        ResultPlace::Memory { .. } if interface.result().size() > 16 => {
            if spare {
                FORWARD_MEMORY
            } else {
                FORWARD_ALL_MEMORY
            }
        }
        ResultPlace::Memory { .. } | ResultPlace::Nowhere | ResultPlace::Registers(_) => {
            if stack.size == 0 && !interface.abi().unwinds() {
                INLINE
            } else if spare {
                FORWARD
            } else {
                FORWARD_ALL
            }
        }
    }
}
