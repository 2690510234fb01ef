//! The items that methods on worker threads refer to.

pub use crate::offload::{Lend, LendMut, Offloaded};
use crate::offload::{Running, offload, offload_stoppable};

/// Nothing: the feature `offload` is on.
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_offload {
    () => {};
}

/// Runs `call` on a worker thread.
pub fn on_worker<T: OwnedByWorker>(
    function: &'static str,
    call: impl FnOnce() -> T + Send + 'static,
) -> Offloaded<T> {
    offload(function, call)
}

/// Runs `call` on a worker thread, which says how it is stopped; `None` if it was before.
pub fn stoppable_on_worker<T: OwnedByWorker>(
    function: &'static str,
    call: impl FnOnce(&Running<'_>) -> Option<T> + Send + 'static,
) -> Offloaded<T> {
    offload_stoppable(function, call)
}

/// A type of values that a worker thread may own.
#[diagnostic::on_unimplemented(
    message = "a worker thread cannot own `{Self}`",
    label = "the arguments and the result of a method with `#[offload]` go to another thread",
    note = "the type has to be `Send` and `'static`; for a handle or a pointer of a library that allows it, write \
            `unsafe impl Send for T {{}}` for the type that `#[opaque]` declares, or that is around the pointer"
)]
pub trait OwnedByWorker: Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Send + 'static> OwnedByWorker for T {}

/// Has the compiler check that a worker thread may own a value of this type.
pub const fn owned_by_worker<T: OwnedByWorker>() {}

/// A type of values that two functions get.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can be passed once, and the function that cancels takes it too",
    label = "it is not `Copy`",
    note = "leave out `cancel`, and use `Offloaded::cancel_with`"
)]
pub trait PassedTwice: Copy {}

#[diagnostic::do_not_recommend]
impl<T: Copy> PassedTwice for T {}

/// Has the compiler check that a value of this type can be passed to a function, and to the one that cancels it.
pub const fn passed_twice<T: PassedTwice>() {}

/// A library that two threads use.
#[diagnostic::on_unimplemented(
    message = "the function that cancels runs on another thread, where `{Self}` cannot be used at the same time",
    label = "a value that `{Self}` keeps for its functions is not `Sync`",
    note = "leave out `cancel`, and use `Offloaded::cancel_with`; or write `unsafe impl Sync` for the type of the \
            `#[bound]` argument if the library allows it"
)]
pub trait UsedByBothThreads: Sync {}

#[diagnostic::do_not_recommend]
impl<T: Sync> UsedByBothThreads for T {}

/// Has the compiler check that the thread which cancels can use the library beside the worker thread.
pub const fn used_by_both_threads<T: UsedByBothThreads>() {}
