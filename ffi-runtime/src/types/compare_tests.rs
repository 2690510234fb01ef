//! Hashes: equal descriptors have equal ones, whoever wrote them, and every hash ends.

use core::hash::BuildHasher;
use std::collections::hash_map::RandomState;

use super::*;
use crate::OwnedType;

static RING: Aggregate<'static> = Aggregate {
    name: "Ring",
    size: 8,
    align: 8,
    fields: &[
        Field {
            name: "a",
            offset: 0,
            ty: Type::Struct(&RING),
        },
        Field {
            name: "b",
            offset: 0,
            ty: Type::Array(&SPIRAL),
        },
    ],
};
static SPIRAL: ArrayType<'static> = ArrayType {
    element: Type::Array(&SPIRAL),
    length: 3,
};

#[test]
fn copies_have_the_hash_of_the_original() {
    let fields = |name| {
        [Type::U8, Type::I128, Type::Pointer].map(|ty| Field {
            name,
            offset: 16,
            ty,
        })
    };
    let (one, other) = (fields("a"), fields("b"));
    let aggregate = |name, fields| Aggregate {
        name,
        size: 32,
        align: 16,
        fields,
    };
    let (one, other) = (aggregate("One", &one), aggregate("Other", &other));
    let state = RandomState::new();
    for make in [Type::Struct, Type::Union] {
        let (one, other) = (make(&one), make(&other));
        assert_eq!(state.hash_one(one), state.hash_one(other));
        assert_eq!(state.hash_one(one), state.hash_one(OwnedType::from(one)));
    }
    assert_ne!(
        state.hash_one(Type::Struct(&one)),
        state.hash_one(Type::Union(&one))
    );
}

#[test]
fn descriptors_that_contain_themselves_are_hashed() {
    let state = RandomState::new();
    let (ring, spiral) = (RING, SPIRAL);
    assert_eq!(Type::Struct(&ring), Type::Struct(&RING));
    assert_eq!(state.hash_one(ring), state.hash_one(RING));
    assert_eq!(spiral, SPIRAL);
    assert_eq!(state.hash_one(spiral), state.hash_one(SPIRAL));
}
