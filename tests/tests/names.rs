//! Declarations whose names or types mean something else nearby: the call does what is declared.

use std::cell::{Cell, UnsafeCell};
use std::mem::{ManuallyDrop, MaybeUninit};
use std::num::{Saturating, Wrapping};
use std::sync::atomic::AtomicI64;

use ffi_runtime::types::ArrayType;
use ffi_runtime::{
    Abi, CallInterface, ForeignType, LibraryError, MissingSymbol, Type, foreign_library,
};
use ffi_tests::abort::stderr_of;
use ffi_tests::fixtures::CASES;

#[expect(
    non_upper_case_globals,
    reason = "each is named as an argument or a local of the expansion"
)]
mod constants {
    pub(crate) const a: i64 = -1;
    pub(crate) static b: i64 = -2;
    pub(crate) const address: i64 = -3;
    pub(crate) const arguments: i64 = -4;
    pub(crate) const path: i64 = -5;
    pub(crate) static library: i64 = -6;
    pub(crate) const name: i64 = -7;
    pub(crate) const formatter: i64 = -8;
    pub(crate) const words: usize = 3;
}

use constants::{a, address, arguments, b, formatter, library, name, path, words};
use flags::Bits;

#[expect(non_camel_case_types, reason = "C has such names")]
struct c;

mod flags {
    use ffi_runtime::ForeignType;

    bitflags::bitflags! {
        /// Bits of a `float`.
        #[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
        #[repr(transparent)]
        pub(crate) struct Bits: u32 {
            const SIGN = 1 << 31;
            const HIGH = 1 << 30;
        }
    }
}

#[derive(ForeignType)]
#[repr(C)]
struct Wrapped {
    a: Cell<Wrapping<i64>>,
    b: UnsafeCell<MaybeUninit<Saturating<i64>>>,
    c: AtomicI64,
    tail: [u64; 0],
}

#[foreign_library(name = "cases", prefix = "")]
unsafe trait Cases {
    fn weigh_10(
        &self,
        a: i64,
        b: i64,
        c: i64,
        address: i64,
        arguments: i64,
        path: i64,
        library: i64,
        name: i64,
        formatter: i64,
        last: i64,
    ) -> i64;
    #[symbol("weigh_10")]
    fn weigh_unnamed(
        &self,
        _: i64,
        _: i64,
        _: i64,
        argument_3: i64,
        _: i64,
        _: i64,
        _: i64,
        _: i64,
        _: i64,
        _: i64,
    ) -> i64;
    #[symbol("float_bits")]
    fn bits_of(&self, value: f32) -> Bits;
    pub(crate) safe fn next_ints(&self, v: Wrapped, by: i64) -> Wrapped;
    #[symbol("float_bits")]
    fn never(&self, value: f32) -> !;
    /// The length is that of the constant, whatever an argument is called.
    #[optional]
    fn sum_of_words(&self, v: &[u64; words]) -> u64;
}

/// Types of the user that are called as primitive ones.
mod primitives {
    #![expect(
        non_camel_case_types,
        dead_code,
        reason = "C has such names, and the macros need none of these"
    )]

    use ffi_runtime::{callback, foreign_library};

    /// As C before C99 has it.
    pub(crate) type bool = u32;
    type usize = i16;
    type u8 = i8;
    type u32 = ::core::primitive::u32;
    struct str;
    struct i128;

    #[foreign_library(name = "cases")]
    pub(crate) unsafe trait Old {
        fn float_bits(&self, value: f32) -> bool;
        #[optional]
        fn absent(&self) -> bool;
    }

    #[callback]
    pub(crate) type Each = unsafe extern "C" fn(bool) -> bool;
}

fn cases() -> Cases {
    // SAFETY: the file is the one that `Cases` declares, built beside this test.
    unsafe { Cases::open(CASES) }.unwrap()
}

