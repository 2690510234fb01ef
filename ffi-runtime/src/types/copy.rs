//! Copy: a descriptor becomes an [`OwnedType`], whoever wrote it and whatever it points to.
//!
//! The descriptor may be written by hand, and then nest without a limit or contain itself many times
//! over, so the copy ends where the limits do. What it leaves out is past them: `builder`,
//! [`OwnedType::array`] and [`Type::validate`] refuse the copy, as they would the whole.

use crate::types::block::Arena;
use crate::types::owned::{AggregateKind, Member};
use crate::types::{
    Aggregate, ArrayType, Field, MAX_NESTING, Members, OwnedType, Type, is_same_aggregate,
};

/// Stands for what is left out.
const LEFT_OUT: Type<'static> = Type::U8;

/// Copies the descriptor and everything that it points to. The copy is as right as the original:
/// [`Type::validate`] checks one that was not made by this crate.
///
/// Of a descriptor past [`MAX_NESTING`](crate::types::MAX_NESTING),
/// [`MAX_MEMBERS`](crate::types::MAX_MEMBERS) or [`MAX_NAMES`](crate::types::MAX_NAMES), only so much is copied that the copy is past the same
/// limit: [`StructBuilder::build`](crate::StructBuilder::build) and
/// [`OwnedType::array`] say so.
///
/// ```
/// use ffi_runtime::types::ArrayType;
/// use ffi_runtime::{OwnedType, StructBuilder, Type};
///
/// let mut deep = Type::U8;
/// for _ in 0..100_000 {
///     deep = Type::Array(Box::leak(Box::new(ArrayType { element: deep, length: 1 })));
/// }
/// let error = StructBuilder::new("Outer").field("deep", deep).build().unwrap_err();
/// assert_eq!(error.to_string(), "`Outer.deep` nests 65 deep; the limit is 64");
/// ```
impl From<Type<'_>> for OwnedType {
    fn from(ty: Type<'_>) -> Self {
        copy(ty, 0, &mut Members::default())
    }
}

/// `outside` counts the aggregates and arrays around the type, `members` the types that were copied,
/// both as `check` counts them. Each type that is taken apart is one of [`MAX_MEMBERS`], at most one
/// level past [`MAX_NESTING`].
fn copy(ty: Type<'_>, outside: usize, members: &mut Members) -> OwnedType {
    *members = members.and_type();
    if outside > MAX_NESTING || !members.is_within_limits() {
        return OwnedType::scalar(LEFT_OUT);
    }
    match ty {
        Type::Void => OwnedType::scalar(Type::Void),
        Type::Bool => OwnedType::scalar(Type::Bool),
        Type::I8 => OwnedType::scalar(Type::I8),
        Type::I16 => OwnedType::scalar(Type::I16),
        Type::I32 => OwnedType::scalar(Type::I32),
        Type::I64 => OwnedType::scalar(Type::I64),
        Type::I128 => OwnedType::scalar(Type::I128),
        Type::U8 => OwnedType::scalar(Type::U8),
        Type::U16 => OwnedType::scalar(Type::U16),
        Type::U32 => OwnedType::scalar(Type::U32),
        Type::U64 => OwnedType::scalar(Type::U64),
        Type::U128 => OwnedType::scalar(Type::U128),
        Type::F32 => OwnedType::scalar(Type::F32),
        Type::F64 => OwnedType::scalar(Type::F64),
        Type::F80 => OwnedType::scalar(Type::F80),
        Type::F128 => OwnedType::scalar(Type::F128),
        Type::V64 => OwnedType::scalar(Type::V64),
        Type::V128 => OwnedType::scalar(Type::V128),
        Type::ComplexF80 => OwnedType::scalar(Type::ComplexF80),
        Type::Pointer => OwnedType::scalar(Type::Pointer),
        Type::Array(array) => {
            let element = copy(array.element, outside + 1, members);
            OwnedType::array_unchecked(element, array.length)
        }
        Type::Struct(aggregate) => {
            copy_aggregate(AggregateKind::Struct, aggregate, outside, members)
        }
        Type::Union(aggregate) => copy_aggregate(AggregateKind::Union, aggregate, outside, members),
    }
}

