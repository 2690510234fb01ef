//! The declaration of a callback type, which the macro writes.

use core::ffi::c_void;

use crate::abi::Abi;
use crate::callback::Panics;
use crate::interface::UnsupportedPlatform;
use crate::machine::shared::signature::{Handled, Handler};
use crate::types::CodePointer;

/// A callback type: the signature by which C calls, and what messages say about it.
///
/// [`#[callback]`](macro@crate::callback) implements it.
///
/// # Safety
///
/// The functions that `entry` and `plain` return receive calls of a function pointer of this type, by the
/// convention of `ABI`: they give the handler the arguments of the call, and C the result of the handler.
///
/// Where C gives a callback references, `Arguments` has them as `'static`, which they are not. So whoever
/// hands a closure to the functions here that take one promises that it keeps no argument, nor what an
/// argument leads to, beyond the call: `#[callback]` only takes closures for every lifetime.
#[doc(hidden)]
pub unsafe trait Signature: Handled {
    /// Path of the type.
    const NAME: &'static str;
    /// File and line of the declaration.
    const LOCATION: (&'static str, u32);
    /// How C calls.
    const ABI: Abi;
    /// The result that C gets if the closure panics.
    const ON_PANIC: Option<fn() -> Self::Output>;

    /// The entry of a slot: the handler gets the slot's context.
    ///
    /// # Errors
    ///
    /// If no convention of the target has assembly, so that there are no trampolines.
    fn entry<H: Handler<Self>>() -> Result<CodePointer, UnsupportedPlatform>;

    /// A function that C may call without a trampoline; the handler gets no context.
    fn plain<H: Handler<Self>>() -> CodePointer;

    /// The type with a function's address in it.
    ///
    /// # Safety
    ///
    /// At the address is a function that receives calls of this type.
    unsafe fn from_code(code: CodePointer) -> Self;

    /// Where payloads of panics are kept.
    fn panics() -> &'static Panics;
}

/// A callback type of which C hands on a pointer.
///
/// # Safety
///
/// - `USER_DATA` is the number of the argument that C got for this purpose.
/// - `user_data` and `context` return it, or the pointer that is at its address.
#[doc(hidden)]
pub unsafe trait UserData: Signature {
    /// The pointer by which the handler is found, from all arguments.
    fn user_data(arguments: &Self::Arguments) -> *mut c_void;

    /// That pointer from its argument alone.
    ///
    /// # Safety
    ///
    /// It is the argument `USER_DATA` of a call that came in.
    #[inline(always)]
    unsafe fn context(argument: *mut c_void) -> *mut c_void {
        argument
    }
}
