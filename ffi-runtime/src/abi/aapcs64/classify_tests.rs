//! The cases that the tables of compilers cannot show, or only as one row among many.

use crate::abi::{Address, Convention, Extension, Place, Register, ResultPlace, Variant};
use crate::call::Plan;
use crate::{OwnedType, StructBuilder, Type};

const VARIANTS: [Variant; 3] = [Variant::Standard, Variant::Apple, Variant::Windows];

fn plan<'a>(variant: Variant, result: Type<'a>, arguments: &'a [Type<'a>]) -> Plan<'a> {
    let convention = Convention::Aapcs64(variant);
    Plan::new(convention, result, arguments, None).expect("a C signature")
}

fn bytes(size: usize, align: usize) -> OwnedType {
    let builder = StructBuilder::new("Bytes").field("first", Type::I8);
    builder.align(align).size(size).build().expect("a struct")
}

/// "There is no requirement for the callee to preserve the value stored in x8."
#[test]
fn result_address_takes_no_argument_register_and_does_not_come_back() {
    let large = bytes(24, 8);
    for variant in VARIANTS {
        let plan = plan(variant, large.as_type(), &[Type::I64]);
        let pointer = Register::Integer(8);
        let returned = None;
        assert_eq!(
            plan.result_place(),
            ResultPlace::Memory { pointer, returned }
        );
        assert!(plan.to_string().contains("its address in x8\n"), "{plan}");
        assert!(
            plan.to_string()
                .contains("argument 0: i64 (8 bytes) in x0\n"),
            "{plan}"
        );
    }
}

#[test]
fn copy_is_aligned_to_its_type() {
    for align in [1, 8, 64] {
        let large = bytes(128, align);
        for variant in VARIANTS {
            let types = [large.as_type()];
            let plan = plan(variant, Type::Void, &types);
            let expected = Place::Reference {
                address: Address::Register(Register::Integer(0)),
                size: 128,
                align: align as u32,
            };
            assert_eq!(plan.places(), [expected]);
        }
    }
}

/// Apple: the caller extends to 32 bits, in a register; on the stack there is no room for it.
#[test]
fn narrow_argument_of_apple_is_extended_in_a_register_only() {
    let types = [Type::I16; 9];
    let plan = plan(Variant::Apple, Type::I16, &types);
    for place in &plan.places()[..8] {
        assert!(matches!(place, Place::Register(piece) if piece.extension == Extension::Sign));
    }
    let expected = Place::Stack {
        offset: 0,
        size: 2,
        extension: Extension::None,
    };
    assert_eq!(plan.places()[8], expected);
    let ResultPlace::Registers(pieces) = plan.result_place() else {
        panic!("{plan}");
    };
    assert_eq!(pieces.as_slice()[0].extension, Extension::Sign);
}

/// The area is a multiple of 8 also where Apple packs what is in it.
#[test]
fn packed_stack_area_is_rounded_up() {
    let types = [Type::U8; 11];
    let plan = plan(Variant::Apple, Type::Void, &types);
    assert!(matches!(
        plan.places()[10],
        Place::Stack {
            offset: 2,
            size: 1,
            ..
        }
    ));
    assert_eq!(plan.stack().size, 8);
}

/// Microsoft: an imaginary stack of which the first 64 bytes are x0 to x7. clang's callers do otherwise.
#[test]
fn variadic_struct_of_windows_is_split_behind_x7() {
    let pair = StructBuilder::new("Pair")
        .field("a", Type::F64)
        .field("b", Type::I32)
        .align(8);
    let pair = pair.build().expect("a struct");
    let types = [[Type::I64; 7].as_slice(), &[pair.as_type(), Type::F64]].concat();
    let convention = Convention::Aapcs64(Variant::Windows);
    let plan = Plan::new(convention, Type::Void, &types, Some(1)).expect("a C signature");
    let text = plan.to_string();
    let split = "(16 bytes) bytes 0..8 in x7, bytes 8..16 on the stack at 0\n";
    assert!(text.contains(split), "{text}");
    assert!(
        text.contains("argument 8: f64 (8 bytes) on the stack at 8\n"),
        "{text}"
    );
}

/// Named arguments of a variadic function are packed like those of any other. clang 14's callers do
/// otherwise, its callees do not.
#[test]
fn named_arguments_of_apple_are_packed_before_variadic_ones() {
    let types = [[Type::I64; 8].as_slice(), &[Type::I8, Type::I16, Type::I32]].concat();
    let convention = Convention::Aapcs64(Variant::Apple);
    let plan = Plan::new(convention, Type::Void, &types, Some(10)).expect("a C signature");
    let offsets: Vec<_> = plan.places()[8..]
        .iter()
        .map(|place| match place {
            Place::Stack { offset, .. } => *offset,
            Place::Nowhere
            | Place::Register(_)
            | Place::Registers(_)
            | Place::Split { .. }
            | Place::Reference { .. } => panic!("{place:?}"),
        })
        .collect();
    assert_eq!(offsets, [0, 2, 8]);
}

/// C.1 and C.2, with whole registers; C.4: "the NSAA is rounded up to the larger of 8 or the Natural Alignment".
#[test]
fn quad_precision_floats_fill_whole_registers() {
    let pair = StructBuilder::new("Pair")
        .field("a", Type::F128)
        .field("b", Type::F128);
    let pair = pair.build().expect("a struct");
    let types = [
        [Type::F64; 6].as_slice(),
        &[pair.as_type(), Type::I8, Type::F128, pair.as_type()],
    ]
    .concat();
    let types = [
        &types[..6],
        &[Type::F128, Type::F128, Type::I8],
        &types[6..],
    ]
    .concat();
    let plan = plan(Variant::Standard, pair.as_type(), &types);
    let text = plan.to_string();
    for line in [
        "argument 6: f128 (16 bytes) in v6\n",
        "argument 7: f128 (16 bytes) in v7\n",
        "argument 9: struct Pair (32 bytes) on the stack at 0\n",
        "argument 11: f128 (16 bytes) on the stack at 32\n",
        "argument 12: struct Pair (32 bytes) on the stack at 48\n",
        "result: struct Pair (32 bytes) bytes 0..16 in v0, bytes 16..32 in v1\n",
        "stack: 80 bytes\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    let ResultPlace::Registers(pieces) = plan.result_place() else {
        panic!("{plan}");
    };
    assert!(pieces.as_slice().iter().all(|piece| piece.size == 16));
}

/// A stack argument of 8 bytes before one of 16.
#[test]
fn quad_precision_float_is_aligned_on_the_stack() {
    let types = [[Type::F64; 9].as_slice(), &[Type::F128, Type::F64]].concat();
    let text = plan(Variant::Standard, Type::F128, &types).to_string();
    for line in [
        "argument 8: f64 (8 bytes) on the stack at 0\n",
        "argument 9: f128 (16 bytes) on the stack at 16\n",
        "argument 10: f64 (8 bytes) on the stack at 32\n",
        "result: f128 (16 bytes) in v0\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
}

/// Their `long double` is an `f64`.
#[test]
fn apple_and_windows_have_no_quad_precision() {
    for variant in [Variant::Apple, Variant::Windows] {
        let refused = Plan::new(Convention::Aapcs64(variant), Type::F128, &[], None);
        let text = refused.expect_err("there is none").to_string();
        assert!(
            text.starts_with("the result has the type f128 in it"),
            "{text}"
        );
    }
}
