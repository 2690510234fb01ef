//! Comparison: whether two descriptors have one layout, whoever wrote them.
//!
//! A descriptor may be written by hand, and then nest without a limit, contain one other many times over, or
//! contain itself, so a comparison ends where the limits do. Past them a descriptor equals itself alone.

use core::hash::{Hash, Hasher};
use core::{mem, ptr};

use crate::types::{Aggregate, ArrayType, Field, MAX_MEMBERS, MAX_NESTING, Type};

/// Equality compares the layouts; the names of aggregates and fields do not count.
///
/// A type past [`MAX_NESTING`] or [`MAX_MEMBERS`] is no C type, and is not walked: it equals its copies, but
/// no other descriptor that looks like it.
///
/// ```
/// use ffi_runtime::{StructBuilder, Type};
///
/// let point = StructBuilder::new("Point").field("x", Type::F32).field("y", Type::F32).build()?;
/// let complex = StructBuilder::new("Complex").field("re", Type::F32).field("im", Type::F32).build()?;
/// assert_eq!(point.as_type(), complex.as_type());
/// # Ok::<(), ffi_runtime::TypeError>(())
/// ```
impl PartialEq for Type<'_> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        mem::discriminant(self) == mem::discriminant(other)
            && match self {
                Self::Void
                | Self::Bool
                | Self::I8
                | Self::I16
                | Self::I32
                | Self::I64
                | Self::I128
                | Self::U8
                | Self::U16
                | Self::U32
                | Self::U64
                | Self::U128
                | Self::F32
                | Self::F64
                | Self::F80
                | Self::F128
                | Self::V64
                | Self::V128
                | Self::ComplexF80
                | Self::Pointer => true,
                Self::Array(_) | Self::Struct(_) | Self::Union(_) => are_equal(*self, *other),
            }
    }
}

impl Eq for Type<'_> {}

/// As [types](Type) compare.
impl PartialEq for ArrayType<'_> {
    fn eq(&self, other: &Self) -> bool {
        Type::Array(self) == Type::Array(other)
    }
}

impl Eq for ArrayType<'_> {}

/// As [types](Type) compare: names do not count.
impl PartialEq for Aggregate<'_> {
    fn eq(&self, other: &Self) -> bool {
        Type::Struct(self) == Type::Struct(other)
    }
}

impl Eq for Aggregate<'_> {}

/// As [types](Type) compare: names do not count.
impl PartialEq for Field<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.offset == other.offset && self.ty == other.ty
    }
}

impl Eq for Field<'_> {}

/// The most types inside one that its hash takes account of.
const HASHED: usize = 32;

/// The hash of a layout, as equality compares it: names do not count.
///
/// ```
/// use std::collections::HashSet;
///
/// use ffi_runtime::{StructBuilder, Type};
///
/// let point = StructBuilder::new("Point").field("x", Type::F32).field("y", Type::F32).build()?;
/// let complex = StructBuilder::new("Complex").field("re", Type::F32).field("im", Type::F32).build()?;
/// let seen = HashSet::from([point.as_type()]);
/// assert!(seen.contains(&complex.as_type()) && !seen.contains(&Type::F32));
/// # Ok::<(), ffi_runtime::TypeError>(())
/// ```
impl Hash for Type<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Copies and equal layouts are walked alike, so the walk may end where it likes to.
        hash_type(*self, &mut HASHED.clone(), state);
    }
}

/// As [types](Type) are hashed.
impl Hash for ArrayType<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Type::Array(self).hash(state);
    }
}

/// As [types](Type) are hashed.
impl Hash for Aggregate<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Type::Struct(self).hash(state);
    }
}

/// As [types](Type) are hashed.
impl Hash for Field<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.offset.hash(state);
        self.ty.hash(state);
    }
}

