//! Contexts that an owner keeps: closures for any thread, and closures for one.

use core::cell::{Cell, UnsafeCell};
use core::ffi::c_void;
use core::ptr::NonNull;

use crate::callback::panic::{Callee, Payload, guarded, misused};
use crate::callback::thread::Thread;
use crate::callback::{Handler, Signature};

/// A closure that any number of threads may call at once.
pub(super) struct Shared<F>(pub(super) F);

impl<S: Signature, F: Fn(S::Arguments) -> S::Output> Handler<S> for Shared<F> {
    #[inline(always)]
    unsafe fn handle(context: *mut c_void, arguments: S::Arguments) -> S::Output {
        // SAFETY: the context is a `Shared<F>`, which its owner keeps.
        let Self(closure) = unsafe { &*context.cast::<Self>() };
        guarded::<S>(|payload| S::panics().keep(payload), || closure(arguments))
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

/// A closure that one thread may call, one call at a time.
pub(super) struct Local<F> {
    thread: Thread,
    state: Cell<State>,
    closure: UnsafeCell<F>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Idle,
    Running,
    /// Dropped by its own call, which is still running.
    Orphaned,
}

impl<F> Local<F> {
    pub(super) fn new(closure: F) -> Self {
        Self {
            thread: Thread::current(),
            state: Cell::new(State::Idle),
            closure: UnsafeCell::new(closure),
        }
    }

    /// Calls the closure of the context, unless it is running, or on another thread.
    ///
    /// # Safety
    ///
    /// `context` leads to a context of this type; if it was dropped by an owner, through
    /// [`drop_boxed`](Self::drop_boxed).
    #[inline(always)]
    pub(super) unsafe fn call<S: Signature>(
        context: *mut c_void,
        arguments: S::Arguments,
        keep: impl FnOnce(Payload),
    ) -> S::Output
    where
        F: FnMut(S::Arguments) -> S::Output,
    {
        let context = context.cast::<Self>();
        // SAFETY: the owner keeps the context, and this field is never written again.
        if unsafe { (*context).thread } != Thread::current() {
            misused(
                Callee::of::<S>(),
                "was called on another thread than its own",
            );
        }
        // SAFETY: the context is there, and only this thread uses the field.
        let state = unsafe { &(*context).state };
        if state.replace(State::Running) != State::Idle {
            misused(Callee::of::<S>(), "was called while it was running");
        }
        /// Ends the call, also when a panic passes through.
        struct Running<F>(*mut Local<F>);

        impl<F> Drop for Running<F> {
            #[inline(always)]
            fn drop(&mut self) {
                // SAFETY: the context is there until the end of this call at least.
                let state = unsafe { &(*self.0).state };
                if state.replace(State::Idle) == State::Orphaned {
                    // SAFETY: the owner left the box to this call, which is over.
                    drop(unsafe { Box::from_raw(self.0) });
                }
            }
        }

        guarded::<S>(keep, || {
            let _running = Running(context);
            // SAFETY: the context is there until the end of this call at least.
            let closure = unsafe { &(*context).closure }.get();
            // SAFETY: the call is the only one that runs, so nothing else uses the closure.
            let closure = unsafe { &mut *closure };
            closure(arguments)
        })
    }

    /// Drops the context, or leaves it to the call that is running.
    ///
    /// # Safety
    ///
    /// `context` comes from a `Box` of this type, and no call begins from now on.
    pub(super) unsafe fn drop_boxed(context: NonNull<c_void>) {
        let context = context.cast::<Self>().as_ptr();
        // SAFETY: the context is there, and only this thread, which owns it, uses the field.
        let state = unsafe { &(*context).state };
        if state.get() == State::Running {
            state.set(State::Orphaned);
        } else {
            // SAFETY: the caller's promise, and no call is running.
            drop(unsafe { Box::from_raw(context) });
        }
    }
}

impl<S: Signature, F: FnMut(S::Arguments) -> S::Output> Handler<S> for Local<F> {
    #[inline(always)]
    unsafe fn handle(context: *mut c_void, arguments: S::Arguments) -> S::Output {
        // SAFETY: the context is a `Local<F>`, which its owner keeps.
        unsafe { Self::call::<S>(context, arguments, |payload| S::panics().keep(payload)) }
    }
}
