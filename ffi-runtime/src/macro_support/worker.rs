//! Functions that the methods which run on worker threads refer to.

use crate::offload::{Offloaded, Running, offload_stoppable};

/// Runs `call` on a worker thread, which says how it is stopped; `None` if it was before.
pub fn stoppable<T: Send + 'static>(
    function: &'static str,
    call: impl FnOnce(&Running<'_>) -> Option<T> + Send + 'static,
) -> Offloaded<T> {
    offload_stoppable(function, call)
}

/// Has the compiler check that a worker thread may own a value of this type.
pub const fn owned_by_worker<T: Send + 'static>() {}

/// Has the compiler check that a value of this type can be passed to a function, and to the one that cancels it.
pub const fn passed_twice<T: Copy>() {}

/// Has the compiler check that the thread which cancels can use the library beside the worker thread.
pub const fn used_by_both_threads<T: Sync>() {}
