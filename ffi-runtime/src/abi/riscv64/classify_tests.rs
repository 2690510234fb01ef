//! The cases that the tables of compilers cannot show, or only as one row among many.

use crate::abi::{Convention, Extension, Place, Register, ResultPlace};
use crate::call::Plan;
use crate::{InterfaceError, StructBuilder, Type};

fn plan<'a>(result: Type<'a>, arguments: &'a [Type<'a>]) -> Plan<'a> {
    Plan::new(Convention::Riscv64, result, arguments, None).expect("a C signature")
}

/// "There is no requirement that the address be returned from the function."
#[test]
fn vectors_are_refused() {
    let inside = StructBuilder::new("Inside").field("lanes", Type::V64);
    let inside = inside.build().expect("a struct");
    for (ty, name) in [(Type::V128, "v128"), (inside.as_type(), "v64")] {
        let types = [Type::I32, ty];
        let refused = Plan::new(Convention::Riscv64, Type::Void, &types, None);
        let error = refused.expect_err("the convention has no rule for them");
        assert!(
            matches!(error, InterfaceError::NoSuchVector { .. }),
            "{error:?}"
        );
        assert_eq!(
            error.to_string(),
            format!(
                "argument 1 has the type {name} in it, a vector that the convention riscv64 does not pass by value"
            )
        );
    }
}

#[test]
fn result_address_is_a_first_argument_and_does_not_come_back() {
    let large = StructBuilder::new("Large")
        .field("a", Type::I8)
        .size(24)
        .build();
    let large = large.expect("a struct");
    let plan = plan(large.as_type(), &[Type::I64]);
    let pointer = Register::Integer(0);
    let returned = None;
    assert_eq!(
        plan.result_place(),
        ResultPlace::Memory { pointer, returned }
    );
    assert!(
        plan.to_string()
            .contains("argument 0: i64 (8 bytes) in a1\n"),
        "{plan}"
    );
}

#[test]
fn floats_of_a_struct_are_nan_boxed_and_its_integer_is_not_extended() {
    let mixed = StructBuilder::new("Mixed")
        .field("a", Type::F32)
        .field("b", Type::I8);
    let mixed = mixed.build().expect("a struct");
    let types = [mixed.as_type()];
    let plan = plan(Type::Void, &types);
    let [Place::Registers(pieces)] = plan.places() else {
        panic!("{plan}");
    };
    let extensions: Vec<_> = pieces
        .as_slice()
        .iter()
        .map(|piece| piece.extension)
        .collect();
    assert_eq!(extensions, [Extension::NanBox, Extension::None]);
}

#[test]
fn second_float_is_found_far_behind_the_first() {
    let far = StructBuilder::new("Far")
        .field_at("a", 0, Type::F32)
        .field_at("b", 100_000, Type::F64);
    let far = far.size(100_008).build().expect("a struct");
    let types = [far.as_type()];
    let plan = plan(Type::Void, &types);
    let [Place::Registers(pieces)] = plan.places() else {
        panic!("{plan}");
    };
    let offsets: Vec<_> = pieces.as_slice().iter().map(|piece| piece.offset).collect();
    assert_eq!(offsets, [0, 100_000]);
}

#[test]
fn value_is_split_between_the_last_register_and_the_stack() {
    let types = [[Type::I64; 7].as_slice(), &[Type::U128, Type::I8]].concat();
    let text = plan(Type::Void, &types).to_string();
    let split = "argument 7: u128 (16 bytes) bytes 0..8 in a7, bytes 8..16 on the stack at 0\n";
    assert!(text.contains(split), "{text}");
    assert!(
        text.contains("argument 8: i8 (1 byte) on the stack at 8, sign-extended\n"),
        "{text}"
    );
}

/// As `tests/compiled_alike.rs` finds it of rustc.
#[test]
fn rustc_differs_from_c_in_a_float_beside_a_pointer() {
    let alike = |fields: &[Type<'static>]| {
        let add = |builder: StructBuilder, ty| builder.field("", ty);
        let built = fields.iter().copied().fold(StructBuilder::new("S"), add);
        let inner = built.build().expect("a struct");
        let outer = StructBuilder::new("Outer").field("inner", &inner).build();
        let outer = outer.expect("a struct");
        let alike = Convention::Riscv64.is_compiled_alike(inner.as_type());
        assert_eq!(
            Convention::Riscv64.is_compiled_alike(outer.as_type()),
            alike
        );
        assert!(Convention::Sysv64.is_compiled_alike(inner.as_type()));
        alike
    };
    assert!(!alike(&[Type::F64, Type::Pointer]));
    assert!(!alike(&[Type::Pointer, Type::F32]));
    assert!(alike(&[Type::F64, Type::U64]));
    assert!(alike(&[Type::Pointer, Type::Pointer]));
    assert!(alike(&[Type::F32, Type::F32, Type::Pointer]));
    assert!(alike(&[Type::F64]));
}

/// "A `long double` is 2xXLEN bits": a pair of integer registers, an aligned one only if the argument is variadic.
#[test]
fn long_double_is_in_two_integer_registers() {
    let single = StructBuilder::new("Single").field("a", Type::F128);
    let single = single.build().expect("a struct");
    let types = [
        Type::I64,
        Type::F128,
        single.as_type(),
        Type::F64,
        Type::F128,
        Type::F128,
    ];
    let text = plan(Type::F128, &types).to_string();
    for line in [
        "argument 1: f128 (16 bytes) bytes 0..8 in a1, bytes 8..16 in a2\n",
        "argument 2: struct Single (16 bytes) bytes 0..8 in a3, bytes 8..16 in a4\n",
        "argument 3: f64 (8 bytes) in fa0\n",
        "argument 4: f128 (16 bytes) bytes 0..8 in a5, bytes 8..16 in a6\n",
        "argument 5: f128 (16 bytes) bytes 0..8 in a7, bytes 8..16 on the stack at 0\n",
        "result: f128 (16 bytes) bytes 0..8 in a0, bytes 8..16 in a1\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    let types = [Type::Pointer, Type::F128];
    let plan = Plan::new(Convention::Riscv64, Type::I32, &types, Some(1)).expect("a C signature");
    let pair = "argument 1: f128 (16 bytes) bytes 0..8 in a2, bytes 8..16 in a3\n";
    assert!(plan.to_string().contains(pair), "{plan}");
}

/// "A struct containing two floating-point reals" has none that is wider than ABI_FLEN.
#[test]
fn complex_long_double_is_passed_by_its_address() {
    let complex = StructBuilder::new("Complex")
        .field("re", Type::F128)
        .field("im", Type::F128);
    let complex = complex.build().expect("a struct");
    let types = [complex.as_type()];
    let text = plan(complex.as_type(), &types).to_string();
    for line in [
        "argument 0: struct Complex (32 bytes) in a copy aligned to 16, its address in a1\n",
        "result: struct Complex (32 bytes) in memory of the caller, its address in a0\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
}
