//! *Write*, the numbers and texts of a description, and marks of those that C can tell by itself. `write` knows what they
//! mean.

use super::format::MAX_TEXT;
use super::table::refuse;

/// Counts bytes, and writes them where there is memory.
pub(super) struct Writer<'a> {
    bytes: &'a mut [u8],
    pub(super) length: usize,
    /// The marks, as far as there is memory for them.
    marks: &'a mut [Mark],
    pub(super) marked: usize,
}

/// A number in a description that a compiler of C knows, too.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    /// Its first byte.
    pub(crate) at: usize,
    /// How many bytes it has.
    pub(crate) width: usize,
    pub(crate) of: MarkOf,
}

/// The meaning of a number: each type by its name, each field by its type's name and its own.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MarkOf {
    Nothing,
    Size(&'static str),
    Align(&'static str),
    Offset(&'static str, &'static str),
    FieldSize(&'static str, &'static str),
    /// Whether an enum has a sign.
    Sign(&'static str),
    /// A value of an enum.
    Value(&'static str, &'static str),
    /// The kind of an integer, by C's name of it.
    Integer(&'static str),
}

impl<'a> Writer<'a> {
    /// Without memory it only counts.
    pub(super) const fn new(bytes: &'a mut [u8], marks: &'a mut [Mark]) -> Self {
        Self {
            bytes,
            length: 0,
            marks,
            marked: 0,
        }
    }

    /// Says of the bytes that come next what C knows of them.
    pub(super) const fn mark(&mut self, width: usize, of: MarkOf) {
        if self.marked < self.marks.len() {
            let at = self.length;
            self.marks[self.marked] = Mark { at, width, of };
        }
        self.marked += 1;
    }

    pub(super) const fn u8(&mut self, byte: u8) {
        if self.length < self.bytes.len() {
            self.bytes[self.length] = byte;
        }
        self.length += 1;
    }

    pub(super) const fn all(&mut self, bytes: &[u8]) {
        let mut index = 0;
        while index < bytes.len() {
            self.u8(bytes[index]);
            index += 1;
        }
    }

    pub(super) const fn flag(&mut self, flag: bool) {
        self.u8(flag as u8);
    }

    #[expect(clippy::cast_possible_truncation, reason = "the assertion is about it")]
    pub(super) const fn u16(&mut self, number: usize) {
        assert!(
            number <= u16::MAX as usize,
            "there are too many parts of one kind in this interface"
        );
        self.all(&(number as u16).to_le_bytes());
    }

    pub(super) const fn u32(&mut self, number: u32) {
        self.all(&number.to_le_bytes());
    }

    #[expect(clippy::cast_possible_truncation, reason = "the assertion is about it")]
    pub(super) const fn size(&mut self, size: usize) {
        assert!(
            size as u128 <= u32::MAX as u128,
            "a type of this interface is too large"
        );
        self.u32(size as u32);
    }

    pub(super) const fn text(&mut self, text: &'static str) {
        if text.len() > MAX_TEXT {
            refuse(
                "the text `",
                text,
                "` is too long for the description of an interface",
            );
        }
        self.u16(text.len());
        self.all(text.as_bytes());
    }

    pub(super) const fn name(&mut self, name: &'static str) {
        assert!(
            !name.is_empty(),
            "a function, type or parameter of this interface has no name"
        );
        self.text(name);
    }

    pub(super) const fn version(&mut self, version: (u32, u32)) {
        self.u32(version.0);
        self.u32(version.1);
    }
}
