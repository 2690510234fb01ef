//! `long double` and complex numbers, by functions whose results are known: what C computes with them, and what comes
//! back.

#[path = "corner_types/va_list.rs"]
mod va_list;

use std::ffi::{c_int, c_void};

use ffi_runtime::abi::Convention;
use ffi_runtime::call::Plan;
use ffi_runtime::callback::DynamicCallback;
use ffi_runtime::{
    Abi, CallInterface, CodePointer, Complex, ForeignType, InterfaceError, LongDouble,
    StructBuilder, Type, callback, foreign_library,
};
use ffi_tests::fixtures::{CORNER, CORNER_BY_CLANG, open_fixture};

#[callback(user_data = data)]
type Step =
    unsafe extern "C" fn(folded: LongDouble, number: c_int, data: *mut c_void) -> LongDouble;

#[callback]
type PlainStep =
    unsafe extern "C" fn(folded: LongDouble, number: c_int, data: *mut c_void) -> LongDouble;

#[foreign_library(name = "corner")]
unsafe trait Corner {
    fn to_double(&self, number: LongDouble) -> f64;
    fn of_double(&self, number: f64) -> LongDouble;
    fn is_less(&self, a: LongDouble, b: LongDouble) -> c_int;
    /// As many as `count` says.
    unsafe fn sum(&self, count: c_int, _: ...) -> LongDouble;
    fn product(&self, a: Complex<LongDouble>, b: Complex<LongDouble>) -> Complex<LongDouble>;
    fn conjugate(&self, number: Complex<f64>) -> Complex<f64>;
    fn swapped(&self, number: Complex<f32>) -> Complex<f32>;
    /// The callback may be called with the data.
    unsafe fn fold(&self, count: c_int, step: Step, data: *mut c_void) -> LongDouble;
    #[symbol("fold")]
    unsafe fn fold_plain(&self, count: c_int, step: PlainStep, data: *mut c_void) -> LongDouble;
}

/// The fixture of each compiler that is there.
fn fixtures() -> Vec<Corner> {
    let mut fixtures = vec![open_fixture(Corner::open, CORNER)];
    if cfg!(have_clang) {
        fixtures.push(open_fixture(Corner::open, CORNER_BY_CLANG));
    }
    fixtures
}

/// Bits of numbers of both formats, most of them near the ends of what an `f64` has.
fn numbers() -> Vec<LongDouble> {
    let mut random = fastrand::Rng::with_seed(0x1d_0b1e);
    let exponents = [
        0, 1, 0x3bcc, 0x3bcd, 0x3bce, 0x3c00, 0x3c01, 0x3ffe, 0x3fff, 0x4000, 0x43fe, 0x43ff,
        0x7ffe,
    ];
    let mut numbers = Vec::new();
    for exponent in exponents {
        for _ in 0..200 {
            let mut bytes = [0; LongDouble::BYTES];
            random.fill(&mut bytes);
            // Few bits below those of an `f64`, so that ties are met.
            if random.bool() {
                let zeros = LongDouble::BYTES - 2 - random.usize(6..=7);
                bytes[..zeros].fill(0);
                bytes[zeros] &= 0xf0;
            }
            if LongDouble::BYTES == 10 {
                // The integer bit, which all numbers of the x87 have but the smallest.
                bytes[7] = bytes[7] & 0x7f | u8::from(exponent > 0) << 7;
            }
            if LongDouble::BYTES > 8 {
                let sign = u16::from(random.bool()) << 15;
                let top = (sign | exponent).to_le_bytes();
                bytes[LongDouble::BYTES - 2..].copy_from_slice(&top);
            }
            numbers.push(LongDouble::from_bytes(bytes));
        }
    }
    numbers
}

#[test]
fn conversions_are_those_of_the_compiler() {
    for corner in fixtures() {
        for number in numbers() {
            let (ours, theirs) = (number.to_f64(), corner.to_double(number));
            let is_same = ours.to_bits() == theirs.to_bits() || ours.is_nan() && theirs.is_nan();
            assert!(is_same, "{:02x?}: {ours:e} {theirs:e}", number.to_bytes());
        }
        let mut random = fastrand::Rng::with_seed(0x0f_f64);
        for _ in 0..2000 {
            let bits = match random.u8(..4) {
                // Subnormal numbers.
                0 => random.u64(..) & !(0x7ff << 52),
                _ => random.u64(..),
            };
            let number = f64::from_bits(bits);
            let (ours, theirs) = (LongDouble::from(number), corner.of_double(number));
            assert!(
                ours.to_bytes() == theirs.to_bytes() || number.is_nan() && theirs.to_f64().is_nan(),
                "{bits:#x}: {:02x?} {:02x?}",
                ours.to_bytes(),
                theirs.to_bytes()
            );
        }
    }
}

#[test]
fn order_is_that_of_the_compiler() {
    let numbers = numbers();
    for corner in fixtures() {
        for pair in numbers.chunks_exact(2) {
            let [a, b] = [pair[0], pair[1]];
            assert_eq!(a < b, corner.is_less(a, b) != 0, "{a:?} {b:?}");
            assert_eq!(a.partial_cmp(&a).is_none(), a.to_f64().is_nan());
        }
    }
}

