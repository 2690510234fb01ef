//! Debug: a descriptor as text, field by field, as far as anybody reads.
//!
//! What nests deeper than [`MAX_NESTING`] is left out, and all that follows when the text has taken its time;
//! `..` stands for it.

use core::cell::Cell;
use core::fmt::{self, Debug};

use crate::types::{Aggregate, ArrayType, Field, MAX_NESTING, Type};

/// The time for the types of one text. A type takes the square of its depth, as its indentation does: each
/// level writes its own through all levels around it. Enough for one chain of [`MAX_NESTING`], and for
/// thousands of fields in one struct.
const TIME: usize = 100_000;

/// How many bytes of their names.
const SHOWN_NAMES: usize = 1 << 16;

/// How much was written.
#[derive(Default)]
pub(super) struct Written {
    /// The part of [`TIME`] that is spent.
    time: Cell<usize>,
    /// Bytes of names.
    names: Cell<usize>,
}

/// A part of a descriptor, and what stands before and around it.
pub(super) struct Part<'a, T> {
    part: T,
    outside: usize,
    written: &'a Written,
}

impl<'a, T> Part<'a, T> {
    /// A whole type, which shares the limits with what else is written.
    pub(super) const fn new(part: T, written: &'a Written) -> Self {
        Self {
            part,
            outside: 0,
            written,
        }
    }

    /// Another part on the same level.
    fn beside<U>(&self, part: U) -> Part<'a, U> {
        Part {
            part,
            outside: self.outside,
            written: self.written,
        }
    }

    /// A part one level deeper.
    fn inside<U>(&self, part: U) -> Part<'a, U> {
        Part {
            outside: self.outside + 1,
            ..self.beside(part)
        }
    }
}

impl Written {
    /// Whether no further type is written.
    const fn is_full(&self) -> bool {
        self.time.get() > TIME
    }
}

/// Stands for what is left out.
struct LeftOut;

impl Debug for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

impl Debug for Part<'_, Type<'_>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = &self.written.time;
        time.set(time.get().saturating_add((self.outside + 1).pow(2)));
        if self.outside > MAX_NESTING || self.written.is_full() {
            return LeftOut.fmt(f);
        }
        match self.part {
            Type::Array(array) => f.debug_tuple("Array").field(&self.inside(array)).finish(),
            Type::Struct(whole) => f.debug_tuple("Struct").field(&self.inside(whole)).finish(),
            Type::Union(whole) => f.debug_tuple("Union").field(&self.inside(whole)).finish(),
            Type::Void => f.write_str("Void"),
            Type::Bool => f.write_str("Bool"),
            Type::I8 => f.write_str("I8"),
            Type::I16 => f.write_str("I16"),
            Type::I32 => f.write_str("I32"),
            Type::I64 => f.write_str("I64"),
            Type::I128 => f.write_str("I128"),
            Type::U8 => f.write_str("U8"),
            Type::U16 => f.write_str("U16"),
            Type::U32 => f.write_str("U32"),
            Type::U64 => f.write_str("U64"),
            Type::U128 => f.write_str("U128"),
            Type::F32 => f.write_str("F32"),
            Type::F64 => f.write_str("F64"),
            Type::F80 => f.write_str("F80"),
            Type::F128 => f.write_str("F128"),
            Type::V64 => f.write_str("V64"),
            Type::V128 => f.write_str("V128"),
            Type::ComplexF80 => f.write_str("ComplexF80"),
            Type::Pointer => f.write_str("Pointer"),
        }
    }
}

impl Debug for Part<'_, &ArrayType<'_>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArrayType")
            .field("element", &self.beside(self.part.element))
            .field("length", &self.part.length)
            .finish()
    }
}

impl Debug for Part<'_, &Aggregate<'_>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aggregate")
            .field("name", &self.beside(self.part.name))
            .field("size", &self.part.size)
            .field("align", &self.part.align)
            .field("fields", &self.beside(self.part.fields))
            .finish()
    }
}

/// The fields of an aggregate. The first that is left out shows that there are more.
impl Debug for Part<'_, &[Field<'_>]> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = self.part.iter().take_while(|_| !self.written.is_full());
        f.debug_list()
            .entries(written.map(|field| self.beside(field)))
            .finish()
    }
}

impl Debug for Part<'_, &Field<'_>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field")
            .field("name", &self.beside(self.part.name))
            .field("offset", &self.part.offset)
            .field("ty", &self.beside(self.part.ty))
            .finish()
    }
}

impl Debug for Part<'_, &str> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = &self.written.names;
        names.set(names.get().saturating_add(self.part.len()));
        if names.get() > SHOWN_NAMES {
            return LeftOut.fmt(f);
        }
        Debug::fmt(self.part, f)
    }
}

/// Field by field. Of a type that is too large to read, `..` stands for the rest.
impl Debug for Type<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Part::new(*self, &Written::default()).fmt(f)
    }
}

/// As [types](Type) are.
impl Debug for ArrayType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Part::new(self, &Written::default()).fmt(f)
    }
}

/// As [types](Type) are.
impl Debug for Aggregate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Part::new(self, &Written::default()).fmt(f)
    }
}

/// As [types](Type) are.
impl Debug for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Part::new(self, &Written::default()).fmt(f)
    }
}