fn copy_aggregate(
    kind: AggregateKind,
    aggregate: &Aggregate<'_>,
    outside: usize,
    members: &mut Members,
) -> OwnedType {
    *members = members.and_name(aggregate.name);
    let mut fields = Vec::new();
    for field in aggregate.fields {
        *members = members.and_name(field.name);
        fields.push(Member {
            name: field.name.into(),
            offset: field.offset,
            ty: copy(field.ty, outside + 1, members),
        });
        // This one is past the limit, and the others would be.
        if !members.is_within_limits() {
            break;
        }
    }
    OwnedType::aggregate(
        kind,
        aggregate.name.into(),
        (aggregate.size, aggregate.align),
        fields,
    )
}

/// Copies the types of a signature to an arena: its arguments, then its result. Of aggregates that follow each
/// other and have one descriptor, one copy is made.
pub(crate) struct Copies<'a, 'b, 'c> {
    arena: &'b Arena<'a>,
    /// The last type that was copied, and its copy.
    last: (Type<'c>, Type<'a>),
}

impl<'a, 'b, 'c> Copies<'a, 'b, 'c> {
    pub(crate) const fn new(arena: &'b Arena<'a>) -> Self {
        let last = (Type::Void, Type::Void);
        Self { arena, last }
    }

    #[inline]
    pub(crate) fn copy(&mut self, ty: Type<'c>) -> Type<'a> {
        // The last aggregate stays the last one.
        if ty.is_scalar() {
            return copy_to(self.arena, ty);
        }
        if !is_same_aggregate(ty, self.last.0) {
            self.last = (ty, copy_to(self.arena, ty));
        }
        self.last.1
    }
}

/// Copies a type within the limits, and everything that it points to, to an arena.
fn copy_to<'a>(arena: &Arena<'a>, ty: Type<'_>) -> Type<'a> {
    match ty {
        Type::Void => Type::Void,
        Type::Bool => Type::Bool,
        Type::I8 => Type::I8,
        Type::I16 => Type::I16,
        Type::I32 => Type::I32,
        Type::I64 => Type::I64,
        Type::I128 => Type::I128,
        Type::U8 => Type::U8,
        Type::U16 => Type::U16,
        Type::U32 => Type::U32,
        Type::U64 => Type::U64,
        Type::U128 => Type::U128,
        Type::F32 => Type::F32,
        Type::F64 => Type::F64,
        Type::F80 => Type::F80,
        Type::F128 => Type::F128,
        Type::V64 => Type::V64,
        Type::V128 => Type::V128,
        Type::ComplexF80 => Type::ComplexF80,
        Type::Pointer => Type::Pointer,
        Type::Array(array) => Type::Array(arena.one(ArrayType {
            element: copy_to(arena, array.element),
            length: array.length,
        })),
        Type::Struct(aggregate) => Type::Struct(aggregate_to(arena, aggregate)),
        Type::Union(aggregate) => Type::Union(aggregate_to(arena, aggregate)),
    }
}

fn aggregate_to<'a>(arena: &Arena<'a>, aggregate: &Aggregate<'_>) -> &'a Aggregate<'a> {
    let mut fields = arena.list(aggregate.fields.len());
    for field in aggregate.fields {
        fields.push(Field {
            name: arena.name(field.name),
            offset: field.offset,
            ty: copy_to(arena, field.ty),
        });
    }
    arena.one(Aggregate {
        name: arena.name(aggregate.name),
        size: aggregate.size,
        align: aggregate.align,
        fields: fields.finish(),
    })
}

#[cfg(test)]
#[path = "copy_tests.rs"]
mod tests;
