//! Prepared interfaces own what they point to, compare by their signatures, and can be shared.

#![cfg(all(
    target_pointer_width = "64",
    any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        target_arch = "riscv64"
    )
))]

use core::ptr;
use std::collections::HashSet;
use std::thread;

use super::*;
use crate::StructBuilder;
use crate::call::DeclaredSignature;
use crate::types::{Aggregate, Field};

fn pair(name: &str) -> OwnedType {
    StructBuilder::new(name)
        .field("whole", Type::I64)
        .field("part", OwnedType::array(Type::F32, 2).expect("a C type"))
        .build()
        .expect("a C type")
}

fn prepare(result: Type<'_>, arguments: &[Type<'_>]) -> CallInterface {
    CallInterface::prepare(Abi::C, result, arguments).expect("a C signature")
}

#[test]
fn interface_outlives_the_types_it_was_prepared_from() {
    let pair = pair("Pair");
    let (result, own) = (pair.as_type(), OwnedType::from(Type::I8));
    let copied = prepare(result, &[result, Type::F64, result]);
    let arguments = [pair.clone(), own];
    let kept =
        CallInterface::prepare_owned(Abi::C, &pair, &arguments, None).expect("a C signature");
    drop((pair, arguments));
    assert!(
        copied
            .to_string()
            .contains("fn(struct Pair, f64, struct Pair) -> struct Pair")
    );
    assert!(
        kept.to_string()
            .contains("fn(struct Pair, i8) -> struct Pair")
    );
    let fields = copied.arguments()[2].aggregate().expect("a struct").fields;
    assert_eq!((fields[1].name, fields[1].offset), ("part", 8));
    assert_eq!(fields[1].ty.to_string(), "[f32; 2]");
}

#[test]
fn clone_outlives_the_interface_on_another_thread() {
    let pair = pair("Pair");
    let interface = prepare(pair.as_type(), &[pair.as_type(); 9]);
    let clone = interface.clone();
    let thread = thread::spawn(move || {
        assert_eq!(clone.arguments().len(), 9);
        clone.to_string()
    });
    let text = interface.to_string();
    drop(interface);
    assert_eq!(thread.join().expect("it does not panic"), text);
}

#[test]
fn declared_signature_is_prepared_without_copies_of_its_types() {
    static FIELDS: [Field<'static>; 2] = [
        Field {
            name: "part",
            offset: 0,
            ty: Type::F32,
        },
        Field {
            name: "flag",
            offset: 4,
            ty: Type::Bool,
        },
    ];
    static FLAGGED: Aggregate<'static> = Aggregate {
        name: "Flagged",
        size: 8,
        align: 4,
        fields: &FIELDS,
    };
    static ARGUMENTS: [Type<'static>; 2] = [Type::Struct(&FLAGGED), Type::F64];
    // SAFETY: the descriptor is that of `struct { float part; bool flag; }`.
    static SIGNATURE: DeclaredSignature = unsafe {
        DeclaredSignature::new(
            Abi::C,
            Type::Struct(&FLAGGED),
            Enums::None,
            &ARGUMENTS,
            None,
        )
    };

    let declared = SIGNATURE.interface();
    for ty in [declared.result(), declared.arguments()[0]] {
        assert!(ptr::eq(
            ty.aggregate().expect("a struct"),
            &raw const FLAGGED
        ));
    }
    assert!(declared.has_bool_argument() && declared.result_decoding().any());
    let prepared = prepare(Type::Struct(&FLAGGED), &ARGUMENTS);
    assert_eq!(*declared, prepared);
    assert_eq!(declared.to_string(), prepared.to_string());
    assert_eq!(declared.places(), prepared.places());
}

#[test]
fn many_arguments_of_all_sizes_fit_the_block() {
    for size in 1..80 {
        let bytes = OwnedType::array(Type::U8, size).expect("a C type");
        let floats = OwnedType::array(Type::F32, size).expect("a C type");
        let [bytes, floats] = [bytes, floats].map(|array| {
            let wrapper = StructBuilder::new("Wrapper").field("array", array);
            wrapper.build().expect("a C type")
        });
        let mut arguments = vec![bytes.as_type(), floats.as_type(), Type::I128, Type::U8];
        arguments.extend_from_within(..);
        arguments.extend_from_within(..);
        for abi in [Abi::C, Abi::Sysv64, Abi::Win64] {
            let interface = CallInterface::prepare(abi, bytes.as_type(), &arguments);
            match interface {
                Ok(interface) => assert_eq!(interface.arguments(), arguments),
                Err(error) => assert!(matches!(error, InterfaceError::UnsupportedPlatform(_))),
            }
        }
    }
}

#[test]
fn interfaces_of_one_signature_are_equal_and_have_one_hash() {
    let (one, other) = (pair("One"), pair("Other"));
    let mut seen = HashSet::new();
    assert!(seen.insert(prepare(one.as_type(), &[Type::I32])));
    assert!(!seen.insert(prepare(other.as_type(), &[Type::I32])));
    let owned = CallInterface::prepare_owned(Abi::C, &other, &[Type::I32.into()], None);
    assert!(!seen.insert(owned.expect("a C signature")));

    assert!(seen.insert(prepare(Type::Void, &[Type::I32])));
    assert!(seen.insert(prepare(one.as_type(), &[Type::U32])));
    assert!(seen.insert(prepare(one.as_type(), &[Type::I32, Type::I32])));
    let unwinding = CallInterface::prepare(Abi::CUnwind, one.as_type(), &[Type::I32]);
    assert!(seen.insert(unwinding.expect("a C signature")));
    let variadic = CallInterface::prepare_variadic(Abi::C, one.as_type(), &[Type::I32], 1);
    assert!(seen.insert(variadic.expect("a C signature")));
}
