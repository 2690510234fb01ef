//! Contexts for one thread: closures that change what they capture.

use core::cell::{Cell, UnsafeCell};
use core::ffi::c_void;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use crate::callback::panic::{Callee, Payload, drop_orphan, guarded, misused};
use crate::callback::thread::{self, Lasting, Thread};
use crate::callback::{Handler, Incoming, Signature};

/// A closure that one thread may call, one call at a time.
pub(super) struct Local<F, T> {
    thread: T,
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

/// Ends a call where a panic passes through.
struct Running<F, T, const BOXED: bool>(*mut Local<F, T>);

impl<F, T, const BOXED: bool> Drop for Running<F, T, BOXED> {
    fn drop(&mut self) {
        // SAFETY: the context is there until the end of this call at least.
        let state = unsafe { &(*self.0).state };
        if state.replace(State::Idle) == State::Orphaned && BOXED {
            // SAFETY: the owner left the box to this call, which is over.
            drop(unsafe { Box::from_raw(self.0) });
        }
    }
}

#[cold]
#[inline(never)]
fn entered_again(callee: &Callee<'_>) -> ! {
    misused(
        *callee,
        "was called while it was running, or after C left a call of it by `longjmp`",
        "its closure is `FnMut`; `reentrant` and `scoped_reentrant` take one that may be entered again",
    )
}

impl<F, T: Thread> Local<F, T> {
    pub(super) fn new(closure: F) -> Self {
        Self {
            thread: T::current(),
            state: Cell::new(State::Idle),
            closure: UnsafeCell::new(closure),
        }
    }

    /// Calls the closure of the context, unless it is running, or on another thread.
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
        F: FnMut(S::Arguments) -> S::Output,
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
        F: FnMut(S::Arguments) -> S::Output,
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
        F: FnMut(S::Arguments) -> S::Output,
    {
        // SAFETY: the context is there, and only this thread uses the field.
        let state = unsafe { &(*context).state };
        if state.get() as u8 != State::Idle as u8 {
            entered_again(const { &Callee::of::<S>() });
        }
        state.set(State::Running);
        let output = if const { S::ABI.unwinds() } {
            let running = Running::<F, T, BOXED>(context);
            // SAFETY: the caller's promise, and no other call runs.
            let output = unsafe { Self::run_only::<S, A>(context, arguments, keep) };
            let _ = ManuallyDrop::new(running);
            output
        } else {
            // SAFETY: as above; nothing unwinds out of it.
            unsafe { Self::run_only::<S, A>(context, arguments, keep) }
        };
        let is_orphaned = BOXED && state.get() as u8 == State::Orphaned as u8;
        state.set(State::Idle);
        if is_orphaned {
            // SAFETY: the owner left the box to this call, which is over.
            return unsafe { drop_orphan::<Self, S>(context, output, keep) };
        }
        output
    }

    /// Calls the closure.
    ///
    /// # Safety
    ///
    /// That of [`call`](Self::call), and this is the only call that runs.
    #[inline(always)]
    unsafe fn run_only<S: Signature, A: Incoming<S>>(
        context: *mut Self,
        arguments: A,
        keep: impl FnOnce(Payload),
    ) -> S::Output
    where
        F: FnMut(S::Arguments) -> S::Output,
    {
        guarded::<S>(keep, move || {
            // SAFETY: the context is there until the end of this call at least.
            let closure = unsafe { &(*context).closure }.get();
            // SAFETY: the call is the only one that runs, so nothing else uses the closure.
            let closure = unsafe { &mut *closure };
            closure(arguments.read())
        })
    }

    /// Drops the context, or leaves it to the call that is running. `S` is what a message names if C
    /// does this on another thread.
    ///
    /// # Safety
    ///
    /// `context` comes from a `Box` of this type, and no call begins from now on.
    pub(super) unsafe fn drop_boxed<S: Signature>(context: NonNull<c_void>) {
        let context = context.cast::<Self>().as_ptr();
        // SAFETY: the context is there, and this field is never written again.
        unsafe { thread::assert_current::<T, S>(&(*context).thread) };
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

impl<S: Signature, F: FnMut(S::Arguments) -> S::Output> Handler<S> for Local<F, Lasting> {
    #[inline(always)]
    unsafe fn handle<A: Incoming<S>>(context: *mut c_void, arguments: A) -> S::Output {
        // SAFETY: the context is a `Local<F, Lasting>`, which its owner keeps.
        unsafe { Self::call::<S, A, true>(context, arguments, |payload| S::panics().keep(payload)) }
    }
}
