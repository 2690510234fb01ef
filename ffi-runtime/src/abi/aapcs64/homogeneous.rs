//! Homogeneous aggregates and natural alignments: what the rules ask of a composite type beyond its
//! size.

use crate::abi::layout;
use crate::types::{Aggregate, Type};

/// A Homogeneous Floating-point or Short-Vector Aggregate: one to four members of one type, and no padding.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hfa {
    /// Bytes of a member, which is of the base type.
    pub(super) base: usize,
    /// Whether it is a short vector. "The type of the elements in the short vector does not form part of the test for
    /// homogeneity."
    pub(super) is_vector: bool,
    /// How many there are.
    pub(super) members: usize,
}

/// "At most four uniquely addressable members."
const MAX_MEMBERS: usize = 4;

/// The HFA that a composite type is, if it is one.
pub(super) const fn hfa(ty: Type<'_>) -> Option<Hfa> {
    match members(ty) {
        Some(hfa) if hfa.members > 0 && hfa.members <= MAX_MEMBERS => Some(hfa),
        Some(_) | None => None,
    }
}

/// The floats or vectors in a type, if it has nothing else; no members if it has nothing at all.
const fn members(ty: Type<'_>) -> Option<Hfa> {
    match ty {
        Type::F32 | Type::F64 | Type::F128 | Type::V64 | Type::V128 => Some(Hfa {
            base: layout::size(ty),
            is_vector: matches!(ty, Type::V64 | Type::V128),
            members: 1,
        }),
        Type::Void
        | Type::Bool
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::I128
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::U128
        | Type::F80
        | Type::ComplexF80
        | Type::Pointer => None,
        Type::Array(array) => match members(array.element) {
            Some(hfa) => Some(Hfa {
                members: hfa.members * array.length,
                ..hfa
            }),
            None => None,
        },
        // The members of a union have the same addresses.
        Type::Struct(aggregate) => members_of_fields(aggregate, false),
        Type::Union(aggregate) => members_of_fields(aggregate, true),
    }
}

const fn members_of_fields(aggregate: &Aggregate<'_>, overlap: bool) -> Option<Hfa> {
    let (mut base, mut is_vector, mut count) = (0, false, 0);
    let mut index = 0;
    while index < aggregate.fields.len() {
        let Some(field) = members(aggregate.fields[index].ty) else {
            return None;
        };
        index += 1;
        if field.members == 0 {
            continue;
        }
        if count > 0 && (base != field.base || is_vector != field.is_vector) {
            return None;
        }
        (base, is_vector) = (field.base, field.is_vector);
        if !overlap {
            count += field.members;
        } else if field.members > count {
            count = field.members;
        }
    }
    // "The overall size is the size of the Base Type multiplied by the number uniquely addressable
    // Members."
    if base * count != aggregate.size {
        return None;
    }
    Some(Hfa {
        base,
        is_vector,
        members: count,
    })
}

/// "The natural alignment of a composite type is the maximum of each of the member alignments of the
/// 'top-level' members of the composite type i.e. before any alignment adjustment of the entire
/// composite is applied."
///
/// The descriptor of a packed type has its fields' types with their own alignments, but itself a smaller
/// one.
pub(super) const fn natural_align(ty: Type<'_>) -> usize {
    let Some(aggregate) = ty.aggregate() else {
        return layout::align(ty);
    };
    let mut align = 1;
    let mut index = 0;
    while index < aggregate.fields.len() {
        let field = layout::align(aggregate.fields[index].ty);
        if field > align {
            align = field;
        }
        index += 1;
    }
    if align < aggregate.align {
        align
    } else {
        aggregate.align
    }
}
