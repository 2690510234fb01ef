//! The call of an interface over untyped pointers.

use core::ffi::c_void;

use crate::interface::CallInterface;
use crate::machine::in_machine;
use crate::types::CodePointer;

impl CallInterface {
    /// Calls the function at `address`.
    ///
    /// The result is written to `result`, exactly as wide as its type; `result` is not used if the
    /// function returns nothing. Each byte that can only be a [`Type::Bool`](crate::Type::Bool) becomes 0 or 1. Nothing is allocated. The interface of a declared method can be called
    /// like this too, but takes longer than a prepared one, for the compiler cannot prepare its steps.
    ///
    /// # Panics
    ///
    /// If `arguments` has another length than [`arguments`](Self::arguments).
    ///
    /// # Safety
    ///
    /// - `address` is a function with the signature and convention of this interface, and calling
    ///   it with these arguments breaks none of its own rules.
    /// - Each element of `arguments` leads to a value of the type at its index, readable and
    ///   (for its valid bytes) initialized; it need not be aligned.
    /// - `result` leads to memory for a value of the result type, writable and aligned.
    /// - The function unwinds only if the convention says so ([`Abi::unwinds`](crate::Abi::unwinds)).
    #[inline]
    #[track_caller]
    pub unsafe fn call(
        &self,
        address: CodePointer,
        result: *mut c_void,
        arguments: &[*const c_void],
    ) {
        // SAFETY: the caller's promises are those that `call` asks for.
        unsafe { call(self, address, result, arguments) }
    }
}

/// Calls `target` with the values that `arguments` lead to.
///
/// # Safety
///
/// Those of [`CallInterface::call`].
#[inline]
#[track_caller]
unsafe fn call(
    interface: &CallInterface,
    target: CodePointer,
    result: *mut c_void,
    arguments: &[*const c_void],
) {
    if arguments.len() != interface.places().len() {
        wrong_count(interface, arguments.len());
    }
    // SAFETY: beside the caller's promises, the number of arguments is right; and a convention that is not
    // executable here has no interface, for `prepare` and `Declared` refuse to make one.
    unsafe {
        in_machine!(
            interface.convention(),
            dynamic(interface, target, result.cast(), arguments)
        )
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn wrong_count(interface: &CallInterface, given: usize) -> ! {
    let expected = interface.places().len();
    let explanation = interface.explain();
    let signature = explanation.lines().next().unwrap_or_default();
    panic!("the interface takes {expected} arguments, but {given} were given: {signature}");
}
