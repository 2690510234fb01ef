//! Layouts against those of rustc.

use core::mem::offset_of;

use crate::StructBuilder;
use crate::types::{OwnedType, Type};

/// Compares a built type with a Rust type: size, alignment and the offset of every field.
macro_rules! assert_layout {
    ($built:expr, $rust:ident { $($field:ident),* $(,)? }) => {{
        let built = $built.build().unwrap();
        let aggregate = built.as_type().aggregate().copied().unwrap();
        assert_eq!((aggregate.size, aggregate.align), (size_of::<$rust>(), align_of::<$rust>()));
        let fields: Vec<_> = aggregate.fields.iter().map(|field| (field.name, field.offset)).collect();
        assert_eq!(fields, [$((stringify!($field), offset_of!($rust, $field))),*]);
        assert_eq!(built.as_type().validate(), Ok(()));
        built
    }};
}

fn mixed() -> StructBuilder {
    StructBuilder::new("Mixed")
        .field("a", Type::U8)
        .field("b", Type::U16)
        .field("c", Type::F64)
        .field("d", Type::Bool)
        .field("e", Type::Pointer)
        .field("f", Type::I8)
        .field("g", Type::I32)
        .field("h", Type::U128)
        .field("i", Type::U8)
}

macro_rules! mixed_struct {
    ($(#[$repr:meta])* $name:ident) => {
        $(#[$repr])*
        struct $name {
            a: u8,
            b: u16,
            c: f64,
            d: bool,
            e: *const u8,
            f: i8,
            g: i32,
            h: u128,
            i: u8,
        }
    };
}

mixed_struct!(
    #[repr(C)]
    Natural
);
mixed_struct!(
    #[repr(C, packed)]
    Packed1
);
mixed_struct!(
    #[repr(C, packed(2))]
    Packed2
);
mixed_struct!(
    #[repr(C, packed(8))]
    Packed8
);
mixed_struct!(
    #[repr(C, align(64))]
    Aligned64
);
mixed_struct!(
    #[repr(C, align(2))]
    Aligned2
);

#[test]
fn struct_is_laid_out_as_rustc_does() {
    assert_layout!(
        mixed(),
        Natural {
            a,
            b,
            c,
            d,
            e,
            f,
            g,
            h,
            i
        }
    );
    assert_layout!(
        mixed().packed(1),
        Packed1 {
            a,
            b,
            c,
            d,
            e,
            f,
            g,
            h,
            i
        }
    );
    assert_layout!(
        mixed().packed(2),
        Packed2 {
            a,
            b,
            c,
            d,
            e,
            f,
            g,
            h,
            i
        }
    );
    assert_layout!(
        mixed().packed(8),
        Packed8 {
            a,
            b,
            c,
            d,
            e,
            f,
            g,
            h,
            i
        }
    );
    assert_layout!(
        mixed().align(64),
        Aligned64 {
            a,
            b,
            c,
            d,
            e,
            f,
            g,
            h,
            i
        }
    );
    // An alignment is only ever raised.
    assert_layout!(
        mixed().align(2),
        Aligned2 {
            a,
            b,
            c,
            d,
            e,
            f,
            g,
            h,
            i
        }
    );
}

#[repr(C, align(16))]
struct Inner {
    x: f32,
    y: [u16; 5],
}

#[repr(C)]
union Either {
    number: i64,
    inner: core::mem::ManuallyDrop<Inner>,
    bytes: [u8; 33],
}

#[repr(C)]
struct Outer {
    tag: u8,
    inner: Inner,
    either: Either,
    pair: [Inner; 2],
    last: u8,
}

#[test]
fn nested_types_are_laid_out_as_rustc_does() {
    let inner = assert_layout!(
        StructBuilder::new("Inner")
            .field("x", Type::F32)
            .field("y", OwnedType::array(Type::U16, 5).unwrap())
            .align(16),
        Inner { x, y }
    );
    let either = assert_layout!(
        StructBuilder::union("Either")
            .field("number", Type::I64)
            .field("inner", &inner)
            .field("bytes", OwnedType::array(Type::U8, 33).unwrap()),
        Either {
            number,
            inner,
            bytes
        }
    );
    assert_eq!(either.to_string(), "union Either");
    assert_layout!(
        StructBuilder::new("Outer")
            .field("tag", Type::U8)
            .field("inner", &inner)
            .field("either", &either)
            .field("pair", OwnedType::array(&inner, 2).unwrap())
            .field("last", Type::U8),
        Outer {
            tag,
            inner,
            either,
            pair,
            last
        }
    );
}

#[test]
fn offsets_of_the_caller_are_taken() {
    // In any order, as the trailing part of a packed struct would have them.
    let built = StructBuilder::new("Explicit")
        .field_at("late", 9, Type::U32)
        .field_at("early", 0, Type::U64)
        .packed(1)
        .size(13)
        .build()
        .unwrap();
    let aggregate = built.as_type().aggregate().copied().unwrap();
    assert_eq!((aggregate.size, aggregate.align), (13, 1));
    assert_eq!(
        [aggregate.fields[0].offset, aggregate.fields[1].offset],
        [9, 0]
    );
    // The same by nature.
    let natural = mixed().build().unwrap();
    let fields = natural.as_type().aggregate().unwrap().fields;
    let explicit = fields
        .iter()
        .fold(StructBuilder::new("Mixed"), |builder, field| {
            builder.field_at(field.name, field.offset, field.ty)
        });
    assert_eq!(
        explicit.size(natural.as_type().size()).build().unwrap(),
        natural
    );
}

#[test]
fn struct_without_fields_has_no_bytes() {
    let empty = StructBuilder::new("Empty").build().unwrap();
    assert_eq!((empty.as_type().size(), empty.as_type().align()), (0, 1));
    let aligned = StructBuilder::new("Empty").align(8).build().unwrap();
    assert_eq!(
        (aligned.as_type().size(), aligned.as_type().align()),
        (0, 8)
    );
    let outer = StructBuilder::new("Outer")
        .field("none", empty)
        .field("x", Type::I32);
    assert_eq!(outer.build().unwrap().as_type().size(), 4);
}

#[test]
fn unnamed_members_are_no_duplicates() {
    assert!(
        StructBuilder::new("S")
            .field("", Type::U8)
            .field("", Type::U8)
            .build()
            .is_ok()
    );
}
