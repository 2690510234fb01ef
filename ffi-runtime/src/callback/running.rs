//! Calls that are running: a closure may be dropped while one of its calls is, also by that call itself,
//! and then it is freed when the last one has returned.
//!
//! [`Counted`] is the context of closures that any number of threads may call at once. To count calls by
//! atomic additions would cost more than the rest of a call, so the thread that calls first, the *home* of
//! the context, counts one call by a plain store; calls inside of that one, and on other threads, are counted
//! by additions. A call that C leaves by `longjmp` stays in the count: the closure is never freed. Calls need
//! not end in the reverse order in which they began, for C may switch stacks.
//!
//! # Who frees the closure
//!
//! - The owner, when no call is running.
//! - Otherwise it marks the context, which then waits in the list [`WAITING`]. Whoever ends a call of a
//!   marked context looks through the list (as do owners that are dropped later), and frees what no call
//!   uses any more.
//!
//! # Why nobody frees too early
//!
//! A call that happens before the drop of the owner (in the sense of the memory model: in the same thread,
//! or in one that told the dropping thread of something since) is seen as running by the owner, or it is
//! over. Whoever gave C the function sees to it that no other call comes. The last thing that a call does
//! with the context is to take itself out of the count, with release ordering; whoever frees has read the
//! counts with acquire ordering. A context in the list belongs to the one who took it from there.
//!
//! # Why somebody frees in the end
//!
//! Whoever ends a call of a marked context counts in [`ENDED`] after the call is out of the count, and then
//! looks through the list; whoever puts contexts back into the list looks again if [`ENDED`] has changed.
//! One case is left: the home ends a call and looks at the mark just before the owner sets it on another
//! thread. Then the owner finds the call running though it is all but over, and the next owner that is
//! dropped finds the context in the list.

use core::cell::UnsafeCell;
use core::ffi::c_void;
use core::ptr;
use core::ptr::NonNull;
use core::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::callback::panic::{Callee, panicked};
use crate::machine::processor::thread;
use crate::system::error_state;

/// A context whose calls are counted.
#[repr(C)]
pub(super) struct Counted<T> {
    /// The first field: a pointer to one is a pointer to the other.
    pub(super) calls: Calls,
    pub(super) value: T,
}

/// The calls of a context of any type, and how to free it.
pub(super) struct Calls {
    /// 0 while a call runs at home. Otherwise the thread pointer of the home, or [`NOBODY`], or [`MARKED`].
    /// Once there is a home, only that thread writes it.
    pub(super) idle: AtomicUsize,
    /// The thread pointer of the home, or [`NOBODY`], or [`MARKED`].
    pub(super) home: AtomicUsize,
    /// The number of the other calls that are running, and [`MARK`].
    further: AtomicUsize,
    /// The next one in the list. Only who owns the context uses it, also while calls that are running have
    /// references to the whole.
    next: UnsafeCell<*mut Calls>,
    /// Frees the whole context.
    free: unsafe fn(NonNull<Calls>),
    /// Whom the message names if that panics.
    callee: Callee<'static>,
}

/// In the place of a thread pointer: no call has begun.
const NOBODY: usize = 1;

/// In the place of a thread pointer: the owner was dropped while a call was running.
const MARKED: usize = 2;

/// The order with which a call at home begins: after all calls of threads that had this thread pointer before.
/// The system, which gave it to one after the other, has seen to that; the processors on which it costs
/// nothing say it here as well, for tools that do not know.
const BEGIN: Ordering = if cfg!(target_arch = "x86_64") {
    Ordering::Acquire
} else {
    Ordering::Relaxed
};

/// The part of `further` that says the same as [`MARKED`].
const MARK: usize = 1 << (usize::BITS - 1);

/// Contexts that wait for the end of their calls.
static WAITING: AtomicPtr<Calls> = AtomicPtr::new(ptr::null_mut());

/// How many calls of marked contexts have ended.
static ENDED: AtomicUsize = AtomicUsize::new(0);

