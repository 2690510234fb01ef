//! `"C-unwind"`: C++ exceptions and Rust panics pass through the calls, in every form.

use std::cell::Cell;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use ffi_runtime::{Abi, CallInterface, ForeignType, Library, Type, foreign_library};
use ffi_tests::fixtures::{CASES, EXCEPTIONS, open_fixture};

type Callback = unsafe extern "C-unwind" fn(*mut c_void);

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Words40 {
    words: [i64; 40],
}

#[foreign_library(name = "exceptions", abi = "C-unwind")]
unsafe trait Exceptions {
    /// C++: calls, and catches.
    unsafe fn catches(&self, callback: Callback, context: *mut c_void) -> i32;
    /// C++: throws the number.
    fn throws(&self, number: i32) -> i64;
    fn throws_10(
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
        number: i32,
    ) -> i64;
    fn throws_40(&self, words: Words40, number: i32) -> i64;
}

#[foreign_library(name = "cases", abi = "C-unwind")]
unsafe trait Cases {
    unsafe fn call_back(&self, function: Callback, context: *mut c_void, count: i64) -> i64;
    unsafe fn call_back_10(
        &self,
        a: i64,
        b: i64,
        c: i64,
        d: i64,
        e: i64,
        f: i64,
        g: i64,
        function: Callback,
        context: *mut c_void,
        count: i64,
    ) -> i64;
    unsafe fn call_back_40(
        &self,
        words: Words40,
        function: Callback,
        context: *mut c_void,
        count: i64,
    ) -> i64;
}

const WORDS: Words40 = Words40 { words: [1; 40] };

fn exceptions() -> Exceptions {
    open_fixture(Exceptions::open, EXCEPTIONS)
}

fn cases() -> Cases {
    open_fixture(Cases::open, CASES)
}

/// Runs a closure below a C++ frame that catches; gives what was thrown, and 0 if nothing was.
/// What the closure owns is dropped on the way, which `dropped` tells.
fn thrown_from(mut throwing: impl FnMut()) -> i32 {
    struct Dropped<'a>(&'a Cell<u32>);

    impl Drop for Dropped<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }

    struct Context<'a> {
        throwing: &'a mut dyn FnMut(),
        drops: &'a Cell<u32>,
    }

    unsafe extern "C-unwind" fn callback(context: *mut c_void) {
        // SAFETY: `thrown_from` gives its `Context`, which outlives the call.
        let context = unsafe { &mut *context.cast::<Context<'_>>() };
        let _dropped = Dropped(context.drops);
        (context.throwing)();
    }

    let drops = Cell::new(0);
    let mut context = Context {
        throwing: &mut throwing,
        drops: &drops,
    };
    // SAFETY: the callback takes a `Context`.
    let thrown = unsafe { exceptions().catches(callback, (&raw mut context).cast()) };
    assert_eq!(drops.get(), 1, "the frame below was cleaned up");
    thrown
}

#[test]
fn cpp_exception_passes_through_a_declared_call() {
    let library = exceptions();
    assert_eq!(thrown_from(|| assert_eq!(library.throws(0), 1)), 0);
    assert_eq!(thrown_from(|| _ = library.throws(7)), 7);
}

#[test]
fn cpp_exception_passes_through_a_declared_call_with_stack_words() {
    let library = exceptions();
    assert_eq!(
        thrown_from(|| _ = library.throws_10(1, 2, 3, 4, 5, 6, 7, 8, 9, 100)),
        145
    );
}

#[test]
fn cpp_exception_passes_through_a_declared_call_with_more_than_32_stack_words() {
    let library = exceptions();
    assert_eq!(thrown_from(|| _ = library.throws_40(WORDS, 5)), 7);
}

