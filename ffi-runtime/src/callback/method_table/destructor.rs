//! The function of a table by which C frees the value, as `free` and `destroy` in structs of C do.

use core::ffi::c_void;
use core::marker::PhantomData;
use core::ptr::NonNull;
use core::sync::atomic::{AtomicBool, Ordering};

use crate::callback::borrowed::{BorrowedReentrant, BorrowedSync};
use crate::callback::method_table::DeclaredTable;
use crate::callback::method_table::contract::OfTable;
use crate::callback::method_table::kinds::{
    AnyThreadContext, Held, Implemented, OneThreadContext, ScopedContext, ScopedSyncContext,
};
use crate::callback::panic::{Callee, destroyed, misused};
use crate::callback::reentrant::Reentrant;
use crate::callback::running;
use crate::callback::{Handler, Incoming, UserData};

/// A handler that frees a context of `H`.
pub(super) struct Destroying<H>(PhantomData<H>);

impl<S: UserData<Output = ()>, H: Destroyed> Handler<S> for Destroying<H> {
    #[inline(always)]
    unsafe fn handle<A: Incoming<S>>(context: *mut c_void, _: A) {
        if let Some(context) = NonNull::new(context) {
            // SAFETY: C hands on the context that it was given with the table, and calls nothing after its destructor.
            unsafe { H::destroy(context) }
        }
    }
}

/// A context that C may try to free.
pub(super) trait Destroyed {
    /// Frees it, if it was given to C.
    ///
    /// # Safety
    ///
    /// The context is of this type. If it was given to C, nobody uses it from now on.
    unsafe fn destroy(context: NonNull<c_void>);
}

/// Frees a context, unless it belongs to Rust.
fn free<C: DeclaredTable>(is_foreign: &AtomicBool, free: impl FnOnce()) {
    if !is_foreign.load(Ordering::Relaxed) {
        misused(
            Callee::of::<OfTable<C>>(),
            "was freed by C, and belongs to Rust",
            "give it to C with `into_foreign`",
        );
    }
    destroyed::<OfTable<C>>(free);
}

/// Whether C may free what is there.
///
/// # Safety
///
/// There is one, which lives for `'a`.
unsafe fn is_foreign<'a, C, V: 'a>(implemented: *const Implemented<C, V>) -> &'a AtomicBool {
    // SAFETY: the caller's promise.
    unsafe { &(*implemented).is_foreign }
}

impl<C: DeclaredTable, T> Destroyed for AnyThreadContext<C, T> {
    unsafe fn destroy(context: NonNull<c_void>) {
        let this = context.cast::<Self>().as_ptr();
        // SAFETY: the context is of this type.
        let implemented: *const Implemented<C, Held<T>> = unsafe { &raw const (*this).value.0 };
        // SAFETY: it is there until it is freed.
        let is_foreign = unsafe { is_foreign(implemented) };
        // SAFETY: the context comes from `CallbackTable`, and was given to C, which calls nothing any more.
        free::<C>(is_foreign, || unsafe { running::drop_owned(context) });
    }
}

impl<C: DeclaredTable, T> Destroyed for OneThreadContext<C, T> {
    unsafe fn destroy(context: NonNull<c_void>) {
        // SAFETY: the context is of this type.
        let implemented = unsafe { Reentrant::closure(context.cast::<Self>().as_ptr()) };
        // SAFETY: it is there until it is freed.
        let is_foreign = unsafe { is_foreign(implemented) };
        // SAFETY: the context comes from `LocalCallbackTable`, and was given to C, which calls nothing any more.
        free::<C>(is_foreign, || unsafe {
            Self::drop_boxed::<OfTable<C>>(context);
        });
    }
}

impl<C: DeclaredTable, T> Destroyed for ScopedContext<'_, C, T> {
    unsafe fn destroy(context: NonNull<c_void>) {
        // SAFETY: the context is of this type.
        let implemented = unsafe { BorrowedReentrant::closure(context.cast::<Self>().as_ptr()) };
        // SAFETY: it is there while the body runs.
        free::<C>(unsafe { is_foreign(implemented) }, || ());
    }
}

impl<C: DeclaredTable, T> Destroyed for ScopedSyncContext<'_, C, T> {
    unsafe fn destroy(context: NonNull<c_void>) {
        // SAFETY: the context is of this type.
        let implemented = unsafe { BorrowedSync::closure(context.cast::<Self>().as_ptr()) };
        // SAFETY: it is there while the body runs.
        free::<C>(unsafe { is_foreign(implemented) }, || ());
    }
}
