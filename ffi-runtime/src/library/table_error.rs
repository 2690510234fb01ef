//! Errors of a table of function pointers that C gave.

use core::fmt;
use core::ops::RangeInclusive;

use crate::library::{MainThreadError, MissingSymbol, missing};

/// A table that cannot be used as it is declared.
///
/// ```
/// use std::ptr;
///
/// use ffi_runtime::library::TableError;
/// use ffi_runtime::foreign_table;
///
/// #[foreign_table]
/// unsafe trait Clock {
///     fn now(&self) -> u64;
/// }
///
/// // SAFETY: nothing is read through a null pointer.
/// let error = unsafe { Clock::from_table(ptr::null(), ()) }.unwrap_err();
/// assert!(matches!(error, TableError::Null { item: "Clock" }));
/// assert_eq!(error.to_string(), "the table `Clock` is a null pointer");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// There is no table: its address is null, or that of the object that has it.
    #[error("the table `{item}` is a null pointer")]
    Null {
        /// Name of the trait.
        item: &'static str,
    },
    /// There is no table of any version that was asked for.
    #[error("there is no table `{item}` of a version from {} to {}", versions.start(), versions.end())]
    NoVersion {
        /// Name of the trait.
        item: &'static str,
        /// The versions.
        versions: RangeInclusive<u32>,
    },
    /// The table ends before required entries, by its own count or size or by its version.
    #[error(
        "the table `{item}` is too old: {}{}",
        lacks(missing),
        missing::Lines(missing)
    )]
    TooOld {
        /// Name of the trait.
        item: &'static str,
        /// Every required entry that is not there, in the order of the table.
        missing: Vec<MissingSymbol>,
    },
    /// Required entries are null.
    #[error(
        "the table `{item}` is not filled: {}{}",
        nulls(missing),
        missing::Lines(missing)
    )]
    Unfilled {
        /// Name of the trait.
        item: &'static str,
        /// Every required entry that is null, in the order of the table.
        missing: Vec<MissingSymbol>,
    },
    /// The table can be used on the main thread only, and the current one is another.
    #[error(transparent)]
    MainThread(#[from] MainThreadError),
}

fn lacks(missing: &[MissingSymbol]) -> impl fmt::Display {
    counted(missing.len(), "it lacks the entry", "it lacks entries")
}

fn nulls(missing: &[MissingSymbol]) -> impl fmt::Display {
    counted(missing.len(), "an entry is null", "entries are null")
}

/// `one:`, or `3 several:`.
fn counted(count: usize, one: &str, several: &str) -> String {
    if count == 1 {
        format!("{one}:")
    } else {
        format!("{several} ({count}):")
    }
}