impl<T> Counted<T> {
    /// On the heap; [`drop_owned`] frees it. `callee` is what a message would name.
    pub(super) fn boxed(value: T, callee: Callee<'static>) -> NonNull<c_void> {
        /// # Safety
        ///
        /// `calls` is the first field of a boxed `Counted<T>` that nobody uses any more.
        unsafe fn free<T>(calls: NonNull<Calls>) {
            // SAFETY: the caller's promise.
            drop(unsafe { Box::from_raw(calls.cast::<Counted<T>>().as_ptr()) });
        }

        let calls = Calls {
            idle: AtomicUsize::new(NOBODY),
            home: AtomicUsize::new(NOBODY),
            further: AtomicUsize::new(0),
            next: UnsafeCell::new(ptr::null_mut()),
            free: free::<T>,
            callee,
        };
        NonNull::from(Box::leak(Box::new(Self { calls, value }))).cast()
    }
}

/// Frees a context, or leaves that to its calls.
///
/// # Safety
///
/// `context` comes from [`Counted::boxed`], this is done once, and no call begins from now on.
pub(super) unsafe fn drop_owned(context: NonNull<c_void>) {
    let calls = context.cast::<Calls>();
    // SAFETY: by the contract the context is there, and nobody else frees it.
    if unsafe { is_over(calls) } {
        // SAFETY: no call is running, and none begins.
        unsafe { free(calls) };
    } else {
        // SAFETY: as above.
        let Calls { home, further, .. } = unsafe { calls.as_ref() };
        home.store(MARKED, Ordering::Relaxed);
        further.fetch_or(MARK, Ordering::AcqRel);
        // SAFETY: the context belongs to nobody else.
        unsafe { wait(calls) };
        look_through();
    }
    if !WAITING.load(Ordering::Relaxed).is_null() {
        look_through();
    }
}

/// Whether no call is running.
///
/// # Safety
///
/// The context is there, and nobody else frees it meanwhile.
unsafe fn is_over(calls: NonNull<Calls>) -> bool {
    // SAFETY: the caller's promise.
    let calls = unsafe { calls.as_ref() };
    calls.further.load(Ordering::Acquire) & !MARK == 0 && calls.idle.load(Ordering::Acquire) != 0
}

/// # Safety
///
/// The context belongs to the caller, and no call uses it.
unsafe fn free(calls: NonNull<Calls>) {
    // SAFETY: the context is there.
    let free = unsafe { (*calls.as_ptr()).free };
    // SAFETY: the function belongs to the context, and the rest is the caller's promise.
    unsafe { free(calls) }
}

/// Puts a context into the list.
///
/// # Safety
///
/// It is marked, and belongs to the caller, who gives it up by this.
unsafe fn wait(calls: NonNull<Calls>) {
    let mut first = WAITING.load(Ordering::Relaxed);
    loop {
        // SAFETY: the context is there, for it belongs to the caller.
        let next = unsafe { &(*calls.as_ptr()).next };
        // SAFETY: the field is the caller's alone: calls that are running do not use it.
        unsafe { *next.get() = first };
        match WAITING.compare_exchange_weak(
            first,
            calls.as_ptr(),
            Ordering::SeqCst,
            Ordering::Relaxed,
        ) {
            Ok(_) => return,
            Err(other) => first = other,
        }
    }
}

/// Frees the contexts in the list that no call uses any more.
#[cold]
fn look_through() {
    loop {
        let ended = ENDED.load(Ordering::SeqCst);
        let mut first = WAITING.swap(ptr::null_mut(), Ordering::SeqCst);
        while let Some(calls) = NonNull::new(first) {
            // SAFETY: what was taken from the list belongs to this function.
            let next = unsafe { &(*calls.as_ptr()).next };
            // SAFETY: as above, and calls that are running do not use the field.
            first = unsafe { *next.get() };
            // SAFETY: as above.
            if unsafe { is_over(calls) } {
                // SAFETY: as above, and no call uses it.
                unsafe { free_for_others(calls) };
            } else {
                // SAFETY: as above, and it was marked before it got into the list.
                unsafe { wait(calls) };
            }
        }
        if ENDED.load(Ordering::SeqCst) == ended {
            return;
        }
    }
}

