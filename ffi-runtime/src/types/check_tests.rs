//! Descriptors written by hand: right ones, wrong ones, and such as would never end.

use super::*;
use crate::types::ArrayType;

fn error_of(ty: Type<'_>) -> String {
    ty.validate().unwrap_err().to_string()
}

#[test]
fn descriptor_that_is_right_passes() {
    let inner = [
        Field {
            name: "a",
            offset: 0,
            ty: Type::U8,
        },
        Field {
            name: "b",
            offset: 4,
            ty: Type::Array(&ArrayType {
                element: Type::F32,
                length: 2,
            }),
        },
    ];
    let inner = Aggregate {
        name: "Inner",
        size: 12,
        align: 4,
        fields: &inner,
    };
    let outer = [
        Field {
            name: "one",
            offset: 0,
            ty: Type::Struct(&inner),
        },
        Field {
            name: "other",
            offset: 0,
            ty: Type::I64,
        },
    ];
    let outer = Aggregate {
        name: "Outer",
        size: 16,
        align: 8,
        fields: &outer,
    };
    assert_eq!(Type::Union(&outer).validate(), Ok(()));
    assert_eq!(Type::Void.validate(), Ok(()));
    assert_eq!(
        error_of(Type::Struct(&outer)),
        "field `other` of struct `Outer` at offset 0 overlaps field `one`"
    );
}

#[test]
fn fault_inside_is_found() {
    let inner = Aggregate {
        name: "Inner",
        size: 3,
        align: 3,
        fields: &[],
    };
    let array = ArrayType {
        element: Type::Struct(&inner),
        length: 2,
    };
    let fields = [Field {
        name: "a",
        offset: 0,
        ty: Type::Array(&array),
    }];
    let outer = Aggregate {
        name: "Outer",
        size: 8,
        align: 8,
        fields: &fields,
    };
    assert_eq!(
        error_of(Type::Struct(&outer)),
        "alignment 3 of `Inner` is not a power of two"
    );
}

#[test]
fn array_is_named_by_its_field() {
    let rows = [
        (Type::Void, 0, "`Outer.a` is void, which has no value"),
        (Type::Void, 1, "`Outer.a` is void, which has no value"),
        (
            Type::U16,
            usize::MAX,
            "`Outer.a` is larger than the limit of 1073741824 bytes",
        ),
    ];
    for (element, length, text) in rows {
        let array = ArrayType { element, length };
        let fields = [Field {
            name: "a",
            offset: 0,
            ty: Type::Array(&array),
        }];
        let outer = Aggregate {
            name: "Outer",
            size: 8,
            align: 8,
            fields: &fields,
        };
        assert_eq!(error_of(Type::Struct(&outer)), text);
    }
}

#[test]
fn array_of_length_zero_is_a_flexible_member_and_nothing_else() {
    let array = ArrayType {
        element: Type::U64,
        length: 0,
    };
    let fields = [Field {
        name: "tail",
        offset: 8,
        ty: Type::Array(&array),
    }];
    let outer = Aggregate {
        name: "Outer",
        size: 8,
        align: 8,
        fields: &fields,
    };
    assert_eq!(Type::Struct(&outer).validate(), Ok(()));
    assert_eq!(
        error_of(Type::Array(&array)),
        "`[u64; 0]` is an array of length zero, which C does not have"
    );
}

/// Validates nested structs of two fields each. Two of nothing is nothing, at any depth, and
/// twice the work.
fn validate_doubled(inner: Type<'_>, times: usize) -> Result<(), TypeError> {
    if times == 0 {
        return inner.validate();
    }
    let fields = [
        Field {
            name: "a",
            offset: 0,
            ty: inner,
        },
        Field {
            name: "b",
            offset: 0,
            ty: inner,
        },
    ];
    let outer = Aggregate {
        name: "Twice",
        size: 0,
        align: 1,
        fields: &fields,
    };
    validate_doubled(Type::Struct(&outer), times - 1)
}

const EMPTY: Type<'static> = Type::Struct(&Aggregate {
    name: "Empty",
    size: 0,
    align: 1,
    fields: &[],
});

#[test]
fn walk_into_the_depth_ends() {
    assert_eq!(validate_doubled(EMPTY, 5), Ok(()));
    let error = validate_doubled(EMPTY, 64).unwrap_err();
    assert!(
        matches!(error, TypeError::TooDeep { depth: 65, .. }),
        "{error}"
    );
}

#[cfg_attr(
    miri,
    ignore = "a walk of 65,536 steps takes minutes; nothing in it is unsafe"
)]
#[test]
fn walk_into_the_breadth_ends() {
    assert_eq!(
        validate_doubled(EMPTY, 50).unwrap_err(),
        TypeError::TooManyMembers {
            subject: "Twice.b".into(),
            limit: MAX_MEMBERS
        }
    );
}

#[test]
fn type_deeper_than_any_stack_is_refused() {
    // Miri is some hundred times slower, and its stack has no such end.
    let depth = if cfg!(miri) { 10_000 } else { 1_000_000 };
    let mut ty = Type::U8;
    for _ in 0..depth {
        let element = ty;
        ty = Type::Array(Box::leak(Box::new(ArrayType { element, length: 1 })));
    }
    assert!(matches!(ty.validate(), Err(TypeError::TooDeep { .. })));
}
