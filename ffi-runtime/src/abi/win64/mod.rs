//! Win64: the convention of Windows on x86-64, and of `extern "win64"` anywhere on x86-64.
//!
//! The standard has no rule numbers; chapters are those of "x64 calling convention" in Microsoft's
//! C++ documentation. Types that it does not know (`__int128`, empty structs) go as gcc passes them.

mod classify;

pub(crate) use classify::Classifier;

use crate::abi::Register;

/// The number by which typed calls select this convention.
pub(crate) const NUMBER: u8 = 1;

/// Bytes of the home space: "The caller must always allocate sufficient space to store four register
/// parameters, even if the callee doesn't take that many parameters."
pub(crate) const HOME_SPACE: usize = INTEGER_REGISTERS.len() * 8;

/// Integer argument registers, one for each of the first positions ("Parameter passing").
pub(crate) const INTEGER_REGISTERS: [&str; 4] = ["rcx", "rdx", "r8", "r9"];

/// Float argument registers of the same positions ("Parameter passing").
const FLOAT_REGISTERS: [&str; 4] = ["xmm0", "xmm1", "xmm2", "xmm3"];

/// The integer result register ("Return values").
const INTEGER_RESULTS: [&str; 1] = ["rax"];

/// The float result register ("Return values"). `__int128` is returned in all 16 bytes of it: the upper
/// half follows the lower, as it does in a frame that the whole register is stored to.
const FLOAT_RESULTS: [&str; 2] = ["xmm0", "the upper half of xmm0"];

pub(crate) const fn argument_register(register: Register) -> &'static str {
    match register {
        Register::Integer(number) => INTEGER_REGISTERS[number as usize],
        Register::Float(number) => FLOAT_REGISTERS[number as usize],
    }
}

pub(crate) const fn result_register(register: Register) -> &'static str {
    match register {
        Register::Integer(number) => INTEGER_RESULTS[number as usize],
        Register::Float(number) => FLOAT_RESULTS[number as usize],
    }
}