#[test]
fn argument_is_bound_where_its_name_is_that_of_a_constant() {
    let sum = cases().weigh_10(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assert_eq!(sum, (1..=10).map(|i| i * i).sum::<i64>());
    // They are in scope here as well.
    let _ = (a, b, c, address, arguments, path, library, name, formatter);
}

#[test]
fn argument_without_a_name_is_passed_in_its_place() {
    let sum = cases().weigh_unnamed(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assert_eq!(sum, (1..=10).map(|i| i * i).sum::<i64>());
}

#[test]
fn length_of_an_array_is_that_of_the_constant() {
    assert!(!cases().has_sum_of_words());
    let _: fn(&Cases, &[u64; 3]) -> Result<u64, _> = Cases::sum_of_words;
}

#[test]
fn type_called_bool_is_what_it_is() {
    // SAFETY: as for `cases`; `float_bits` returns 32 bits.
    let old = unsafe { primitives::Old::open(CASES) }.unwrap();
    assert_eq!(old.float_bits(1.0), 0x3f80_0000);
    assert!(!old.has_absent());
    let each = primitives::Each::new(|value| value + 1);
    // SAFETY: the owner lives.
    assert_eq!(unsafe { each.pointer().raw()(41) }, 42);
}

#[test]
fn flags_come_as_their_integer() {
    assert_eq!(Bits::TYPE, Type::U32);
    assert_eq!(cases().bits_of(-2.0), Bits::SIGN | Bits::HIGH);
    // A bit without a name.
    assert_eq!(cases().bits_of(1.0).bits(), 0x3f80_0000);
}

#[test]
fn wrapper_has_the_layout_of_what_it_wraps() {
    let wrapped = Wrapped {
        a: Cell::new(Wrapping(1)),
        b: UnsafeCell::new(MaybeUninit::new(Saturating(2))),
        c: AtomicI64::new(3),
        tail: [],
    };
    let next = cases().next_ints(wrapped, 40);
    // SAFETY: C initialized it.
    let second = unsafe { next.b.into_inner().assume_init() };
    assert_eq!(
        (next.a.get().0, second.0, next.c.into_inner()),
        (41, 42, 43)
    );
    assert_eq!(next.tail.len(), 0);
}

#[test]
fn flexible_array_member_changes_no_place() {
    #[derive(ForeignType)]
    #[repr(C)]
    struct Flexible {
        first: f32,
        tail: [f32; 0],
    }

    #[derive(ForeignType)]
    #[repr(C)]
    struct Plain {
        first: f32,
    }

    let place = |ty| {
        let interface = CallInterface::prepare(Abi::C, Type::Void, &[ty]).unwrap();
        interface.places()[0]
    };
    assert_eq!(Flexible::TYPE.validate(), Ok(()));
    assert_eq!(place(Flexible::TYPE), place(Plain::TYPE));
    let fields = Flexible::TYPE.aggregate().unwrap().fields;
    let tail = ArrayType {
        element: Type::F32,
        length: 0,
    };
    assert_eq!(fields[1].ty, Type::Array(&tail));
    assert_eq!(<ManuallyDrop<Flexible>>::TYPE.size(), 4);
}

#[test]
fn function_that_must_not_return_ends_the_process_with_its_name() {
    let text = stderr_of(
        "function_that_must_not_return_ends_the_process_with_its_name",
        || cases().never(1.0),
    );
    assert!(text.contains("`float_bits` returned"), "{text}");
}

#[test]
fn names_of_symbols_are_those_of_the_declaration() {
    #[expect(non_camel_case_types, reason = "it is a word of some editions")]
    #[foreign_library(process, prefix = "ffi_names_")]
    unsafe trait r#gen {
        fn r#type(&self);
        fn __Count(&self);
        #[symbol("ffi_names_type")]
        fn same(&self) -> i32;
    }

    // SAFETY: no function is called.
    let bound = unsafe { r#gen::from_process() };
    let Err(LibraryError::MissingSymbols { item, missing, .. }) = bound else {
        panic!("no such functions are here");
    };
    assert_eq!(item, "gen");
    let names = ["ffi_names_type", "ffi_names___Count"];
    let missing: Vec<_> = missing.iter().map(MissingSymbol::symbol).collect();
    assert_eq!(missing, names);
}
