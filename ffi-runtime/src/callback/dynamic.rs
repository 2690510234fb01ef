//! Callbacks for an interface that is only known at run time: the closure sees untyped places.

use core::ffi::c_void;
use core::fmt;
use core::mem;
use core::panic::Location;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::callback::CallbackError;
use crate::callback::owner::Boxed;
use crate::callback::panic::{Callee, not_left, panicked};
use crate::callback::running::call_counted;
use crate::callback::table::Claim;
use crate::interface::CallInterface;
use crate::machine::processor::received::{self, Received};
use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::receive_frame::{Dispatch, ReceivedFrame};
use crate::types::CodePointer;
use crate::types::{ForeignType, booleans};

/// A closure that C can call from any thread, with a signature that is only known at run time.
///
/// What libffi calls a closure. The Rust closure gets an [`Invocation`], from which it reads the
/// arguments and to which it gives the result. If it panics, the process ends with a message, unless
/// the convention lets the panic through. Dropping it is as for [`Callback`](super::Callback).
///
// The C library of Windows has another name.
#[cfg_attr(windows, doc = "```no_run")]
#[cfg_attr(not(windows), doc = "```")]
/// use std::ffi::{c_int, c_void};
///
/// use ffi_runtime::callback::DynamicCallback;
/// use ffi_runtime::{Abi, CallInterface, Library, Type};
///
/// let interface = CallInterface::prepare(Abi::C, Type::I32, &[Type::Pointer, Type::Pointer])?;
/// let compare = DynamicCallback::new(interface, |call| {
///     // SAFETY: `qsort` hands out pointers to elements of the array.
///     let (a, b) = unsafe { (call.argument::<&c_int>(0), call.argument::<&c_int>(1)) };
///     call.set_result(a.cmp(&b) as c_int);
/// })?;
///
/// let mut numbers: [c_int; 4] = [3, 1, 4, 1];
/// // SAFETY: the C library's initializers may run in every program.
/// let qsort = unsafe { Library::load_version("c", "6") }?.symbol("qsort")?;
/// let types = [Type::Pointer, Type::USIZE, Type::USIZE, Type::Pointer];
/// let (base, length, size) = (numbers.as_mut_ptr(), numbers.len(), size_of::<c_int>());
/// let function = compare.code();
/// let arguments: [*const c_void; 4] = [
///     (&raw const base).cast(),
///     (&raw const length).cast(),
///     (&raw const size).cast(),
///     (&raw const function).cast(),
/// ];
/// // SAFETY: this is how C declares `qsort`, and the callback has the signature of its last argument.
/// unsafe { CallInterface::prepare(Abi::C, Type::Void, &types)?.call(qsort, std::ptr::null_mut(), &arguments) };
/// assert_eq!(numbers, [1, 1, 3, 4]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct DynamicCallback {
    claim: Claim,
    /// Dropped after the slot is released.
    _context: Boxed,
    made: &'static Location<'static>,
}

// SAFETY: the closure is `Send + Sync`, and a function's address may go anywhere.
unsafe impl Send for DynamicCallback {}

// SAFETY: as above.
unsafe impl Sync for DynamicCallback {}

/// What a slot leads to.
struct Context<F> {
    interface: Arc<CallInterface>,
    made: &'static Location<'static>,
    closure: F,
}

impl DynamicCallback {
    /// Makes a function of this interface that calls the closure.
    ///
    /// # Errors
    ///
    /// [`CallbackError`] if all trampolines are in use and the operating system refuses more.
    #[track_caller]
    pub fn new<F>(
        interface: impl Into<Arc<CallInterface>>,
        closure: F,
    ) -> Result<Self, CallbackError>
    where
        F: Fn(&mut Invocation<'_>) + Send + Sync + 'static,
    {
        let made = Location::caller();
        let interface = interface.into();
        let entry = received::entry::<Context<F>>(&interface);
        let callee = Callee::Made(made);
        let context = Boxed::counted(
            Context {
                interface,
                made,
                closure,
            },
            callee,
        );
        let claim = Claim::new(context.context.as_ptr(), entry, callee)?;
        Ok(Self {
            claim,
            _context: context,
            made,
        })
    }

    /// What C gets: a function of the interface. It can be called as long as this owner lives.
    #[must_use]
    pub fn code(&self) -> CodePointer {
        self.claim.code()
    }

    /// Gives the closure up to C: it is never dropped, and the function can always be called.
    #[must_use = "without the address the closure is lost"]
    pub fn into_static(self) -> CodePointer {
        let code = self.code();
        mem::forget(self);
        code
    }
}

impl fmt::Debug for DynamicCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamicCallback")
            .field("code", &self.code())
            .field("made", &self.made)
            .finish_non_exhaustive()
    }
}