/// Hashes a type and those inside it, as long as there are some left.
fn hash_type<H: Hasher>(ty: Type<'_>, left: &mut usize, state: &mut H) {
    let Some(fewer) = left.checked_sub(1) else {
        return;
    };
    *left = fewer;
    mem::discriminant(&ty).hash(state);
    match (ty, ty.aggregate()) {
        (Type::Array(array), _) => {
            array.length.hash(state);
            hash_type(array.element, left, state);
        }
        (_, Some(aggregate)) => {
            (aggregate.size, aggregate.align, aggregate.fields.len()).hash(state);
            for field in aggregate.fields.iter().take(*left) {
                field.offset.hash(state);
                hash_type(field.ty, left, state);
            }
        }
        (_, None) => {}
    }
}

/// Whether two types with insides are equal.
#[inline(never)]
fn are_equal(one: Type<'_>, other: Type<'_>) -> bool {
    are_copies(one, other) || Walk::default().types(one, other)
}

/// A walk over two types at once.
#[derive(Default)]
struct Walk {
    /// Aggregates and arrays around the types.
    outside: usize,
    /// Types that were met, as the limit counts them.
    members: usize,
}

impl Walk {
    /// Whether two types have one layout and are within the limits.
    fn types(&mut self, one: Type<'_>, other: Type<'_>) -> bool {
        self.members += 1;
        if self.members > MAX_MEMBERS || mem::discriminant(&one) != mem::discriminant(&other) {
            return false;
        }
        match (one, other) {
            (Type::Array(one), Type::Array(other)) => {
                one.length == other.length
                    && self.inside(|walk| walk.types(one.element, other.element))
            }
            (one, other) => match (one.aggregate(), other.aggregate()) {
                (Some(one), Some(other)) => {
                    (one.size, one.align, one.fields.len())
                        == (other.size, other.align, other.fields.len())
                        && self.inside(|walk| walk.fields(one.fields, other.fields))
                }
                (None, None | Some(_)) | (Some(_), None) => true,
            },
        }
    }

    fn fields(&mut self, one: &[Field<'_>], other: &[Field<'_>]) -> bool {
        one.iter()
            .zip(other)
            .all(|(one, other)| one.offset == other.offset && self.types(one.ty, other.ty))
    }

    /// One level deeper.
    fn inside(&mut self, compare: impl FnOnce(&mut Self) -> bool) -> bool {
        if self.outside == MAX_NESTING {
            return false;
        }
        self.outside += 1;
        let equal = compare(self);
        self.outside -= 1;
        equal
    }
}

/// Whether two types are structs or unions of one descriptor, and so equal in everything.
#[inline]
pub(crate) fn is_same_aggregate(one: Type<'_>, other: Type<'_>) -> bool {
    match (one, other) {
        (Type::Struct(one), Type::Struct(other)) | (Type::Union(one), Type::Union(other)) => {
            ptr::eq(one, other)
        }
        (_, _) => false,
    }
}

/// The address of what a type points to, and the type's kind.
fn pointee(ty: Type<'_>) -> Option<(mem::Discriminant<Type<'_>>, *const ())> {
    let pointee = match ty {
        Type::Array(array) => ptr::from_ref(array).cast(),
        ty => ptr::from_ref(ty.aggregate()?).cast(),
    };
    Some((mem::discriminant(&ty), pointee))
}

/// Whether two types are copies of one, by what they point to.
fn are_copies(one: Type<'_>, other: Type<'_>) -> bool {
    if let (Type::Array(one), Type::Array(other)) = (one, other) {
        return one.length == other.length
            && pointee(one.element).is_some_and(|one| Some(one) == pointee(other.element));
    }
    mem::discriminant(&one) == mem::discriminant(&other)
        && match (one.aggregate(), other.aggregate()) {
            (Some(one), Some(other)) => {
                (one.size, one.align) == (other.size, other.align)
                    && ptr::eq(one.fields, other.fields)
            }
            (None, None | Some(_)) | (Some(_), None) => false,
        }
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
