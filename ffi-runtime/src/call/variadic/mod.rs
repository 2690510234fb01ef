//! Calls of functions with `...`, whose further arguments come in a tuple.
//!
//! Each element of the tuple is promoted as C promotes it (`promote`). The signature is known for each type of
//! tuple, so its interface is a constant, and nothing is allocated. `placed` executes it where this target has
//! assembly; otherwise the compiler's own call does (`native`).

#[cfg(not(all(
    target_pointer_width = "64",
    target_endian = "little",
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
mod native;
mod placed;
mod promote;
mod tuple;

use crate::abi::Abi;
use crate::types::{Enums, Type};

#[cfg(not(all(
    target_pointer_width = "64",
    target_endian = "little",
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
pub use native::NativeVariadic;
pub use placed::PlacedVariadic;
pub use promote::VariadicArgument;
pub use tuple::{MAX_VARIADIC, VariadicArguments};

/// The most arguments that a declaration names before the tuple.
const MAX_NAMED: usize = 8;

/// The arguments that C names, and the result, of a function with `...`: written by the macro for each signature.
///
/// # Safety
///
/// The descriptors are right, as [`ForeignType`](crate::ForeignType) promises.
#[doc(hidden)]
pub unsafe trait VariadicSignature {
    /// The convention.
    const ABI: Abi;
    /// The type of the result.
    const RESULT: Type<'static>;
    /// The types of the arguments that C names.
    const NAMED: &'static [Type<'static>];
    /// The enums of the result.
    const ENUMS: Enums;
}
