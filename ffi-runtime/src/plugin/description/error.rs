//! The errors of reading a description.

use super::format::FORMAT;

/// Bytes that are no description which this crate can read.
///
/// ```
/// use ffi_runtime::plugin::description::{Description, DescriptionFlaw};
///
/// let error = Description::read(b"something else").unwrap_err();
/// assert!(matches!(error.flaw, DescriptionFlaw::Magic));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{subject} at byte {offset}: {flaw}")]
#[non_exhaustive]
pub struct DescriptionError {
    /// The part that was read, named from the whole to the part.
    pub subject: String,
    /// Where it begins, in bytes.
    pub offset: usize,
    /// The flaw of this part.
    pub flaw: DescriptionFlaw,
}

/// A flaw of a part of a description.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DescriptionFlaw {
    /// The first bytes are others.
    #[error("this is no description of plugins")]
    Magic,
    /// The format has another version.
    #[error("the format has version {0}, and this host reads version {FORMAT}")]
    Format(u16),
    /// The description is longer than its host allows.
    #[error("{length} bytes are more than the {limit} that a description may have")]
    TooLong {
        /// Bytes.
        length: usize,
        /// The most bytes.
        limit: usize,
    },
    /// The description says another length than it has.
    #[error("the description says that it has {said} bytes, and it has {there}")]
    Length {
        /// Bytes, as it says.
        said: usize,
        /// Bytes that are there.
        there: usize,
    },
    /// It ends too early.
    #[error("{needed} bytes are needed, and {there} are left")]
    Truncated {
        /// Bytes of what is read.
        needed: usize,
        /// Bytes that are left.
        there: usize,
    },
    /// There is more behind the end.
    #[error("{0} bytes are left")]
    Trailing(usize),
    /// A count or a length that cannot be.
    #[error("{count} are more than {limit}")]
    TooMany {
        /// How many there are, as it says.
        count: usize,
        /// The most that there can be.
        limit: usize,
    },
    /// References are nested too deeply.
    #[error("more than {0} types are nested")]
    Depth(usize),
    /// A text that is none: no UTF-8, empty, or with control characters.
    #[error("this is no text")]
    Text,
    /// A number that has no meaning here.
    #[error("{0} has no meaning here")]
    Unknown(u64),
    /// A place behind the end of a list.
    #[error("there is no place {place} in a list of {count}")]
    Place {
        /// The place, from 0.
        place: usize,
        /// How many there are.
        count: usize,
    },
    /// A name that another one of its kind has.
    #[error("the name `{0}` is there twice")]
    Twice(String),
    /// A size, alignment or offset that no type has.
    #[error("no type has the size {size}, the alignment {align} and such fields")]
    Layout {
        /// Bytes.
        size: u32,
        /// Bytes.
        align: u32,
    },
}

impl DescriptionError {
    pub(super) fn new(subject: &str, offset: usize, flaw: DescriptionFlaw) -> Self {
        Self {
            subject: subject.to_owned(),
            offset,
            flaw,
        }
    }

    /// The error of a part, as one of the whole.
    pub(super) fn within(mut self, whole: &dyn std::fmt::Display) -> Self {
        self.subject = format!("{whole}: {}", self.subject);
        self
    }
}
