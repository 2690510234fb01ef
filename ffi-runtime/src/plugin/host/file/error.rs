//! Errors of a library's file, which is read before anything of it runs.

use core::fmt;
use std::io;
use std::path::PathBuf;

use crate::plugin::contract;

/// A file that is no library of plugins which this process could load. Nothing of it ran.
///
/// ```
/// use ffi_runtime::plugin::{FileError, FileFault};
///
/// let error = FileError::new("plugins/notes.txt", FileFault::Empty);
/// assert_eq!(error.to_string(), "\"plugins/notes.txt\" is no library of plugins: the file is empty");
/// ```
#[derive(Debug, thiserror::Error)]
#[error("{file:?} is no library of plugins: {fault}")]
#[non_exhaustive]
pub struct FileError {
    /// The file.
    pub file: PathBuf,
    /// The fault.
    #[source]
    pub fault: FileFault,
}

impl FileError {
    /// Names the file of a fault.
    pub fn new(file: impl Into<PathBuf>, fault: FileFault) -> Self {
        let file = file.into();
        Self { file, fault }
    }
}

/// A fault of a library's file.
///
/// ```
/// use ffi_runtime::plugin::FileFault;
///
/// assert_eq!(FileFault::Text.to_string(), "it is a text");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileFault {
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Read(#[from] io::Error),
    /// Something else than a file: a folder, a device.
    #[error("it is not a file")]
    NotAFile,
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// A text, such as a script of a linker.
    #[error("it is a text")]
    Text,
    /// Neither ELF nor PE nor Mach-O.
    #[error("the file begins with {}, as no library does", Bytes(.0))]
    Unknown(
        /// The first bytes, up to 8.
        Vec<u8>,
    ),
    /// A file of the right format with another purpose: a program, an object file.
    #[error("it is {0}")]
    OtherPurpose(&'static str),
    /// A library of another operating system.
    #[error("it is for {found}, and this process runs on {expected}")]
    OtherSystem {
        /// The system of the file.
        found: &'static str,
        /// The system of this process.
        expected: &'static str,
    },
    /// A library for another processor.
    #[error("it is for {found}, and this process runs on {expected}")]
    OtherArchitecture {
        /// The processor of the file.
        found: String,
        /// That of this process.
        expected: &'static str,
    },
    /// A universal file of Apple without a part for this processor.
    #[error("it has parts for {}, and none for {expected}", found.join(", "))]
    NoSlice {
        /// The processors that it has parts for.
        found: Vec<String>,
        /// That of this process.
        expected: &'static str,
    },
    /// The file ends too early.
    #[error("it ends before its {part}: at byte {length} of {needed}")]
    Truncated {
        /// The part that is not there.
        part: &'static str,
        /// Bytes of the file.
        length: u64,
        /// Bytes that it should have.
        needed: u64,
    },
    /// A structure of the file contradicts itself.
    #[error("it is damaged: {0}")]
    Malformed(&'static str),
    /// More of something than this crate reads.
    #[error("it has {found} {subject}, and at most {limit} are read")]
    TooMany {
        /// The name of the things that are too many.
        subject: &'static str,
        /// As many as there are.
        found: u64,
        /// As many as are read.
        limit: u64,
    },
    /// The library says nothing about plugins. So do libraries that are packed or encrypted.
    #[error(
        "it has no description of plugins (looked for the symbol `{}` and notes of {:?})",
        contract::DESCRIPTION_SYMBOL,
        contract::OWNER
    )]
    NoDescription,
    /// The library has a description that is written in another version of the contract.
    #[error(
        "its description has version {found} of the contract, and this program knows version {}",
        contract::VERSION
    )]
    OtherContract {
        /// The version.
        found: u32,
    },
    /// The library has several descriptions, which differ.
    #[error("it has {0} descriptions")]
    SeveralDescriptions(usize),
    /// The library has a description, and does not export its plugins.
    #[error("it does not export `{}`", contract::LIBRARY_SYMBOL)]
    NoEntries,
}

/// `7f 45 4c 46`
struct Bytes<'a>(&'a [u8]);

impl fmt::Display for Bytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(index, byte)| {
            let space = if index == 0 { "" } else { " " };
            write!(f, "{space}{byte:02x}")
        })
    }
}
