//! Unload: what became of a generation that the host has let go of, and why one stays mapped.

use std::path::PathBuf;

use crate::plugin::Obstacle;

/// A generation of a library that is not used any more, or was to be let go of.
///
/// ```
/// use ffi_runtime::plugin::{KeepReason, UnloadOutcome, Unloaded};
///
/// let report = Unloaded {
///     file: "plugins/blur.so".into(),
///     generation: 3,
///     outcome: UnloadOutcome::StillMapped(KeepReason::NotUnloadable),
/// };
/// assert_eq!(
///     report.to_string(),
///     "generation 3 of \"plugins/blur.so\" is still mapped: its author does not say that it can be unmapped",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unloaded {
    /// The library's file.
    pub file: PathBuf,
    /// The number of the generation.
    pub generation: u64,
    /// The outcome of unloading it.
    pub outcome: UnloadOutcome,
}

/// `generation 3 of "plugins/blur.so" was unmapped`
impl core::fmt::Display for Unloaded {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "generation {} of {:?} ", self.generation, self.file)?;
        match &self.outcome {
            UnloadOutcome::Unmapped => f.write_str("was unmapped"),
            UnloadOutcome::StillMapped(reason) => write!(f, "is still mapped: {reason}"),
            UnloadOutcome::Unknown => {
                f.write_str("was closed; the system does not say whether it is still mapped")
            }
        }
    }
}

/// The outcome of unloading a generation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnloadOutcome {
    /// Nothing of it is in memory: the loader was asked.
    Unmapped,
    /// It is in memory.
    StillMapped(KeepReason),
    /// The loader was told to unmap it, and does not say whether it did.
    Unknown,
}

/// Why a generation stays mapped.
///
/// A generation that is in use may be unmapped by a later attempt. Every other reason is for ever.
///
/// ```
/// use ffi_runtime::plugin::KeepReason;
///
/// assert!(KeepReason::InUse { owners: 2 }.is_temporary());
/// assert!(KeepReason::HostInUse { references: 1 }.is_temporary());
/// assert!(!KeepReason::NotUnloadable.is_temporary());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeepReason {
    /// Handles of instances or plugins are there; so they are while a function of the plugin runs that was called
    /// through one.
    #[error("{owners} handles of it are in use")]
    InUse {
        /// How many.
        owners: usize,
    },
    /// No instance is left, the library is shut down, and it still has references to the host, by which code of it could
    /// call the host: it keeps one in a variable, or on a thread. Only a host that is a value of this process counts them.
    #[error("it was shut down and has {references} references to its host")]
    HostInUse {
        /// How many.
        references: usize,
    },
    /// The description lacks `unloadable`.
    #[error("its author does not say that it can be unmapped")]
    NotUnloadable,
    /// The file has something that unmapping would leave dangling.
    #[error(transparent)]
    Obstacle(#[from] Obstacle),
    /// The library's `shutdown` could not end everything.
    #[error("its `shutdown` returned {0}")]
    Shutdown(i32),
    /// The loader refused.
    #[error("the loader does not unmap it: {0}")]
    Loader(String),
    /// The loader was told to unmap the library, and did not: something else holds it, or destructors of thread-locals
    /// wait.
    #[error("the loader was told to unmap it, and keeps it")]
    KeptByLoader,
}

impl KeepReason {
    /// Whether the generation may be unmapped later.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::InUse { .. } | Self::HostInUse { .. } => true,
            Self::NotUnloadable
            | Self::Obstacle(_)
            | Self::Shutdown(_)
            | Self::Loader(_)
            | Self::KeptByLoader => false,
        }
    }
}
