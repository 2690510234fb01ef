//! Calls that are running: a closure may be dropped while one of its calls is, also by that call itself,
//! and then it is freed when the last one has returned.
//!
//! [`Counted`] is the context of closures that any number of threads may call at once. To count calls by
//! atomic additions would cost more than the rest of a call, so the thread that calls first, the *home* of
//! the context, counts its calls by plain stores; the calls of others are counted by additions.
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

use core::ffi::c_void;
use core::ptr;
use core::ptr::NonNull;
use core::sync::atomic::{AtomicPtr, AtomicU64, AtomicUsize, Ordering};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::callback::error_state;
use crate::callback::panic::{Callee, panicked};
use crate::callback::thread::{self, Thread};

/// A context whose calls are counted.
#[repr(C)]
pub(super) struct Counted<T> {
    /// The first field: a pointer to one is a pointer to the other.
    calls: Calls,
    pub(super) value: T,
}

/// The calls of a context of any type, and how to free it.
struct Calls {
    /// The number of the thread that called first, or [`NOBODY`].
    home: AtomicU64,
    /// Calls that are running on that thread, which is the only one that writes it.
    at_home: AtomicUsize,
    /// Calls that are running on other threads, and [`MARK`].
    elsewhere: AtomicUsize,
    /// The next one in the list. Only who owns the context uses it.
    next: *mut Calls,
    /// Frees the whole context.
    free: unsafe fn(NonNull<Calls>),
    /// Whom the message names if that panics.
    callee: Callee<'static>,
}

/// In the place of a thread's number.
const NOBODY: u64 = u64::MAX;

/// The owner was dropped while a call was running.
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
            home: AtomicU64::new(NOBODY),
            at_home: AtomicUsize::new(0),
            elsewhere: AtomicUsize::new(0),
            next: ptr::null_mut(),
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
        let elsewhere = unsafe { &(*calls.as_ptr()).elsewhere };
        elsewhere.fetch_or(MARK, Ordering::AcqRel);
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
    calls.elsewhere.load(Ordering::Acquire) & !MARK == 0
        && calls.at_home.load(Ordering::Acquire) == 0
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
        // SAFETY: the context belongs to the caller, and calls that are running do not use this field.
        unsafe { (*calls.as_ptr()).next = first };
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
            first = unsafe { (*calls.as_ptr()).next };
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

/// The same as [`free`], where a panic of what was captured must not go to whoever happens to be here.
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

/// A call that is running; it ends when this is dropped.
pub(super) struct Running<T> {
    context: *const Counted<T>,
    /// How many calls of this context were running on its home when this one began, or [`AWAY`].
    before: usize,
}

/// The call is not at home.
const AWAY: usize = usize::MAX;

impl<T> Running<T> {
    /// Begins a call.
    ///
    /// # Safety
    ///
    /// `context` comes from [`Counted::boxed`], and its owner lives.
    #[inline(always)]
    pub(super) unsafe fn begin(context: *mut c_void) -> Self {
        let context = context.cast::<Counted<T>>().cast_const();
        // SAFETY: the owner keeps the context.
        let calls = unsafe { &(*context).calls };
        let number = thread::number();
        let is_first = calls.at_home.load(Ordering::Relaxed) == 0;
        let before = if calls.home.load(Ordering::Relaxed) == number && is_first {
            calls.at_home.store(1, Ordering::Relaxed);
            0
        } else {
            calls.begin_otherwise()
        };
        Self { context, before }
    }

    /// What the context holds.
    #[inline(always)]
    pub(super) const fn value(&self) -> &T {
        // SAFETY: the context is there until this call is over at least.
        unsafe { &(*self.context).value }
    }
}

impl<T> Drop for Running<T> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the context is there until this call is over.
        let calls = unsafe { &raw const (*self.context).calls };
        // SAFETY: as above.
        let elsewhere = unsafe { (*calls).elsewhere.load(Ordering::Relaxed) };
        if self.before != AWAY && elsewhere & MARK == 0 {
            // SAFETY: as above; it is the last use of the context.
            unsafe { (*calls).at_home.store(self.before, Ordering::Release) };
        } else {
            // SAFETY: as above; nothing uses the context afterwards.
            unsafe { end_otherwise(calls, self.before) };
        }
    }
}

impl Calls {
    /// Begins a call while others are running, or away from home.
    #[cold]
    #[inline(never)]
    fn begin_otherwise(&self) -> usize {
        let thread = Thread::current().number();
        let home = match self.home.load(Ordering::Relaxed) {
            NOBODY => {
                let first = self.home.compare_exchange(
                    NOBODY,
                    thread,
                    Ordering::Relaxed,
                    Ordering::Relaxed,
                );
                first.map_or_else(|other| other, |_| thread)
            }
            home => home,
        };
        if home == thread {
            let before = self.at_home.load(Ordering::Relaxed);
            self.at_home.store(before + 1, Ordering::Relaxed);
            before
        } else {
            self.elsewhere.fetch_add(1, Ordering::Relaxed);
            AWAY
        }
    }
}

/// Ends a call away from home, or one of a marked context.
///
/// # Safety
///
/// The context is there, and the caller does not use it afterwards.
#[cold]
#[inline(never)]
unsafe fn end_otherwise(calls: *const Calls, before: usize) {
    let is_marked = if before == AWAY {
        // SAFETY: the context is there until this call is out of the count.
        let left = unsafe { (*calls).elsewhere.fetch_sub(1, Ordering::AcqRel) };
        left & MARK != 0
    } else {
        // SAFETY: as above.
        unsafe { (*calls).at_home.store(before, Ordering::Release) };
        true
    };
    if is_marked {
        ENDED.fetch_add(1, Ordering::SeqCst);
        // C, or the closure, may have set it.
        error_state::kept(look_through);
    }
}

#[cfg(test)]
#[path = "running_tests.rs"]
mod tests;
