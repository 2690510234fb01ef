//! Functions with `...` whose further arguments come in a tuple, and variables, in traits and in blocks.

use std::ffi::{CStr, c_char, c_int};
use std::num::NonZero;
use std::ptr::NonNull;

use ffi_runtime::library::Variable;
use ffi_runtime::{ForeignType, callback, foreign_library};
use ffi_tests::fixtures::{CASES, CASES_BY_CLANG, open_fixture};

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Mixed {
    a: i64,
    b: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Three {
    a: f64,
    b: f64,
    c: f64,
}

#[derive(ForeignType)]
#[repr(i8)]
enum Small {
    Negative = -7,
}

#[derive(ForeignType)]
#[repr(u32)]
enum Large {
    Most = u32::MAX,
}

#[derive(ForeignType)]
#[repr(transparent)]
struct Handle(NonNull<i32>);

#[callback]
type OfPlace = extern "C" fn(place: c_int) -> c_int;

#[foreign_library(name = "cases")]
unsafe trait Cases {
    unsafe fn sum_of_kinds(&self, first: i8, kinds: &CStr, values: ...) -> f64;
    unsafe fn variadic_in_memory(&self, factor: f64, _: ...) -> Three;
    #[symbol("sum_of_kinds")]
    #[optional]
    unsafe fn maybe(&self, first: i8, kinds: &CStr, _: ...) -> f64;
    #[symbol("no_such_function")]
    #[optional]
    unsafe fn absent(&self, kinds: &CStr, _: ...) -> f64;
    #[cfg(all(target_arch = "x86_64", not(windows)))]
    unsafe extern "win64" fn sum_of_kinds_win64(&self, first: i8, kinds: &CStr, _: ...) -> f64;
    #[variable]
    fn variadic_counter(&self) -> *mut c_int;
    #[variable]
    fn variadic_limits(&self) -> &[i32; 3];
    #[variable]
    #[symbol("variadic_counter")]
    fn counter(&self) -> Variable<'_, c_int>;
    #[variable]
    #[optional]
    fn no_such_variable(&self) -> *const c_int;
}

#[foreign_library(name = "cases", struct = Block)]
unsafe extern "C" {
    fn sum_of_kinds(first: i8, kinds: *const c_char, ...) -> f64;
    static mut variadic_counter: c_int;
    static variadic_limits: [i32; 3];
    #[link_name = "variadic_limits"]
    safe static limits: [i32; 3];
    safe fn widen_bool(value: bool) -> i64;
}

fn cases() -> Vec<Cases> {
    let mut cases = vec![open_fixture(Cases::open, CASES)];
    if std::path::Path::new(CASES_BY_CLANG).is_file() {
        cases.push(open_fixture(Cases::open, CASES_BY_CLANG));
    }
    cases
}

/// Calls both conventions of x86-64, where there are two.
macro_rules! sum {
    ($cases:ident, $kinds:expr, $values:expr) => {{
        // SAFETY: the letters say what the values are.
        let sum = unsafe { $cases.sum_of_kinds(-3, $kinds, $values) };
        #[cfg(all(target_arch = "x86_64", not(windows)))]
        {
            // SAFETY: as above.
            let other = unsafe { $cases.sum_of_kinds_win64(-3, $kinds, $values) };
            assert_eq!(sum, other);
        }
        sum + 3.0
    }};
}

#[test]
fn narrow_values_are_promoted() {
    for cases in cases() {
        let sum = sum!(
            cases,
            c"iiiiiiid",
            (
                true,
                -1i8,
                200u8,
                -300i16,
                60_000u16,
                7i32,
                Small::Negative,
                0.5f32
            )
        );
        let expected = 1.0 - 2.0 + 600.0 - 1200.0 + 300_000.0 + 42.0 - 49.0 + 4.0;
        assert_eq!(sum, expected);
    }
}

#[test]
fn wide_values_go_as_they_are() {
    for cases in cases() {
        let unsigned = NonZero::new(9u32).expect("9 is not 0");
        assert_eq!(sum!(cases, c"uul", (Large::Most, u32::MAX, i64::MIN)), {
            3.0 * f64::from(u32::MAX) - 3.0 * 2f64.powi(63)
        });
        assert_eq!(sum!(cases, c"uld", (unsigned.get(), 1u64 << 40, -0.25)), {
            9.0 + 2.0 * 2f64.powi(40) - 0.75
        });
    }
}

#[test]
fn pointers_and_texts_are_read_and_written() {
    for cases in cases() {
        let mut counters = [0i32; 4];
        let [a, b, c, d] = &mut counters;
        let handle = Handle(NonNull::from(d));
        let sum = sum!(
            cases,
            c"pptpti",
            (
                &mut *a,
                &raw mut *b,
                c"four",
                NonNull::from(&mut *c),
                Some(c"five!"),
                1
            )
        );
        assert_eq!(sum, 3.0 * 4.0 + 5.0 * 5.0 + 6.0);
        // SAFETY: the letter says what the value is.
        unsafe { cases.sum_of_kinds(0, c"p", (handle,)) };
        let calls = if cfg!(all(target_arch = "x86_64", not(windows))) {
            2
        } else {
            1
        };
        assert_eq!(counters, [calls, calls, calls, 1]);
    }
}

#[test]
fn callbacks_stand_in_place_of_dots() {
    let doubled = OfPlace::new(|place| 2 * place);
    for cases in cases() {
        // SAFETY: the letters say what the values are, and the callback lives.
        let sum =
            unsafe { cases.sum_of_kinds(0, c"ff", (doubled.pointer(), Some(doubled.pointer()))) };
        assert_eq!(sum, 2.0 + 8.0);
    }
}

extern "C" fn tripled(place: c_int) -> c_int {
    3 * place
}

extern "C" fn of_a_reference(_: &c_int) {}

#[test]
fn function_pointers_stand_in_place_of_dots() {
    let safe: extern "C" fn(c_int) -> c_int = tripled;
    let duty: unsafe extern "C" fn(c_int) -> c_int = tripled;
    for cases in cases() {
        // SAFETY: the letters say what the values are, and the last value has no letter.
        let sum = unsafe {
            cases.sum_of_kinds(
                0,
                c"fff",
                (
                    safe,
                    duty,
                    Some(safe),
                    of_a_reference as extern "C" fn(&c_int),
                ),
            )
        };
        assert_eq!(sum, 3.0 + 12.0 + 27.0);
    }
}

#[test]
fn sixteen_values() {
    for cases in cases() {
        let sum = sum!(
            cases,
            c"idididididididid",
            (
                1, 1.0, 1, 1.0, 1, 1.0, 1, 1.0, 1, 1.0, 1, 1.0, 1, 1.0, 1, 1.0
            )
        );
        assert_eq!(sum, 136.0);
    }
}

#[test]
fn structs_in_place_of_dots() {
    let mixed = Mixed { a: 5, b: 0.5 };
    let values = (mixed, 1, mixed, 2.0, mixed);
    let expected = 10.0 * 9.0 + 2.0 + 8.0;
    for cases in cases() {
        // SAFETY: the letters say what the values are.
        assert_eq!(unsafe { cases.sum_of_kinds(0, c"sisds", values) }, expected);
        // gcc 12 reads a struct from `__builtin_ms_va_list` wrongly, also where gcc itself passed it.
        #[cfg(all(target_arch = "x86_64", not(windows)))]
        if cases.library().path() == Some(std::path::Path::new(CASES_BY_CLANG)) {
            // SAFETY: as above.
            let sum = unsafe { cases.sum_of_kinds_win64(0, c"sisds", values) };
            assert_eq!(sum, expected);
        }
    }
}

#[test]
fn nothing_in_place_of_dots() {
    for cases in cases() {
        assert_eq!(sum!(cases, c"", ()), 0.0);
    }
}

#[test]
fn result_and_argument_in_memory() {
    for cases in cases() {
        let three = Three {
            a: 1.0,
            b: 2.0,
            c: 3.0,
        };
        // SAFETY: the function reads one such struct.
        let result = unsafe { cases.variadic_in_memory(2.0, (three,)) };
        assert_eq!(
            result,
            Three {
                a: 2.0,
                b: 4.0,
                c: 6.0
            }
        );
    }
}

#[test]
fn optional_functions_with_dots() {
    for cases in cases() {
        assert!(cases.has_maybe() && !cases.has_absent());
        // SAFETY: the letter says what the value is.
        assert_eq!(unsafe { cases.maybe(1, c"i", (1u8,)) }, Ok(2.0));
        // SAFETY: the library has no such function.
        assert!(unsafe { cases.absent(c"i", (1u8,)) }.is_err());
    }
}

#[test]
fn interface_has_the_named_arguments() {
    let interface = Cases::interface("sum_of_kinds").expect("a convention runs here");
    assert_eq!(interface.arguments().len(), 2);
    assert_eq!(interface.fixed(), Some(2));
}

#[test]
fn variables_are_those_of_the_library() {
    for cases in cases() {
        let counter = cases.variadic_counter();
        assert_eq!(
            Some(counter.cast_const().cast()),
            cases
                .library()
                .symbol("variadic_counter")
                .ok()
                .map(|address| address.as_ptr())
        );
        // SAFETY: the library's variable, which nothing else uses now.
        unsafe { *counter += 1 };
        // SAFETY: as above.
        let value = unsafe { counter.read() };
        assert!(value >= 42);
        assert_eq!(cases.counter().as_ptr(), counter);
        assert_eq!(*cases.variadic_limits(), [1, 2, 3]);
        assert!(!cases.has_no_such_variable() && cases.no_such_variable().is_err());
    }
}

#[test]
fn block_has_the_same_methods() {
    let block = open_fixture(Block::open, CASES);
    // SAFETY: the letter says what the value is.
    assert_eq!(unsafe { block.sum_of_kinds(1, c"i".as_ptr(), (2u8,)) }, 3.0);
    // SAFETY: the library's variable, which nothing writes.
    assert_eq!(unsafe { block.variadic_limits().read() }, *block.limits());
    // SAFETY: the library's variable, which nothing writes now.
    assert!(unsafe { block.variadic_counter().read() } >= 41);
    assert_eq!(block.widen_bool(true), 1);
    assert_eq!(
        block.address_of("widen_bool"),
        block.library().symbol("widen_bool").ok()
    );
    assert_eq!(block.address_of("limits"), None);
}
