//! Vectors in registers, by functions whose results are known.

#![cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]

use std::ffi::c_void;

use ffi_runtime::callback::DynamicCallback;
use ffi_runtime::vector::Vector128;
use ffi_runtime::{
    Abi, CallInterface, CodePointer, ForeignType, Library, LongDouble, Type, callback,
    foreign_library,
};
use ffi_tests::fixtures::{VECTORS, VECTORS_BY_CLANG, open_fixture};

type Floats = Vector128<f32>;
type Doubles = Vector128<f64>;
type Integers = Vector128<i32>;

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct One {
    value: Floats,
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Two {
    first: Floats,
    second: Integers,
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Four {
    values: [Doubles; 4],
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Mixed {
    number: f64,
    value: Floats,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Large {
    words: [i64; 40],
}

/// The functions of the fixture, the types of their callbacks, and tests of them, for one convention.
macro_rules! convention {
    ($name:ident $abi:tt $variant:ident: $($file:expr),*) => {
        mod $name {
            use super::*;

            #[callback(user_data = data)]
            type Step = unsafe extern $abi fn(folded: Floats, number: i32, data: *mut c_void) -> Floats;

            #[callback]
            type PlainStep =
                unsafe extern $abi fn(folded: Floats, number: i32, data: *mut c_void) -> Floats;

            #[callback]
            type Crowded = unsafe extern $abi fn(
                a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, g: i64, h: i64, i: Floats, j: Two,
            ) -> Two;

            #[foreign_library(name = "vectors", abi = $abi)]
            unsafe trait Vectors {
                fn add(&self, a: Floats, b: Floats) -> Floats;
                fn negate(&self, a: Integers) -> Integers;
                fn swapped(&self, a: One, ignored: Doubles) -> One;
                fn exchanged(&self, pair: Two) -> Two;
                fn doubled(&self, a: Four) -> Four;
                fn scaled(&self, factor: i32, a: Mixed) -> Mixed;
                fn weighted(
                    &self, w0: f64, a: Doubles, w1: i8, b: Doubles, w2: f32, c: Doubles, d: Doubles, e: Doubles,
                    f: Doubles, g: Doubles, w3: i64, h: Doubles, i: Doubles,
                ) -> Doubles;
                fn after_integers(
                    &self, a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, g: i64, h: i64, i: i64, value: Floats,
                ) -> Floats;
                fn after_registers(
                    &self, a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, g: i64, h: i64, i: i64, j: f64, k: f64,
                    l: f64, m: f64, n: f64, o: f64, p: f64, q: f64, value: Floats,
                ) -> Floats;
                fn after_words(&self, large: Large, value: Floats) -> Floats;
                /// The callback may be called with the data.
                unsafe fn fold(&self, count: i32, step: Step, data: *mut c_void) -> Floats;
                #[symbol("fold")]
                unsafe fn fold_plain(&self, count: i32, step: PlainStep, data: *mut c_void) -> Floats;
                /// The callback may be called.
                unsafe fn call_crowded(&self, function: Crowded, i: Floats, j: Two) -> Two;
            }

            /// The fixture of each compiler that is there.
            fn fixtures() -> impl Iterator<Item = Vectors> {
                [$($file),*].into_iter().flatten().map(|file| open_fixture(Vectors::open, file))
            }

            #[test]
            fn every_lane_arrives_and_comes_back() {
                for vectors in fixtures() {
                    let sum = vectors.add([1.0, 2.0, 3.0, 4.0].into(), [0.5, 0.25, -3.0, 8.0].into());
                    assert_eq!(sum.to_array(), [1.5, 2.25, 0.0, 12.0]);
                    let negated = vectors.negate([1, -2, i32::MAX, 0].into());
                    assert_eq!(negated.to_array(), [-1, 2, -i32::MAX, 0]);
                }
            }

            #[test]
            fn structs_of_vectors_arrive_and_come_back() {
                for vectors in fixtures() {
                    let one = One { value: [1.0, 2.0, 3.0, 4.0].into() };
                    let swapped = vectors.swapped(one, [7.0, 8.0].into());
                    assert_eq!(swapped.value.to_array(), [4.0, 3.0, 2.0, 1.0]);
                    assert_eq!(vectors.exchanged(TWO), EXCHANGED);
                    let four = Four { values: [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]].map(Doubles::from) };
                    let doubled = vectors.doubled(four);
                    let twice = [[2.0, 4.0], [6.0, 8.0], [10.0, 12.0], [14.0, 16.0]];
                    assert_eq!(doubled.values.map(Doubles::to_array), twice);
                    let mixed = Mixed { number: 1.5, value: [1.0, 2.0, 3.0, 4.0].into() };
                    let scaled = vectors.scaled(-2, mixed);
                    assert_eq!((scaled.number, scaled.value.to_array()), (-3.0, [-2.0, -4.0, -6.0, -8.0]));
                }
            }

            #[test]
            fn vectors_are_found_when_registers_run_out() {
                for vectors in fixtures() {
                    let [a, b, c, d, e, f, g, h, i] =
                        [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8].map(|unit| Doubles::from([unit, -unit]));
                    let weighted = vectors.weighted(2.0, a, -3, b, 4.0, c, d, e, f, g, 6, h, i);
                    let sum = 2.0 - 30.0 + 400.0 + 1e3 + 2e4 + 3e5 + 4e6 + 6e7 + 5e8;
                    assert_eq!(weighted.to_array(), [sum, -sum]);
                    let value = Floats::from([1.0, 2.0, 3.0, 4.0]);
                    let after = vectors.after_integers(1, 2, 3, 4, 5, 6, 7, 8, 9, value);
                    assert_eq!(after.to_array(), [46.0, 47.0, 48.0, 49.0]);
                    let after = vectors.after_registers(
                        1, 2, 3, 4, 5, 6, 7, 8, 9, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, value,
                    );
                    assert_eq!(after.to_array(), [46.0, 110.0, 48.0, 112.0]);
                    let after = vectors.after_words(Large { words: [2; 40] }, value);
                    assert_eq!(after.to_array(), [81.0, 2.0, 3.0, 84.0]);
                }
            }

            #[test]
            fn callbacks_get_and_give_vectors() {
                let add = |folded: Floats, number: i32| {
                    let lanes = folded.to_array();
                    Floats::from([0, 1, 2, 3].map(|lane| lanes[lane] + (number * lane as i32) as f32))
                };
                for vectors in fixtures() {
                    // SAFETY: the data are those of the callback.
                    let sum = Step::scoped(add, |step, data| unsafe { vectors.fold(4, step, data) });
                    assert_eq!(sum.to_array(), [0.0, 10.0, 20.0, 30.0]);
                    let step = PlainStep::new(move |folded, number, _| add(folded, number));
                    // SAFETY: the callback lives, and takes any data.
                    let sum = unsafe { vectors.fold_plain(3, step.pointer(), std::ptr::null_mut()) };
                    assert_eq!(sum.to_array(), [0.0, 6.0, 12.0, 18.0]);
                    let crowded = Crowded::new(|a, b, c, d, e, f, g, h, i, j| {
                        assert_eq!([a, b, c, d, e, f, g, h], [1, 2, 3, 4, 5, 6, 7, 8]);
                        Two { first: i, second: j.second }
                    });
                    let value = Floats::from([9.0, 8.0, 7.0, 6.0]);
                    // SAFETY: the callback lives.
                    let two = unsafe { vectors.call_crowded(crowded.pointer(), value, TWO) };
                    assert_eq!(two, Two { first: value, ..TWO });
                }
            }

            /// A call through an interface that is prepared, and a callback of one, whose values are at odd addresses.
            #[test]
            fn dynamic_calls_and_callbacks_have_vectors() {
                let types = [Type::V128, Type::I32, Type::Pointer];
                let interface = CallInterface::prepare(Abi::$variant, Type::V128, &types);
                let interface = interface.expect("a C signature");
                let callback = DynamicCallback::new(interface, |call| {
                    // SAFETY: any lanes are valid.
                    let folded: Floats = unsafe { call.argument(0) };
                    // SAFETY: any number is valid.
                    let number: i32 = unsafe { call.argument(1) };
                    let lanes = folded.to_array().map(|lane| 2.0 * lane + number as f32);
                    call.set_result(Floats::from(lanes));
                });
                let callback = callback.expect("a slot is free");
                let types = [Type::I32, Type::Pointer, Type::Pointer];
                let fold = CallInterface::prepare(Abi::$variant, Type::V128, &types).expect("a C signature");
                let types = [Type::V128, Type::V128];
                let add = CallInterface::prepare(Abi::$variant, Type::V128, &types).expect("a C signature");
                for file in [$($file),*].into_iter().flatten() {
                    let library = open_fixture(Library::open, file);
                    let address: CodePointer = library.symbol("fold").expect("the fixture has it");
                    let (count, code, data) = (3i32, callback.code().as_ptr(), std::ptr::null::<c_void>());
                    let arguments = [(&raw const count).cast(), (&raw const code).cast(), (&raw const data).cast()];
                    let mut folded = Floats::default();
                    // SAFETY: C declares the function with these types, and the callback has the signature of its
                    // second argument.
                    unsafe { fold.call(address, (&raw mut folded).cast(), &arguments) };
                    assert_eq!(folded.to_array(), [11.0; 4]);

                    let address: CodePointer = library.symbol("add").expect("the fixture has it");
                    let mut bytes = [0u8; 49];
                    for (index, lane) in [1.0f32, 2.0, 3.0, 4.0, 10.0, 20.0, 30.0, 40.0].iter().enumerate() {
                        bytes[1 + 4 * index..5 + 4 * index].copy_from_slice(&lane.to_ne_bytes());
                    }
                    let arguments = [bytes[1..].as_ptr().cast(), bytes[17..].as_ptr().cast()];
                    let mut result = [0u8; 17];
                    // SAFETY: C declares the function with these types, and the result has 16 bytes.
                    unsafe { add.call(address, result[1..].as_mut_ptr().cast(), &arguments) };
                    let lanes: [u8; 16] = result[1..].try_into().expect("16 bytes");
                    let lanes = [0, 4, 8, 12].map(|at| f32::from_ne_bytes([lanes[at], lanes[at + 1], lanes[at + 2], lanes[at + 3]]));
                    assert_eq!(lanes, [11.0, 22.0, 33.0, 44.0]);
                }
            }
        }
    };
}

const TWO: Two = Two {
    first: Floats::from_array([1.0, 2.0, 3.0, 4.0]),
    second: Integers::from_array([10, 20, 30, 40]),
};

const EXCHANGED: Two = Two {
    first: Floats::from_array([10.0, 20.0, 30.0, 40.0]),
    second: Integers::from_array([1, 2, 3, 4]),
};

convention! { of_the_target "C" C: Some(VECTORS), cfg!(have_clang).then_some(VECTORS_BY_CLANG) }
convention! { unwinding "C-unwind" CUnwind: Some(VECTORS) }
#[cfg(target_arch = "x86_64")]
convention! { win64 "win64" Win64: Some(ffi_tests::fixtures::VECTORS_WIN64) }
#[cfg(target_arch = "x86_64")]
convention! { sysv64 "sysv64" Sysv64: Some(ffi_tests::fixtures::VECTORS_SYSV64) }

#[foreign_library(name = "vectors")]
unsafe trait Others {
    /// As many as `count` says.
    unsafe fn sum(&self, count: i32, _: ...) -> Floats;
    fn summed(&self, a: Doubles, b: Floats) -> LongDouble;
    /// The callback may be called.
    unsafe fn call_summing(&self, function: Summing, a: Doubles, b: Floats) -> LongDouble;
}

#[callback]
type Summing = unsafe extern "C" fn(a: Doubles, b: Floats) -> LongDouble;

fn others() -> impl Iterator<Item = Others> {
    let files = [Some(VECTORS), cfg!(have_clang).then_some(VECTORS_BY_CLANG)];
    let files = files.into_iter().flatten();
    files.map(|file| open_fixture(Others::open, file))
}

#[test]
fn variadic_functions_take_vectors() {
    for others in others() {
        let [a, b, c, d, e, f, g, h, i] = [1.0f32, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0]
            .map(|number| Floats::from([number, -number, 0.0, 1.0]));
        // SAFETY: there are as many vectors.
        let sum = unsafe { others.sum(2, (a, b)) };
        assert_eq!(sum.to_array(), [3.0, -3.0, 0.0, 2.0]);
        // SAFETY: as above.
        let sum = unsafe { others.sum(9, (a, b, c, d, e, f, g, h, i)) };
        assert_eq!(sum.to_array(), [511.0, -511.0, 0.0, 9.0]);
    }
}

/// The result is in a register of another kind, which a frame with whole vector registers takes it from.
#[test]
fn long_double_comes_back_beside_vectors() {
    let (a, b) = (
        Doubles::from([1.0, 2.0]),
        Floats::from([0.5, 0.25, 4.0, 8.0]),
    );
    for others in others() {
        assert_eq!(others.summed(a, b).to_f64(), 15.75);
        let summing = Summing::new(|a, b| {
            let floats = b.to_array().map(f64::from);
            LongDouble::from(a.to_array().iter().sum::<f64>() - floats.iter().sum::<f64>())
        });
        // SAFETY: the callback lives.
        let difference = unsafe { others.call_summing(summing.pointer(), a, b) };
        assert_eq!(difference.to_f64(), -9.75);
    }
}

/// Functions that Rust compiles take and give vectors as C does.
#[test]
fn functions_of_rust_have_vectors() {
    #[callback]
    #[expect(
        improper_ctypes_definitions,
        reason = "a vector is passed in its register, as the test shows"
    )]
    unsafe extern "C" fn step(folded: Floats, number: i32, _: *mut c_void) -> Floats {
        Floats::from(folded.to_array().map(|lane| lane + number as f32))
    }

    let interface =
        CallInterface::prepare(Abi::C, Type::V128, &[Type::V128, Type::I32, Type::Pointer]);
    let interface = interface.expect("a C signature");
    let (folded, number, data) = (
        Floats::from([1.0, 2.0, 3.0, 4.0]),
        5i32,
        std::ptr::null::<c_void>(),
    );
    let arguments = [
        (&raw const folded).cast(),
        (&raw const number).cast(),
        (&raw const data).cast(),
    ];
    let target = CodePointer::from_ptr(step as *const c_void).expect("a function");
    let mut result = Floats::default();
    // SAFETY: the function has this signature.
    unsafe { interface.call(target, (&raw mut result).cast(), &arguments) };
    assert_eq!(result.to_array(), [6.0, 7.0, 8.0, 9.0]);
}

/// Compilers disagree about the `__m64` of x86-64.
#[cfg(target_arch = "x86_64")]
#[test]
fn vectors_of_64_bits_are_refused() {
    use ffi_runtime::{InterfaceError, StructBuilder};

    let inside = StructBuilder::new("Inside").field("lanes", Type::V64);
    let inside = inside.build().expect("a struct");
    for abi in [Abi::Sysv64, Abi::Win64] {
        for (result, argument) in [
            (Type::Void, Type::V64),
            (Type::V64, Type::I32),
            (Type::Void, inside.as_type()),
        ] {
            let error = CallInterface::prepare(abi, result, &[argument]).unwrap_err();
            assert!(
                matches!(
                    error,
                    InterfaceError::NoSuchVector {
                        vector: Type::V64,
                        ..
                    }
                ),
                "{error:?}"
            );
        }
    }
}
