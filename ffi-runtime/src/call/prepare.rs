//! Prepare: the interface of a signature that is known at run time, with the steps of its calls.

use crate::abi::Abi;
use crate::interface::{CallInterface, InterfaceError, Step};
use crate::machine::in_machine;
use crate::types::Type;

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
        prepare(abi, result, arguments, None)
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
        prepare(abi, result, arguments, Some(fixed))
    }
}

fn prepare(
    abi: Abi,
    result: Type<'_>,
    arguments: &[Type<'_>],
    fixed: Option<usize>,
) -> Result<CallInterface, InterfaceError> {
    let mut interface = CallInterface::prepare_signature(abi, result, arguments, fixed)?;
    interface.set_steps(compile(&interface));
    Ok(interface)
}

/// Prepares a declared signature, which the compiler has checked.
pub(super) fn prepare_declared(
    abi: Abi,
    result: Type<'static>,
    arguments: &'static [Type<'static>],
    fixed: Option<usize>,
) -> CallInterface {
    let mut interface = CallInterface::of_declared(abi, result, arguments, fixed);
    interface.set_steps(compile(&interface));
    interface
}

/// The interface's call as a program; empty if it has none, and is called through a frame.
fn compile(interface: &CallInterface) -> Vec<Step> {
    let steps = in_machine!(interface.convention(), compile(interface));
    steps.unwrap_or_default()
}
