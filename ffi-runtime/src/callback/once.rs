//! Closures that are called at most once, and free themselves.

use core::ffi::c_void;

use crate::callback::panic::{Callee, guarded};
use crate::callback::table::Claim;
use crate::callback::user_data::FromUserData;
use crate::callback::{CallbackError, Handler, Incoming, Signature, UserData};
use crate::system::error_state;

/// A closure that waits for its call, and its slot if it has one.
struct Once<F> {
    claim: Option<Claim>,
    closure: F,
}

impl<F> Once<F> {
    fn leak(closure: F) -> *mut Self {
        Box::into_raw(Box::new(Self {
            claim: None,
            closure,
        }))
    }
}

impl<S: Signature, F: FnOnce(S::Arguments) -> S::Output> Handler<S> for Once<F> {
    #[inline(always)]
    unsafe fn handle<A: Incoming<S>>(context: *mut c_void, arguments: A) -> S::Output {
        let closure = error_state::kept(|| {
            // SAFETY: the context was leaked for its one call, and this is that call: that C calls no more
            // than once is part of the duty of whoever gave it the function.
            let Self { claim, closure } = *unsafe { Box::from_raw(context.cast::<Self>()) };
            drop(claim);
            closure
        });
        guarded::<S>(
            |payload| S::panics().keep(payload),
            move || closure(arguments.read()),
        )
    }
}

/// A callback that frees itself when it is called; what is never called is never freed.
///
/// # Safety
///
/// See [`Signature`]: the closure keeps no argument.
#[doc(hidden)]
pub unsafe fn once<S: Signature>(
    closure: impl FnOnce(S::Arguments) -> S::Output + Send + 'static,
) -> Result<S, CallbackError> {
    fn claim<S: Signature, F>(context: *mut Once<F>) -> Result<S, CallbackError>
    where
        F: FnOnce(S::Arguments) -> S::Output,
    {
        let entry = S::entry::<Once<F>>()?;
        let claim = Claim::new(context.cast(), entry, Callee::of::<S>())?;
        let code = claim.code();
        // SAFETY: nobody has the pointer yet, so the context is there, and nothing else uses it.
        unsafe { (*context).claim = Some(claim) };
        // SAFETY: the slot's entry receives calls of the interface.
        Ok(unsafe { S::from_code(code) })
    }

    let context = Once::leak(closure);
    claim(context).inspect_err(|_| {
        // SAFETY: no slot has the context.
        drop(unsafe { Box::from_raw(context) });
    })
}

/// A callback with user data that frees itself when it is called.
///
/// # Safety
///
/// As for [`once`].
#[doc(hidden)]
pub unsafe fn user_once<S: UserData>(
    closure: impl FnOnce(S::Arguments) -> S::Output + Send + 'static,
) -> (S, *mut c_void) {
    fn function<S: UserData, F>(_: *mut Once<F>) -> S
    where
        F: FnOnce(S::Arguments) -> S::Output,
    {
        let code = S::plain::<FromUserData<Once<F>>>();
        // SAFETY: it receives calls of the interface.
        unsafe { S::from_code(code) }
    }

    let context = Once::leak(closure);
    (function(context), context.cast())
}