#[test]
fn variadic_arguments_are_not_promoted_further() {
    let [half, third] = [0.5, 1.0 / 3.0].map(LongDouble::from);
    for corner in fixtures() {
        // SAFETY: there are as many numbers.
        let sum = unsafe { corner.sum(3, (half, third, half)) };
        assert!((sum.to_f64() - 4.0 / 3.0).abs() < 1e-15);
        let many = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0].map(LongDouble::from);
        let [a, b, c, d, e, f, g, h, i] = many;
        // SAFETY: as above.
        let sum = unsafe { corner.sum(9, (a, b, c, d, e, f, g, h, i)) };
        assert_eq!(sum, LongDouble::from(45));
    }
}

#[test]
fn complex_numbers_come_back() {
    let wide = |re: f64, im: f64| Complex::new(LongDouble::from(re), LongDouble::from(im));
    for corner in fixtures() {
        let product = corner.product(wide(1.0, 2.0), wide(-3.0, 0.5));
        assert_eq!(product, wide(-4.0, -5.5));
        let number = Complex::new(1.5, -2.5);
        assert_eq!(corner.conjugate(number), Complex::new(1.5, 2.5));
        let number = Complex::new(0.25f32, 4.0);
        assert_eq!(corner.swapped(number), Complex::new(4.0, 0.25));
    }
}

#[test]
fn callbacks_get_and_give_a_long_double() {
    let add =
        |folded: LongDouble, number: c_int| LongDouble::from(folded.to_f64() + f64::from(number));
    for corner in fixtures() {
        let sum = Step::scoped(add, |step, data| {
            // SAFETY: the data are those of the callback.
            unsafe { corner.fold(10, step, data) }
        });
        assert_eq!(sum, LongDouble::from(55));
        let step = PlainStep::new(move |folded, number, _| add(folded, number));
        // SAFETY: the callback lives, and takes any data.
        let sum = unsafe { corner.fold_plain(4, step.pointer(), std::ptr::null_mut()) };
        assert_eq!(sum, LongDouble::from(10));
    }
}

/// More results than the x87 has registers: none is left there.
#[test]
fn x87_stack_is_empty_after_each_call() {
    let [corner, ..] = &fixtures()[..] else {
        panic!("there is a compiler");
    };
    let one = Complex::new(LongDouble::from(1), LongDouble::default());
    for index in 0..20 {
        assert_eq!(corner.of_double(f64::from(index)), LongDouble::from(index));
        assert_eq!(corner.product(one, one), one);
        let keep = |folded: LongDouble, _| folded;
        let folded = Step::scoped(keep, |step, data| {
            // SAFETY: the data are those of the callback.
            unsafe { corner.fold(9, step, data) }
        });
        assert_eq!(folded, LongDouble::default());
    }
}

/// A call through an interface that is prepared, and a callback of one.
#[test]
fn dynamic_calls_and_callbacks_have_long_double() {
    let types = [LongDouble::TYPE, Type::I32, Type::Pointer];
    let interface =
        CallInterface::prepare(Abi::C, LongDouble::TYPE, &types).expect("a C signature");
    let callback = DynamicCallback::new(interface, |call| {
        // SAFETY: any number is valid.
        let folded: LongDouble = unsafe { call.argument(0) };
        // SAFETY: as above.
        let number: c_int = unsafe { call.argument(1) };
        call.set_result(LongDouble::from(folded.to_f64() * 2.0 + f64::from(number)));
    });
    let callback = callback.expect("a slot is free");
    let types = [Type::I32, Type::Pointer, Type::Pointer];
    let fold = CallInterface::prepare(Abi::C, LongDouble::TYPE, &types).expect("a C signature");
    for path in [Some(CORNER), cfg!(have_clang).then_some(CORNER_BY_CLANG)] {
        let Some(path) = path else { continue };
        let library = open_fixture(ffi_runtime::Library::open, path);
        let address: CodePointer = library.symbol("fold").expect("the fixture has it");
        let (count, code, data) = (5i32, callback.code().as_ptr(), std::ptr::null::<c_void>());
        let arguments = [
            (&raw const count).cast(),
            (&raw const code).cast(),
            (&raw const data).cast(),
        ];
        let mut folded = LongDouble::default();
        // SAFETY: C declares the function with these types, and the callback has the signature of its second argument.
        unsafe { fold.call(address, (&raw mut folded).cast(), &arguments) };
        assert_eq!(folded, LongDouble::from(57));
    }
}

#[test]
fn float_of_another_processor_is_refused() {
    let inside = StructBuilder::new("Inside").field("number", Type::F128);
    let inside = inside.build().expect("a struct");
    let rows = [
        (Convention::Sysv64, Type::F128, "f128"),
        (Convention::Win64, inside.as_type(), "f128"),
        (Convention::Riscv64, Type::F80, "f80"),
        (Convention::Riscv64, Type::ComplexF80, "complex f80"),
    ];
    for (convention, ty, name) in rows {
        let arguments = [Type::I32, ty];
        let refused = Plan::new(convention, Type::Void, &arguments, None);
        let error = refused.expect_err("it has no such type");
        assert!(
            matches!(error, InterfaceError::NoSuchFloat { .. }),
            "{error:?}"
        );
        let text = error.to_string();
        assert!(
            text.starts_with(&format!("argument 1 has the type {name} in it")),
            "{text}"
        );
    }
    let refused = Plan::new(Convention::Riscv64, Type::F80, &[], None);
    assert!(
        refused
            .expect_err("it has none")
            .to_string()
            .starts_with("the result has the type f80")
    );
}
