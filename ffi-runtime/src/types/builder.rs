//! Builder: fields become the layout of a struct or union that is known only at run time.
//!
//! In come names, types and, where the caller knows them better, offsets; out goes an
//! [`OwnedType`]. What is right is decided by `check`, after the layout is made.

use core::fmt;
use std::sync::Arc;

use crate::types::check::check_aggregate;
use crate::types::debug::{Part, Written};
use crate::types::owned::{AggregateKind, Member};
use crate::types::{MAX_SIZE, OwnedType, TypeError, padding};

/// Makes the descriptor of a struct or union at run time.
///
/// Fields are laid out as a C compiler does it, unless every one of them comes
/// [with its offset](Self::field_at).
///
/// ```
/// use ffi_runtime::{StructBuilder, Type};
///
/// let header = StructBuilder::new("Header")
///     .field("tag", Type::U8)
///     .field("length", Type::U32)
///     .build()?;
/// let aggregate = header.as_type().aggregate().unwrap();
/// assert_eq!((aggregate.size, aggregate.align), (8, 4));
/// assert_eq!(aggregate.fields[1].offset, 4);
/// # Ok::<(), ffi_runtime::TypeError>(())
/// ```
#[derive(Clone)]
#[must_use = "a builder makes no type until `build`"]
pub struct StructBuilder {
    kind: AggregateKind,
    name: Arc<str>,
    fields: Vec<PlannedField>,
    packed: Option<usize>,
    align: Option<usize>,
    size: Option<usize>,
}

#[derive(Clone)]
struct PlannedField {
    name: Arc<str>,
    /// `None` for the natural place.
    offset: Option<usize>,
    ty: OwnedType,
}

/// The layout so far.
struct Layout {
    /// One past the last byte of a field.
    end: usize,
    align: usize,
}

impl StructBuilder {
    /// Begins a struct; the name is for messages.
    ///
    /// A struct without fields has size 0, as in GNU C.
    ///
    /// ```
    /// use ffi_runtime::StructBuilder;
    ///
    /// assert_eq!(StructBuilder::new("Empty").build()?.to_string(), "struct Empty");
    /// # Ok::<(), ffi_runtime::TypeError>(())
    /// ```
    pub fn new(name: &str) -> Self {
        Self::begin(AggregateKind::Struct, name)
    }

    /// Begins a union: all fields are in the same place.
    ///
    /// ```
    /// use ffi_runtime::{StructBuilder, Type};
    ///
    /// let number =
    ///     StructBuilder::union("Number").field("i", Type::I32).field("f", Type::F64).build()?;
    /// assert_eq!(number.as_type().size(), 8);
    /// # Ok::<(), ffi_runtime::TypeError>(())
    /// ```
    pub fn union(name: &str) -> Self {
        Self::begin(AggregateKind::Union, name)
    }

    /// Adds a field at its natural place: after the one before, aligned.
    ///
    /// ```
    /// use ffi_runtime::{StructBuilder, Type};
    ///
    /// let point = StructBuilder::new("Point").field("x", Type::F32).field("y", Type::F32).build()?;
    /// let line = StructBuilder::new("Line").field("from", &point).field("to", &point).build()?;
    /// assert_eq!(line.as_type().size(), 16);
    /// # Ok::<(), ffi_runtime::TypeError>(())
    /// ```
    pub fn field(self, name: &str, ty: impl Into<OwnedType>) -> Self {
        self.add(name, None, ty.into())
    }

    /// Adds a field at an offset in bytes from the start. All fields have one then, and
    /// [`size`](Self::size) says how large the whole is.
    ///
    /// ```
    /// use ffi_runtime::{StructBuilder, Type};
    ///
    /// let event = StructBuilder::new("Event")
    ///     .field_at("kind", 0, Type::U16)
    ///     .field_at("data", 8, Type::Pointer)
    ///     .size(24)
    ///     .build()?;
    /// assert_eq!(event.as_type().size(), 24);
    /// # Ok::<(), ffi_runtime::TypeError>(())
    /// ```
    pub fn field_at(self, name: &str, offset: usize, ty: impl Into<OwnedType>) -> Self {
        self.add(name, Some(offset), ty.into())
    }

