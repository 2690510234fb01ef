//! A `bool` that C gives by value is 0 or 1, whatever byte C left in it: alone, in structs, arrays and
//! unions, in results and in arguments of callbacks, by every convention that runs here.

use std::cell::Cell;
use std::hint::black_box;
use std::mem::MaybeUninit;
use std::sync::{Arc, Mutex};

use ffi_runtime::callback::DynamicCallback;
use ffi_runtime::{
    Abi, CallInterface, CodePointer, ForeignType, Library, Type, callback, foreign_library,
};
use ffi_tests::fixtures::{BOOLEANS, open_fixture};
#[cfg(target_arch = "x86_64")]
use ffi_tests::fixtures::{BOOLEANS_SYSV64, BOOLEANS_WIN64};

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Ready {
    ready: bool,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Counted {
    count: i64,
    ready: bool,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Scaled {
    scale: f64,
    ready: bool,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Weighed {
    ready: bool,
    weight: f32,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Three {
    flags: [bool; 3],
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Nested {
    number: u16,
    flags: [Ready; 2],
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C, packed)]
struct Packed {
    ready: bool,
    scale: f64,
}

/// In memory by every convention.
#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Large {
    a: i64,
    b: i64,
    flags: [bool; 3],
    number: u8,
}

/// More than are listed.
#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Many {
    number: u8,
    flags: [bool; 20],
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Tagged {
    ready: bool,
    number: u8,
}

/// Both members have a `bool` in the first byte.
#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
union Either {
    tagged: Tagged,
    flags: [bool; 2],
}

/// Its number may have any bytes.
#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
union Loose {
    ready: bool,
    number: u32,
}

/// The bytes that C fills values with.
const BYTES: [u8; 4] = [0, 1, 2, 255];

/// Checks a value that C filled with `byte`: its bytes at `booleans` became 0 or 1, and those at `others`
/// did not change.
#[track_caller]
fn check<T>(value: &T, byte: u8, booleans: &[usize], others: &[usize], way: &str) {
    let start = black_box(std::ptr::from_ref(value).cast::<u8>());
    let at = |offset: &usize| {
        // SAFETY: the byte is within the value, and no padding.
        let place = unsafe { start.add(*offset) };
        // SAFETY: as above.
        unsafe { place.read() }
    };
    for offset in booleans {
        assert_eq!(
            at(offset),
            u8::from(byte != 0),
            "{way}: {byte} in byte {offset}"
        );
    }
    for offset in others {
        assert_eq!(at(offset), byte, "{way}: {byte} in byte {offset}");
    }
}

fn symbol(file: &str, name: &str) -> CodePointer {
    // SAFETY: the file is the fixture, which has no initializers.
    let library = unsafe { Library::open(file) }.expect("the build script made the library");
    library.symbol(name).expect("the fixture has it")
}

/// Calls a function of the fixture that takes the byte, and reads its result.
fn call<T: ForeignType>(abi: Abi, file: &str, name: &str, byte: u8) -> T {
    let interface = CallInterface::prepare(abi, T::TYPE, &[Type::U8]).expect("a C signature");
    let mut result = MaybeUninit::<T>::uninit();
    let (target, arguments) = (result.as_mut_ptr().cast(), [(&raw const byte).cast()]);
    // SAFETY: the fixture's function takes a byte and returns such a value.
    unsafe { interface.call(symbol(file, name), target, &arguments) };
    // SAFETY: the call wrote it.
    unsafe { result.assume_init() }
}

/// Has the fixture call back with a value at `index`, and gives what the closure gets both ways.
fn receive<T: ForeignType + Copy + Send + 'static>(
    abi: Abi,
    file: &str,
    name: &str,
    index: usize,
    byte: u8,
) -> [T; 2] {
    let mut types = vec![Type::I64; index];
    types.push(T::TYPE);
    let interface = CallInterface::prepare(abi, Type::Void, &types).expect("a C signature");
    let seen = Arc::new(Mutex::new(None));
    let callback = DynamicCallback::new(interface, {
        let seen = Arc::clone(&seen);
        move |call| {
            // SAFETY: any byte that C passes becomes valid.
            let first: T = unsafe { call.argument(index) };
            let mut second = MaybeUninit::<T>::uninit();
            // SAFETY: there is room for a value of this type.
            unsafe { call.read(index, second.as_mut_ptr().cast()) };
            // SAFETY: it was just read.
            let second = unsafe { second.assume_init() };
            *seen.lock().expect("no panic") = Some([first, second]);
        }
    });
    let callback = callback.expect("there is a slot");
    let types = [Type::Pointer, Type::U8];
    let interface = CallInterface::prepare(abi, Type::Void, &types).expect("a C signature");
    let code = callback.code();
    let arguments = [(&raw const code).cast(), (&raw const byte).cast()];
    let no_result = std::ptr::null_mut();
    // SAFETY: the fixture's function takes a callback of this signature, and a byte.
    unsafe { interface.call(symbol(file, name), no_result, &arguments) };
    seen.lock().expect("no panic").expect("C calls once")
}

/// A module with tests of every type, for one convention.
macro_rules! convention {
    ($module:ident: $abi:literal $variant:ident $file:ident { $($row:tt)* }) => {
        mod $module {
            use super::*;

            $(convention!(@one $abi $variant $file $row);)*
        }
    };
    (@one $abi:literal $variant:ident $file:ident
        [$name:ident $ty:ident $booleans:tt $others:tt $far:tt $symbols:tt]) => {
        mod $name {
            use super::*;

            #[callback]
            type Take = unsafe extern $abi fn(value: $ty);

            #[callback]
            type TakeLate = unsafe extern $abi fn(
                a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, g: i64, value: $ty,
            );

            convention!(@library $abi $ty $far $symbols);

            const NAMES: [&str; 3] = {
                let [returned, _, pass, late] = $symbols;
                [returned, pass, late]
            };

            #[test]
            fn typed_and_dynamic() {
                let library = open_fixture(Booleans::open, $file);
                let [returned, pass, late] = NAMES;
                for byte in BYTES {
                    let check = |value: $ty, way: &str| {
                        check(&value, byte, &$booleans, &$others, way);
                    };
                    check(library.returned(byte), "result");
                    check(convention!(@far library byte $far), "result of the frame form");
                    check(call(Abi::$variant, $file, returned, byte), "dynamic result");

                    let seen = Cell::new(None);
                    Take::scoped(|value| seen.set(Some(value)), |take| library.pass(take, byte));
                    check(seen.take().expect("C calls once"), "argument");
                    let closure = |_, _, _, _, _, _, _, value| seen.set(Some(value));
                    TakeLate::scoped(closure, |take| library.pass_late(take, byte));
                    check(seen.take().expect("C calls once"), "late argument");
                    for (name, index) in [(pass, 0), (late, 7)] {
                        let [first, second] = receive(Abi::$variant, $file, name, index, byte);
                        check(first, "dynamic argument");
                        check(second, "dynamic argument that is read");
                    }
                }
            }
        }
    };
    (@library $abi:literal $ty:ident [$($far:ident)*]
        [$returned:literal, $returned_far:literal, $pass:literal, $late:literal]) => {
        #[foreign_library(name = "booleans", abi = $abi)]
        unsafe trait Booleans {
            #[symbol($returned)]
            fn returned(&self, byte: u8) -> $ty;
            #[symbol($returned_far)]
            fn returned_far(&self, $($far: i64,)* byte: u8) -> $ty;
            #[symbol($pass)]
            fn pass(&self, callback: Take, byte: u8);
            #[symbol($late)]
            fn pass_late(&self, callback: TakeLate, byte: u8);
        }
    };
    (@far $library:ident $byte:ident [$($far:ident)*]) => {
        $library.returned_far($({ let $far = 0; $far },)* $byte)
    };
}

macro_rules! every_type {
    ($($convention:tt)*) => {
        convention! { $($convention)* {
            [alone bool [0] [] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]
                ["return_alone", "return_alone_far", "pass_alone", "pass_alone_late"]]
            [ready Ready [0] [] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]
                ["return_ready", "return_ready_far", "pass_ready", "pass_ready_late"]]
            [counted Counted [8] [0, 7] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]
                ["return_counted", "return_counted_far", "pass_counted", "pass_counted_late"]]
            [scaled Scaled [8] [0, 7] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]
                ["return_scaled", "return_scaled_far", "pass_scaled", "pass_scaled_late"]]
            [weighed Weighed [0] [4, 7] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]
                ["return_weighed", "return_weighed_far", "pass_weighed", "pass_weighed_late"]]
            [three Three [0, 1, 2] [] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]
                ["return_three", "return_three_far", "pass_three", "pass_three_late"]]
            [nested Nested [2, 3] [0, 1] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]
                ["return_nested", "return_nested_far", "pass_nested", "pass_nested_late"]]
            [packed Packed [0] [1, 8] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]
                ["return_packed", "return_packed_far", "pass_packed", "pass_packed_late"]]
            [large Large [16, 17, 18] [0, 15, 19] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]
                ["return_large", "return_large_far", "pass_large", "pass_large_late"]]
            [many Many [1, 2, 10, 20] [0] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]
                ["return_many", "return_many_far", "pass_many", "pass_many_late"]]
            [either Either [0] [1] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]
                ["return_either", "return_either_far", "pass_either", "pass_either_late"]]
            [loose Loose [] [0, 3] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]
                ["return_loose", "return_loose_far", "pass_loose", "pass_loose_late"]]
        } }
    };
}

every_type! { native: "C" C BOOLEANS }
#[cfg(target_arch = "x86_64")]
every_type! { sysv64: "sysv64" Sysv64 BOOLEANS_SYSV64 }
#[cfg(target_arch = "x86_64")]
every_type! { win64: "win64" Win64 BOOLEANS_WIN64 }

#[test]
fn memory_of_the_caller_stays_as_it_is() {
    #[callback]
    type Take = unsafe extern "C" fn(value: Large);

    #[foreign_library(name = "booleans")]
    unsafe trait Booleans {
        fn kept_large(&self, callback: Take, byte: u8) -> u8;
    }

    // SAFETY: the file is the declared fixture.
    let library = unsafe { Booleans::open(BOOLEANS) }.expect("the build script made the library");
    let mut seen = None;
    let kept = Take::scoped(
        |value| seen = Some(value.flags),
        |take| library.kept_large(take, 2),
    );
    assert_eq!((kept, seen), (2, Some([true; 3])));
}
