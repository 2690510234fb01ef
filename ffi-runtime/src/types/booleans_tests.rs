//! Which bytes of a type are normalized: those of structs and arrays, and of a union those that are a
//! `bool` in every member that covers them.

use super::{Booleans, WALKED, mentions, next};
use crate::types::decoding::Decoding;
use crate::types::{Aggregate, ArrayType, Field, Type};

const fn field(offset: usize, ty: Type<'_>) -> Field<'_> {
    Field {
        name: "",
        offset,
        ty,
    }
}

fn aggregate<'a>(size: usize, fields: &'a [Field<'a>]) -> Aggregate<'a> {
    Aggregate {
        name: "",
        size,
        align: 1,
        fields,
    }
}

/// The bytes that are normalized, as a value that had 255 in each shows them.
fn normalized(ty: Type<'_>) -> Vec<usize> {
    let of = |booleans: Booleans| {
        let mut value = vec![255; ty.size()];
        // SAFETY: the value has so many bytes, all of them initialized.
        unsafe { booleans.normalize(ty, value.as_mut_ptr()) };
        let bytes = value.iter().enumerate();
        let changed = bytes.filter(|(_, byte)| **byte != 255);
        changed
            .map(|(offset, byte)| {
                assert_eq!(*byte, 1, "byte {offset} of {ty:?}");
                offset
            })
            .collect::<Vec<_>>()
    };
    let listed = of(Booleans::of(ty));
    assert_eq!(
        listed,
        of(Decoding::prepared(ty, mentions(ty)).booleans),
        "both ways, of {ty:?}"
    );
    listed
}

#[test]
fn type_without_bool_has_nothing_to_do() {
    let fields = [field(0, Type::U8), field(8, Type::Pointer)];
    let plain = aggregate(16, &fields);
    for ty in [
        Type::Void,
        Type::U8,
        Type::I128,
        Type::Struct(&plain),
        Type::Union(&plain),
    ] {
        assert!(!Booleans::of(ty).any(), "{ty:?}");
        assert!(!Decoding::prepared(ty, mentions(ty)).any(), "{ty:?}");
        assert!(!mentions(ty), "{ty:?}");
    }
}

#[test]
fn bool_of_a_nested_struct_and_of_an_array_of_structs() {
    assert_eq!(normalized(Type::Bool), [0]);
    let inner_fields = [field(0, Type::U16), field(2, Type::Bool)];
    let inner = aggregate(4, &inner_fields);
    let array = ArrayType {
        element: Type::Struct(&inner),
        length: 3,
    };
    let fields = [
        field(4, Type::Array(&array)),
        field(0, Type::Bool),
        field(1, Type::U8),
    ];
    let outer = aggregate(16, &fields);
    assert_eq!(normalized(Type::Struct(&outer)), [0, 6, 10, 14]);
}

#[test]
fn more_bools_than_are_listed() {
    let array = ArrayType {
        element: Type::Bool,
        length: 40,
    };
    let fields = [field(0, Type::U8), field(1, Type::Array(&array))];
    let all = aggregate(41, &fields);
    assert_eq!(Booleans::of(Type::Struct(&all)).count, WALKED);
    assert_eq!(normalized(Type::Struct(&all)), (1..41).collect::<Vec<_>>());
    let shorter = ArrayType {
        element: Type::Bool,
        length: 8,
    };
    assert_eq!(Booleans::of(Type::Array(&shorter)).count, 8);
    assert_eq!(
        normalized(Type::Array(&shorter)),
        (0..8).collect::<Vec<_>>()
    );
}

#[test]
fn byte_of_a_union_is_a_bool_only_where_every_member_that_covers_it_has_one() {
    let pair_fields = [field(0, Type::Bool), field(1, Type::Bool)];
    let pair = aggregate(2, &pair_fields);
    let tagged_fields = [field(0, Type::Bool), field(1, Type::U8)];
    let tagged = aggregate(2, &tagged_fields);
    let padded_fields = [field(0, Type::Bool), field(4, Type::U32)];
    let padded = aggregate(8, &padded_fields);

    let fields = [field(0, Type::Bool), field(0, Type::Bool)];
    assert_eq!(normalized(Type::Union(&aggregate(1, &fields))), [0]);

    // An integer may have any byte there.
    let fields = [field(0, Type::Bool), field(0, Type::U32)];
    let with_integer = aggregate(4, &fields);
    assert!(normalized(Type::Union(&with_integer)).is_empty());
    assert!(mentions(Type::Union(&with_integer)));

    let fields = [
        field(0, Type::Struct(&pair)),
        field(0, Type::Struct(&tagged)),
    ];
    assert_eq!(normalized(Type::Union(&aggregate(2, &fields))), [0]);

    // Padding of a member covers nothing.
    let fields = [
        field(0, Type::Struct(&pair)),
        field(0, Type::Struct(&padded)),
    ];
    assert_eq!(normalized(Type::Union(&aggregate(8, &fields))), [0, 1]);

    // A union in a struct, and one in a union.
    let inner_fields = [field(0, Type::Bool), field(0, Type::U8)];
    let inner = aggregate(1, &inner_fields);
    let outer_fields = [field(0, Type::Union(&inner)), field(0, Type::Bool)];
    let outer = aggregate(1, &outer_fields);
    assert!(normalized(Type::Union(&outer)).is_empty());
    let fields = [field(0, Type::Union(&inner)), field(1, Type::Bool)];
    assert_eq!(normalized(Type::Struct(&aggregate(2, &fields))), [1]);

    let bools = ArrayType {
        element: Type::Bool,
        length: 20,
    };
    let fields = [
        field(0, Type::Array(&bools)),
        field(4, Type::Bool),
        field(8, Type::U16),
    ];
    let expected: Vec<usize> = (0..20).filter(|offset| ![8, 9].contains(offset)).collect();
    assert_eq!(normalized(Type::Union(&aggregate(20, &fields))), expected);
}

#[test]
fn type_of_no_bytes_has_no_bool() {
    let none = ArrayType {
        element: Type::Bool,
        length: 0,
    };
    assert_eq!(next(Type::Array(&none), 0), None);
    let empty = aggregate(0, &[]);
    let of_empty = ArrayType {
        element: Type::Struct(&empty),
        length: 4,
    };
    assert_eq!(next(Type::Array(&of_empty), 0), None);
}
