//! Tables of a borrowed value, which live as long as one function runs, and allocate nothing.

use crate::callback::borrowed::{Borrowed, BorrowedReentrant, BorrowedSync};
use crate::callback::method_table::kinds::{
    Implemented, Scoped, ScopedContext, ScopedSync, ScopedSyncContext,
};
use crate::callback::method_table::{ContextKind, ImplementedBy};
use crate::callback::scoped::or_panic;

/// Runs `body` with the table of a context, and raises the panic of a method again, if there was one.
///
/// # Safety
///
/// `inner` returns a pointer into the context that it gets.
unsafe fn with_table<'v, K: ContextKind<C, T>, C: ImplementedBy<T>, T, H: Borrowed, R>(
    mut context: H,
    inner: unsafe fn(*mut H) -> *mut Implemented<C, &'v T>,
    body: impl FnOnce(&C) -> R,
) -> R {
    let place = &raw mut context;
    // SAFETY: the pointer leads to a context.
    let implemented = unsafe { inner(place) };
    // SAFETY: it is a part of the context, which nobody else has yet, and which stays here.
    unsafe { Implemented::make_table::<K>(implemented, place.cast()) };
    // SAFETY: it is a part of the context, which nobody changes while `body` runs.
    let implemented = unsafe { &*implemented };
    // SAFETY: the table was made.
    let table = unsafe { implemented.table() };
    let output = body(table);
    or_panic(output, &mut context)
}

/// A table for this thread, while `body` runs. The methods may be entered again.
#[doc(hidden)]
pub fn table_scoped<C: ImplementedBy<T>, T, R>(value: &T, body: impl FnOnce(&C) -> R) -> R {
    let context: ScopedContext<'_, C, T> = BorrowedReentrant::new(Implemented::new(value));
    // SAFETY: the function returns a part of the context.
    unsafe { with_table::<Scoped<'_>, _, _, _, _>(context, BorrowedReentrant::closure, body) }
}

/// A table for any thread, while `body` runs.
#[doc(hidden)]
pub fn table_scoped_sync<C: ImplementedBy<T>, T: Sync, R>(
    value: &T,
    body: impl FnOnce(&C) -> R,
) -> R {
    let context: ScopedSyncContext<'_, C, T> = BorrowedSync::new(Implemented::new(value));
    // SAFETY: the function returns a part of the context.
    unsafe { with_table::<ScopedSync<'_>, _, _, _, _>(context, BorrowedSync::closure, body) }
}
