//! The complex numbers of the crate `num-complex`, in place of this crate's.

use ffi_runtime::{ForeignType, LongDouble};

type Number = num_complex::Complex<f64>;

#[test]
fn descriptors_are_those_of_this_crate() {
    assert_eq!(Number::TYPE, <ffi_runtime::Complex<f64>>::TYPE);
    let single = <num_complex::Complex<f32>>::TYPE;
    assert_eq!(single, <ffi_runtime::Complex<f32>>::TYPE);
}

#[test]
fn both_convert_to_each_other() {
    let number = Number::new(1.5, -2.5);
    let ours = ffi_runtime::Complex::from(number);
    assert_eq!((ours.re, ours.im), (1.5, -2.5));
    assert_eq!(Number::from(ours), number);
    let wide = ffi_runtime::Complex::new(LongDouble::from(1.0), LongDouble::from(2.0));
    assert_eq!(num_complex::Complex::from(wide).im, LongDouble::from(2.0));
}

/// By C: the mathematical library of Windows has another name.
#[cfg(unix)]
mod called {
    use ffi_runtime::{callback, foreign_library};

    use super::Number;

    #[callback]
    type Map = unsafe extern "C" fn(number: Number) -> Number;

    #[foreign_library(name = "m", version = "6")]
    unsafe trait Mathematics {
        fn cexp(&self, exponent: Number) -> Number;
        fn cabsf(&self, number: num_complex::Complex<f32>) -> f32;
    }

    #[test]
    fn number_is_an_argument_and_a_result() {
        let mathematics = Mathematics::load().expect("the library of the system");
        let turned = mathematics.cexp(Number::new(0.0, std::f64::consts::PI));
        assert!((turned + 1.0).l1_norm() < 1e-15, "{turned}");
        assert_eq!(mathematics.cabsf(num_complex::Complex::new(3.0, 4.0)), 5.0);
    }

    #[test]
    fn callback_takes_and_returns_a_number() {
        let map = Map::new(|number| number * Number::i());
        // SAFETY: the owner lives.
        let turned = unsafe { map.pointer().raw()(Number::new(1.0, 2.0)) };
        assert_eq!(turned, Number::new(-2.0, 1.0));
    }
}
