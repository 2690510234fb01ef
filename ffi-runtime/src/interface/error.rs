//! Why an interface cannot be prepared.

use core::fmt;

use crate::abi::{Abi, Convention};
use crate::types::{MAX_MEMBERS, MAX_NAMES, Type, TypeError};

/// A signature that no C function has, or that this target cannot call.
///
/// ```
/// use ffi_runtime::{Abi, CallInterface, Type};
///
/// let refused = CallInterface::prepare(Abi::C, Type::Void, &[Type::I32, Type::Void]);
/// assert_eq!(refused.unwrap_err().to_string(), "argument 1 is void, which is no argument type");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InterfaceError {
    /// A descriptor that is no C type.
    #[error("{position} has no C type")]
    Type {
        /// Which argument, or the result.
        position: Position,
        /// The error of the type.
        source: TypeError,
    },
    /// Types that are right alone, and too many together, or have too long names.
    #[error(
        "{position} does not fit: the structs and unions of a signature may have {} types in them in \
         all, with {} bytes of names",
        MAX_MEMBERS,
        MAX_NAMES
    )]
    TooManyMembers {
        /// The first argument past the limit, or the result.
        position: Position,
    },
    /// An argument without a value.
    #[error("{position} is void, which is no argument type")]
    Void {
        /// Which argument.
        position: Position,
    },
    /// An array by value.
    #[error("{position} is an array, which C never passes by value; pass a pointer to it")]
    Array {
        /// Which argument, or the result.
        position: Position,
    },
    /// A variadic argument that C would have promoted.
    #[error(
        "{position} is variadic and of a type that C promotes; pass f64 instead of f32, i32 \
         instead of a narrower integer"
    )]
    NotPromoted {
        /// Which argument.
        position: Position,
    },
    /// A float that the convention does not have.
    #[error(
        "{position} has the type {float} in it, which the convention {convention} does not have"
    )]
    NoSuchFloat {
        /// Which argument, or the result.
        position: Position,
        /// [`Type::F80`], [`Type::ComplexF80`] or [`Type::F128`].
        float: Type<'static>,
        /// The convention of the signature.
        convention: Convention,
    },
    /// A vector that the convention does not have.
    #[error(
        "{position} has the type {vector} in it, a vector that the convention {convention} does not pass by value"
    )]
    NoSuchVector {
        /// Which argument, or the result.
        position: Position,
        /// [`Type::V64`] or [`Type::V128`].
        vector: Type<'static>,
        /// The convention of the signature.
        convention: Convention,
    },
    /// More fixed arguments than arguments.
    #[error("{fixed} arguments are said to be fixed, but there are {count}")]
    FixedArguments {
        /// Fixed arguments asked for.
        fixed: usize,
        /// Arguments there are.
        count: usize,
    },
    /// Too many bytes of arguments on the stack.
    #[error("{position} does not fit: stack arguments may take {limit} bytes in all")]
    StackLimit {
        /// The first argument past the limit.
        position: Position,
        /// [`MAX_STACK`](crate::call::MAX_STACK).
        limit: usize,
    },
    /// A convention that this target has no assembly for.
    #[error(transparent)]
    UnsupportedPlatform(#[from] UnsupportedPlatform),
}

/// Calls of this convention are not supported on this target.
///
/// ```
/// use ffi_runtime::{Abi, UnsupportedPlatform};
///
/// let error = UnsupportedPlatform { abi: Abi::System };
/// assert!(error.to_string().starts_with("calls with `extern \"system\"` are not supported on "));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "calls with `extern \"{abi}\"` are not supported on {} ({})",
    std::env::consts::ARCH,
    std::env::consts::OS
)]
pub struct UnsupportedPlatform {
    /// The convention that was asked for.
    pub abi: Abi,
}

/// A place in a signature.
///
/// ```
/// use ffi_runtime::call::Position;
///
/// assert_eq!(Position::Argument(0).to_string(), "argument 0");
/// assert_eq!(Position::Result.to_string(), "the result");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// The argument of this index, counted from 0.
    Argument(usize),
    /// The result.
    Result,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument(index) => write!(f, "argument {index}"),
            Self::Result => f.write_str("the result"),
        }
    }
}
