//! Numbers, texts and counts in the bytes of a description. Next is `read`, which knows what they mean.
//!
//! Whatever the bytes are, nothing here panics, and no memory is taken for what is not there.

use std::collections::BTreeSet;

use super::format::MAX_TEXT;
use super::{DescriptionError, DescriptionFlaw};

pub(super) type Read<T> = Result<T, DescriptionError>;

/// The bytes, and how far they are read.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0 }
    }

    /// How many bytes are left.
    pub(super) const fn left(&self) -> usize {
        self.bytes.len() - self.offset
    }

    /// The next bytes.
    pub(super) fn bytes(&mut self, length: usize, subject: &str) -> Read<&'a [u8]> {
        let there = self.left();
        let Some(bytes) = self.bytes[self.offset..].get(..length) else {
            let needed = length;
            return Err(self.flaw(subject, DescriptionFlaw::Truncated { needed, there }));
        };
        self.offset += length;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self, subject: &str) -> Read<[u8; N]> {
        let mut array = [0; N];
        array.copy_from_slice(self.bytes(N, subject)?);
        Ok(array)
    }

    pub(super) fn u8(&mut self, subject: &str) -> Read<u8> {
        Ok(u8::from_le_bytes(self.array(subject)?))
    }

    pub(super) fn u16(&mut self, subject: &str) -> Read<u16> {
        Ok(u16::from_le_bytes(self.array(subject)?))
    }

    pub(super) fn u32(&mut self, subject: &str) -> Read<u32> {
        Ok(u32::from_le_bytes(self.array(subject)?))
    }

    pub(super) fn i64(&mut self, subject: &str) -> Read<i64> {
        Ok(i64::from_le_bytes(self.array(subject)?))
    }

    /// 0 or 1.
    pub(super) fn flag(&mut self, subject: &str) -> Read<bool> {
        match self.u8(subject)? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(self.before(1, subject, DescriptionFlaw::Unknown(other.into()))),
        }
    }

    /// Major and minor version.
    pub(super) fn version(&mut self, subject: &str) -> Read<(u32, u32)> {
        Ok((self.u32(subject)?, self.u32(subject)?))
    }

    /// A count of parts that have so many bytes at least.
    pub(super) fn count(&mut self, limit: usize, least: usize, subject: &str) -> Read<usize> {
        let count = usize::from(self.u16(subject)?);
        let limit = limit.min(self.left() / least);
        if count > limit {
            return Err(self.before(2, subject, DescriptionFlaw::TooMany { count, limit }));
        }
        Ok(count)
    }

    /// A text that is there, as a name is.
    pub(super) fn name(&mut self, subject: &str) -> Read<String> {
        let offset = self.offset;
        let text = self.text(subject)?;
        if text.is_empty() {
            return Err(DescriptionError::new(
                subject,
                offset,
                DescriptionFlaw::Text,
            ));
        }
        Ok(text)
    }

    /// A text. What people read of it can do nothing to their terminals.
    pub(super) fn text(&mut self, subject: &str) -> Read<String> {
        let offset = self.offset;
        let error = |flaw| DescriptionError::new(subject, offset, flaw);
        let length = usize::from(self.u16(subject)?);
        if length > MAX_TEXT {
            let (count, limit) = (length, MAX_TEXT);
            return Err(error(DescriptionFlaw::TooMany { count, limit }));
        }
        let bytes = self.bytes(length, subject)?;
        let text = std::str::from_utf8(bytes).map_err(|_| error(DescriptionFlaw::Text))?;
        // C counts the NUL behind a text whose length only its preprocessor knows.
        let text = text.trim_end_matches('\0');
        if text.contains(char::is_control) {
            return Err(error(DescriptionFlaw::Text));
        }
        Ok(text.to_owned())
    }

    /// An error at the next byte.
    pub(super) fn flaw(&self, subject: &str, flaw: DescriptionFlaw) -> DescriptionError {
        DescriptionError::new(subject, self.offset, flaw)
    }

    /// An error of the last bytes that were read.
    pub(super) fn before(
        &self,
        bytes: usize,
        subject: &str,
        flaw: DescriptionFlaw,
    ) -> DescriptionError {
        DescriptionError::new(subject, self.offset - bytes, flaw)
    }

    /// Refuses two parts of one name.
    pub(super) fn distinct<'n>(
        &self,
        names: impl Iterator<Item = &'n str>,
        subject: &str,
    ) -> Read<()> {
        let mut known = BTreeSet::new();
        for name in names {
            if !known.insert(name) {
                return Err(self.flaw(subject, DescriptionFlaw::Twice(name.to_owned())));
            }
        }
        Ok(())
    }
}
