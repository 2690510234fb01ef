//! Prepare: the interface of a signature that is known at run time, with the steps of its calls.

use std::sync::Arc;

use crate::abi::{Abi, Convention};
use crate::interface::{CallInterface, CompileSteps, Compiled, InterfaceError, Signature, Step};
use crate::machine::in_machine;
use crate::types::block::Filling;
use crate::types::{Enums, OwnedType, Type};

impl CallInterface {
    /// Prepares the calls of a function with a fixed number of arguments.
    ///
    /// # Errors
    ///
    /// [`InterfaceError`] if the signature is none that C has, or if this target cannot call it.
    pub fn prepare(
        abi: Abi,
        result: Type<'_>,
        arguments: &[Type<'_>],
    ) -> Result<Self, InterfaceError> {
        let signature = Signature {
            result,
            arguments,
            fixed: None,
        };
        prepare(abi, signature)
    }

    /// Prepares the calls of a variadic function, with these very arguments, of which the first
    /// `fixed` are the named ones.
    ///
    /// # Errors
    ///
    /// [`InterfaceError`], also if a variadic argument is of a type that C would have promoted
    /// (C11 6.5.2.2, 6): `float` and integers narrower than `int`.
    ///
    /// ```
    /// use ffi_runtime::{Abi, CallInterface, Type};
    ///
    /// let printf = CallInterface::prepare_variadic(Abi::C, Type::I32, &[Type::Pointer, Type::F64], 1)?;
    /// assert!(CallInterface::prepare_variadic(Abi::C, Type::I32, &[Type::Pointer, Type::F32], 1).is_err());
    /// # Ok::<(), ffi_runtime::InterfaceError>(())
    /// ```
    pub fn prepare_variadic(
        abi: Abi,
        result: Type<'_>,
        arguments: &[Type<'_>],
        fixed: usize,
    ) -> Result<Self, InterfaceError> {
        let signature = Signature {
            result,
            arguments,
            fixed: Some(fixed),
        };
        prepare(abi, signature)
    }

    /// Prepares the calls of a function without copying its types: the interface is another owner of them.
    /// `fixed` is the number of named arguments of a variadic function.
    ///
    /// Worth it where structs are large, and shared by many signatures: [`prepare`](Self::prepare) copies all
    /// that a type points to.
    ///
    /// # Errors
    ///
    /// [`InterfaceError`], as [`prepare_variadic`](Self::prepare_variadic).
    ///
    /// ```
    /// use ffi_runtime::{Abi, CallInterface, OwnedType, StructBuilder, Type};
    ///
    /// let point = StructBuilder::new("Point").field("x", Type::F32).field("y", Type::F32).build()?;
    /// let arguments = [point.clone(), OwnedType::from(Type::F32)];
    /// let scale = CallInterface::prepare_owned(Abi::C, &point, &arguments, None)?;
    /// assert_eq!(scale.arguments(), [point.as_type(), Type::F32]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn prepare_owned(
        abi: Abi,
        result: &OwnedType,
        arguments: &[OwnedType],
        fixed: Option<usize>,
    ) -> Result<Self, InterfaceError> {
        let types: Vec<_> = arguments.iter().map(OwnedType::as_type).collect();
        let all = arguments.iter().chain([result]);
        let owners = all.filter(|owner| !owner.as_type().is_scalar()).cloned();
        let signature = Signature {
            result: result.as_type(),
            arguments: &types,
            fixed,
        };
        let owners = Arc::new(owners.collect());
        // SAFETY: every type of the signature that points to anything is that of one of the owners.
        unsafe { Self::prepare_signature::<Machine>(abi, signature, Some(owners)) }
    }
}

fn prepare(abi: Abi, signature: Signature<'_>) -> Result<CallInterface, InterfaceError> {
    // SAFETY: there are no owners, so what the types point to is copied.
    unsafe { CallInterface::prepare_signature::<Machine>(abi, signature, None) }
}

/// Prepares a declared signature, which the compiler has checked.
pub(super) fn prepare_declared(
    abi: Abi,
    result: Type<'static>,
    arguments: &'static [Type<'static>],
    fixed: Option<usize>,
    enums: Enums,
) -> CallInterface {
    let signature = Signature {
        result,
        arguments,
        fixed,
    };
    CallInterface::of_declared::<Machine>(abi, signature, enums)
}

/// The steps of each convention, from its folder.
enum Machine {}

impl CompileSteps for Machine {
    #[inline]
    fn most_steps(convention: Convention, arguments: &[Type<'_>]) -> usize {
        in_machine!(convention, most_steps(arguments))
    }

    #[inline]
    fn compile(signature: &Compiled<'_>, steps: &mut Filling<'_, Step>) -> Option<()> {
        in_machine!(signature.convention, compile(signature, steps))
    }
}