/// Calls through a prepared `"C-unwind"` interface; each argument is a value that C takes.
///
/// # Safety
///
/// The function takes these arguments and returns an `int64_t`.
unsafe fn call(path: &'static str, name: &str, arguments: &[(Type<'_>, *const c_void)]) -> i64 {
    let (types, pointers): (Vec<_>, Vec<_>) = arguments.iter().copied().unzip();
    let interface = CallInterface::prepare(Abi::CUnwind, Type::I64, &types).expect("a C signature");
    let library = open_fixture(Library::open, path);
    let address = library.symbol(name).expect("the fixture has it");
    let mut result = 0i64;
    // SAFETY: the caller's promises.
    unsafe { interface.call(address, (&raw mut result).cast(), &pointers) };
    result
}

fn argument<T: ForeignType>(value: &T) -> (Type<'_>, *const c_void) {
    (T::TYPE, std::ptr::from_ref(value).cast())
}

#[test]
fn cpp_exception_passes_through_a_dynamic_call() {
    let number = 7i32;
    // SAFETY: the fixture's signature.
    let throwing = || _ = unsafe { call(EXCEPTIONS, "throws", &[argument(&number)]) };
    assert_eq!(thrown_from(throwing), 7);
}

#[test]
fn cpp_exception_passes_through_a_dynamic_call_with_stack_words() {
    let (word, number) = (3i64, 7i32);
    let mut arguments = vec![argument(&word); 9];
    arguments.push(argument(&number));
    // SAFETY: the fixture's signature.
    let throwing = || _ = unsafe { call(EXCEPTIONS, "throws_10", &arguments) };
    assert_eq!(thrown_from(throwing), 34);
}

#[test]
fn cpp_exception_passes_through_a_dynamic_call_with_more_than_32_stack_words() {
    let (words, number) = (WORDS, 7i32);
    let arguments = [argument(&words), argument(&number)];
    // SAFETY: the fixture's signature.
    let throwing = || _ = unsafe { call(EXCEPTIONS, "throws_40", &arguments) };
    assert_eq!(thrown_from(throwing), 9);
}

/// The payload of a panic, when `calling` runs the callback below a foreign frame. `resume_unwind`
/// panics without a message on standard error.
fn panic_through(calling: impl FnOnce(Callback)) -> u32 {
    unsafe extern "C-unwind" fn panics(_context: *mut c_void) {
        resume_unwind(Box::new(42u32));
    }

    let caught = catch_unwind(AssertUnwindSafe(|| calling(panics)));
    let payload = caught.expect_err("the callback panics");
    *payload
        .downcast()
        .expect("the payload is that of the callback")
}

const NULL: *mut c_void = std::ptr::null_mut();

#[test]
fn panic_passes_through_a_foreign_frame_and_a_declared_call() {
    let cases = cases();
    // SAFETY: the callback takes any context.
    let payload = panic_through(|panics| _ = unsafe { cases.call_back(panics, NULL, 0) });
    assert_eq!(payload, 42);
}

#[test]
fn panic_passes_through_a_declared_call_with_stack_words() {
    let cases = cases();
    let payload = panic_through(|panics| {
        // SAFETY: the callback takes any context.
        unsafe { cases.call_back_10(1, 2, 3, 4, 5, 6, 7, panics, NULL, 0) };
    });
    assert_eq!(payload, 42);
}

#[test]
fn panic_passes_through_a_declared_call_with_more_than_32_stack_words() {
    let cases = cases();
    // SAFETY: the callback takes any context.
    let payload = panic_through(|panics| _ = unsafe { cases.call_back_40(WORDS, panics, NULL, 0) });
    assert_eq!(payload, 42);
}

#[test]
fn panic_passes_through_dynamic_calls() {
    let (word, words) = (1i64, WORDS);
    for (name, before) in [
        ("call_back", vec![]),
        ("call_back_10", vec![argument(&word); 7]),
        ("call_back_40", vec![argument(&words)]),
    ] {
        let payload = panic_through(|panics| {
            let mut arguments = before.clone();
            arguments.extend([argument(&panics), argument(&NULL), argument(&word)]);
            // SAFETY: the fixture's signature, and the callback takes any context.
            unsafe { call(CASES, name, &arguments) };
        });
        assert_eq!(payload, 42, "{name}");
    }
}
