//! Copies of descriptors that were written by hand, and end whatever they are of.

use super::*;
use crate::types::{ArrayType, Field, MAX_MEMBERS};
use crate::{StructBuilder, TypeError};

#[test]
fn every_scalar_is_copied_as_itself() {
    for scalar in [
        Type::Void,
        Type::Bool,
        Type::I8,
        Type::I16,
        Type::I32,
        Type::I64,
        Type::I128,
        Type::U8,
        Type::U16,
        Type::U32,
        Type::U64,
        Type::U128,
        Type::F32,
        Type::F64,
        Type::F80,
        Type::F128,
        Type::ComplexF80,
        Type::Pointer,
    ] {
        assert_eq!(OwnedType::from(scalar).as_type(), scalar);
    }
}

/// Arrays of length 1, so many in each other.
fn nested(depth: usize) -> Type<'static> {
    (0..depth).fold(Type::U8, |element, _| {
        Type::Array(Box::leak(Box::new(ArrayType { element, length: 1 })))
    })
}

/// Unions, each with two fields of the one before: few descriptors, and `2^levels` ways through.
fn doubled(levels: usize) -> Type<'static> {
    (0..levels).fold(Type::U8, |ty, _| {
        let field = |name| Field {
            name,
            offset: 0,
            ty,
        };
        let fields = Box::leak(Box::new([field("a"), field("b")]));
        let (size, align, name) = (1, 1, "Double");
        Type::Union(Box::leak(Box::new(Aggregate {
            name,
            size,
            align,
            fields,
        })))
    })
}

/// The errors of all that takes a descriptor.
fn refusals(ty: Type<'_>) -> [TypeError; 4] {
    [
        StructBuilder::new("S").field("a", ty).build().unwrap_err(),
        StructBuilder::new("S")
            .field_at("a", 0, ty)
            .size(1)
            .build()
            .unwrap_err(),
        OwnedType::array(ty, 1).unwrap_err(),
        OwnedType::from(ty).as_type().validate().unwrap_err(),
    ]
}

#[test]
#[cfg_attr(miri, ignore = "too many types for an interpreter")]
fn copy_of_a_type_without_end_in_depth_ends() {
    for depth in [MAX_NESTING + 1, 1_000_000] {
        for error in refusals(nested(depth)) {
            assert!(
                matches!(error, TypeError::TooDeep { limit, .. } if limit == MAX_NESTING),
                "{error}"
            );
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "too many types for an interpreter")]
fn copy_of_a_type_without_end_in_number_ends() {
    for levels in [16, 40, MAX_NESTING - 1] {
        for error in refusals(doubled(levels)) {
            assert!(
                matches!(error, TypeError::TooManyMembers { limit, .. } if limit == MAX_MEMBERS),
                "{error}"
            );
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "too many types for an interpreter")]
fn copy_within_the_limits_is_whole() {
    // 15 levels are 2^16 - 1 types.
    for ty in [nested(MAX_NESTING), doubled(15)] {
        assert_eq!(ty.validate(), Ok(()));
        assert_eq!(OwnedType::from(ty).as_type(), ty);
    }
}