/// Frees as [`free`] does, where a panic of what was captured must not go to whoever happens to be here.
///
/// # Safety
///
/// That of [`free`].
unsafe fn free_for_others(calls: NonNull<Calls>) {
    // SAFETY: the context is there.
    let callee = unsafe { (*calls.as_ptr()).callee };
    // SAFETY: the caller's promise.
    let free = || unsafe { free(calls) };
    if let Err(payload) = catch_unwind(AssertUnwindSafe(free)) {
        panicked(callee, payload);
    }
}

impl Calls {
    /// Begins a call at home, if this is the home of the context and no call of it runs there. The other end is
    /// [`end_at_home`].
    #[inline(always)]
    pub(super) fn begin_at_home(&self) -> bool {
        if self.idle.load(BEGIN) != thread::pointer() {
            return false;
        }
        self.idle.store(0, Ordering::Relaxed);
        true
    }
}

/// Takes the outermost call at home out of the count, given these fields of its [`Calls`]. Returns whether the
/// context was marked before: then [`marked_has_ended`] comes next. Otherwise it may be gone.
#[inline(always)]
pub(super) fn end_at_home(idle: &AtomicUsize, home: &AtomicUsize) -> bool {
    let home = home.load(Ordering::Relaxed);
    idle.store(home, Ordering::Release);
    home == MARKED
}

/// Begins a call that [does not begin at home](Calls::begin_at_home): the first one, one inside of another, or one away
/// from home.
///
/// # Safety
///
/// `context` comes from [`Counted::boxed`], and its owner lives.
#[cold]
#[inline(never)]
pub(super) unsafe fn begin_otherwise(context: *mut c_void) -> Running {
    // SAFETY: the owner keeps the context until this call has begun.
    let Calls {
        idle,
        home,
        further,
        ..
    } = unsafe { &*context.cast::<Calls>() };
    let this = thread::pointer();
    let is_first = home.compare_exchange(NOBODY, this, Ordering::Relaxed, Ordering::Relaxed);
    if is_first.is_ok() {
        idle.store(0, Ordering::Relaxed);
        Running::AtHome(AtHome(context))
    } else {
        further.fetch_add(1, Ordering::Relaxed);
        Running::Further(Further(context))
    }
}

/// A call, which ends when this is dropped.
pub(super) enum Running {
    AtHome(#[expect(dead_code, reason = "it is dropped")] AtHome),
    Further(#[expect(dead_code, reason = "it is dropped")] Further),
}

/// The outermost call of a context at home; it ends when this is dropped.
pub(super) struct AtHome(pub(super) *mut c_void);

impl Drop for AtHome {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the context is there until this call is over.
        let Calls { idle, home, .. } = unsafe { &*self.0.cast::<Calls>() };
        // The last use of the context.
        if end_at_home(idle, home) {
            marked_has_ended(());
        }
    }
}

/// A call of a context away from home, or one inside of another; it ends when this is dropped.
pub(super) struct Further(*mut c_void);

impl Drop for Further {
    fn drop(&mut self) {
        // SAFETY: the context is there until this call is over.
        let further = unsafe { &(*self.0.cast::<Calls>()).further };
        // The last use of the context.
        if further.fetch_sub(1, Ordering::AcqRel) & MARK != 0 {
            marked_has_ended(());
        }
    }
}

/// Frees what it can, after a call of a marked context is out of the count. Returns what that call returned.
#[cold]
#[inline(never)]
pub(super) fn marked_has_ended<R>(output: R) -> R {
    ENDED.fetch_add(1, Ordering::SeqCst);
    // C, or the closure, may have set it.
    error_state::kept(look_through);
    output
}

#[cfg(test)]
#[path = "running_tests.rs"]
mod tests;