impl<R: ConventionRegisters, F: Fn(&mut Invocation<'_>)> Dispatch<R> for Context<F>
where
    for<'a> Received<'a>: From<&'a mut ReceivedFrame<R>>,
{
    #[inline(always)]
    unsafe fn dispatch(context: *mut c_void, frame: &mut ReceivedFrame<R>, stack: *const u8) {
        // SAFETY: the slot has a counted context of this type, which its owner keeps.
        unsafe { call_counted(context, |context: &Self| context.run(frame, stack)) }
    }
}

impl<F: Fn(&mut Invocation<'_>)> Context<F> {
    /// Runs the closure for one call of C.
    #[inline(always)]
    fn run<R: ConventionRegisters>(&self, frame: &mut ReceivedFrame<R>, stack: *const u8)
    where
        for<'a> Received<'a>: From<&'a mut ReceivedFrame<R>>,
    {
        let mut invocation = Invocation {
            interface: &self.interface,
            frame: frame.into(),
            stack,
            has_result: false,
        };
        let mut run = || {
            (self.closure)(&mut invocation);
            let result = self.interface.result();
            assert!(
                invocation.has_result || result.size() == 0,
                "the closure set no result, which is of type {result}"
            );
        };
        if self.interface.abi().unwinds() {
            return run();
        }
        let callee = Callee::Made(self.made);
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| not_left(callee, run))) {
            panicked(callee, payload);
        }
    }
}

/// One call of a [`DynamicCallback`]: the arguments as they came in, and the place of the result.
#[derive(Debug)]
pub struct Invocation<'a> {
    interface: &'a CallInterface,
    frame: Received<'a>,
    stack: *const u8,
    has_result: bool,
}

impl Invocation<'_> {
    /// The interface that C calls.
    #[must_use]
    pub fn interface(&self) -> &CallInterface {
        self.interface
    }

    /// The argument of this index, counted from 0.
    ///
    /// # Panics
    ///
    /// If there is none, or if its type is not that of `T`.
    ///
    /// # Safety
    ///
    /// C passes a value that is valid for `T`. Any value is, if `T` is an integer, a float, a raw pointer,
    /// a `bool` (every byte but 0 is `true`), or a struct or an array of them.
    #[inline]
    #[track_caller]
    pub unsafe fn argument<T: ForeignType + Copy>(&mut self, index: usize) -> T {
        let count = self.interface.arguments().len();
        assert!(
            index < count,
            "argument {index} was asked for, but there are {count}"
        );
        let ty = self.interface.arguments()[index];
        assert!(
            ty == T::TYPE,
            "argument {index} is of type {ty}, but was asked for as {}",
            T::TYPE
        );
        let place = self.interface.places()[index];
        // SAFETY: the frame and the stack area are those of a call of the interface, whose argument of
        // this index has the type of a `T`; that its value is valid is the caller's promise.
        unsafe { self.frame.argument(self.stack, place) }
    }

    /// Copies the argument of this index to `target`, exactly as wide as its type. Each `bool` in it
    /// becomes 0 or 1.
    ///
    /// # Safety
    ///
    /// There is an argument of this index, and `target` is writable for a value of its type; it need not
    /// be aligned.
    #[track_caller]
    pub unsafe fn read(&mut self, index: usize, target: *mut u8) {
        let ty = self.interface.arguments()[index];
        let place = self.interface.places()[index];
        // SAFETY: the frame and the stack area are those of a call of the interface, and the target is
        // the caller's promise.
        unsafe { self.frame.read(self.stack, place, target) }
        if self.interface.has_bool_argument() {
            // SAFETY: the bytes of a value of this type were just copied there.
            unsafe { booleans::walk(ty, target) }
        }
    }

    /// Gives C its result. The last one given counts.
    ///
    /// # Panics
    ///
    /// If the result is not of the type of `T`.
    #[inline]
    #[track_caller]
    pub fn set_result<T: ForeignType>(&mut self, value: T) {
        let ty = self.interface.result();
        assert!(
            ty == T::TYPE,
            "the result is of type {ty}, but was given as {}",
            T::TYPE
        );
        // SAFETY: the frame is that of a call of the interface, and the value is of its result type.
        unsafe { self.frame.give_back(value) }
        self.has_result = true;
    }

    /// Gives C the result at `source`.
    ///
    /// # Safety
    ///
    /// `source` leads to a value of the result's type; it need not be aligned.
    pub unsafe fn write_result(&mut self, source: *const u8) {
        // SAFETY: the frame is that of a call of the interface, and the source is the caller's promise.
        unsafe { self.frame.write(self.interface, source) }
        self.has_result = true;
    }
}
