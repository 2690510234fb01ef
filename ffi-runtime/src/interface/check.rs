//! Check: whether a signature is one that C has, and whether its convention can be called here.
//!
//! For the compiler and for run time alike, so a refusal is a value that `const` code can make; `plan`
//! gets it as an [`InterfaceError`], `declared` turns it into a compile error.

use crate::abi::{Abi, Convention};
use crate::interface::{InterfaceError, Position};
use crate::types::{Members, Survey, Type, is_same_aggregate};

/// The most bytes that the arguments of one call may take on the stack: 1 MiB. The limit includes copies of
/// arguments that are passed by reference, and what alignments over 16 leave unused.
///
/// A thread has 2 MiB, if Rust makes it, and a value is on its stack more than once while it is passed:
/// pass what is that large behind a pointer.
///
/// ```
/// assert_eq!(ffi_runtime::call::MAX_STACK, 1024 * 1024);
/// ```
pub const MAX_STACK: usize = 1 << 20;

/// Why a signature is refused, in a form that `const` code can make.
pub(crate) enum Refusal {
    Void(Position),
    Array(Position),
    NotPromoted(Position),
    FixedArguments(usize, usize),
    StackLimit(Position),
}

impl Refusal {
    pub(crate) const fn into_error(self) -> InterfaceError {
        match self {
            Self::Void(position) => InterfaceError::Void { position },
            Self::Array(position) => InterfaceError::Array { position },
            Self::NotPromoted(position) => InterfaceError::NotPromoted { position },
            Self::FixedArguments(fixed, count) => InterfaceError::FixedArguments { fixed, count },
            Self::StackLimit(position) => InterfaceError::StackLimit {
                position,
                limit: MAX_STACK,
            },
        }
    }
}

/// The convention of an ABI, if calls of it can be executed here.
pub(crate) const fn executable(abi: Abi) -> Option<Convention> {
    match abi.convention() {
        Some(convention) if convention.is_executable() => Some(convention),
        Some(_) | None => None,
    }
}

/// Checks everything that run time has to check: also that the descriptors are C types, of which `survey` gets
/// what there is to know. Aggregates that follow each other and have one descriptor are checked once, and
/// counted once among the bytes to copy.
#[inline]
pub(crate) fn validate(
    result: Type<'_>,
    arguments: &[Type<'_>],
    fixed: Option<usize>,
    survey: &mut SignatureSurvey,
) -> Result<(), InterfaceError> {
    let is_plain_result = result.is_scalar() && !result.is_extended();
    let (mut is_plain, mut has_bool) = (fixed.is_none() && is_plain_result, false);
    for ty in arguments {
        is_plain &= ty.is_scalar() && !matches!(ty, Type::Void) && !ty.is_extended();
        has_bool |= matches!(ty, Type::Bool);
    }
    // Nothing can be wrong with the types of most signatures.
    if is_plain {
        survey.result_has_bool = matches!(result, Type::Bool);
        survey.argument_has_bool = has_bool;
        return Ok(());
    }
    check_types(result, arguments, survey)?;
    check_signature(result, arguments, fixed).map_err(Refusal::into_error)
}

/// The findings of the check of a signature about its types.
#[derive(Debug, Default)]
pub(crate) struct SignatureSurvey {
    /// Bytes that the copies of the types take of an arena.
    pub(crate) copied: usize,
    /// Whether the result has a `bool` in it.
    pub(crate) result_has_bool: bool,
    /// Whether an argument has one.
    pub(crate) argument_has_bool: bool,
    /// Whether there is a float or a vector that some conventions do not have.
    pub(super) has_extended: bool,
}

impl SignatureSurvey {
    /// Checks a signature of which this is the survey: whether the convention has each of its floats and vectors.
    #[inline]
    pub(super) fn check_extended(
        &self,
        convention: Convention,
        result: Type<'_>,
        arguments: &[Type<'_>],
    ) -> Result<(), InterfaceError> {
        if self.has_extended {
            check_extended(convention, result, arguments)
        } else {
            Ok(())
        }
    }
}

#[cold]
fn check_extended(
    convention: Convention,
    result: Type<'_>,
    arguments: &[Type<'_>],
) -> Result<(), InterfaceError> {
    let arguments = arguments.iter().enumerate();
    let arguments = arguments.map(|(index, ty)| (Position::Argument(index), *ty));
    for (position, ty) in arguments.chain([(Position::Result, result)]) {
        match lacking(convention, ty) {
            None => {}
            Some(vector @ (Type::V64 | Type::V128)) => {
                return Err(InterfaceError::NoSuchVector {
                    position,
                    vector,
                    convention,
                });
            }
            Some(float) => {
                return Err(InterfaceError::NoSuchFloat {
                    position,
                    float,
                    convention,
                });
            }
        }
    }
    Ok(())
}

/// A float or a vector in a type, which is validated, that a convention does not have.
fn lacking(convention: Convention, ty: Type<'_>) -> Option<Type<'static>> {
    match ty {
        Type::F80 => (!convention.has_x87()).then_some(Type::F80),
        Type::ComplexF80 => (!convention.has_x87()).then_some(Type::ComplexF80),
        Type::F128 => (!convention.has_binary128()).then_some(Type::F128),
        Type::V64 => (!convention.has_vectors_of_64_bits()).then_some(Type::V64),
        Type::V128 => (!convention.has_vectors_of_128_bits()).then_some(Type::V128),
        Type::Array(array) => lacking(convention, array.element),
        Type::Struct(aggregate) | Type::Union(aggregate) => {
            let mut fields = aggregate.fields.iter();
            fields.find_map(|field| lacking(convention, field.ty))
        }
        Type::Void
        | Type::Bool
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::I128
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::U128
        | Type::F32
        | Type::F64
        | Type::Pointer => None,
    }
}

#[inline(never)]
fn check_types<'t>(
    result: Type<'t>,
    arguments: &[Type<'t>],
    whole: &mut SignatureSurvey,
) -> Result<(), InterfaceError> {
    let mut members = Members::default();
    let (mut last, mut survey) = (Type::Void, Survey::default());
    let mut check = |position, ty: Type<'t>| {
        if ty.is_scalar() {
            whole.has_extended |= ty.is_extended();
            return Ok(matches!(ty, Type::Bool));
        }
        if !is_same_aggregate(ty, last) {
            survey = Survey::default();
            let source = |source| InterfaceError::Type { position, source };
            ty.survey(&mut survey).map_err(source)?;
            whole.copied += survey.copied;
            whole.has_extended |= survey.has_extended;
            last = ty;
        }
        members = members.and(survey.members);
        if members.is_within_limits() {
            Ok(survey.has_bool)
        } else {
            Err(InterfaceError::TooManyMembers { position })
        }
    };
    let mut argument_has_bool = false;
    for (index, ty) in arguments.iter().enumerate() {
        argument_has_bool |= check(Position::Argument(index), *ty)?;
    }
    whole.result_has_bool = check(Position::Result, result)?;
    whole.argument_has_bool = argument_has_bool;
    Ok(())
}

/// Checks what the types alone show.
pub(crate) const fn check_signature(
    result: Type<'_>,
    arguments: &[Type<'_>],
    fixed: Option<usize>,
) -> Result<(), Refusal> {
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
            | Type::F80
            | Type::F128
            | Type::V64
            | Type::V128
            | Type::ComplexF80
            | Type::Pointer
            | Type::Struct(_)
            | Type::Union(_) => {}
        }
        index += 1;
    }
    Ok(())
}
