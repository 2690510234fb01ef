//! A difference between a host and a plugin, in words.

use std::fmt;

/// A part of a plugin that does not fit its host.
///
/// ```
/// use ffi_runtime::plugin::description::{DescribedInterface, DifferenceKind, compare};
/// use ffi_runtime::plugin::interface::Interface;
///
/// const NEW: Interface = Interface {
///     name: "org.example.filter",
///     version: (3, 0),
///     functions: &[],
///     types: &[],
///     host: None,
/// };
/// const OLD: Interface = Interface { version: (2, 1), ..NEW };
///
/// let (host, plugin) = (DescribedInterface::of(&NEW), DescribedInterface::of(&OLD));
/// let differences = compare(&host, &plugin).unwrap_err();
/// assert_eq!(differences[0].kind, DifferenceKind::Version);
/// assert_eq!(
///     differences[0].to_string(),
///     "org.example.filter: this host has version 3.0, the plugin is older: it is written for 2.1",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// Its kind.
    pub kind: DifferenceKind,
    /// The function, interface or library that it is in.
    pub subject: String,
    /// Both sides, in words.
    pub text: String,
}

/// The kinds of differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DifferenceKind {
    /// The library is made for another target.
    Target,
    /// A panic in the library ends the process.
    Aborts,
    /// The plugin has another interface.
    Interface,
    /// The interface has another major version.
    Version,
    /// A function is missing that the other side needs, or may be missing.
    MissingFunction,
    /// Another function is at the place of one.
    OtherFunction,
    /// A function has another calling convention.
    Convention,
    /// A function has more or fewer parameters.
    Parameters,
    /// A parameter, result or field has another type.
    Type,
    /// A struct or union has another layout.
    Layout,
    /// An enum has another width, or other values.
    Enum,
    /// A parameter or result has another meaning.
    Role,
    /// The plugin needs an interface that its host lacks, or takes none.
    Host,
}

impl Difference {
    pub(super) fn new(kind: DifferenceKind, subject: &str, text: String) -> Self {
        Self {
            kind,
            subject: subject.to_owned(),
            text,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.subject, self.text)
    }
}
