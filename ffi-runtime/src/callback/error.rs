//! Why a callback cannot be made.

use std::io;

use crate::interface::UnsupportedPlatform;

/// A closure that got no trampoline.
///
/// ```
/// use ffi_runtime::CallbackError;
///
/// let source = std::io::Error::from(std::io::ErrorKind::OutOfMemory);
/// let error = CallbackError::NoMemory { alive: 4096, source };
/// let text = "4096 callbacks are alive, and the operating system refused memory for more";
/// assert_eq!(error.to_string(), text);
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// All slots are in use, and no further bank of trampolines could be mapped.
    #[error("{alive} callbacks are alive, and the operating system refused memory for more")]
    NoMemory {
        /// How many callbacks have a slot.
        alive: usize,
        /// The error of the operating system.
        source: io::Error,
    },
    /// All slots are in use, and the operating system does not let memory become executable.
    #[error(
        "{alive} callbacks are alive, and the operating system lets no further trampolines be executable"
    )]
    NotExecutable {
        /// How many callbacks have a slot.
        alive: usize,
        /// The error of the operating system.
        source: io::Error,
    },
    /// Trampolines are assembly, and none is here for this target.
    #[error("there are no trampolines on this target; a callback with user data needs none")]
    UnsupportedPlatform(#[from] UnsupportedPlatform),
}
