//! Callbacks for an interface that is only known at run time: the closure sees untyped places.

use core::ffi::c_void;
use core::fmt;
use core::mem::{self, ManuallyDrop};
use core::panic::Location;
use std::sync::Arc;

use crate::callback::owner::Boxed;
use crate::callback::panic::{Callee, catch, panicked};
use crate::callback::running::{AtHome, Counted, begin_otherwise, end_at_home, marked_has_ended};
use crate::callback::table::Claim;
use crate::callback::{CallbackError, Invocation};
use crate::interface::CallInterface;
use crate::machine::processor::received::{self, Received};
use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::receive_frame::{Dispatch, ReceivedFrame};
use crate::types::CodePointer;

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

/// A function for C whose interface is not known yet, or not any more. A call of it ends the process with a
/// message, until an interface and a closure are [bound](Self::bind) to it.
///
/// That is for callers which need the address before they have the rest, as those of libffi's
/// `ffi_closure_alloc` do.
///
/// ```
/// use ffi_runtime::callback::ReservedCallback;
/// use ffi_runtime::{Abi, CallInterface, Type};
///
/// let reserved = ReservedCallback::new()?;
/// let code = reserved.code();
/// let interface = CallInterface::prepare(Abi::C, Type::I32, &[Type::I32])?;
/// let double = reserved.bind(interface, |call| {
///     // SAFETY: every `i32` is one.
///     let number: i32 = unsafe { call.argument(0) };
///     call.set_result(2 * number);
/// });
/// assert_eq!(double.code(), code);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ReservedCallback {
    claim: Claim,
    made: &'static Location<'static>,
}

impl ReservedCallback {
    /// Reserves a function.
    ///
    /// # Errors
    ///
    /// [`CallbackError`] if all trampolines are in use and the operating system refuses more.
    #[track_caller]
    pub fn new() -> Result<Self, CallbackError> {
        let made = Location::caller();
        let claim = Claim::unbound(Callee::Made(made))?;
        Ok(Self { claim, made })
    }

    /// The function for C.
    #[must_use]
    pub fn code(&self) -> CodePointer {
        self.claim.code()
    }

    /// Binds the function to an interface and a closure, which its calls are from now on.
    #[must_use = "when this is dropped, C must not call any more"]
    pub fn bind<F>(self, interface: impl Into<Arc<CallInterface>>, closure: F) -> DynamicCallback
    where
        F: Fn(&mut Invocation<'_>) + Send + Sync + 'static,
    {
        let interface = interface.into();
        let callee = Callee::Made(self.made);
        if interface.abi().unwinds() {
            self.bind_to(Context::<F, true> {
                interface,
                callee,
                closure,
            })
        } else {
            self.bind_to(Context::<F, false> {
                interface,
                callee,
                closure,
            })
        }
    }

    fn bind_to<F, const UNWINDS: bool>(self, context: Context<F, UNWINDS>) -> DynamicCallback
    where
        F: Fn(&mut Invocation<'_>) + Send + Sync + 'static,
    {
        let Self { claim, made } = self;
        let entry = received::entry::<Context<F, UNWINDS>>(&context.interface);
        let callee = context.callee;
        let context = Boxed::counted(context, callee);
        claim.bind(context.context.as_ptr(), entry);
        DynamicCallback {
            claim,
            _context: context,
            made,
        }
    }
}

impl fmt::Debug for ReservedCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReservedCallback")
            .field("code", &self.code())
            .field("made", &self.made)
            .finish_non_exhaustive()
    }
}

/// The context that a slot leads to. `UNWINDS` says whether a panic passes through.
struct Context<F, const UNWINDS: bool> {
    interface: Arc<CallInterface>,
    callee: Callee<'static>,
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
        Ok(ReservedCallback::new()?.bind(interface, closure))
    }

    /// Takes the closure away, which is dropped when its last call has returned. The function stays, for another
    /// interface and closure; a call of it ends the process with a message until then.
    ///
    /// No call may begin meanwhile: that is the duty of whoever gave C the function.
    #[must_use = "dropping it releases the function"]
    pub fn unbind(self) -> ReservedCallback {
        let Self { claim, made, .. } = self;
        claim.unbind();
        ReservedCallback { claim, made }
    }

    /// The code pointer for C, to a function of the interface. It can be called as long as this owner lives.
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

impl<R, F, const UNWINDS: bool> Dispatch<R> for Context<F, UNWINDS>
where
    R: ConventionRegisters,
    F: Fn(&mut Invocation<'_>),
    for<'a> Received<'a>: From<&'a mut ReceivedFrame<R>>,
{
    #[inline(always)]
    unsafe fn dispatch(context: *mut c_void, frame: &mut ReceivedFrame<R>, stack: *const u8) {
        // SAFETY: the slot has a counted context of this type; its owner keeps it until this call has begun, and
        // it is there until the call is over.
        let Counted { calls, value } = unsafe { &*context.cast::<Counted<Self>>() };
        if const { R::IS_RARE } || !calls.begin_at_home() {
            // SAFETY: as above.
            return unsafe { Self::dispatch_otherwise(context, frame.into(), stack) };
        }
        if UNWINDS {
            let unless_returned = AtHome(context);
            value.run(frame.into(), stack);
            let _ = ManuallyDrop::new(unless_returned);
        } else {
            value.run(frame.into(), stack);
        }
        if end_at_home(&calls.idle, &calls.home) {
            marked_has_ended(());
        }
    }
}

impl<F: Fn(&mut Invocation<'_>), const UNWINDS: bool> Context<F, UNWINDS> {
    /// A call that does not begin at home, or is counted as such a call since its frame is rare.
    ///
    /// # Safety
    ///
    /// `context` leads to a counted context of this type, whose owner lives.
    #[cold]
    #[inline(never)]
    unsafe fn dispatch_otherwise(context: *mut c_void, frame: Received<'_>, stack: *const u8) {
        // SAFETY: the caller's promise.
        let _running = unsafe { begin_otherwise(context) };
        // SAFETY: the context is there until the call is over, which has begun.
        let Counted { value, .. } = unsafe { &*context.cast::<Counted<Self>>() };
        value.run(frame, stack);
    }

    /// Runs the closure for one call of C.
    #[inline(always)]
    fn run(&self, frame: Received<'_>, stack: *const u8) {
        let mut invocation = Invocation::new(&self.interface, frame, stack);
        let run = || {
            (self.closure)(&mut invocation);
            invocation.end();
        };
        if UNWINDS {
            let mut run = run;
            return run();
        }
        if let Err(payload) = catch(&self.callee, run) {
            panicked(self.callee, payload);
        }
    }
}