    /// Caps the alignment of every field, as `#pragma pack(n)` and `#[repr(C, packed(n))]` do.
    ///
    /// ```
    /// use ffi_runtime::{StructBuilder, Type};
    ///
    /// let header = StructBuilder::new("Header")
    ///     .field("tag", Type::U8)
    ///     .field("length", Type::U32)
    ///     .packed(1)
    ///     .build()?;
    /// assert_eq!(header.as_type().size(), 5);
    /// # Ok::<(), ffi_runtime::TypeError>(())
    /// ```
    pub fn packed(self, limit: usize) -> Self {
        Self {
            packed: Some(limit),
            ..self
        }
    }

    /// Raises the alignment of the whole, as `__attribute__((aligned(n)))` after the members and
    /// `#[repr(C, align(n))]` do.
    ///
    /// ```
    /// use ffi_runtime::{StructBuilder, Type};
    ///
    /// let vector = StructBuilder::new("Vector").field("x", Type::F32).align(16).build()?;
    /// assert_eq!((vector.as_type().size(), vector.as_type().align()), (16, 16));
    /// # Ok::<(), ffi_runtime::TypeError>(())
    /// ```
    ///
    /// `_Alignas(n)` on a member is the alignment of that field: give it a type that is aligned so. The layout
    /// is the same, but AArch64 passes the two by value in different registers.
    ///
    /// ```
    /// use ffi_runtime::abi::{Convention, Variant};
    /// use ffi_runtime::call::Plan;
    /// use ffi_runtime::{StructBuilder, Type};
    ///
    /// // struct { long a; } __attribute__((aligned(16)))
    /// let whole = StructBuilder::new("Whole").field("a", Type::I64).align(16).build()?;
    /// // struct { _Alignas(16) long a; }
    /// let aligned = StructBuilder::new("").field("", Type::I64).align(16).build()?;
    /// let member = StructBuilder::new("Member").field("a", &aligned).build()?;
    ///
    /// let arguments = [Type::I64, whole.as_type(), Type::I64, member.as_type()];
    /// let plan = Plan::new(Convention::Aapcs64(Variant::Standard), Type::Void, &arguments, None)?;
    /// let plan = plan.to_string();
    /// assert!(plan.contains("struct Whole (16 bytes) bytes 0..8 in x1, bytes 8..16 in x2"));
    /// assert!(plan.contains("struct Member (16 bytes) bytes 0..8 in x4, bytes 8..16 in x5"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn align(self, align: usize) -> Self {
        Self {
            align: Some(align),
            ..self
        }
    }

    /// Sets the size in bytes, trailing padding included, instead of the natural one.
    ///
    /// ```
    /// use ffi_runtime::{StructBuilder, Type};
    ///
    /// let padded = StructBuilder::new("Padded").field("x", Type::I32).size(64).build()?;
    /// assert_eq!(padded.as_type().size(), 64);
    /// # Ok::<(), ffi_runtime::TypeError>(())
    /// ```
    pub fn size(self, size: usize) -> Self {
        Self {
            size: Some(size),
            ..self
        }
    }

    /// Lays the fields out and checks the result.
    ///
    /// # Errors
    ///
    /// [`TypeError`], which names the field: alignments that are no powers of two; a size that is
    /// no multiple of the alignment, or missing beside offsets; fields that are void, past the end,
    /// overlapping (unless this is a union), or of one name; offsets on some fields only; anything
    /// past [`MAX_SIZE`], [`MAX_NESTING`](crate::types::MAX_NESTING),
    /// [`MAX_MEMBERS`](crate::types::MAX_MEMBERS) or [`MAX_NAMES`](crate::types::MAX_NAMES).
    ///
    /// ```
    /// use ffi_runtime::{StructBuilder, Type};
    ///
    /// let error = StructBuilder::new("Wrong")
    ///     .field_at("a", 0, Type::I32)
    ///     .field_at("b", 2, Type::I16)
    ///     .size(8)
    ///     .build()
    ///     .unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "field `b` of struct `Wrong` at offset 2 overlaps field `a`",
    /// );
    /// ```
    pub fn build(self) -> Result<OwnedType, TypeError> {
        for align in [self.packed, self.align].into_iter().flatten() {
            self.check_align(align, || self.name.to_string())?;
        }
        self.check_offsets()?;
        let mut layout = Layout {
            end: 0,
            align: self.align.unwrap_or(1),
        };
        let mut members = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            let offset = self.place(field, &mut layout)?;
            members.push(Member {
                name: field.name.clone(),
                offset,
                ty: field.ty.clone(),
            });
        }
        let size = self
            .size
            .unwrap_or(layout.end + padding(layout.end, layout.align));
        let whole =
            OwnedType::aggregate(self.kind, self.name.clone(), (size, layout.align), members);
        if let Some(aggregate) = whole.as_type().aggregate() {
            check_aggregate(self.kind, aggregate)?;
        }
        whole.extent().check(|| self.name.to_string())?;
        Ok(whole)
    }

    fn begin(kind: AggregateKind, name: &str) -> Self {
        let name = name.into();
        Self {
            kind,
            name,
            fields: Vec::new(),
            packed: None,
            align: None,
            size: None,
        }
    }

    fn add(mut self, name: &str, offset: Option<usize>, ty: OwnedType) -> Self {
        self.fields.push(PlannedField {
            name: name.into(),
            offset,
            ty,
        });
        self
    }

    fn subject(&self, field: &PlannedField) -> String {
        format!("{}.{}", self.name, field.name)
    }

    fn check_align(&self, align: usize, subject: impl Fn() -> String) -> Result<(), TypeError> {
        if !align.is_power_of_two() {
            return Err(TypeError::Alignment {
                subject: subject(),
                align,
            });
        }
        if align > MAX_SIZE {
            return Err(TypeError::TooLarge {
                subject: subject(),
                limit: MAX_SIZE,
            });
        }
        Ok(())
    }

    /// Offsets are for all fields or for none, and need a size beside them.
    fn check_offsets(&self) -> Result<(), TypeError> {
        let Some(first) = self.fields.first() else {
            return Ok(());
        };
        let explicit = first.offset.is_some();
        if let Some(other) = self
            .fields
            .iter()
            .find(|field| field.offset.is_some() != explicit)
        {
            return Err(TypeError::MixedOffsets {
                aggregate: self.name.to_string(),
                field: other.name.to_string(),
                first: first.name.to_string(),
            });
        }
        if explicit && self.size.is_none() {
            return Err(TypeError::MissingSize {
                aggregate: self.name.to_string(),
            });
        }
        Ok(())
    }

    /// Places one field, and returns its offset.
    ///
    /// No sum overflows: an offset that is computed is at most [`MAX_SIZE`] when a size or padding
    /// of at most [`MAX_SIZE`] is added to it.
    fn place(&self, field: &PlannedField, layout: &mut Layout) -> Result<usize, TypeError> {
        let subject = || self.subject(field);
        field.ty.extent().check(subject)?;
        let natural = field.ty.as_type().align();
        self.check_align(natural, subject)?;
        let align = self.packed.map_or(natural, |limit| natural.min(limit));
        layout.align = layout.align.max(align);
        let offset = match (field.offset, self.kind) {
            (Some(offset), AggregateKind::Struct | AggregateKind::Union) => offset,
            (None, AggregateKind::Struct) => layout.end + padding(layout.end, align),
            (None, AggregateKind::Union) => 0,
        };
        let end = offset.saturating_add(field.ty.extent().size);
        // An offset that was given is measured by the size that was given, in `check_aggregate`.
        if field.offset.is_none() {
            if end > MAX_SIZE {
                return Err(TypeError::TooLarge {
                    subject: subject(),
                    limit: MAX_SIZE,
                });
            }
            layout.end = layout.end.max(end);
        }
        Ok(offset)
    }
}

/// The limits hold for all fields together: they may share what they are made of.
impl fmt::Debug for StructBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = Written::default();
        let types = self.fields.iter().map(|field| {
            (
                &field.name,
                field.offset,
                Part::new(field.ty.as_type(), &written),
            )
        });
        f.debug_struct("StructBuilder")
            .field("kind", &self.kind)
            .field("name", &self.name)
            .field("fields", &types.collect::<Vec<_>>())
            .field("packed", &self.packed)
            .field("align", &self.align)
            .field("size", &self.size)
            .finish()
    }
}

#[cfg(test)]
#[path = "builder_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "builder_refusal_tests.rs"]
mod refusal_tests;
