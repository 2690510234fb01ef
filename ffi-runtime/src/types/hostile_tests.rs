//! Descriptors that safe code can write and C does not have: every safe function that takes one returns a
//! value or an error, at once. A test that does not end in time fails, and so does an overflow of the stack
//! of a thread.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::abi::{Convention, Variant};
use crate::call::{Plan, Position};
use crate::types::{Aggregate, ArrayType, Field, MAX_MEMBERS, MAX_NAMES, MAX_NESTING};
use crate::{Abi, CallInterface, InterfaceError, OwnedType, StructBuilder, Type, TypeError};

const CONVENTIONS: [Convention; 6] = [
    Convention::Sysv64,
    Convention::Win64,
    Convention::Aapcs64(Variant::Standard),
    Convention::Aapcs64(Variant::Apple),
    Convention::Aapcs64(Variant::Windows),
    Convention::Riscv64,
];

/// The result of a function. Each takes a few seconds at most; a busy machine may take far longer.
fn at_once<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(run()));
    receiver
        .recv_timeout(Duration::from_secs(300))
        .expect("it neither panics nor goes on for ever")
}

fn array(element: Type<'static>, length: usize) -> Type<'static> {
    Type::Array(Box::leak(Box::new(ArrayType { element, length })))
}

const fn field<'a>(name: &'a str, offset: usize, ty: Type<'a>) -> Field<'a> {
    Field { name, offset, ty }
}

fn aggregate(
    name: &'static str,
    (size, align): (usize, usize),
    fields: &[Field<'static>],
) -> &'static Aggregate<'static> {
    let fields = Box::leak(fields.to_vec().into_boxed_slice());
    Box::leak(Box::new(Aggregate {
        name,
        size,
        align,
        fields,
    }))
}

/// Arrays of one element, so many in each other.
fn nested(depth: usize) -> Type<'static> {
    (0..depth).fold(Type::U8, |element, _| array(element, 1))
}

/// Unions, each with two fields of the one before: few descriptors, and `2^levels` ways through.
fn doubled(levels: usize) -> Type<'static> {
    (0..levels).fold(Type::U8, |ty, _| {
        Type::Union(aggregate(
            "Double",
            (1, 1),
            &[field("a", 0, ty), field("b", 0, ty)],
        ))
    })
}

/// A struct that contains itself, and an array that is its own element: a static may name itself.
static RING: Aggregate<'static> = Aggregate {
    name: "Ring",
    size: 8,
    align: 8,
    fields: &[
        field("a", 0, Type::Struct(&RING)),
        field("b", 0, Type::Struct(&RING)),
    ],
};
static SPIRAL: ArrayType<'static> = ArrayType {
    element: Type::Array(&SPIRAL),
    length: 1,
};

/// Descriptors past each limit.
fn hostile() -> Vec<Type<'static>> {
    vec![
        array(Type::U64, usize::MAX),
        array(array(Type::U64, usize::MAX / 2), usize::MAX / 2),
        nested(1_000_000),
        doubled(40),
        Type::Struct(&RING),
        Type::Union(&RING),
        Type::Array(&SPIRAL),
        array(Type::Struct(&RING), usize::MAX / 2),
        Type::Struct(aggregate(
            "Void",
            (0, 0),
            &[field("a", usize::MAX, Type::Void)],
        )),
    ]
}

#[test]
fn size_saturates() {
    for ty in [
        array(Type::U64, usize::MAX),
        array(array(Type::U64, usize::MAX / 2), usize::MAX / 2),
    ] {
        assert_eq!(ty.size(), usize::MAX);
        assert_eq!(OwnedType::from(ty).as_type().size(), usize::MAX);
        assert_eq!(ty.align(), Type::U64.align());
    }
    assert_eq!(array(array(Type::U64, 0), usize::MAX).size(), 0);
}

#[test]
fn size_and_alignment_of_arrays_end_at_the_depth_that_is_allowed() {
    let deep = nested(MAX_NESTING);
    assert_eq!((deep.size(), deep.align()), (1, 1));
    let sizes = at_once(|| {
        [
            nested(MAX_NESTING + 1),
            nested(1_000_000),
            Type::Array(&SPIRAL),
        ]
        .map(|ty| (ty.size(), ty.align()))
    });
    assert_eq!(sizes, [(usize::MAX, 1); 3]);
}

#[test]
fn descriptor_equals_itself_and_what_is_alike_within_the_limits() {
    at_once(|| {
        for (one, other) in hostile().into_iter().zip(hostile()) {
            assert_eq!(one, one.clone());
            let _ = one == other;
            if let (Type::Struct(aggregate), Type::Struct(_)) = (one, other) {
                let copy = *aggregate;
                assert_eq!(*aggregate, copy);
                assert_eq!(one, Type::Struct(&copy));
            }
        }
    });
    assert_eq!(nested(MAX_NESTING), nested(MAX_NESTING));
    assert_eq!(doubled(15), doubled(15));
    assert_ne!(nested(3), nested(4));
    assert_ne!(array(Type::U8, 2), array(Type::U8, 3));
    assert_ne!(array(Type::U8, 2), array(Type::I8, 2));
    assert_ne!(Type::Struct(&RING), Type::Union(&RING));
    let of = |offset| Type::Struct(aggregate("A", (8, 4), &[field("a", offset, Type::I32)]));
    assert_eq!(of(0), of(0));
    assert_ne!(of(0), of(4));
}

