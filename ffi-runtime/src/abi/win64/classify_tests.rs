//! The cases that the tables of compilers cannot show, or only as one row among many.

use crate::abi::{Abi, Address, Convention, Place, ResultPlace};
use crate::call::Plan;
use crate::{CallInterface, StructBuilder, Type};

fn plan<'a>(result: Type<'a>, arguments: &'a [Type<'a>]) -> Plan<'a> {
    Plan::new(Convention::Win64, result, arguments, None).expect("a C signature")
}

#[test]
fn floats_of_a_variadic_function_are_in_both_files() {
    let types = [Type::F32, Type::I32, Type::F64, Type::F64, Type::F64];
    let plan = Plan::new(Convention::Win64, Type::Void, &types, Some(2)).expect("a C signature");
    assert_eq!(
        plan.to_string(),
        "fn(f32, i32, ...: f64, f64, f64) -> void, convention win64\n\
         argument 0: f32 (4 bytes) bytes 0..4 in rcx, bytes 0..4 in xmm0\n\
         argument 1: i32 (4 bytes) in rdx\n\
         argument 2: f64 (8 bytes) bytes 0..8 in r8, bytes 0..8 in xmm2\n\
         argument 3: f64 (8 bytes) bytes 0..8 in r9, bytes 0..8 in xmm3\n\
         argument 4: f64 (8 bytes) on the stack at 32\n\
         result: void (0 bytes) nowhere\n\
         stack: 40 bytes, of them 32 home space\n"
    );
}

/// "__m128 types [...] are never passed by immediate value. Instead, a pointer is passed to memory allocated by the
/// caller", and "`__m128` [...] are returned in XMM0".
#[test]
fn vectors_are_copied_and_returned_in_a_register() {
    let one = StructBuilder::new("One").field("lanes", Type::V128);
    let one = one.build().expect("a struct");
    let types = [Type::F64, Type::V128, one.as_type()];
    let text = plan(Type::V128, &types).to_string();
    for line in [
        "argument 1: v128 (16 bytes) in a copy aligned to 16, its address in rdx\n",
        "argument 2: struct One (16 bytes) in a copy aligned to 16, its address in r8\n",
        "result: v128 (16 bytes) bytes 0..8 in xmm0, bytes 8..16 in the upper half of xmm0\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    assert!(matches!(
        plan(one.as_type(), &[]).result_place(),
        ResultPlace::Memory { .. }
    ));
}

/// Compilers for x86-64 disagree about them.
#[test]
fn vectors_of_64_bits_are_refused() {
    for convention in [Convention::Win64, Convention::Sysv64] {
        let refused = Plan::new(convention, Type::V64, &[], None);
        let text = refused.expect_err("there is none").to_string();
        assert!(
            text.starts_with("the result has the type v64 in it"),
            "{text}"
        );
    }
}

#[test]
fn empty_struct_takes_a_position_and_no_result() {
    let empty = StructBuilder::new("Empty").build().expect("GNU C has it");
    let text = plan(empty.as_type(), &[empty.as_type(), Type::I32]).to_string();
    assert!(
        text.contains("argument 1: i32 (4 bytes) in rdx\n"),
        "{text}"
    );
    assert!(text.contains("(0 bytes) nowhere\n"), "{text}");
}

#[test]
fn copy_is_aligned_to_16_and_to_its_type() {
    let align = |align| {
        let ty = StructBuilder::new("Large")
            .field("a", Type::I8)
            .align(align);
        let ty = ty.size(64).build().expect("a struct");
        match plan(Type::Void, &[ty.as_type()]).places() {
            [
                Place::Reference {
                    address: Address::Register(_),
                    size: 64,
                    align,
                },
            ] => *align,
            places => panic!("{places:?}"),
        }
    };
    assert_eq!([1, 16, 64].map(align), [16, 16, 64]);
}

#[test]
fn calls_are_refused_where_no_assembly_is() {
    let interface = CallInterface::prepare(Abi::Win64, Type::Void, &[]);
    let is_executable = Convention::Win64.is_executable();
    assert_eq!(interface.is_ok(), is_executable);
}

/// As gcc and clang of mingw pass it: "any argument that doesn't fit in 8 bytes".
#[test]
fn x87_number_is_passed_and_returned_by_its_address() {
    let types = [Type::F80, Type::F64, Type::ComplexF80, Type::F80];
    let text = plan(Type::F80, &types).to_string();
    for line in [
        "argument 0: f80 (16 bytes) in a copy aligned to 16, its address in rdx\n",
        "argument 1: f64 (8 bytes) in xmm2\n",
        "argument 2: complex f80 (32 bytes) in a copy aligned to 16, its address in r9\n",
        "argument 3: f80 (16 bytes) in a copy aligned to 16, its address on the stack at 32\n",
        "result: f80 (16 bytes) in memory of the caller, its address in rcx\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
}
