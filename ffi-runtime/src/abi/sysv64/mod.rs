//! System V AMD64: the convention of Linux, macOS and the BSDs on x86-64, and of `extern "sysv64"` anywhere
//! on x86-64.
//!
//! Rules are quoted by their numbers in the "System V Application Binary Interface, AMD64
//! Architecture Processor Supplement" (psABI), version 1.0, section 3.2.

mod class;
mod classify;

pub(crate) use classify::Classifier;

use crate::abi::Register;

/// The number by which typed calls select this convention.
pub(crate) const NUMBER: u8 = 0;

/// Integer argument registers in the order in which they are handed out (psABI 3.2.3, passing, 2).
pub(crate) const INTEGER_REGISTERS: [&str; 6] = ["rdi", "rsi", "rdx", "rcx", "r8", "r9"];

/// SSE argument registers in the order in which they are handed out (psABI 3.2.3, passing, 3).
pub(crate) const FLOAT_REGISTERS: [&str; 8] = [
    "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
];

/// Integer result registers (psABI 3.2.3, returning, 3).
const INTEGER_RESULTS: [&str; 2] = ["rax", "rdx"];

/// SSE result registers (psABI 3.2.3, returning, 4), and after them the x87 registers of results (5, 6 and the
/// paragraph after it).
const FLOAT_RESULTS: [&str; 4] = ["xmm0", "xmm1", "st0", "st1"];

/// How many SSE registers carry results: the number of the first x87 register among the float registers of results.
pub(crate) const SSE_RESULTS: u8 = 2;

/// Bytes of a value in an x87 register.
pub(crate) const X87_BYTES: u8 = 10;

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
