//! RISC-V, LP64D: the convention of 64-bit Linux with double-precision floating point.
//!
//! Rules are quoted from the "RISC-V Calling Conventions" of the psABI, chapters "Integer Calling
//! Convention" and "Hardware Floating-Point Calling Convention"; they have no numbers. XLEN and ABI_FLEN
//! are 64 here.

mod classify;
mod flatten;

pub(crate) use classify::Classifier;
pub(crate) use flatten::is_compiled_alike;

use crate::abi::Register;

/// The number by which typed calls select this convention.
pub(crate) const NUMBER: u8 = 3;

/// Registers of each kind that carry arguments.
pub(crate) const ARGUMENT_REGISTERS: u8 = 8;

/// Integer argument registers; "the first two of which are also used to return values".
const INTEGER_REGISTERS: [&str; ARGUMENT_REGISTERS as usize] =
    ["a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7"];

/// Floating-point argument registers; "the first two of which are also used to return values".
const FLOAT_REGISTERS: [&str; ARGUMENT_REGISTERS as usize] =
    ["fa0", "fa1", "fa2", "fa3", "fa4", "fa5", "fa6", "fa7"];

pub(crate) const fn argument_register(register: Register) -> &'static str {
    match register {
        Register::Integer(number) => INTEGER_REGISTERS[number as usize],
        Register::Float(number) => FLOAT_REGISTERS[number as usize],
    }
}

/// "Values are returned in the same manner as a first named argument of the same type would be passed."
pub(crate) const fn result_register(register: Register) -> &'static str {
    argument_register(register)
}
