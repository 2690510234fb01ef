//! What the macro says about a callback type.

use core::ffi::c_void;

use crate::callback::Panics;
use crate::interface::CallInterface;
use crate::machine::shared::signature::{Receive, ReceivedSignature};
use crate::machine::shared::transfer::RegisterFile;
use crate::types::CodePointer;

/// A callback type: the signature by which C calls, and what messages say about it.
///
/// [`#[callback]`](macro@crate::callback) implements it.
///
/// # Safety
///
/// - `INTERFACE` has the types of `Arguments`, in this order, and of `Output`.
/// - `Receiver` is the one of `INTERFACE`.
/// - `arguments` reads each element of the tuple from its place in `INTERFACE`.
///
/// Where C gives a callback references, `Arguments` has them as `'static`, which they are not. So whoever
/// hands a closure to the functions here that take one promises that it keeps no argument, nor what an
/// argument leads to, beyond the call: `#[callback]` only takes closures for every lifetime.
#[doc(hidden)]
pub unsafe trait Signature: Copy + Send + Sync + 'static {
    /// Path of the type.
    const NAME: &'static str;
    /// File and line of the declaration.
    const LOCATION: (&'static str, u32);
    /// How C calls.
    const INTERFACE: &'static CallInterface;
    /// What C gets if the closure panics.
    const ON_PANIC: Option<fn() -> Self::Output>;
    /// A tuple, its lifetimes erased.
    type Arguments;
    /// What the closure returns.
    type Output;
    /// How the arguments come in.
    type Receiver: Receive;

    /// Reads the arguments.
    ///
    /// # Safety
    ///
    /// `registers` and `stack` are those of a call of `INTERFACE`, and are read once.
    unsafe fn arguments(registers: &mut impl RegisterFile, stack: *const u8) -> Self::Arguments;

    /// The type with a function's address in it.
    ///
    /// # Safety
    ///
    /// At the address is a function that receives calls of `INTERFACE`.
    unsafe fn from_code(code: CodePointer) -> Self;

    /// Where payloads of panics are kept.
    fn panics() -> &'static Panics;
}

// SAFETY: the promises of `Signature` about these items are those of `ReceivedSignature`.
unsafe impl<S: Signature> ReceivedSignature for S {
    const INTERFACE: &'static CallInterface = S::INTERFACE;
    type Arguments = S::Arguments;
    type Output = S::Output;
    type Receiver = S::Receiver;

    #[inline(always)]
    unsafe fn arguments(registers: &mut impl RegisterFile, stack: *const u8) -> Self::Arguments {
        // SAFETY: registers and stack are those of a call of `INTERFACE`, and are read once, by the contract
        // of `ReceivedSignature::arguments`.
        unsafe { S::arguments(registers, stack) }
    }
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
