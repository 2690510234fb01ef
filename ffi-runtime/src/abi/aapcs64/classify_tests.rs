//! What the tables of compilers cannot show, or only as one row among many.

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
