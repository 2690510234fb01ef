//! Types made at run time: sharing, copying, and arrays that are refused.

use super::*;
use crate::{ForeignType, StructBuilder};

fn nested() -> OwnedType {
    let point = StructBuilder::new("Point")
        .field("x", Type::F32)
        .field("y", Type::F32)
        .build()
        .unwrap();
    let points = OwnedType::array(&point, 3).unwrap();
    let either = StructBuilder::union("Either")
        .field("one", point)
        .field("all", points);
    StructBuilder::new("Outer")
        .field("tag", Type::U8)
        .field("either", either.build().unwrap())
        .build()
        .unwrap()
}

#[test]
fn type_can_go_to_another_thread() {
    fn assert<T: Send + Sync + Clone + 'static>() {}
    assert::<OwnedType>();
    let outer = nested();
    let size = std::thread::spawn(move || outer.as_type().size())
        .join()
        .unwrap();
    assert_eq!(size, 28);
}

#[test]
fn clone_lives_on_when_the_original_is_gone() {
    let outer = nested();
    let text = format!("{outer:?}");
    let clone = outer.clone();
    drop(outer);
    assert_eq!(format!("{clone:?}"), text);
    assert_eq!(clone, nested());
    assert_eq!(clone.to_string(), "struct Outer");
}

#[test]
fn copy_of_a_descriptor_owns_its_tree() {
    let copy = {
        let outer = nested();
        OwnedType::from(outer.as_type())
    };
    assert_eq!(copy, nested());
    assert_eq!(format!("{copy:?}"), format!("{:?}", nested()));
    assert_eq!(
        OwnedType::from(<[u16; 5]>::TYPE).as_type(),
        <[u16; 5]>::TYPE
    );
}

#[test]
fn array_that_c_does_not_have_is_refused() {
    let empty = StructBuilder::new("Empty").build().unwrap();
    let rows = [
        (
            OwnedType::array(Type::I32, 0),
            "`[i32; 0]` is an array of length zero, which C does not have",
        ),
        (
            OwnedType::array(Type::Void, 3),
            "`[void; 3]` is void, which has no value",
        ),
        (
            OwnedType::array(empty, 3),
            "`[struct Empty; 3]` is an array of elements that have no bytes",
        ),
        (
            OwnedType::array(Type::U16, 1 << 31),
            "`[u16; 2147483648]` is larger than the limit of 1073741824 bytes",
        ),
    ];
    for (result, text) in rows {
        assert_eq!(result.unwrap_err().to_string(), text);
    }
    assert!(OwnedType::array(Type::U8, MAX_SIZE).is_ok());
    assert!(OwnedType::array(Type::U8, MAX_SIZE + 1).is_err());
}

#[test]
fn depth_of_arrays_is_limited() {
    let mut array = OwnedType::from(Type::U8);
    for _ in 0..MAX_NESTING {
        array = OwnedType::array(array, 1).unwrap();
    }
    let error = OwnedType::array(array, 1).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("nests 65 deep; the limit is 64"),
        "{error}"
    );
}

#[test]
fn static_types_count_as_their_copies_do() {
    static FIELDS: [Field<'static>; 2] = [
        Field {
            name: "flag",
            offset: 0,
            ty: Type::Bool,
        },
        Field {
            name: "items",
            offset: 2,
            ty: Type::Array(&ArrayType {
                element: Type::I16,
                length: 3,
            }),
        },
    ];
    static RECORD: Aggregate<'static> = Aggregate {
        name: "Record",
        size: 8,
        align: 2,
        fields: &FIELDS,
    };
    let (kept, copied) = (
        OwnedType::from_static(Type::Struct(&RECORD)).expect("a C type"),
        OwnedType::from(Type::Struct(&RECORD)),
    );
    assert_eq!(kept, copied);
    assert_eq!(format!("{:?}", kept.extent), format!("{:?}", copied.extent));
    let empty = Type::Array(&ArrayType {
        element: Type::U8,
        length: 0,
    });
    assert!(OwnedType::from_static(empty).is_err());
}
