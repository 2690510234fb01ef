//! Results: which registers they come in, and how much memory they are written to.

use std::hint::black_box;

use ffi_runtime::{
    Abi, CallInterface, ForeignType, Library, OwnedType, StructBuilder, Type, foreign_library,
};
use ffi_tests::fixtures::{CASES, open_fixture};

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Two<A, B> {
    a: A,
    b: B,
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Three<A, B, C> {
    a: A,
    b: B,
    c: C,
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Four<T> {
    a: T,
    b: T,
    c: T,
    d: T,
}

#[foreign_library(name = "cases")]
unsafe trait Cases {
    fn swap_mixed(&self, v: Two<i64, f64>) -> Two<f64, i64>;
    fn next_mixed(&self, v: Three<f32, i32, f64>) -> Three<f32, i32, f64>;
    fn next_double_byte(&self, v: Two<f64, u8>) -> Two<f64, u8>;
    fn swap_floats(&self, v: Two<f32, f32>) -> Two<f32, f32>;
    fn rotate_floats(&self, v: Three<f32, f32, f32>) -> Three<f32, f32, f32>;
    fn rotate_floats_4(&self, v: Four<f32>) -> Four<f32>;
    fn swap_doubles(&self, v: Two<f64, f64>) -> Two<f64, f64>;
    fn rotate_doubles(&self, v: Three<f64, f64, f64>) -> Three<f64, f64, f64>;
    fn rotate_doubles_4(&self, v: Four<f64>) -> Four<f64>;
    fn next_ints(&self, v: Three<i64, i64, i64>, by: i64) -> Three<i64, i64, i64>;
    fn address_of_result(&self, argument: i64) -> Three<usize, i64, i64>;
    fn result_float(&self, v: f32) -> f32;
}

/// One function that returns a whole register, declared as if it returned less.
macro_rules! garbage {
    ($($name:ident: $ty:ty,)*) => {$(
        #[foreign_library(name = "cases")]
        unsafe trait $name {
            fn result_with_garbage(&self, word: u64) -> $ty;
        }

        impl $name {
            fn returned(word: u64) -> $ty {
                let library = open_fixture(Self::open, CASES);
                black_box(library.result_with_garbage(word))
            }
        }
    )*};
}

garbage! {
    GarbageBool: bool,
    GarbageI8: i8,
    GarbageU8: u8,
    GarbageI16: i16,
    GarbageU16: u16,
    GarbageI32: i32,
    GarbageU32: u32,
}

fn cases() -> Cases {
    open_fixture(Cases::open, CASES)
}

#[test]
fn mixed_struct_comes_in_both_kinds_of_registers() {
    let cases = cases();
    assert_eq!(
        cases.swap_mixed(Two { a: -5, b: 2.5 }),
        Two { a: 2.5, b: -5 }
    );
    let next = cases.next_mixed(Three {
        a: 0.5,
        b: -1,
        c: 1.5,
    });
    assert_eq!(
        next,
        Three {
            a: 1.5,
            b: 0,
            c: 2.5
        }
    );
    let next = cases.next_double_byte(Two { a: 0.5, b: 254 });
    assert_eq!(next, Two { a: 1.5, b: 255 });
}

#[test]
fn two_floats_come_in_one_float_register() {
    assert_eq!(
        cases().swap_floats(Two { a: 1.5, b: -2.5 }),
        Two { a: -2.5, b: 1.5 }
    );
}

#[test]
fn structs_of_one_kind_of_float() {
    let cases = cases();
    let rotated = cases.rotate_floats(Three {
        a: 1.0,
        b: 2.0,
        c: 3.0,
    });
    assert_eq!(
        rotated,
        Three {
            a: 2.0,
            b: 3.0,
            c: 1.0
        }
    );
    let four = Four {
        a: 1.0,
        b: 2.0,
        c: 3.0,
        d: 4.0,
    };
    assert_eq!(
        cases.rotate_floats_4(four),
        Four {
            a: 2.0,
            b: 3.0,
            c: 4.0,
            d: 1.0
        }
    );
    assert_eq!(
        cases.swap_doubles(Two { a: 1.5, b: -2.5 }),
        Two { a: -2.5, b: 1.5 }
    );
    let rotated = cases.rotate_doubles(Three {
        a: 1.0,
        b: 2.0,
        c: 3.0,
    });
    assert_eq!(
        rotated,
        Three {
            a: 2.0,
            b: 3.0,
            c: 1.0
        }
    );
    let four = Four {
        a: 1.0,
        b: 2.0,
        c: 3.0,
        d: 4.0,
    };
    assert_eq!(
        cases.rotate_doubles_4(four),
        Four {
            a: 2.0,
            b: 3.0,
            c: 4.0,
            d: 1.0
        }
    );
}

#[test]
fn struct_over_16_bytes_in_and_out() {
    let next = cases().next_ints(Three { a: 1, b: 2, c: 3 }, 10);
    assert_eq!(
        next,
        Three {
            a: 11,
            b: 12,
            c: 13
        }
    );
}

#[test]
fn address_of_the_result_comes_before_the_arguments() {
    let result = cases().address_of_result(7);
    assert_eq!((result.b, result.c), (7, 7));
    assert_eq!(result.a % align_of::<Three<usize, i64, i64>>(), 0);
}

#[test]
fn result_in_memory_is_written_where_the_caller_asked() {
    let ty = Three::<usize, i64, i64>::TYPE;
    let argument = 7i64;
    let mut result = Three {
        a: 0usize,
        b: 0i64,
        c: 0i64,
    };
    let place = (&raw mut result).cast();
    // SAFETY: the fixture has this signature, and both pointers lead to such values.
    unsafe {
        call(
            "address_of_result",
            ty,
            &[i64::TYPE],
            place,
            &[(&raw const argument).cast()],
        )
    };
    let address = (&raw const result).addr();
    assert_eq!(
        result,
        Three {
            a: address,
            b: 7,
            c: 7
        }
    );
}

#[test]
fn f32_result_keeps_its_bits() {
    for bits in [0x3fc0_0000, 0x8000_0001, 0x7fa0_0001, 0xffff_ffff] {
        assert_eq!(cases().result_float(f32::from_bits(bits)).to_bits(), bits);
    }
}

#[test]
fn bits_above_a_narrow_result_are_not_trusted() {
    let word = 0xdead_beef_cafe_8081;
    assert_eq!(i64::from(GarbageI8::returned(word)), -0x7f);
    assert_eq!(i64::from(GarbageU8::returned(word)), 0x81);
    assert_eq!(i64::from(GarbageI16::returned(word)), -0x7f7f);
    assert_eq!(i64::from(GarbageU16::returned(word)), 0x8081);
    assert_eq!(
        i64::from(GarbageI32::returned(word)),
        0xcafe_8081_u32.cast_signed().into()
    );
    assert_eq!(i64::from(GarbageU32::returned(word)), 0xcafe_8081);
}

#[test]
fn bool_result_is_0_or_1_whatever_the_callee_leaves() {
    for (word, expected) in [
        (0, false),
        (1, true),
        (0xffff_ff00, false),
        (0xffff_ff01, true),
        (0x80, true),
        (0xfe, true),
    ] {
        assert_eq!(
            u8::from(GarbageBool::returned(word)),
            u8::from(expected),
            "{word:#x}"
        );
        let mut result = 0xaa_u8;
        let place = (&raw mut result).cast();
        let word: u64 = word;
        // SAFETY: a register is returned, of which a `bool` is the low byte; the pointers lead to a
        // `u64` and to a byte.
        unsafe {
            call(
                "result_with_garbage",
                Type::Bool,
                &[Type::U64],
                place,
                &[(&raw const word).cast()],
            )
        };
        assert_eq!(result, u8::from(expected), "{word:#x}, dynamic");
    }
}

#[test]
fn narrow_results_leave_the_bytes_after_them_alone() {
    let word = 0xdead_beef_cafe_8081_u64;
    for ty in [
        Type::I8,
        Type::U8,
        Type::I16,
        Type::U16,
        Type::I32,
        Type::U32,
        Type::I64,
    ] {
        let mut result = [0xaa_u8; 16];
        let place = result.as_mut_ptr().cast();
        // SAFETY: a register is returned, of which the result is the low end; the pointers lead to a
        // `u64` and to 16 bytes.
        unsafe {
            call(
                "result_with_garbage",
                ty,
                &[Type::U64],
                place,
                &[(&raw const word).cast()],
            )
        };
        let (value, after) = result.split_at(ty.size());
        assert_eq!(value, &word.to_le_bytes()[..ty.size()], "{ty}");
        assert!(after.iter().all(|byte| *byte == 0xaa), "{ty}: {after:x?}");
    }
}

#[test]
fn float_result_leaves_the_bytes_after_it_alone() {
    let value = 1.5f32;
    let mut result = [f32::MAX; 4];
    let place = result.as_mut_ptr().cast();
    // SAFETY: the fixture has this signature, and both pointers lead to such values.
    unsafe {
        call(
            "result_float",
            Type::F32,
            &[Type::F32],
            place,
            &[(&raw const value).cast()],
        )
    };
    assert_eq!(result, [1.5, f32::MAX, f32::MAX, f32::MAX]);
}

#[test]
fn struct_results_of_1_to_17_bytes_are_not_overrun() {
    for size in 1..=17 {
        let bytes = OwnedType::array(Type::U8, size).expect("an array");
        let ty = StructBuilder::new("Bytes")
            .field("bytes", bytes)
            .build()
            .expect("a struct");
        let mut result = [0xaa_u8; 40];
        let place = result[8..].as_mut_ptr().cast();
        // SAFETY: the fixture returns a struct of so many bytes, and there are 32.
        unsafe { call(&format!("result_of_{size}"), ty.as_type(), &[], place, &[]) };
        let expected: Vec<u8> = [0xaa; 8]
            .into_iter()
            .chain(1..=size as u8)
            .chain([0xaa; 40])
            .take(40)
            .collect();
        assert_eq!(result.as_slice(), expected, "{size} bytes");
    }
}

/// Calls a function of the fixture through a prepared interface.
///
/// # Safety
///
/// The function has this signature, or one that is the same as far as registers go, and the pointers
/// lead to such values.
unsafe fn call(
    name: &str,
    result: Type<'_>,
    types: &[Type<'_>],
    place: *mut std::ffi::c_void,
    arguments: &[*const std::ffi::c_void],
) {
    let library = open_fixture(Library::open, CASES);
    let address = library.symbol(name).expect("the fixture has it");
    for abi in [Abi::C, Abi::CUnwind] {
        let interface = CallInterface::prepare(abi, result, types).expect("a signature that C has");
        // SAFETY: the caller's promises.
        unsafe { interface.call(address, place, arguments) };
    }
}
