//! Contexts for one thread: closures that may be entered again while they run.

use core::cell::Cell;
use core::ffi::c_void;
use core::ptr::NonNull;

use crate::callback::panic::{Callee, Payload, guarded};
use crate::callback::thread::{Thread, refused};
use crate::callback::{Handler, Signature};

/// A closure that one thread may call, also from inside of its own calls.
pub(super) struct Reentrant<F> {
    thread: Thread,
    running: Cell<usize>,
    /// The owner was dropped by a call.
    is_orphaned: Cell<bool>,
    closure: F,
}

impl<F> Reentrant<F> {
    pub(super) fn new(closure: F) -> Self {
        Self {
            thread: Thread::current(),
            running: Cell::new(0),
            is_orphaned: Cell::new(false),
            closure,
        }
    }

    /// Calls the closure of the context, unless this is another thread.
    ///
    /// # Safety
    ///
    /// `context` leads to a context of this type. It stays there until the call is over, or it is `BOXED`,
    /// and dropped through [`drop_boxed`](Self::drop_boxed).
    #[inline(always)]
    pub(super) unsafe fn call<S: Signature, const BOXED: bool>(
        context: *mut c_void,
        arguments: S::Arguments,
        keep: impl FnOnce(Payload),
    ) -> S::Output
    where
        F: Fn(S::Arguments) -> S::Output,
    {
        /// A call that is counted; it ends when this is dropped, also by a panic.
        struct Running<F, const BOXED: bool> {
            context: *mut Reentrant<F>,
            before: usize,
        }

        impl<F, const BOXED: bool> Drop for Running<F, BOXED> {
            #[inline(always)]
            fn drop(&mut self) {
                // SAFETY: the context is there until the end of this call at least.
                let Reentrant {
                    running,
                    is_orphaned,
                    ..
                } = unsafe { &*self.context };
                running.set(self.before);
                if BOXED && is_orphaned.get() && self.before == 0 {
                    // SAFETY: the owner left the box to its last call, which is over.
                    drop(unsafe { Box::from_raw(self.context) });
                }
            }
        }

        let context = context.cast::<Self>();
        // SAFETY: the owner keeps the context, and this field is never written again.
        if !unsafe { (*context).thread }.is_current() {
            refused(Callee::of::<S>());
        }
        guarded::<S>(keep, || {
            // SAFETY: the owner keeps the context, and this is its thread.
            let running = unsafe { &(*context).running };
            let before = running.get();
            running.set(before + 1);
            let _running = Running::<F, BOXED> { context, before };
            // SAFETY: the context is there until the end of this call at least.
            let closure = unsafe { &(*context).closure };
            closure(arguments)
        })
    }

    /// Drops the context, or leaves it to the calls that are running. `S` is what a message names if C
    /// does this on another thread.
    ///
    /// # Safety
    ///
    /// `context` comes from a `Box` of this type, and no call begins from now on.
    pub(super) unsafe fn drop_boxed<S: Signature>(context: NonNull<c_void>) {
        let context = context.cast::<Self>().as_ptr();
        // SAFETY: the context is there, and this field is never written again.
        if !unsafe { (*context).thread }.is_current() {
            refused(Callee::of::<S>());
        }
        // SAFETY: the context is there, and this is its thread.
        let Self {
            running,
            is_orphaned,
            ..
        } = unsafe { &*context };
        if running.get() > 0 {
            is_orphaned.set(true);
        } else {
            // SAFETY: the box is the caller's, and no call is running.
            drop(unsafe { Box::from_raw(context) });
        }
    }
}

impl<S: Signature, F: Fn(S::Arguments) -> S::Output> Handler<S> for Reentrant<F> {
    #[inline(always)]
    unsafe fn handle(context: *mut c_void, arguments: S::Arguments) -> S::Output {
        // SAFETY: the context is a `Reentrant<F>`, which its owner keeps.
        unsafe { Self::call::<S, true>(context, arguments, |payload| S::panics().keep(payload)) }
    }
}
