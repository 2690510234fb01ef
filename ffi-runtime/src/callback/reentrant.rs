//! Contexts for one thread: closures that may be entered again while they run.

use core::cell::Cell;
use core::ffi::c_void;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use crate::callback::panic::{Named, Payload, drop_orphan};
use crate::callback::run::Run;
use crate::callback::thread::{self, Lasting, Thread};
use crate::callback::{Handler, Incoming, Signature};

/// A closure that one thread may call, also from inside of its own calls.
pub(super) struct Reentrant<F, T> {
    thread: T,
    running: Cell<usize>,
    /// The owner was dropped by a call.
    is_orphaned: Cell<bool>,
    closure: F,
}

/// A call that is counted; it ends here where a panic passes through.
struct Running<F, T, const BOXED: bool>(*mut Reentrant<F, T>);

impl<F, T, const BOXED: bool> Running<F, T, BOXED> {
    /// Takes a call out of the count. Returns whether it was the last one, to which the owner left the box.
    ///
    /// # Safety
    ///
    /// The call was counted, and the context is there until its end at least.
    #[inline(always)]
    unsafe fn end(context: *mut Reentrant<F, T>) -> bool {
        // SAFETY: by the contract of this function.
        let Reentrant {
            running,
            is_orphaned,
            ..
        } = unsafe { &*context };
        let left = running.get() - 1;
        running.set(left);
        BOXED && is_orphaned.get() && left == 0
    }
}

impl<F, T, const BOXED: bool> Drop for Running<F, T, BOXED> {
    fn drop(&mut self) {
        // SAFETY: the call is counted, and over.
        if unsafe { Self::end(self.0) } {
            // SAFETY: the owner left the box to its last call, which is over.
            drop(unsafe { Box::from_raw(self.0) });
        }
    }
}

impl<F, T: Thread> Reentrant<F, T> {
    pub(super) fn new(closure: F) -> Self {
        Self {
            thread: T::current(),
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
    /// and dropped through [`drop_boxed`](Self::drop_boxed). The arguments were not read yet.
    #[inline(always)]
    pub(super) unsafe fn call<S: Signature, A: Incoming<S>, const BOXED: bool>(
        context: *mut c_void,
        arguments: A,
        keep: impl FnOnce(Payload) + Copy,
    ) -> S::Output
    where
        F: Run<S>,
    {
        let context = context.cast::<Self>();
        // SAFETY: the owner keeps the context.
        let thread = unsafe { &(*context).thread };
        if thread.is_current() {
            // SAFETY: the caller's promise, and this is the thread.
            unsafe { Self::run::<S, A, BOXED>(context, arguments, keep) }
        } else {
            // SAFETY: the caller's promise.
            unsafe { Self::call_ending::<S, A, BOXED>(context, arguments, keep) }
        }
    }

    /// [`call`](Self::call) where the thread is another one, or being ended. It shares no code with the common
    /// case, which so keeps nothing while this is asked.
    ///
    /// # Safety
    ///
    /// That of [`call`](Self::call).
    #[cold]
    #[inline(never)]
    unsafe fn call_ending<S: Signature, A: Incoming<S>, const BOXED: bool>(
        context: *mut Self,
        arguments: A,
        keep: impl FnOnce(Payload) + Copy,
    ) -> S::Output
    where
        F: Run<S>,
    {
        // SAFETY: the owner keeps the context.
        thread::assert_current::<T, S>(unsafe { &(*context).thread });
        // SAFETY: the caller's promise, and this is the thread.
        unsafe { Self::run::<S, A, BOXED>(context, arguments, keep) }
    }

    /// [`call`](Self::call) on the thread of the context.
    ///
    /// # Safety
    ///
    /// That of [`call`](Self::call), and this is the thread.
    #[inline(always)]
    unsafe fn run<S: Signature, A: Incoming<S>, const BOXED: bool>(
        context: *mut Self,
        arguments: A,
        keep: impl FnOnce(Payload) + Copy,
    ) -> S::Output
    where
        F: Run<S>,
    {
        // SAFETY: the owner keeps the context, and this is its thread.
        let running = unsafe { &(*context).running };
        running.set(running.get() + 1);
        let output = if const { S::ABI.unwinds() } {
            let running = Running::<F, T, BOXED>(context);
            // SAFETY: the caller's promise, and the call is counted.
            let output = unsafe { Self::run_counted::<S, A>(context, arguments, keep) };
            let _ = ManuallyDrop::new(running);
            output
        } else {
            // SAFETY: as above; nothing unwinds out of it.
            unsafe { Self::run_counted::<S, A>(context, arguments, keep) }
        };
        // SAFETY: the call is over.
        if unsafe { Running::<F, T, BOXED>::end(context) } {
            // SAFETY: the owner left the box to its last call, which is over.
            return unsafe { drop_orphan::<Self, S>(context, output, keep) };
        }
        output
    }

    /// Calls the closure.
    ///
    /// # Safety
    ///
    /// That of [`call`](Self::call), and the call is counted.
    #[inline(always)]
    unsafe fn run_counted<S: Signature, A: Incoming<S>>(
        context: *mut Self,
        arguments: A,
        keep: impl FnOnce(Payload),
    ) -> S::Output
    where
        F: Run<S>,
    {
        // SAFETY: the context is there until the end of this call at least.
        let closure = unsafe { &(*context).closure };
        closure.run(arguments, keep)
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

    /// Drops the context, or leaves it to the calls that are running. `N` is what a message names if C
    /// does this on another thread.
    ///
    /// # Safety
    ///
    /// `context` comes from a `Box` of this type, and no call begins from now on.
    pub(super) unsafe fn drop_boxed<N: Named>(context: NonNull<c_void>) {
        let context = context.cast::<Self>().as_ptr();
        // SAFETY: the context is there, and this field is never written again.
        unsafe { thread::assert_current::<T, N>(&(*context).thread) };
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

impl<S: Signature, F: Run<S>> Handler<S> for Reentrant<F, Lasting> {
    #[inline(always)]
    unsafe fn handle<A: Incoming<S>>(context: *mut c_void, arguments: A) -> S::Output {
        // SAFETY: the context is a `Reentrant<F, Lasting>`, which its owner keeps.
        unsafe { Self::call::<S, A, true>(context, arguments, |payload| S::panics().keep(payload)) }
    }
}
