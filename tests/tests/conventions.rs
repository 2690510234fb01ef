//! Both conventions of x86-64, which `extern "sysv64"` and `extern "win64"` name on any system.

#![cfg(target_arch = "x86_64")]

use ffi_runtime::callback::DynamicCallback;
use ffi_runtime::{
    Abi, CallInterface, CodePointer, ForeignType, Library, Type, callback, foreign_library,
};
use ffi_tests::fixtures::{SYSV64, WIN64, open_fixture};

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Three {
    a: i64,
    b: i64,
    c: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Floats {
    x: f32,
    y: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Odd {
    bytes: [u8; 3],
}

const THREE: Three = Three { a: 1, b: 2, c: 3 };

/// `convention! { module: "name" Variant FILE }`.
macro_rules! convention {
    ($module:ident: $abi:literal $variant:ident $file:ident) => {
        mod $module {
            use super::*;

            /// Registers are left: one is free for the context.
            #[callback]
            type Mixed = unsafe extern $abi fn(a: i32, b: f64, c: i64) -> f64;

            /// No register is left by the convention of Windows, and a result is in memory.
            #[callback]
            type Wide = unsafe extern $abi fn(t: Three, v: Floats, f: f32, c: i8, e: i64, g: f64) -> Three;

            /// By reference in and in a vector register out, or in two registers both ways.
            #[callback]
            type Big = unsafe extern $abi fn(value: i128) -> i128;

            #[foreign_library(name = "conventions", abi = $abi)]
            unsafe trait Functions {
                fn mix(&self, a: i32, b: f64, c: i64, d: f32) -> f64;
                fn floats_after_integers(&self, a: i64, b: f32, c: f64, d: i8, e: f64, f: f32) -> f64;
                fn weigh_10(
                    &self,
                    a: i64,
                    b: i64,
                    c: i64,
                    d: i64,
                    e: i64,
                    f: i64,
                    g: i64,
                    h: i64,
                    i: i64,
                    j: i64,
                ) -> i64;
                fn scale(&self, v: Three, by: i64) -> Three;
                fn spoil(&self, seen: &mut Three, v: Three, w: Odd) -> i64;
                fn swap(&self, v: Floats) -> Floats;
                fn rotate(&self, o: Odd) -> Odd;
                fn negate(&self, value: i128, factor: i32) -> i128;
                #[symbol("sum")]
                #[variadic(1)]
                fn sum_2(&self, count: i32, a: f64, b: f64) -> f64;
                #[symbol("sum")]
                #[variadic(1)]
                fn sum_5(&self, count: i32, a: f64, b: f64, c: f64, d: f64, e: f64) -> f64;
                #[symbol("call_mixed")]
                unsafe fn call_mixed(&self, callback: Mixed) -> f64;
                #[symbol("call_wide")]
                unsafe fn call_wide(&self, callback: Wide, c: i64) -> Three;
                #[symbol("call_big")]
                unsafe fn call_big(&self, callback: Big, value: i128) -> i128;
                #[symbol("keeps_registers")]
                unsafe fn keeps_registers(&self, callback: Wide) -> bool;
            }

            fn library() -> Functions {
                open_fixture(Functions::open, $file)
            }

            #[test]
            fn arguments_are_in_registers_of_both_kinds() {
                let library = library();
                assert_eq!(library.mix(1, 2.0, 3, 4.5).to_bits(), 10.5f64.to_bits());
                let weighed = library.floats_after_integers(1, 2.0, 3.0, -4, 5.0, 6.0);
                assert_eq!(weighed.to_bits(), 59f64.to_bits());
                assert_eq!(library.weigh_10(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 385);
            }

            #[test]
            fn callee_owns_an_aligned_copy() {
                let library = library();
                assert_eq!(library.scale(THREE, 7), Three { a: 7, b: 14, c: 21 });
                let (argument, odd) = (THREE, Odd { bytes: [1, 2, 3] });
                let mut seen = Three { a: 0, b: 0, c: 0 };
                assert_eq!(library.spoil(&mut seen, argument, odd), 0);
                assert_eq!((seen, argument), (THREE, THREE));
                assert_eq!(odd.bytes, [1, 2, 3]);
            }

            #[test]
            fn small_structs_and_wide_integers_come_and_go() {
                let library = library();
                assert_eq!(
                    library.swap(Floats { x: 1.0, y: 2.0 }),
                    Floats { x: 2.0, y: 1.0 }
                );
                assert_eq!(
                    library.rotate(Odd { bytes: [1, 2, 3] }),
                    Odd { bytes: [2, 3, 1] }
                );
                assert_eq!(library.negate(-5 << 70, 3), 15 << 70);
            }

            #[test]
            fn variadic_floats_are_found() {
                let library = library();
                assert_eq!(library.sum_2(2, 1.5, 2.5).to_bits(), 4f64.to_bits());
                assert_eq!(
                    library.sum_5(5, 1.0, 2.0, 3.0, 4.0, 5.0).to_bits(),
                    15f64.to_bits()
                );

                let library = open_fixture(Library::open, $file);
                let types = [Type::I32, Type::F64, Type::F64, Type::F64, Type::F64];
                let sum = CallInterface::prepare_variadic(Abi::$variant, Type::F64, &types, 1);
                let (count, values, mut result) = (4i32, [1.0f64, 2.0, 3.0, 4.0], 0f64);
                let mut arguments = vec![(&raw const count).cast()];
                arguments.extend(values.iter().map(|value| std::ptr::from_ref(value).cast()));
                let address = library.symbol("sum").expect("the fixture has it");
                // SAFETY: the fixture's function takes a count and so many doubles.
                unsafe {
                    sum.expect("a C signature")
                        .call(address, (&raw mut result).cast(), &arguments)
                };
                assert_eq!(result.to_bits(), 10f64.to_bits());
            }

            #[test]
            fn dynamic_call_passes_copies() {
                let library = open_fixture(Library::open, $file);
                let address = library.symbol("spoil").expect("the fixture has it");
                let types = [Type::Pointer, Three::TYPE, Odd::TYPE];
                let spoil = CallInterface::prepare(Abi::$variant, Type::I64, &types).expect("a C signature");
                let (mut seen, argument, odd) = (Three { a: 0, b: 0, c: 0 }, THREE, Odd { bytes: [1, 2, 3] });
                let pointer = &raw mut seen;
                let mut misaligned = -1i64;
                let arguments = [
                    (&raw const pointer).cast(),
                    (&raw const argument).cast(),
                    (&raw const odd).cast(),
                ];
                // SAFETY: the fixture's function takes these arguments.
                unsafe { spoil.call(address, (&raw mut misaligned).cast(), &arguments) };
                assert_eq!(
                    (misaligned, seen, argument, odd.bytes),
                    (0, THREE, THREE, [1, 2, 3])
                );
            }

            #[test]
            fn context_comes_in_a_free_register() {
                let library = library();
                let more = 100.0;
                let weigh = |a, b, c| f64::from(a) + b + c as f64 + more;
                // SAFETY: the callback outlives the call.
                let sum = Mixed::scoped(weigh, |mixed| unsafe { library.call_mixed(mixed) });
                assert_eq!(sum.to_bits(), 103.5f64.to_bits());
                let factor = 3;
                let scale = |value| value * factor;
                // SAFETY: as above.
                let big = Big::scoped(scale, |big| unsafe { library.call_big(big, 5 << 80) });
                assert_eq!(big, (15 << 80) + 1);
            }

            #[test]
            fn stack_words_and_copies_come_in() {
                let library = library();
                let more = 10;
                let closure = |t: Three, v: Floats, f: f32, c: i8, e: i64, g: f64| {
                    assert_eq!(
                        (t, v),
                        (Three { a: 1, b: 2, c: 9 }, Floats { x: 1.5, y: 2.5 })
                    );
                    assert_eq!((f.to_bits(), c, e), (3.5f32.to_bits(), -4, 5));
                    Three {
                        a: t.c,
                        b: e + more,
                        c: g as i64,
                    }
                };
                // SAFETY: the callback outlives the call.
                let result = Wide::scoped(closure, |wide| unsafe { library.call_wide(wide, 9) });
                assert_eq!(result, Three { a: 9, b: 15, c: 6 });
                // Without captures C calls the routine without a trampoline.
                let captureless = Wide::new(|t, _, _, _, _, _| t);
                // SAFETY: as above.
                let result = unsafe { library.call_wide(captureless.pointer(), 3) };
                assert_eq!(result, THREE);
                // SAFETY: as above.
                assert!(unsafe { library.keeps_registers(captureless.pointer()) });
            }

            #[test]
            fn dynamic_callback_reads_and_answers() {
                let library = library();
                let types = [
                    Three::TYPE,
                    Floats::TYPE,
                    Type::F32,
                    Type::I8,
                    Type::I64,
                    Type::F64,
                ];
                let interface = CallInterface::prepare(Abi::$variant, Three::TYPE, &types);
                let callback = DynamicCallback::new(interface.expect("a C signature"), |call| {
                    // SAFETY: C passes a struct of integers.
                    let t: Three = unsafe { call.argument(0) };
                    // SAFETY: any number is valid.
                    let c: i8 = unsafe { call.argument(3) };
                    // SAFETY: as above.
                    let e: i64 = unsafe { call.argument(4) };
                    // SAFETY: as above.
                    let g: f64 = unsafe { call.argument(5) };
                    call.set_result(Three {
                        a: t.c + i64::from(c),
                        b: e,
                        c: g as i64,
                    });
                });
                let callback = callback.expect("there is a slot");
                // SAFETY: the callback has the signature of `Wide`.
                let raw = unsafe { std::mem::transmute::<CodePointer, RawWide>(callback.code()) };
                // SAFETY: the callback outlives the call.
                let result = unsafe { library.call_wide(Wide::from(raw), 50) };
                assert_eq!(result, Three { a: 46, b: 5, c: 6 });
            }
        }
    };
}

convention! { sysv64: "sysv64" Sysv64 SYSV64 }
convention! { win64: "win64" Win64 WIN64 }
