//! Log: what a search tries, for programs with the feature `tracing`; nothing without it.

use std::path::Path;

use crate::library::{Library, LoadFailure};

/// A candidate was not loaded.
#[inline]
pub(super) fn passed_over(candidate: &Path, reason: &LoadFailure) {
    #[cfg(feature = "tracing")]
    tracing::debug!(candidate = %candidate.display(), %reason, "not loaded");
    #[cfg(not(feature = "tracing"))]
    let _ = (candidate, reason);
}

/// A search found a library.
#[inline]
pub(super) fn loaded(library: &Library) {
    #[cfg(feature = "tracing")]
    tracing::debug!(candidate = %library.origin(), "loaded");
    #[cfg(not(feature = "tracing"))]
    let _ = library;
}
