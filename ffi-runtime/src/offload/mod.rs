//! Calls on worker threads, with deadlines: the feature `offload`.
//!
//! C has no way to say how long a call may take. A call on a worker thread can be waited for as long as one likes, in
//! async code too, while its function runs on. A method with
//! [`#[offload]`](macro@crate::foreign_library#worker-threads) is such a call; [`offload()`] makes one of any closure:
//!
//! ```
//! use std::time::Duration;
//!
//! use ffi_runtime::offload::{DeadlineError, offload};
//!
//! let mut call = offload("device_read", || "data");
//! match call.wait_timeout(Duration::from_secs(60)) {
//!     Ok(data) => assert_eq!(data, "data"),
//!     // The function runs on. This handle can be waited for again; dropped, the result is too.
//!     Err(error @ DeadlineError::Passed { .. }) => eprintln!("{error}"),
//!     Err(error) => return Err(error),
//! }
//! # Ok::<(), DeadlineError>(())
//! ```
//!
//! [`Offloaded`] is the handle: it can be waited for, awaited, cancelled and dropped. [`Workers`] are the threads: they
//! are reused, and no more than a limit. A call that is stuck keeps its thread, and the others go on. If every thread is
//! stuck, calls wait in a queue until one returns; their deadlines pass all the same, and a call that was cancelled or
//! dropped by then never begins.
//!
//! # What it cannot do
//!
//! - End a function of C. One that is left to itself still holds the locks and other resources that it took, uses its
//!   thread, and does later what it was asked to do. Where the library has a function that makes it return, let
//!   [`cancel`](Offloaded::cancel) call it.
//! - Keep to one thread. Each call may be on another thread than the one before, and threads are used for several
//!   libraries. What a library keeps for each thread (a current context, an error to ask for, COM's apartment, a name)
//!   is not that of the caller. `errno` and the like are read on the worker thread, in the same call. A
//!   declaration with the option `threads` cannot be offloaded.
//! - Unload a library while it is used: a call owns its library and its arguments until it returns, and the methods to
//!   unload refuse.
//! - Hold the process. It ends although calls run, and those in the queue never begin. The exit handlers and global
//!   destructors of C run meanwhile, which a library may not expect: wait for the calls where it does.
//! - Survive `fork`: a child has none of the threads, so that it must not offload calls before it runs another program.
//! - Wait for itself: a call that waits for calls on the same workers needs threads for all of them.
//! - Give C the stack of the main thread. Those of the threads are Rust's, of 2 MiB unless the environment variable
//!   `RUST_MIN_STACK` says otherwise.

mod call;
mod error;
mod lend;
mod offloaded;
mod stop;
mod workers;

pub use self::error::{DeadlineError, NotCalled};
pub use self::lend::{Lend, LendMut, Locked};
pub use self::offloaded::Offloaded;
pub use self::stop::{Cancellation, Running};
pub use self::workers::Workers;

/// Runs `call` on a worker thread of the process. `function` is its name in errors.
///
/// The call begins at once, unless [as many](Workers::limit) run already. It is never run twice, and not at all if the
/// handle is cancelled or dropped before it begins.
///
/// ```
/// use ffi_runtime::offload::offload;
///
/// let sum = offload("sum", || 1 + 2);
/// assert_eq!(sum.wait()?, 3);
/// # Ok::<(), ffi_runtime::offload::NotCalled>(())
/// ```
pub fn offload<T: Send + 'static>(
    function: &'static str,
    call: impl FnOnce() -> T + Send + 'static,
) -> Offloaded<T> {
    Workers::shared().offload(function, call)
}

/// Runs `call` on a worker thread, which says by [`Running`] how it is stopped; `None` if it was before.
pub(crate) fn offload_stoppable<T: Send + 'static>(
    function: &'static str,
    call: impl FnOnce(&Running<'_>) -> Option<T> + Send + 'static,
) -> Offloaded<T> {
    Offloaded::new(&Workers::shared().pool, function, true, call)
}

#[cfg(test)]
mod tests;
