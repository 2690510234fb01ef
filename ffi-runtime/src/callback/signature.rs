//! What the macro says about a callback type.

use core::ffi::c_void;

use crate::call::CallInterface;
use crate::call::transfer::RegisterFile;
use crate::callback::Panics;
use crate::library::CodePointer;

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

/// How a signature is received: by the rules of a convention, which has a use of its own for `LAYOUT`,
/// with the result registers of a shape, and the context in an integer register of that number.
#[doc(hidden)]
#[derive(Debug)]
pub struct Receiver<const CONVENTION: u8, const LAYOUT: usize, const SHAPE: u8, const CONTEXT: u8>;

/// The functions that C gets; each convention implements it for its own [`Receiver`].
#[doc(hidden)]
pub trait Receive {
    /// The entry of a slot: the handler gets the slot's context.
    fn entry<S: Signature<Receiver = Self>, H: Handler<S>>() -> CodePointer;

    /// A function that C may call without a trampoline; the handler gets no context.
    ///
    /// It begins as rustc makes it begin: with `endbr64` or `bti c` if the program is compiled for that,
    /// as every other function whose address C gets from a Rust program.
    fn plain<S: Signature<Receiver = Self>, H: Handler<S>>() -> CodePointer;
}

/// What is behind a context: how a closure is called.
#[doc(hidden)]
pub trait Handler<S: Signature> {
    /// Calls the closure. Nothing unwinds out of it, unless the convention of `S` says so.
    ///
    /// # Safety
    ///
    /// `context` leads to one of this handler, and C calls as the interface of `S` says.
    unsafe fn handle(context: *mut c_void, arguments: S::Arguments) -> S::Output;
}
