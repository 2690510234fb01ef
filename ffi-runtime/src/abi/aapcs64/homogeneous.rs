//! Homogeneous aggregates and natural alignments: what the rules ask of a composite type beyond its
//! size.

use crate::abi::layout;
use crate::types::{Aggregate, Type};

/// A Homogeneous Floating-point Aggregate: one to four floats of one type, and no padding.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hfa {
    /// Bytes of a member, which is of the base type.
    pub(super) base: usize,
    /// How many there are.
    pub(super) members: usize,
}

/// "At most four uniquely addressable members."
const MAX_MEMBERS: usize = 4;

/// The HFA that a composite type is, if it is one.
pub(super) const fn hfa(ty: Type<'_>) -> Option<Hfa> {
    match members(ty) {
        Some(Hfa { base, members }) if members > 0 && members <= MAX_MEMBERS => {
            Some(Hfa { base, members })
        }
        Some(_) | None => None,
    }
}

/// The floats in a type, if it has nothing else; no members if it has nothing at all.
const fn members(ty: Type<'_>) -> Option<Hfa> {
    match ty {
        Type::F32 | Type::F64 | Type::F128 => Some(Hfa {
            base: layout::size(ty),
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
            Some(Hfa { base, members }) => Some(Hfa {
                base,
                members: members * array.length,
            }),
            None => None,
        },
        // The members of a union have the same addresses.
        Type::Struct(aggregate) => members_of_fields(aggregate, false),
        Type::Union(aggregate) => members_of_fields(aggregate, true),
    }
}

const fn members_of_fields(aggregate: &Aggregate<'_>, overlap: bool) -> Option<Hfa> {
    let (mut base, mut count) = (0, 0);
    let mut index = 0;
    while index < aggregate.fields.len() {
        let Some(field) = members(aggregate.fields[index].ty) else {
            return None;
        };
        index += 1;
        if field.members == 0 {
            continue;
        }
        if count > 0 && base != field.base {
            return None;
        }
        base = field.base;
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
