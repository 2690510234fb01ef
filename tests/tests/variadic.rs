//! Variadic functions: `al`, and floats beyond their registers.

use std::ffi::{CStr, c_char, c_void};

use ffi_runtime::{Abi, CallInterface, ForeignType, Library, Type};
use ffi_tests::fixtures::{CASES, open_fixture};

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Mixed {
    a: i64,
    b: f64,
}

/// Calls a variadic function, the last of whose named arguments comes before `fixed`.
///
/// # Safety
///
/// The function takes these arguments, and returns a `T`.
unsafe fn call<T: ForeignType + Default>(
    library: &Library,
    name: &str,
    fixed: usize,
    arguments: &[(Type<'_>, *const c_void)],
) -> T {
    let (types, pointers): (Vec<_>, Vec<_>) = arguments.iter().copied().unzip();
    let interface = CallInterface::prepare_variadic(Abi::C, T::TYPE, &types, fixed);
    let interface = interface.expect("a signature that C has");
    let address = library.symbol(name).expect("the library has it");
    let mut result = T::default();
    // SAFETY: the caller's promises.
    unsafe { interface.call(address, (&raw mut result).cast(), &pointers) };
    result
}

fn argument<T: ForeignType>(value: &T) -> (Type<'_>, *const c_void) {
    (T::TYPE, std::ptr::from_ref(value).cast())
}

fn cases() -> Library {
    open_fixture(Library::open, CASES)
}

/// `snprintf`, by its name in a library that is there.
fn snprintf() -> (Library, &'static str) {
    if cfg!(windows) {
        // SAFETY: it is the C library, which this program has loaded.
        let library = unsafe { Library::load("msvcrt") }.expect("Windows has it");
        (library, "_snprintf")
    } else {
        // SAFETY: the C library's `snprintf` is the only function that is looked up.
        let process = unsafe { Library::from_process() }.expect("this process");
        (process, "snprintf")
    }
}

/// The text that `snprintf` makes of up to twelve doubles.
fn print_doubles(format: &CStr, doubles: &[f64]) -> String {
    let mut text = [0u8; 200];
    let (place, size, format) = (text.as_mut_ptr(), text.len(), format.as_ptr());
    let mut arguments = vec![argument(&place), argument(&size), argument(&format)];
    arguments.extend(doubles.iter().map(argument));
    let (library, name) = snprintf();
    // SAFETY: `snprintf` takes a buffer, its size, a format, and what the format asks for.
    let length: i32 = unsafe { call(&library, name, 3, &arguments) };
    let text = CStr::from_bytes_until_nul(&text).expect("snprintf ends its text");
    assert_eq!(usize::try_from(length), Ok(text.count_bytes()));
    text.to_str().expect("ASCII").to_owned()
}

#[test]
fn snprintf_with_a_double() {
    assert_eq!(print_doubles(c"%.3f", &[2.5]), "2.500");
}

#[test]
fn snprintf_with_more_doubles_than_registers() {
    let doubles: Vec<f64> = (1..=12).map(f64::from).collect();
    let text = print_doubles(c"%g %g %g %g %g %g %g %g %g %g %g %g", &doubles);
    assert_eq!(text, "1 2 3 4 5 6 7 8 9 10 11 12");
}

#[test]
fn snprintf_without_doubles() {
    let mut text = [0 as c_char; 40];
    let (place, size, format) = (text.as_mut_ptr(), text.len(), c"%d %s %lld".as_ptr());
    let (int, string, long) = (-7, c"text".as_ptr(), 1i64 << 40);
    let (library, name) = snprintf();
    let arguments = [
        argument(&place),
        argument(&size),
        argument(&format),
        argument(&int),
        argument(&string),
        argument(&long),
    ];
    // SAFETY: `snprintf` takes a buffer, its size, a format, and what the format asks for.
    let length: i32 = unsafe { call(&library, name, 3, &arguments) };
    assert_eq!(length, 21);
    // SAFETY: `snprintf` ended the text.
    let text = unsafe { CStr::from_ptr(text.as_ptr()) };
    assert_eq!(text, c"-7 text 1099511627776");
}

#[test]
fn integers_and_doubles_past_both_kinds_of_registers() {
    let (ints, doubles) = (7i32, 10i32);
    let integers: Vec<i64> = (1..=7).collect();
    let floats: Vec<f64> = (1..=10).map(f64::from).collect();
    let mut arguments = vec![argument(&ints), argument(&doubles)];
    arguments.extend(integers.iter().map(argument));
    arguments.extend(floats.iter().map(argument));
    // SAFETY: so many `int64_t` and so many doubles are what the fixture reads.
    let sum: f64 = unsafe { call(&cases(), "sum_variadic", 2, &arguments) };
    let squares = |n: i32| f64::from((1..=n).map(|i| i * i).sum::<i32>());
    assert_eq!(sum, squares(7) + squares(10));
}

#[test]
fn structs_as_variadic_arguments() {
    let count = 8i32;
    let structs: Vec<_> = (1..=8)
        .map(|n| Mixed {
            a: n.into(),
            b: f64::from(n),
        })
        .collect();
    let mut arguments = vec![argument(&count)];
    arguments.extend(structs.iter().map(argument));
    // SAFETY: so many such structs are what the fixture reads.
    let sum: f64 = unsafe { call(&cases(), "sum_variadic_structs", 1, &arguments) };
    assert_eq!(sum, 11.0 * 204.0);
}

/// psABI 3.5.7: al is an upper bound of the vector registers in use, and at most 8.
#[test]
#[cfg(all(target_arch = "x86_64", not(windows)))]
fn al_bounds_the_vector_registers() {
    let cases = cases();
    let (int, double) = (1i64, 1f64);
    for count in 0..12 {
        for stack_words in [0, 3] {
            let mut arguments = vec![argument(&int); 1 + stack_words * 3];
            arguments.extend(vec![argument(&double); count]);
            // SAFETY: the fixture reads nothing but al.
            let al: i32 = unsafe { call(&cases, "read_al", 1, &arguments) };
            let used = count.min(8) as i32;
            assert!((used..=8).contains(&al), "{count} doubles, al = {al}");
        }
    }
}
