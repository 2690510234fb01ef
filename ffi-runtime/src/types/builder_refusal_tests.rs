//! Everything that the builder refuses, with its text.

use crate::types::{MAX_MEMBERS, MAX_NESTING, MAX_SIZE, OwnedType, Type};
use crate::{StructBuilder, TypeError};

#[test]
fn every_refusal_names_its_subject() {
    let new = || StructBuilder::new("S");
    let past_any = format!(
        "field `a` of `S` ends at byte {}, past the size 8",
        usize::MAX
    );
    let rows = [
        (
            new()
                .field_at("a", 0, Type::I64)
                .field_at("b", 4, Type::I32)
                .size(8),
            "field `b` of struct `S` at offset 4 overlaps field `a`",
        ),
        (
            new()
                .field_at("a", 4, Type::I32)
                .field_at("b", 0, Type::I64)
                .size(8),
            "field `b` of struct `S` at offset 0 overlaps field `a`",
        ),
        (
            new().field_at("a", 8, Type::I32).size(8),
            "field `a` of `S` ends at byte 12, past the size 8",
        ),
        (
            new().field_at("a", usize::MAX, Type::I32).size(8),
            past_any.as_str(),
        ),
        (
            new().field("a", Type::I32).field("b", Type::I32).size(4),
            "field `b` of `S` ends at byte 8, past the size 4",
        ),
        (new().align(12), "alignment 12 of `S` is not a power of two"),
        (new().packed(0), "alignment 0 of `S` is not a power of two"),
        (
            new().field("a", Type::I32).size(6),
            "size 6 of `S` is not a multiple of its alignment 4",
        ),
        (
            new().field("a", Type::Void),
            "`S.a` is void, which has no value",
        ),
        (
            new().field("a", Type::I8).field("a", Type::I8),
            "`S` has two fields named `a`",
        ),
        (
            new().align(1 << 31),
            "`S` is larger than the limit of 1073741824 bytes",
        ),
        (
            new().size(1 << 31),
            "`S` is larger than the limit of 1073741824 bytes",
        ),
        (
            new().field("a", Type::I8).field_at("b", 1, Type::I8),
            "field `b` of `S` differs from `a`: give an offset to all fields, or to none",
        ),
        (
            new().field_at("a", 0, Type::I8).field("b", Type::I8),
            "field `b` of `S` differs from `a`: give an offset to all fields, or to none",
        ),
        (
            new().field_at("a", 0, Type::I8),
            "`S` has fields with offsets, and needs a size",
        ),
    ];
    for (builder, text) in rows {
        assert_eq!(builder.build().unwrap_err().to_string(), text);
    }
}

#[test]
fn fields_of_a_union_may_overlap_and_not_reach_past_its_end() {
    let union = || StructBuilder::union("U").field_at("a", 0, Type::I64);
    assert!(union().field_at("b", 4, Type::I32).size(8).build().is_ok());
    assert_eq!(
        union()
            .field_at("b", 6, Type::I32)
            .size(8)
            .build()
            .unwrap_err()
            .to_string(),
        "field `b` of `U` ends at byte 10, past the size 8"
    );
}

#[test]
fn nesting_is_limited() {
    let mut inner = OwnedType::from(Type::U8);
    for _ in 0..MAX_NESTING {
        inner = StructBuilder::new("Level")
            .field("inner", inner)
            .build()
            .unwrap();
    }
    assert_eq!(inner.as_type().validate(), Ok(()));
    assert_eq!(
        StructBuilder::new("Last")
            .field("inner", inner)
            .build()
            .unwrap_err()
            .to_string(),
        "`Last` nests 65 deep; the limit is 64"
    );
}

#[test]
fn size_is_limited() {
    let half = OwnedType::array(Type::U8, MAX_SIZE / 2).unwrap();
    let whole = StructBuilder::new("S").field("a", &half).field("b", &half);
    assert!(whole.clone().build().is_ok());
    assert_eq!(
        whole.field("c", Type::U8).build().unwrap_err().to_string(),
        "`S.c` is larger than the limit of 1073741824 bytes"
    );
}

#[test]
fn members_are_limited() {
    let mut twice = StructBuilder::new("Empty").build().unwrap();
    let error = loop {
        match StructBuilder::new("Twice")
            .field("a", &twice)
            .field("b", &twice)
            .build()
        {
            Ok(next) => twice = next,
            Err(error) => break error,
        }
    };
    assert_eq!(
        error,
        TypeError::TooManyMembers {
            subject: "Twice".into(),
            limit: MAX_MEMBERS
        }
    );
}
