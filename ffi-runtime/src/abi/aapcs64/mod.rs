//! AAPCS64: the conventions of AArch64, of which Linux has the standard one, Apple and Microsoft each
//! their own.
//!
//! Rules are quoted by their letters in the "Procedure Call Standard for the Arm 64-bit Architecture",
//! chapters "Parameter Passing Rules" and "Result Return", as in the releases since 2020Q2; older ones,
//! which Microsoft's documentation follows, lack the rules about scalable types. The divergences are
//! those of Apple's "Writing ARM64 code for Apple platforms" and of Microsoft's "Overview of ARM64 ABI
//! conventions".

mod classify;
mod homogeneous;
mod variadic;

pub(crate) use classify::Classifier;

use crate::abi::Register;

/// The number by which typed calls select this convention.
pub(crate) const NUMBER: u8 = 2;

/// The platform's variant of AAPCS64.
///
/// ```
/// use ffi_runtime::Type;
/// use ffi_runtime::abi::{Convention, Variant};
/// use ffi_runtime::call::Plan;
///
/// // Where `printf("%f", 1.0)` has its float.
/// let types = [Type::Pointer, Type::F64];
/// for (variant, place) in [
///     (Variant::Standard, "in v0"),
///     (Variant::Apple, "on the stack at 0"),
///     (Variant::Windows, "in x1"),
/// ] {
///     let plan = Plan::new(Convention::Aapcs64(variant), Type::I32, &types, Some(1))?;
///     let line = format!("argument 1: f64 (8 bytes) {place}\n");
///     assert!(plan.to_string().contains(&line), "{plan}");
/// }
/// # Ok::<(), ffi_runtime::InterfaceError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Variant {
    /// The standard itself: Linux, the BSDs, Android.
    Standard,
    /// macOS, iOS and their kin.
    Apple,
    /// Windows.
    Windows,
}

/// General-purpose argument registers, and behind them the one that carries the address of a result
/// in memory ("Result Return").
const GENERAL_REGISTERS: [&str; 9] = ["x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8"];

/// SIMD and floating-point argument registers.
const FLOAT_REGISTERS: [&str; 8] = ["v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7"];

/// Registers of each kind that carry arguments.
pub(crate) const ARGUMENT_REGISTERS: u8 = 8;

/// Carries the address of a result in memory.
const INDIRECT_RESULT: Register = Register::Integer(ARGUMENT_REGISTERS);

pub(crate) const fn argument_register(register: Register) -> &'static str {
    match register {
        Register::Integer(number) => GENERAL_REGISTERS[number as usize],
        Register::Float(number) => FLOAT_REGISTERS[number as usize],
    }
}

/// A result has the registers of a first argument ("Result Return").
pub(crate) const fn result_register(register: Register) -> &'static str {
    argument_register(register)
}
