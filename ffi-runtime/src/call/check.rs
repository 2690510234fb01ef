//! Check: whether a signature is one that C has, and which convention it follows.
//!
//! For the compiler and for run time alike, so a refusal is a value that `const` code can make;
//! `interface` turns it into an [`InterfaceError`], `declared` into a compile error.

use crate::abi::{Abi, Convention};
use crate::call::{InterfaceError, MAX_STACK, Position, UnsupportedPlatform};
use crate::types::Type;

/// Why a signature is refused, in a form that `const` code can make.
pub(crate) enum Refusal {
    Void(Position),
    Array(Position),
    NotPromoted(Position),
    FixedArguments(usize, usize),
    StackLimit(Position),
    UnsupportedPlatform,
}

impl Refusal {
    pub(crate) const fn into_error(self, abi: Abi) -> InterfaceError {
        match self {
            Self::Void(position) => InterfaceError::Void { position },
            Self::Array(position) => InterfaceError::Array { position },
            Self::NotPromoted(position) => InterfaceError::NotPromoted { position },
            Self::FixedArguments(fixed, count) => InterfaceError::FixedArguments { fixed, count },
            Self::StackLimit(position) => InterfaceError::StackLimit {
                position,
                limit: MAX_STACK,
            },
            Self::UnsupportedPlatform => {
                InterfaceError::UnsupportedPlatform(UnsupportedPlatform { abi })
            }
        }
    }
}

/// Checks what the types alone show, and finds the convention.
pub(crate) const fn check_signature(
    abi: Abi,
    result: Type<'_>,
    arguments: &[Type<'_>],
    fixed: Option<usize>,
) -> Result<Convention, Refusal> {
    if let Type::Array(_) = result {
        return Err(Refusal::Array(Position::Result));
    }
    let named = match fixed {
        Some(fixed) if fixed > arguments.len() => {
            return Err(Refusal::FixedArguments(fixed, arguments.len()));
        }
        Some(fixed) => fixed,
        None => arguments.len(),
    };
    let mut index = 0;
    while index < arguments.len() {
        let position = Position::Argument(index);
        match arguments[index] {
            Type::Void => return Err(Refusal::Void(position)),
            Type::Array(_) => return Err(Refusal::Array(position)),
            Type::Bool | Type::I8 | Type::I16 | Type::U8 | Type::U16 | Type::F32 => {
                if index >= named {
                    return Err(Refusal::NotPromoted(position));
                }
            }
            Type::I32
            | Type::I64
            | Type::I128
            | Type::U32
            | Type::U64
            | Type::U128
            | Type::F64
            | Type::Pointer
            | Type::Struct(_)
            | Type::Union(_) => {}
        }
        index += 1;
    }
    match abi.convention() {
        Some(convention) => Ok(convention),
        None => Err(Refusal::UnsupportedPlatform),
    }
}
