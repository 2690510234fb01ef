//! Rust code calls the pointer of a callback itself, as a stand-in for a C library does. Nothing hides the
//! callback from the optimizer: with fat LTO it sees the caller and the called function at once, and the
//! behavior of a call by another convention than that of the function is undefined.
//!
//! `cargo xtask ci --only lto` runs these tests so; in other builds they hardly ever fail.

use std::ffi::c_void;

use ffi_runtime::{ForeignType, callback};

/// A result in memory, which on x86-64 takes the first integer register.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Three {
    a: i64,
    b: i64,
    c: i64,
}

/// A result in two registers, of both kinds on System V.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Pair {
    a: i64,
    b: f64,
}

/// A number that the optimizer does not know, so that a closure captures it.
fn one() -> i64 {
    std::hint::black_box(1)
}

/// `convention! { module: "name" }`.
macro_rules! convention {
    ($module:ident: $abi:literal) => {
        mod $module {
            use super::*;

            #[callback]
            type Plain = unsafe extern $abi fn(number: i64) -> i64;

            #[callback(on_panic = -1)]
            type Forgiving = unsafe extern $abi fn(number: i64) -> i64;

            #[callback(user_data = user)]
            type With = unsafe extern $abi fn(number: i64, user: *mut c_void) -> i64;

            #[callback(user_data = user, on_panic = -1)]
            type ForgivingWith = unsafe extern $abi fn(user: *mut c_void, number: i64) -> i64;

            /// Both kinds of registers, in an order that conventions read differently.
            #[callback]
            type Mixed = unsafe extern $abi fn(a: f32, b: i64, c: f64, d: i8, p: Pair) -> Pair;

            /// More arguments than there are registers.
            #[callback]
            type Wide = unsafe extern $abi fn(
                a: i64,
                b: i64,
                c: i64,
                d: i64,
                e: i64,
                f: i64,
                g: i64,
                h: i64,
                i: i64,
                t: Three,
            ) -> Three;

            #[test]
            fn closure_without_captures() {
                let plain = Plain::new(|number| number + 1);
                // SAFETY: the callback outlives the call.
                assert_eq!(unsafe { plain.pointer().raw()(41) }, 42);
                let local = Plain::local(|number| number - 1);
                // SAFETY: the callback outlives the call.
                assert_eq!(unsafe { local.pointer().raw()(41) }, 40);
                let number = Plain::scoped(
                    |number| number * 2,
                    // SAFETY: the callback outlives the call.
                    |plain| unsafe { plain.raw()(21) },
                );
                assert_eq!(number, 42);
                let once = Plain::once(|number| number + 2);
                // SAFETY: it is called once.
                assert_eq!(unsafe { once.raw()(40) }, 42);
            }

            #[test]
            fn closure_with_captures() {
                let one = one();
                let plain = Plain::new(move |number| number + one);
                // SAFETY: the callback outlives the call.
                assert_eq!(unsafe { plain.pointer().raw()(41) }, 42);
                let mut sum = 1;
                let local = Plain::local(move |number| {
                    sum += number + one;
                    sum
                });
                // SAFETY: the callback outlives the call.
                assert_eq!(unsafe { local.pointer().raw()(40) }, 42);
                let mut sum = 40;
                let add = |number| {
                    sum += number;
                    sum
                };
                // SAFETY: the callback outlives the call.
                let number = Plain::scoped(add, |plain| unsafe { plain.raw()(2) });
                assert_eq!((number, sum), (42, 42));
                let number = Plain::scoped_sync(
                    |number| number + one,
                    // SAFETY: the callback outlives the call.
                    |plain| unsafe { plain.raw()(41) },
                );
                assert_eq!(number, 42);
                let reentrant = Plain::reentrant(move |number| number + one);
                // SAFETY: the callback outlives the call.
                assert_eq!(unsafe { reentrant.pointer().raw()(41) }, 42);
                let number = Plain::scoped_reentrant(
                    |number| number + one,
                    // SAFETY: the callback outlives the call.
                    |plain| unsafe { plain.raw()(41) },
                );
                assert_eq!(number, 42);
                let number = callback::scope(|scope| {
                    let plain = Plain::in_scope(scope, |number| number + one);
                    // SAFETY: the callback outlives the call.
                    unsafe { plain.raw()(41) }
                });
                assert_eq!(number, 42);
                let captured = vec![one];
                let once = Plain::once(move |number| number + captured[0]);
                // SAFETY: it is called once.
                assert_eq!(unsafe { once.raw()(41) }, 42);
                let forever = Plain::new(move |number| number + one).into_static();
                // SAFETY: the closure lives for ever.
                assert_eq!(unsafe { forever.raw()(41) }, 42);
            }

            #[test]
            fn closure_in_user_data() {
                let one = one();
                let with = With::new(move |number| number + one);
                // SAFETY: the callback outlives the call, and the data are its own.
                assert_eq!(unsafe { with.function().raw()(41, with.data()) }, 42);
                let captureless = With::new(|number| number + 1);
                let data = captureless.data();
                // SAFETY: the callback outlives the call, and the data are its own.
                assert_eq!(unsafe { captureless.function().raw()(41, data) }, 42);
                let mut sum = 1;
                let local = With::local(move |number| {
                    sum += number + one;
                    sum
                });
                // SAFETY: the callback outlives the call, and the data are its own.
                assert_eq!(unsafe { local.function().raw()(40, local.data()) }, 42);
                let mut sum = 40;
                let add = |number| {
                    sum += number;
                    sum
                };
                // SAFETY: the callback outlives the call, and the data are its own.
                let number = With::scoped(add, |with, data| unsafe { with.raw()(2, data) });
                assert_eq!((number, sum), (42, 42));
                let number = With::scoped_sync(
                    |number| number + one,
                    // SAFETY: the callback outlives the call, and the data are its own.
                    |with, data| unsafe { with.raw()(41, data) },
                );
                assert_eq!(number, 42);
                let reentrant = With::reentrant(move |number| number + one);
                let data = reentrant.data();
                // SAFETY: the callback outlives the call, and the data are its own.
                assert_eq!(unsafe { reentrant.function().raw()(41, data) }, 42);
                let (once, data) = With::once(move |number| number + one);
                // SAFETY: it is called once, with its data.
                assert_eq!(unsafe { once.raw()(41, data) }, 42);
            }

            /// One test, since all callbacks of a type share the place for payloads.
            #[test]
            fn panic_gives_a_value() {
                let one = one();
                let odd = move |number| if number % 2 == one { panic!("odd") } else { number };
                let forgiving = Forgiving::new(odd);
                // SAFETY: the callback outlives the call.
                assert_eq!(unsafe { forgiving.pointer().raw()(42) }, 42);
                // SAFETY: the callback outlives the call.
                assert_eq!(unsafe { forgiving.pointer().raw()(41) }, -1);
                assert!(Forgiving::take_panic().is_some());
                let captureless = Forgiving::new(|number| match number % 2 {
                    0 => number,
                    _ => panic!("odd"),
                });
                // SAFETY: the callback outlives the call.
                assert_eq!(unsafe { captureless.pointer().raw()(42) }, 42);
                // SAFETY: the callback outlives the call.
                assert_eq!(unsafe { captureless.pointer().raw()(41) }, -1);
                assert!(Forgiving::take_panic().is_some());
                let with = ForgivingWith::new(odd);
                // SAFETY: the callback outlives the call, and the data are its own.
                assert_eq!(unsafe { with.function().raw()(with.data(), 42) }, 42);
                // SAFETY: the callback outlives the call, and the data are its own.
                assert_eq!(unsafe { with.function().raw()(with.data(), 41) }, -1);
                assert!(ForgivingWith::take_panic().is_some());
            }

            #[test]
            fn arguments_of_both_kinds_and_structs() {
                let pair = Pair { a: 5, b: 6.5 };
                let expected = Pair { a: 2 + 4 + 5, b: 1.5 + 3.5 + 6.5 };
                let add = |a, b, c, d, p: Pair| Pair {
                    a: b + i64::from(d) + p.a,
                    b: f64::from(a) + c + p.b,
                };
                let captureless = Mixed::new(add);
                // SAFETY: the callback outlives the call.
                let sums = unsafe { captureless.pointer().raw()(1.5, 2, 3.5, 4, pair) };
                assert_eq!(sums, expected);
                let one = one();
                let slot = Mixed::new(move |a, b, c, d, p| add(a, b * one, c, d, p));
                // SAFETY: the callback outlives the call.
                let sums = unsafe { slot.pointer().raw()(1.5, 2, 3.5, 4, pair) };
                assert_eq!(sums, expected);
            }

            #[test]
            fn arguments_on_the_stack_and_a_result_in_memory() {
                let three = Three { a: 10, b: 11, c: 12 };
                let expected = Three { a: 1 + 2 + 3 + 10, b: 4 + 5 + 6 + 11, c: 7 + 8 + 9 + 12 };
                let captureless = Wide::new(|a, b, c, d, e, f, g, h, i, t| Three {
                    a: a + b + c + t.a,
                    b: d + e + f + t.b,
                    c: g + h + i + t.c,
                });
                // SAFETY: the callback outlives the call.
                let sums = unsafe { captureless.pointer().raw()(1, 2, 3, 4, 5, 6, 7, 8, 9, three) };
                assert_eq!(sums, expected);
                let one = one();
                let slot = Wide::new(move |a, b, c, d, e, f, g, h, i, t| Three {
                    a: a * one + b + c + t.a,
                    b: d + e + f + t.b,
                    c: g + h + i + t.c,
                });
                // SAFETY: the callback outlives the call.
                let sums = unsafe { slot.pointer().raw()(1, 2, 3, 4, 5, 6, 7, 8, 9, three) };
                assert_eq!(sums, expected);
            }
        }
    };
}

convention! { c: "C" }

convention! { c_unwind: "C-unwind" }

#[cfg(target_arch = "x86_64")]
convention! { sysv64: "sysv64" }

#[cfg(target_arch = "x86_64")]
convention! { win64: "win64" }

/// A function that a panic does not leave.
#[callback(on_panic = -1)]
extern "C" fn guarded(number: i64) -> i64 {
    assert!(number != 0);
    number + 1
}

#[test]
fn guarded_function() {
    assert_eq!(guarded(41), 42);
    assert_eq!(guarded(0), -1);
}
