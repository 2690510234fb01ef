//! Callbacks that live as long as one function runs, and allocate nothing.

use core::ffi::c_void;
use core::ptr;
use std::panic::resume_unwind;

use crate::callback::borrowed::{Borrowed, BorrowedLocal, BorrowedReentrant, BorrowedSync};
use crate::callback::panic::Callee;
use crate::callback::table::Claim;
use crate::callback::user_data::FromUserData;
use crate::callback::{CallbackError, Handler, Signature, UserData};

/// Runs `body` with the function that C gets, and raises the panic of a callback again, if there was
/// one.
fn claimed<S: Signature, H: Handler<S> + Borrowed, T>(
    mut context: H,
    body: impl FnOnce(S) -> T,
) -> Result<T, CallbackError> {
    let entry = S::entry::<H>()?;
    let claim = Claim::new((&raw mut context).cast(), entry, Callee::of::<S>())?;
    // SAFETY: the slot's entry receives calls of the interface.
    let output = body(unsafe { S::from_code(claim.code()) });
    drop(claim);
    Ok(or_panic(output, &mut context))
}

/// Runs `body` with a function and its user data, which need no slot; otherwise as [`claimed`] does.
fn unclaimed<S: UserData, H: Handler<S> + Borrowed, T>(
    mut context: H,
    body: impl FnOnce(S, *mut c_void) -> T,
) -> T {
    // SAFETY: it receives calls of the interface.
    let function = unsafe { S::from_code(S::plain::<FromUserData<H>>()) };
    let output = body(function, ptr::from_mut(&mut context).cast());
    or_panic(output, &mut context)
}

pub(super) fn or_panic<T>(output: T, context: &mut impl Borrowed) -> T {
    match context.take_panic() {
        Some(payload) => resume_unwind(payload),
        None => output,
    }
}

macro_rules! scoped {
    ($(
        $(#[$documentation:meta])*
        $name:ident, $user_name:ident, $context:ident, [$($bound:tt)*]
    )*) => {$(
        $(#[$documentation])*
        ///
        /// # Safety
        ///
        /// See [`Signature`]: the closure keeps no argument.
        #[doc(hidden)]
        pub unsafe fn $name<S: Signature, T>(
            closure: impl $($bound)*,
            body: impl FnOnce(S) -> T,
        ) -> Result<T, CallbackError> {
            claimed($context::new(closure), body)
        }

        $(#[$documentation])*
        ///
        /// With user data.
        ///
        /// # Safety
        ///
        /// See [`Signature`]: the closure keeps no argument.
        #[doc(hidden)]
        pub unsafe fn $user_name<S: UserData, T>(
            closure: impl $($bound)*,
            body: impl FnOnce(S, *mut c_void) -> T,
        ) -> T {
            unclaimed($context::new(closure), body)
        }
    )*};
}

scoped! {
    /// A callback for this thread, while `body` runs.
    scoped, user_scoped, BorrowedLocal, [FnMut(S::Arguments) -> S::Output]

    /// A callback for this thread that may be entered again, while `body` runs.
    scoped_reentrant, user_scoped_reentrant, BorrowedReentrant, [Fn(S::Arguments) -> S::Output]

    /// A callback for any thread, while `body` runs.
    scoped_sync, user_scoped_sync, BorrowedSync, [Fn(S::Arguments) -> S::Output + Sync]
}
