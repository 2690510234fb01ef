//! The contract of calls that come in: what a convention knows of a signature that is received and of what
//! handles its calls, and what it implements for them.

use core::ffi::c_void;

use crate::interface::CallInterface;
use crate::machine::shared::transfer::RegisterFile;
use crate::types::CodePointer;

/// The types of a signature whose calls come in.
#[doc(hidden)]
pub trait Handled: Copy + Send + Sync + 'static {
    /// A tuple, its lifetimes erased.
    type Arguments;
    /// The type that the closure returns.
    type Output;
    /// Which of the arguments is a pointer that C hands on with the function.
    const USER_DATA: Option<usize> = None;
    /// Whether reading the arguments may panic, for there is an enum in them. It is then part of what the handler does,
    /// which guards itself against panics.
    const MAY_PANIC: bool = false;
}

/// A signature whose calls come in: what the assembly knows of a callback type. Where a convention of the
/// target has assembly, every [`Signature`](crate::callback::Signature) is one.
///
/// # Safety
///
/// - `INTERFACE` has the types of `Arguments`, in this order, and of `Output`.
/// - `Receiver` is the one of `INTERFACE`.
/// - `arguments` reads each element of the tuple from its place in `INTERFACE`.
#[doc(hidden)]
pub unsafe trait ReceivedSignature: Handled {
    /// How C calls.
    const INTERFACE: &'static CallInterface;
    /// How the arguments come in.
    type Receiver: Receive;

    /// Reads the arguments.
    ///
    /// # Safety
    ///
    /// `registers` and `stack` are those of a call of `INTERFACE`, and are read once.
    unsafe fn arguments(registers: &mut impl RegisterFile, stack: *const u8) -> Self::Arguments;
}

/// How a signature is received: by the rules of a convention, which has a use of its own for `LAYOUT`,
/// with the result registers of a shape, and the context in an integer register of that number.
#[doc(hidden)]
#[derive(Debug)]
pub struct Receiver<const CONVENTION: u8, const LAYOUT: usize, const SHAPE: u8, const CONTEXT: u8>;

/// How a signature is received where nothing is optimized: the rules of a convention, whose routine stores all
/// registers to memory. To move a register file from one variable to another would cost more than the rest.
#[doc(hidden)]
#[derive(Debug)]
pub struct FramedReceiver<const CONVENTION: u8>;

/// The functions that C gets; each convention implements it for its own [`Receiver`] and [`FramedReceiver`].
#[doc(hidden)]
pub trait Receive {
    /// The entry of a slot: the handler gets the slot's context.
    fn entry<S: ReceivedSignature<Receiver = Self>, H: Handler<S>>() -> CodePointer;

    /// A function that C may call without a trampoline; the handler gets no context.
    ///
    /// It begins with `endbr64` or `bti c`, if it is a routine. Otherwise it begins as rustc makes it begin, with
    /// one of them if the program is compiled for that, as every other function whose address C gets from a Rust
    /// program.
    fn plain<S: ReceivedSignature<Receiver = Self>, H: Handler<S>>() -> CodePointer;
}

/// The type of a context: how a closure is called.
#[doc(hidden)]
pub trait Handler<S: Handled> {
    /// Calls the closure. Nothing unwinds out of it, unless the convention of `S` says so.
    ///
    /// # Safety
    ///
    /// `context` leads to one of this handler, and C calls by the signature of `S`, with these arguments.
    unsafe fn handle<A: Incoming<S>>(context: *mut c_void, arguments: A) -> S::Output;
}

/// The arguments of a call that came in. They may still be in their places, to be read where they are used: without
/// optimization it costs much to move them from one function to the other.
#[doc(hidden)]
pub trait Incoming<S: Handled>: Sized {
    /// Whether [`user_data`](Self::user_data) can be called.
    const KNOWS_USER_DATA: bool = false;

    /// Reads the argument [`USER_DATA`](Handled::USER_DATA), and nothing else.
    ///
    /// # Panics
    ///
    /// Unless `KNOWS_USER_DATA`.
    fn user_data(&mut self) -> *mut c_void {
        unreachable!("it is read with the other arguments")
    }

    /// Reads all arguments.
    fn read(self) -> S::Arguments;
}

/// Arguments that are read by a function.
#[doc(hidden)]
#[expect(missing_debug_implementations, reason = "no function has one")]
pub struct Unread<F> {
    /// The argument [`USER_DATA`](Handled::USER_DATA), or null if there is none.
    pub user_data: *mut c_void,
    /// Reads all of them.
    pub read: F,
}

impl<S: Handled, F: FnOnce() -> S::Arguments> Incoming<S> for Unread<F> {
    const KNOWS_USER_DATA: bool = S::USER_DATA.is_some();

    #[inline(always)]
    fn user_data(&mut self) -> *mut c_void {
        self.user_data
    }

    #[inline(always)]
    fn read(self) -> S::Arguments {
        (self.read)()
    }
}

/// Arguments that were read.
#[doc(hidden)]
#[expect(missing_debug_implementations, reason = "not every argument has one")]
pub struct Given<S: Handled>(pub S::Arguments);

impl<S: Handled> Incoming<S> for Given<S> {
    #[inline(always)]
    fn read(self) -> S::Arguments {
        self.0
    }
}
