//! One declaration, linked at build time or loaded at run time: with the feature `linked` and without.
#![cfg(unix)]

use ffi_runtime::foreign_library;
use ffi_runtime::library::Origin;

#[foreign_library(name = "m", version = "6", linked(feature = "linked"))]
unsafe trait Maths {
    fn hypot(&self, x: f64, y: f64) -> f64;
    #[symbol("cos")]
    #[requires(1.0)]
    fn one(&self, #[bound] zero: f64) -> f64;
    #[variable]
    fn signgam(&self) -> *mut i32;
    #[cfg(any())]
    fn no_such_function(&self);
    #[optional]
    fn ldexp(&self, x: f64, exponent: i32) -> f64;
    #[optional]
    fn no_such_optional_function(&self);
}

#[test]
fn library_has_the_same_methods_linked_and_loaded() {
    let maths = Maths::load(0.0).expect("every system has it");
    assert_eq!(maths.hypot(3.0, 4.0), 5.0);
    assert_eq!(maths.one(), 1.0);
    assert!(!maths.signgam().is_null());
    assert_eq!(maths.ldexp(1.0, 3), Ok(8.0));
    assert!(!maths.has_no_such_optional_function());
    let is_linked = *maths.library().origin() == Origin::Symbols;
    assert_eq!(is_linked, cfg!(feature = "linked"));
}

#[cfg(feature = "linked")]
#[test]
fn linked_function_is_that_of_the_program() {
    unsafe extern "C" {
        safe fn hypot(x: f64, y: f64) -> f64;
    }
    let maths = Maths::load(0.0).expect("it is linked");
    let address = maths.address_of("hypot").expect("it is declared");
    assert_eq!(address.as_ptr(), hypot as *const std::ffi::c_void);
    assert_eq!(hypot(3.0, 4.0), 5.0);
}
