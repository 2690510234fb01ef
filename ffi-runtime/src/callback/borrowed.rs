//! Contexts that borrow: they live as long as one function runs, and keep the first panic for it.

use core::cell::Cell;
use core::ffi::c_void;
use std::sync::{Mutex, PoisonError};

use crate::callback::local::Local;
use crate::callback::panic::Payload;
use crate::callback::reentrant::Reentrant;
use crate::callback::run::Run;
use crate::callback::thread::Living;
use crate::callback::{Handler, Incoming, Signature};

/// A context whose panics are raised again by the function that made it.
pub(super) trait Borrowed {
    /// The first panic, unless it was taken.
    fn take_panic(&mut self) -> Option<Payload>;
}

/// A closure for this thread, which only one call may use.
#[repr(C)]
pub(super) struct BorrowedLocal<F> {
    local: Local<F, Living>,
    panic: Cell<Option<Payload>>,
}

/// A closure for this thread, which may be entered again.
#[repr(C)]
pub(super) struct BorrowedReentrant<F> {
    reentrant: Reentrant<F, Living>,
    panic: Cell<Option<Payload>>,
}

/// A closure for any thread.
pub(super) struct BorrowedSync<F> {
    closure: F,
    panic: Mutex<Option<Payload>>,
}

impl<F> BorrowedLocal<F> {
    pub(super) fn new(closure: F) -> Self {
        Self {
            local: Local::new(closure),
            panic: Cell::new(None),
        }
    }
}

impl<F> BorrowedReentrant<F> {
    pub(super) fn new(closure: F) -> Self {
        Self {
            reentrant: Reentrant::new(closure),
            panic: Cell::new(None),
        }
    }

    /// The closure, of which nothing is read.
    ///
    /// # Safety
    ///
    /// `context` leads to a context of this type.
    pub(super) const unsafe fn closure(context: *mut Self) -> *mut F {
        // SAFETY: the caller's promise.
        let reentrant = unsafe { &raw mut (*context).reentrant };
        // SAFETY: as above.
        unsafe { Reentrant::closure(reentrant) }
    }
}

impl<F> BorrowedSync<F> {
    pub(super) const fn new(closure: F) -> Self {
        Self {
            closure,
            panic: Mutex::new(None),
        }
    }

    /// The closure, of which nothing is read.
    ///
    /// # Safety
    ///
    /// `context` leads to a context of this type.
    pub(super) const unsafe fn closure(context: *mut Self) -> *mut F {
        // SAFETY: the caller's promise.
        unsafe { &raw mut (*context).closure }
    }
}

/// Keeps a panic of a call on the thread of the context.
fn keep_first(kept: &Cell<Option<Payload>>, payload: Payload) {
    let first = kept.take().unwrap_or(payload);
    kept.set(Some(first));
}

impl<S: Signature, F: FnMut(S::Arguments) -> S::Output> Handler<S> for BorrowedLocal<F> {
    #[inline(always)]
    unsafe fn handle<A: Incoming<S>>(context: *mut c_void, arguments: A) -> S::Output {
        let keep = move |payload| {
            // SAFETY: the function that made the context still runs. The closure ran, so this is the
            // thread of the context, and no other one uses the field.
            keep_first(unsafe { &(*context.cast::<Self>()).panic }, payload);
        };
        // SAFETY: the context begins with the `Local<F, Living>`, and is not boxed: nothing drops it.
        unsafe { Local::<F, Living>::call::<S, A, false>(context, arguments, keep) }
    }
}

impl<S: Signature, F: Run<S>> Handler<S> for BorrowedReentrant<F> {
    #[inline(always)]
    unsafe fn handle<A: Incoming<S>>(context: *mut c_void, arguments: A) -> S::Output {
        let keep = move |payload| {
            // SAFETY: the function that made the context still runs. The closure ran, so this is the
            // thread of the context, and no other one uses the field.
            keep_first(unsafe { &(*context.cast::<Self>()).panic }, payload);
        };
        // SAFETY: the context begins with the `Reentrant<F, Living>`, and is not boxed: nothing drops it.
        unsafe { Reentrant::<F, Living>::call::<S, A, false>(context, arguments, keep) }
    }
}

impl<S: Signature, F: Run<S>> Handler<S> for BorrowedSync<F> {
    #[inline(always)]
    unsafe fn handle<A: Incoming<S>>(context: *mut c_void, arguments: A) -> S::Output {
        // SAFETY: the function that made the context still runs, and keeps it.
        let Self { closure, panic } = unsafe { &*context.cast::<Self>() };
        let keep = move |payload| {
            let mut panic = panic.lock().unwrap_or_else(PoisonError::into_inner);
            panic.get_or_insert(payload);
        };
        closure.run(arguments, keep)
    }
}

impl<F> Borrowed for BorrowedLocal<F> {
    fn take_panic(&mut self) -> Option<Payload> {
        self.panic.take()
    }
}

impl<F> Borrowed for BorrowedReentrant<F> {
    fn take_panic(&mut self) -> Option<Payload> {
        self.panic.take()
    }
}

impl<F> Borrowed for BorrowedSync<F> {
    fn take_panic(&mut self) -> Option<Payload> {
        let panic = self.panic.get_mut();
        panic.unwrap_or_else(PoisonError::into_inner).take()
    }
}
