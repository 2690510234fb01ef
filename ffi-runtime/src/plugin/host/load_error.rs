//! Errors of loading a plugin.

use core::fmt;
use std::path::PathBuf;

use crate::library::LibraryError;
use crate::plugin::description::{DescriptionError, Difference};
use crate::plugin::{CopyError, Exhausted};

/// A plugin that was not loaded.
///
/// Unless it is [`Open`](Self::Open) or [`Contract`](Self::Contract), nothing of the library ran.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// No library in the folder has a plugin of this name.
    #[error("plugin {name:?} not found in {folder:?}{}", Tried(tried))]
    NotFound {
        /// The name.
        name: String,
        /// The folder that was searched.
        folder: PathBuf,
        /// Its libraries, each with what it has instead.
        tried: Vec<(PathBuf, String)>,
    },
    /// Several libraries have a plugin of this name.
    #[error("plugin {name:?} is in {files:?}: a name stands for one plugin")]
    Ambiguous {
        /// The name.
        name: String,
        /// The libraries.
        files: Vec<PathBuf>,
    },
    /// The folder cannot be read.
    #[error("the folder of plugins {folder:?} cannot be read: {reason}")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The error of the system.
        #[source]
        reason: std::io::Error,
    },
    /// The library cannot be read or copied, or is none.
    #[error(transparent)]
    Copy(#[from] CopyError),
    /// The description of the library is damaged.
    #[error("the description of plugins in {file:?} cannot be read: {error}")]
    Description {
        /// The library.
        file: PathBuf,
        /// The error of the description.
        #[source]
        error: DescriptionError,
    },
    /// The library was made for another interface, or another version of it that does not fit.
    #[error(
        "plugin {plugin:?} in {file:?}{} does not fit `{interface}`:{}",
        Parentheses(built_by),
        Lines(differences)
    )]
    Refused {
        /// The library.
        file: PathBuf,
        /// The plugin.
        plugin: String,
        /// The interface of this program.
        interface: Box<str>,
        /// The compiler and the package that made the library, as it says itself.
        built_by: Box<str>,
        /// All differences that matter.
        differences: Vec<Difference>,
    },
    /// The process cannot map another library.
    #[error("{file:?} was not loaded: {what}")]
    Exhausted {
        /// The library.
        file: PathBuf,
        /// The resource that is used up.
        what: Exhausted,
    },
    /// The system's loader refused the library.
    #[error("{file:?} passed the check and was not loaded: {error}")]
    Open {
        /// The library.
        file: PathBuf,
        /// The error of its copy.
        #[source]
        error: Box<LibraryError>,
    },
    /// The library is not as its description says. It is mapped, and stays so.
    #[error("{file:?} was loaded and is not used: {fault}")]
    Contract {
        /// The library.
        file: PathBuf,
        /// The fault.
        #[source]
        fault: ContractFault,
    },
    /// A plugin asked for it while the folder was loading or reloading one.
    #[error(
        "the folder of plugins {folder:?} is busy: a plugin that it loads asks it for another one"
    )]
    Busy {
        /// The folder.
        folder: PathBuf,
    },
}

/// A fault of a library in memory.
///
/// ```
/// use ffi_runtime::plugin::ContractFault;
///
/// let fault = ContractFault::OtherCount { exported: 1, described: 2 };
/// assert_eq!(fault.to_string(), "it exports 1 plugins and describes 2");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContractFault {
    /// A symbol is missing.
    #[error("{error}")]
    Symbol {
        /// The message of the loader.
        error: String,
    },
    /// A symbol is another library's.
    #[error("`{symbol}` comes from another library, which it is linked to")]
    ForeignSymbol {
        /// The symbol.
        symbol: &'static str,
    },
    /// The description in memory is not the one that was checked.
    #[error("its description in memory is not the one in the file that was checked")]
    OtherDescription,
    /// A struct of the contract has too few bytes.
    #[error("a struct of it has {size} bytes, where {needed} are needed")]
    TooSmall {
        /// Bytes of the struct.
        size: usize,
        /// Bytes that it must have.
        needed: usize,
    },
    /// A struct of the contract is at an address that no such struct has.
    #[error("a struct of it is not aligned")]
    Misaligned,
    /// The library has another number of plugins than its description.
    #[error("it exports {exported} plugins and describes {described}")]
    OtherCount {
        /// Plugins of the exported table.
        exported: usize,
        /// Plugins of the description.
        described: usize,
    },
    /// A plugin cannot be made.
    #[error("its plugin number {index} has no `create`")]
    NoCreate {
        /// The place in the table.
        index: usize,
    },
}

/// ` (text)`, or nothing.
struct Parentheses<'a>(&'a str);

impl fmt::Display for Parentheses<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, " ({})", self.0)
    }
}

/// Differences, each on a line of its own.
struct Lines<'a>(&'a [Difference]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|difference| write!(f, "\n  {difference}"))
    }
}

struct Tried<'a>(&'a [(PathBuf, String)]);

impl fmt::Display for Tried<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(", which has no libraries");
        }
        f.write_str("; its libraries:")?;
        self.0
            .iter()
            .try_for_each(|(file, reason)| write!(f, "\n  {file:?}: {reason}"))
    }
}
