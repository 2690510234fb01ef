//! What the macro says about a callback type.

use core::ffi::c_void;

use crate::callback::Panics;
use crate::machine::shared::signature::ReceivedSignature;
use crate::types::CodePointer;

/// A callback type: the [signature](ReceivedSignature) by which C calls, and what messages say about it.
///
/// [`#[callback]`](macro@crate::callback) implements it.
///
/// # Safety
///
/// `from_code` makes a function pointer with the signature of `INTERFACE` of the address.
///
/// Where C gives a callback references, `Arguments` has them as `'static`, which they are not. So whoever
/// hands a closure to the functions here that take one promises that it keeps no argument, nor what an
/// argument leads to, beyond the call: `#[callback]` only takes closures for every lifetime.
#[doc(hidden)]
pub unsafe trait Signature: ReceivedSignature {
    /// Path of the type.
    const NAME: &'static str;
    /// File and line of the declaration.
    const LOCATION: (&'static str, u32);
    /// What C gets if the closure panics.
    const ON_PANIC: Option<fn() -> Self::Output>;

    /// The type with a function's address in it.
    ///
    /// # Safety
    ///
    /// At the address is a function that receives calls of `INTERFACE`.
    unsafe fn from_code(code: CodePointer) -> Self;

    /// Where payloads of panics are kept.
    fn panics() -> &'static Panics;
}

/// A callback type of which C hands on a pointer.
///
/// # Safety
///
/// `user_data` returns the argument that C got for this purpose.
#[doc(hidden)]
pub unsafe trait UserData: Signature {
    /// The pointer among the arguments.
    fn user_data(arguments: &Self::Arguments) -> *mut c_void;
}
