//! Closures that are called at most once, and free themselves.

use core::cell::UnsafeCell;
use core::ffi::c_void;
use core::sync::atomic::{AtomicBool, Ordering};

use crate::callback::panic::{Callee, guarded, misused};
use crate::callback::table::Claim;
use crate::callback::user_data::FromUserData;
use crate::callback::{CallbackError, Handler, Receive, Signature, UserData};

/// A closure that waits for its call, and its slot if it has one.
struct Once<F> {
    called: AtomicBool,
    claim: UnsafeCell<Option<Claim>>,
    closure: UnsafeCell<Option<F>>,
}

impl<F> Once<F> {
    fn leak(closure: F) -> *mut Self {
        Box::into_raw(Box::new(Self {
            called: AtomicBool::new(false),
            claim: UnsafeCell::new(None),
            closure: UnsafeCell::new(Some(closure)),
        }))
    }
}

impl<S: Signature, F: FnOnce(S::Arguments) -> S::Output> Handler<S> for Once<F> {
    #[inline(always)]
    unsafe fn handle(context: *mut c_void, arguments: S::Arguments) -> S::Output {
        let context = context.cast::<Self>();
        // SAFETY: the context is freed by its call, and this is one.
        let called = unsafe { &(*context).called };
        if called.swap(true, Ordering::AcqRel) {
            misused(Callee::of::<S>(), "was called a second time");
        }
        // SAFETY: only the first call comes here, and the box belongs to it.
        let once = unsafe { Box::from_raw(context) };
        let Self { claim, closure, .. } = *once;
        if let Some(claim) = claim.into_inner() {
            claim.release(Callee::of::<S>());
        }
        guarded::<S>(
            |payload| S::panics().keep(payload),
            || {
                let closure = closure.into_inner().expect("only the first call takes it");
                closure(arguments)
            },
        )
    }
}

/// A callback that frees itself when it is called; what is never called is never freed.
#[doc(hidden)]
pub fn once<S: Signature>(
    closure: impl FnOnce(S::Arguments) -> S::Output + Send + 'static,
) -> Result<S, CallbackError> {
    fn claim<S: Signature, F>(context: *mut Once<F>) -> Result<S, CallbackError>
    where
        F: FnOnce(S::Arguments) -> S::Output,
    {
        let claim = Claim::new(context.cast(), S::Receiver::entry::<S, Once<F>>())?;
        let code = claim.code();
        // SAFETY: nobody has the pointer yet, so the context is there, and nothing else uses it.
        let context = unsafe { &mut *context };
        *context.claim.get_mut() = Some(claim);
        Ok(S::from_code(code))
    }

    let context = Once::leak(closure);
    claim(context).inspect_err(|_| {
        // SAFETY: no slot has the context.
        drop(unsafe { Box::from_raw(context) });
    })
}

/// The same for a callback with user data.
#[doc(hidden)]
pub fn user_once<S: UserData>(
    closure: impl FnOnce(S::Arguments) -> S::Output + Send + 'static,
) -> (S, *mut c_void) {
    fn function<S: UserData, F>(_: *mut Once<F>) -> S
    where
        F: FnOnce(S::Arguments) -> S::Output,
    {
        S::from_code(S::Receiver::plain::<S, FromUserData<Once<F>>>())
    }

    let context = Once::leak(closure);
    (function(context), context.cast())
}
