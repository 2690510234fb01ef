//! Callbacks that borrow: they live as long as one function runs, and allocate nothing.

use core::cell::Cell;
use core::ffi::c_void;
use core::ptr;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};

use crate::callback::local::Local;
use crate::callback::panic::{Callee, Payload, guarded};
use crate::callback::table::Claim;
use crate::callback::user_data::FromUserData;
use crate::callback::{CallbackError, Handler, Receive, Signature, UserData};

/// A closure for this thread, and the first panic in it.
#[repr(C)]
struct Borrowed<F> {
    local: Local<F>,
    panic: Cell<Option<Payload>>,
}

impl<S: Signature, F: FnMut(S::Arguments) -> S::Output> Handler<S> for Borrowed<F> {
    #[inline(always)]
    unsafe fn handle(context: *mut c_void, arguments: S::Arguments) -> S::Output {
        let keep = |payload| {
            // SAFETY: the function that made the context still runs. The closure ran, so this is the
            // thread of the context, and no other one uses the field.
            let panic = unsafe { &(*context.cast::<Self>()).panic };
            let first = panic.take().unwrap_or(payload);
            panic.set(Some(first));
        };
        // SAFETY: the context begins with the `Local<F>`, and is not boxed: nothing drops it.
        unsafe { Local::<F>::call::<S, false>(context, arguments, keep) }
    }
}

/// A closure for any thread, and the first panic in it.
struct BorrowedSync<F> {
    closure: F,
    panic: Mutex<Option<Payload>>,
}

impl<S: Signature, F: Fn(S::Arguments) -> S::Output> Handler<S> for BorrowedSync<F> {
    #[inline(always)]
    unsafe fn handle(context: *mut c_void, arguments: S::Arguments) -> S::Output {
        // SAFETY: the function that made the context still runs, and keeps it.
        let Self { closure, panic } = unsafe { &*context.cast::<Self>() };
        let keep = |payload| {
            let mut panic = panic.lock().unwrap_or_else(PoisonError::into_inner);
            panic.get_or_insert(payload);
        };
        guarded::<S>(keep, || closure(arguments))
    }
}

/// Runs `body` with the function that C gets, and raises the panic of a callback again, if there was
/// one.
fn claimed<S: Signature, H: Handler<S>, T>(
    context: &mut H,
    body: impl FnOnce(S) -> T,
    panic: impl FnOnce(&mut H) -> Option<Payload>,
) -> Result<T, CallbackError> {
    /// The slot, for as long as `body` runs or unwinds.
    struct Scope(Option<Claim>, Callee<'static>);

    impl Drop for Scope {
        fn drop(&mut self) {
            if let Some(claim) = self.0.take() {
                claim.release(self.1);
            }
        }
    }

    let entry = S::Receiver::entry::<S, H>();
    let claim = Claim::new(ptr::from_mut(context).cast(), entry)?;
    let code = claim.code();
    let scope = Scope(Some(claim), Callee::of::<S>());
    // SAFETY: the slot's entry receives calls of the interface.
    let output = body(unsafe { S::from_code(code) });
    drop(scope);
    match panic(context) {
        Some(payload) => resume_unwind(payload),
        None => Ok(output),
    }
}

/// The same with user data, which needs no slot.
fn unclaimed<S: UserData, H: Handler<S>, T>(
    context: &mut H,
    body: impl FnOnce(S, *mut c_void) -> T,
    panic: impl FnOnce(&mut H) -> Option<Payload>,
) -> T {
    // SAFETY: it receives calls of the interface.
    let function = unsafe { S::from_code(S::Receiver::plain::<S, FromUserData<H>>()) };
    let output = body(function, ptr::from_mut(context).cast());
    match panic(context) {
        Some(payload) => resume_unwind(payload),
        None => output,
    }
}

fn borrowed<F>(closure: F) -> Borrowed<F> {
    Borrowed {
        local: Local::new(closure),
        panic: Cell::new(None),
    }
}

const fn borrowed_sync<F>(closure: F) -> BorrowedSync<F> {
    BorrowedSync {
        closure,
        panic: Mutex::new(None),
    }
}

fn panic_of<F>(context: &mut Borrowed<F>) -> Option<Payload> {
    context.panic.take()
}

fn panic_of_sync<F>(context: &mut BorrowedSync<F>) -> Option<Payload> {
    let panic = context.panic.get_mut();
    panic.unwrap_or_else(PoisonError::into_inner).take()
}

/// A callback for this thread, while `body` runs.
///
/// # Safety
///
/// See [`Signature`]: the closure keeps no argument.
#[doc(hidden)]
pub unsafe fn scoped<S: Signature, T>(
    closure: impl FnMut(S::Arguments) -> S::Output,
    body: impl FnOnce(S) -> T,
) -> Result<T, CallbackError> {
    claimed(&mut borrowed(closure), body, panic_of)
}

/// A callback for any thread, while `body` runs.
///
/// # Safety
///
/// See [`Signature`]: the closure keeps no argument.
#[doc(hidden)]
pub unsafe fn scoped_sync<S: Signature, T>(
    closure: impl Fn(S::Arguments) -> S::Output + Sync,
    body: impl FnOnce(S) -> T,
) -> Result<T, CallbackError> {
    claimed(&mut borrowed_sync(closure), body, panic_of_sync)
}

/// A callback with user data for this thread, while `body` runs.
///
/// # Safety
///
/// See [`Signature`]: the closure keeps no argument.
#[doc(hidden)]
pub unsafe fn user_scoped<S: UserData, T>(
    closure: impl FnMut(S::Arguments) -> S::Output,
    body: impl FnOnce(S, *mut c_void) -> T,
) -> T {
    unclaimed(&mut borrowed(closure), body, panic_of)
}

/// A callback with user data for any thread, while `body` runs.
///
/// # Safety
///
/// See [`Signature`]: the closure keeps no argument.
#[doc(hidden)]
pub unsafe fn user_scoped_sync<S: UserData, T>(
    closure: impl Fn(S::Arguments) -> S::Output + Sync,
    body: impl FnOnce(S, *mut c_void) -> T,
) -> T {
    unclaimed(&mut borrowed_sync(closure), body, panic_of_sync)
}