#[test]
fn text_of_a_descriptor_ends() {
    let lengths = at_once(|| {
        hostile()
            .into_iter()
            .flat_map(|ty| [format!("{ty:?}"), format!("{ty:#?}"), ty.to_string()])
            .map(|text| text.len())
            .collect::<Vec<_>>()
    });
    assert!(lengths.into_iter().all(|length| length < 1 << 22));
    let inside = array(
        Type::Struct(aggregate("A", (4, 4), &[field("a", 0, Type::I32)])),
        2,
    );
    assert_eq!(
        format!("{inside:?}"),
        "Array(ArrayType { element: Struct(Aggregate { name: \"A\", size: 4, align: 4, \
         fields: [Field { name: \"a\", offset: 0, ty: I32 }] }), length: 2 })"
    );
}

#[test]
fn descriptor_past_a_limit_is_refused_by_all_that_take_one() {
    at_once(|| {
        for ty in hostile() {
            let refused: [TypeError; 4] = [
                ty.validate().unwrap_err(),
                OwnedType::from(ty).as_type().validate().unwrap_err(),
                OwnedType::array(ty, usize::MAX).unwrap_err(),
                StructBuilder::new("S").field("a", ty).build().unwrap_err(),
            ];
            drop(refused);
            Plan::new(Convention::Sysv64, Type::Void, &[ty], None).unwrap_err();
            CallInterface::prepare(Abi::C, ty, &[]).unwrap_err();
        }
    });
}

#[test]
fn types_of_a_signature_are_limited_together() {
    at_once(|| {
        // Each argument is within every limit.
        let arguments = [doubled(15); 2_000];
        let plan = |result, arguments| Plan::new(Convention::Sysv64, result, arguments, None);
        let position = Position::Argument(1);
        assert_eq!(
            plan(Type::Void, &arguments).unwrap_err(),
            InterfaceError::TooManyMembers { position }
        );
        let position = Position::Result;
        assert_eq!(
            plan(arguments[1], &arguments[..1]).unwrap_err(),
            InterfaceError::TooManyMembers { position }
        );
        CallInterface::prepare(Abi::C, Type::Void, &arguments).unwrap_err();
    });
    // Scalars have nothing in them: their limit is that of the stack.
    let scalars = vec![Type::U8; MAX_MEMBERS + 1];
    assert!(Plan::new(Convention::Sysv64, Type::Void, &scalars, None).is_ok());
}

#[test]
fn names_are_limited_together() {
    at_once(|| {
        let name: &str = Box::leak("n".repeat(1 << 20).into_boxed_str());
        // One name in many places: a copy, a text or a table of all would take gigabytes.
        let inner = aggregate(name, (1, 1), &[field(name, 0, Type::U8)]);
        let names: Vec<&str> = (0..30_000)
            .map(|number| &*Box::leak(number.to_string().into_boxed_str()))
            .collect();
        let fields: Vec<_> = names
            .iter()
            .map(|name| field(name, 0, Type::Struct(inner)))
            .collect();
        let shared = Type::Union(aggregate("Shared", (1, 1), &fields));
        assert!(matches!(
            shared.validate(),
            Err(TypeError::NamesTooLong {
                limit: MAX_NAMES,
                ..
            })
        ));
        assert!(format!("{shared:?}").len() < 1 << 22);
        let error = StructBuilder::new("S")
            .field("a", shared)
            .build()
            .unwrap_err();
        assert!(
            matches!(error, TypeError::NamesTooLong { .. }),
            "too few names"
        );
        let arguments = [Type::Struct(inner); 2_000];
        let refused = Plan::new(Convention::Sysv64, Type::Void, &arguments, None).unwrap_err();
        let position = Position::Argument(8);
        assert_eq!(refused, InterfaceError::TooManyMembers { position });
    });
}

#[test]
fn fields_of_a_builder_are_shown_within_one_limit() {
    let text = at_once(|| {
        let wide = OwnedType::from(doubled(15));
        let builder = (0..2_000).fold(StructBuilder::union("U"), |builder, number| {
            builder.field(&number.to_string(), &wide)
        });
        format!("{builder:?}")
    });
    assert!(text.len() < 1 << 22, "{}", text.len());
}

#[test]
fn array_of_what_has_no_field_is_placed_at_once() {
    at_once(|| {
        let padding = Type::Struct(aggregate("Padding", (1, 1), &[]));
        for length in [1 << 15, 1 << 30] {
            let ty = array(padding, length);
            let wide = Type::Struct(aggregate("Wide", (length, 1), &[field("a", 0, ty)]));
            for convention in CONVENTIONS {
                let _ = Plan::new(convention, wide, &[wide], None);
            }
        }
    });
}

#[test]
fn what_alignment_leaves_unused_is_part_of_the_limit_of_the_stack() {
    let empty = Type::Struct(aggregate("Empty", (0, 1 << 30), &[]));
    // By its address, with no byte behind it.
    assert!(matches!(
        Plan::new(Convention::Win64, Type::Void, &[empty], None),
        Err(InterfaceError::StackLimit { .. })
    ));
    let wide = aggregate("Wide", (1 << 20, 1 << 20), &[]);
    let arguments = [Type::Struct(wide)];
    for convention in [Convention::Sysv64, Convention::Win64, Convention::Riscv64] {
        assert!(
            matches!(
                Plan::new(convention, Type::Void, &arguments, None),
                Err(InterfaceError::StackLimit { .. })
            ),
            "{convention}"
        );
    }
}
