//! Contexts for any thread: closures that are shared.

use core::ffi::c_void;
use core::ptr::NonNull;
#[cfg(debug_assertions)]
use core::sync::atomic::{AtomicUsize, Ordering};

#[cfg(debug_assertions)]
use crate::callback::panic::misused;
use crate::callback::panic::{Callee, guarded};
use crate::callback::{Handler, Signature};

/// A closure that any number of threads may call at once.
pub(super) struct Shared<F> {
    closure: F,
    /// Calls that are running. To count them costs more than the rest of a call.
    #[cfg(debug_assertions)]
    running: (Callee<'static>, AtomicUsize),
}

impl<F> Shared<F> {
    /// `callee` is what a message would name.
    pub(super) const fn new(closure: F, callee: Callee<'static>) -> Self {
        #[cfg(not(debug_assertions))]
        let _ = callee;
        Self {
            closure,
            #[cfg(debug_assertions)]
            running: (callee, AtomicUsize::new(0)),
        }
    }
}

#[cfg(debug_assertions)]
impl<F> Drop for Shared<F> {
    fn drop(&mut self) {
        let (callee, running) = &mut self.running;
        if *running.get_mut() > 0 {
            misused(
                *callee,
                "was dropped while it was running",
                "keep its owner until C does not call any more",
            );
        }
    }
}

impl<S: Signature, F: Fn(S::Arguments) -> S::Output> Handler<S> for Shared<F> {
    #[inline(always)]
    unsafe fn handle(context: *mut c_void, arguments: S::Arguments) -> S::Output {
        // SAFETY: the context is a `Shared<F>`, which its owner keeps.
        let shared = unsafe { &*context.cast::<Self>() };
        guarded::<S>(
            |payload| S::panics().keep(payload),
            || {
                #[cfg(debug_assertions)]
                let _running = Running::enter(&shared.running.1);
                (shared.closure)(arguments)
            },
        )
    }
}

/// A call that is counted.
#[cfg(debug_assertions)]
struct Running<'a>(&'a AtomicUsize);

#[cfg(debug_assertions)]
impl<'a> Running<'a> {
    fn enter(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

#[cfg(debug_assertions)]
impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A closure without captures: the code is all there is, and no context is needed.
pub(super) struct Captureless<F>(F);

impl<F> Captureless<F> {
    /// Whether `F` is one: nothing is stored in it, and nothing happens when it is dropped.
    pub(super) const HOLDS: bool = size_of::<F>() == 0 && !core::mem::needs_drop::<F>();
}

impl<S: Signature, F: Fn(S::Arguments) -> S::Output> Handler<S> for Captureless<F> {
    #[inline(always)]
    unsafe fn handle(_: *mut c_void, arguments: S::Arguments) -> S::Output {
        // SAFETY: `F` has no bytes, so a dangling aligned pointer is one to a value of it; there was such
        // a value, and it was forgotten, not dropped.
        let closure = unsafe { NonNull::<F>::dangling().as_ref() };
        guarded::<S>(|payload| S::panics().keep(payload), || closure(arguments))
    }
}
