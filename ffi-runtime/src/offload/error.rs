//! Why a call on a worker thread has no result, or has none yet.

use std::io;
use std::time::Duration;

/// A call that was waited for in vain.
///
/// ```
/// use std::sync::mpsc;
/// use std::time::Duration;
///
/// use ffi_runtime::offload::{DeadlineError, offload};
///
/// let (end, ended) = mpsc::channel::<()>();
/// let mut call = offload("device_read", move || ended.recv().is_ok());
/// let error = call.wait_timeout(Duration::from_millis(1)).unwrap_err();
/// assert!(matches!(error, DeadlineError::Passed { function: "device_read", .. }));
/// # end.send(()).unwrap();
/// # Ok::<(), ffi_runtime::offload::DeadlineError>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeadlineError {
    /// The function did not return in time.
    #[error(
        "`{function}` did not return within {waited:?}, and {}",
        if *has_begun { "runs on" } else { "has not begun: every worker thread is busy" }
    )]
    Passed {
        /// The function.
        function: &'static str,
        /// The time that was waited.
        waited: Duration,
        /// Whether a worker thread had begun the call by then.
        has_begun: bool,
    },
    /// The function is never called.
    #[error(transparent)]
    NotCalled(#[from] NotCalled),
}

/// A call that never began.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotCalled {
    /// [`cancel`](super::Offloaded::cancel) came first.
    #[error("`{function}` was not called: it was cancelled before it began")]
    Cancelled {
        /// The function.
        function: &'static str,
    },
    /// The system starts no thread.
    #[error("`{function}` was not called: no worker thread could be started")]
    NoWorker {
        /// The function.
        function: &'static str,
        /// The answer of the system.
        source: io::Error,
    },
}
