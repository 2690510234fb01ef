//! A number that C gives for an enum is one of those that the enum lists, or a panic that names it: alone, in structs,
//! arrays and unions, in results and in arguments of callbacks, by every convention that runs here. Of an open enum it
//! may be any number.

use std::any::Any;
use std::cell::Cell;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use ffi_runtime::lowering::CallError;
use ffi_runtime::types::UnlistedValue;
use ffi_runtime::{
    ArgumentError, ForeignType, Library, Status, callback, foreign_library, open_enum,
};
use ffi_tests::abort::stderr_of;
use ffi_tests::fixtures::{ENUMS, open_fixture};
#[cfg(target_arch = "x86_64")]
use ffi_tests::fixtures::{ENUMS_SYSV64, ENUMS_WIN64};

#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(u8)]
enum Level {
    Off,
    Low,
    High,
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(i32)]
enum Code {
    Busy = 5,
    Ok = 0,
    Failed = -1,
}

#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
enum Kind {
    A,
    B,
}

#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(u64)]
enum Wide {
    None,
    All = u64::MAX,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Small {
    level: Level,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Counted {
    count: i64,
    code: Code,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Scaled {
    scale: f64,
    code: Code,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Weighed {
    level: Level,
    weight: f32,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Listed {
    number: u16,
    levels: [Small; 3],
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C, packed)]
struct Packed {
    level: Level,
    code: Code,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Large {
    a: i64,
    b: i64,
    level: Level,
    code: Code,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Tagged {
    level: Level,
    number: u8,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
union Either {
    level: Level,
    tagged: Tagged,
}

/// The text of a panic.
#[track_caller]
fn text(payload: &(dyn Any + Send)) -> &str {
    payload.downcast_ref::<String>().expect("it has a text")
}

/// Runs what is to panic because of a number, and checks the message.
#[track_caller]
fn assert_refused<T>(name: &str, number: i128, way: &str, run: impl FnOnce() -> T) {
    let Err(payload) = catch_unwind(AssertUnwindSafe(run)) else {
        panic!("{way}: {number} was taken for a `{name}`");
    };
    assert_says(name, number, way, &*payload);
}

#[track_caller]
fn assert_says(name: &str, number: i128, way: &str, payload: &(dyn Any + Send)) {
    let said = text(payload);
    let start = format!("C gave {number}, which is no value of the enum `{name}`;");
    assert!(said.starts_with(&start), "{way}: {said}");
}

/// The value that C gets if a callback panics.
const PANICKED: i64 = -100;

/// Lets no other test in: a callback type keeps one panic for the whole program.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A module with tests of every type, for one convention.
macro_rules! convention {
    ($module:ident: $abi:literal $file:ident { $($row:tt)* }) => {
        mod $module {
            use super::*;

            $(convention!(@one $abi $file $row);)*
        }
    };
    (@one $abi:literal $file:ident
        [$module:ident $prefix:literal $ty:ident $name:literal $number:ident [$($listed:literal)*]
            [$($other:literal => $said:literal)*] [$($far:ident)*]]) => {
        mod $module {
            use super::*;

            #[callback(on_panic = PANICKED)]
            type Take = unsafe extern $abi fn(value: $ty) -> i64;

            #[callback(on_panic = PANICKED)]
            type TakeLate = unsafe extern $abi fn(
                a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, g: i64, value: $ty,
            ) -> i64;

            #[callback(user_data = data, on_panic = PANICKED)]
            type TakeData = unsafe extern $abi fn(value: $ty, data: *mut c_void) -> i64;

            #[callback(user_data = data, on_panic = PANICKED)]
            type TakeLateData = unsafe extern $abi fn(
                a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, g: i64, value: $ty, data: *mut c_void,
            ) -> i64;

            #[foreign_library(name = "enums", abi = $abi, prefix = $prefix)]
            unsafe trait Enums {
                fn returned(&self, number: i64) -> $ty;
                fn far(&self, $($far: i64,)* number: i64) -> $ty;
                fn pass(&self, callback: Take, number: i64) -> i64;
                fn late(&self, callback: TakeLate, number: i64) -> i64;
                unsafe fn data(&self, callback: TakeData, data: *mut c_void, number: i64) -> i64;
                unsafe fn late_data(&self, callback: TakeLateData, data: *mut c_void, number: i64) -> i64;
            }

            fn number(value: $ty) -> i64 {
                super::super::$number(value)
            }

            fn far(library: &Enums, number: i64) -> $ty {
                library.far($({ let $far = 0; $far },)* number)
            }

            /// The value that each kind of callback gives C for a number, and the panic that it keeps.
            fn passed(library: &Enums, given: i64) -> Vec<(&'static str, i64, Option<Box<dyn Any + Send>>)> {
                let _alone = alone();
                let mut passed = Vec::new();
                let seen = Cell::new(0);
                let scoped = catch_unwind(AssertUnwindSafe(|| {
                    Take::scoped(number, |take| seen.set(library.pass(take, given)));
                }));
                passed.push(("argument", seen.get(), scoped.err()));
                let scoped = catch_unwind(AssertUnwindSafe(|| {
                    let closure = |_, _, _, _, _, _, _, value| number(value);
                    TakeLate::scoped(closure, |take| seen.set(library.late(take, given)));
                }));
                passed.push(("late argument", seen.get(), scoped.err()));
                let callback = TakeData::new(number);
                // SAFETY: the callback outlives the call.
                let value = unsafe { library.data(callback.function(), callback.data(), given) };
                passed.push(("argument beside user data", value, TakeData::take_panic()));
                let callback = TakeLateData::new(|_, _, _, _, _, _, _, value| number(value));
                // SAFETY: the callback outlives the call.
                let value = unsafe { library.late_data(callback.function(), callback.data(), given) };
                passed.push(("late argument beside user data", value, TakeLateData::take_panic()));
                let scoped = catch_unwind(AssertUnwindSafe(|| {
                    TakeData::scoped(number, |take, data| {
                        // SAFETY: the callback outlives the call.
                        seen.set(unsafe { library.data(take, data, given) });
                    });
                }));
                assert!(TakeData::take_panic().is_none());
                passed.push(("argument beside user data in a scope", seen.get(), scoped.err()));
                let scoped = catch_unwind(AssertUnwindSafe(|| {
                    let closure = |_, _, _, _, _, _, _, value| number(value);
                    TakeLateData::scoped(closure, |take, data| {
                        // SAFETY: the callback outlives the call.
                        seen.set(unsafe { library.late_data(take, data, given) });
                    });
                }));
                assert!(TakeLateData::take_panic().is_none());
                passed.push(("late argument beside user data in a scope", seen.get(), scoped.err()));
                passed
            }

            #[test]
            fn listed_numbers_are_values() {
                let library = open_fixture(Enums::open, $file);
                for given in [$($listed),*] {
                    assert_eq!(number(library.returned(given)), given);
                    assert_eq!(number(far(&library, given)), given);
                    for (way, value, panic) in passed(&library, given) {
                        let said = panic.as_ref().map(|payload| text(&**payload));
                        assert_eq!((value, said), (given, None), "{way}");
                    }
                }
            }

            #[test]
            fn other_numbers_are_refused() {
                let library = open_fixture(Enums::open, $file);
                for (given, said) in [$(($other, $said)),*] {
                    assert_refused($name, said, "result", || library.returned(given));
                    assert_refused($name, said, "result of the frame form", || far(&library, given));
                    for (way, value, panic) in passed(&library, given) {
                        assert_eq!(value, PANICKED, "{way}");
                        assert_says($name, said, way, &*panic.expect(way));
                    }
                }
            }
        }
    };
}

macro_rules! every_type {
    ($($convention:tt)*) => {
        convention! { $($convention)* {
            [level "level_" Level "Level" of_level [0 1 2] [3 => 3 255 => 255] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]]
            [code "code_" Code "Code" of_code [-1 0 5] [-2 => -2 1 => 1 6 => 6] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]]
            [kind "kind_" Kind "Kind" of_kind [0 1] [2 => 2 -1 => 4_294_967_295] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]]
            [wide "wide_" Wide "Wide" of_wide [0 -1] [1 => 1 -2 => 18_446_744_073_709_551_614] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]]
            [small "small_" Small "Level" of_small [0 1 2] [3 => 3] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]]
            [counted "counted_" Counted "Code" of_counted [-1 0 5] [-2 => -2] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]]
            [scaled "scaled_" Scaled "Code" of_scaled [-1 0 5] [-2 => -2] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]]
            [weighed "weighed_" Weighed "Level" of_weighed [0 1 2] [3 => 3] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]]
            [listed "listed_" Listed "Level" of_listed [0 1 2] [3 => 3] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]]
            [packed "packed_" Packed "Code" of_packed [-1 0 5] [-2 => -2] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]]
            [large "large_" Large "Code" of_large [-1 0 5] [-2 => -2] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]]
            [either "either_" Either "Level" of_either [0 1 2] [3 => 3] [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9]]
        } }
    };
}

every_type! { native: "C" ENUMS }
#[cfg(target_arch = "x86_64")]
every_type! { sysv64: "sysv64" ENUMS_SYSV64 }
#[cfg(target_arch = "x86_64")]
every_type! { win64: "win64" ENUMS_WIN64 }

fn of_level(value: Level) -> i64 {
    match value {
        Level::Off => 0,
        Level::Low => 1,
        Level::High => 2,
    }
}

fn of_code(value: Code) -> i64 {
    match value {
        Code::Ok => 0,
        Code::Busy => 5,
        Code::Failed => -1,
    }
}

fn of_kind(value: Kind) -> i64 {
    match value {
        Kind::A => 0,
        Kind::B => 1,
    }
}

fn of_wide(value: Wide) -> i64 {
    match value {
        Wide::None => 0,
        Wide::All => -1,
    }
}

fn of_small(value: Small) -> i64 {
    of_level(value.level)
}

fn of_counted(value: Counted) -> i64 {
    of_code(value.code) + value.count
}

fn of_scaled(value: Scaled) -> i64 {
    assert_eq!(value.scale.to_bits(), 0);
    of_code(value.code)
}

fn of_weighed(value: Weighed) -> i64 {
    assert_eq!(value.weight.to_bits(), 0);
    of_level(value.level)
}

fn of_listed(value: Listed) -> i64 {
    let [first, second, third] = value.levels;
    of_level(first.level) + of_level(second.level) + of_level(third.level) + i64::from(value.number)
}

fn of_packed(value: Packed) -> i64 {
    of_code(value.code) + of_level(value.level)
}

fn of_large(value: Large) -> i64 {
    of_code(value.code) + of_level(value.level) + value.a + value.b
}

fn of_either(value: Either) -> i64 {
    // SAFETY: both members begin with a level.
    let level = unsafe { value.level };
    // SAFETY: C wrote this member.
    let tagged = unsafe { value.tagged };
    assert_eq!(
        (of_level(tagged.level), tagged.number),
        (of_level(level), 0)
    );
    of_level(level)
}

bitflags::bitflags! {
    /// Bits of a `code`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, ForeignType)]
    #[repr(transparent)]
    struct Flags: i32 {
        const FIRST = 1;
        const SECOND = 2;
    }
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct CountedFlags {
    count: i64,
    flags: Flags,
}

#[callback]
type TakeFlags = unsafe extern "C" fn(flags: Flags) -> i64;

/// Functions of C that take any number.
#[foreign_library(name = "enums")]
unsafe trait Others {
    #[symbol("last_code")]
    unsafe fn last_of_two(&self, count: i32, numbers: ...) -> Code;
    #[symbol("last_code")]
    #[variadic(1)]
    fn last_of_one(&self, count: i32, number: i32) -> Code;
    #[symbol("last_code")]
    unsafe fn last_open(&self, count: i32, numbers: ...) -> OpenCode;
    #[symbol("code_returned")]
    fn any_code(&self, number: i64) -> OpenCode;
    #[symbol("code_pass")]
    fn pass(&self, callback: Aborting, number: i64) -> i64;
    #[symbol("code_pass")]
    fn pass_open(&self, callback: Open, number: i64) -> i64;
    fn write_code(&self, place: &mut OpenCode, number: i64);
    #[symbol("code_returned")]
    fn flags(&self, number: i64) -> Flags;
    #[symbol("counted_returned")]
    fn counted_flags(&self, number: i64) -> CountedFlags;
    #[symbol("write_code")]
    fn write_flags(&self, place: &mut Flags, number: i64);
    #[symbol("code_pass")]
    fn pass_flags(&self, callback: TakeFlags, number: i64) -> i64;
    #[symbol("last_code")]
    unsafe fn last_flags(&self, count: i32, flags: ...) -> Flags;
}

/// A callback without `on_panic`.
#[callback]
type Aborting = unsafe extern "C" fn(code: Code) -> i64;

#[callback]
type Open = unsafe extern "C" fn(code: OpenCode) -> i64;

#[open_enum]
#[repr(i32)]
enum OpenCode {
    Ok,
    Busy = 5,
}

#[test]
fn results_of_variadic_functions() {
    let library = open_fixture(Others::open, ENUMS);
    // SAFETY: as many numbers as it says are there.
    let last = |numbers| unsafe { library.last_of_two(2, numbers) };
    assert_eq!(last((7, 5)), Code::Busy);
    assert_refused("Code", 7, "tuple", || last((5, 7)));
    assert_eq!(library.last_of_one(1, -1), Code::Failed);
    assert_refused("Code", 1, "listed", || library.last_of_one(1, 1));
    let both = (OpenCode::Busy, OpenCode::from_raw(7));
    // SAFETY: two numbers are there.
    let last = unsafe { library.last_open(2, both) };
    assert_eq!(last, OpenCode::from_raw(7));
}

/// An error that is made of a number which is not listed.
#[derive(Debug, PartialEq)]
enum Refused {
    Unlisted(UnlistedValue),
}

impl From<UnlistedValue> for Refused {
    fn from(error: UnlistedValue) -> Self {
        Self::Unlisted(error)
    }
}

impl Status for Code {
    type Value = Self;
    type Error = Refused;

    fn into_result(self) -> Result<Self, Refused> {
        Ok(self)
    }
}

/// An error that is not.
#[derive(Debug, PartialEq)]
struct Nothing;

impl Status for Level {
    type Value = Self;
    type Error = Nothing;

    fn into_result(self) -> Result<Self, Nothing> {
        Ok(self)
    }
}

/// The status that a function returned.
#[open_enum(status)]
#[repr(i32)]
enum Outcome {
    #[success]
    Done,
    #[success]
    Unchanged = 1,
    #[refused]
    Refused = 2,
    #[missing]
    Missing = 3,
    Failed = -1,
}

/// Functions whose result is a status.
#[foreign_library(name = "enums")]
unsafe trait Statuses {
    #[symbol("code_returned")]
    #[check]
    fn outcome(&self, number: i64) -> Outcome;
    #[symbol("code_returned")]
    #[check(value)]
    fn outcome_value(&self, number: i64) -> Outcome;
    #[optional]
    #[check]
    fn absent(&self) -> Outcome;
}

#[test]
fn open_enum_is_a_status() {
    let library = open_fixture(Statuses::open, ENUMS);
    assert_eq!([0, 1].map(|number| library.outcome(number)), [Ok(()); 2]);
    assert_eq!(library.outcome_value(1), Ok(Outcome::Unchanged));
    assert_eq!(library.outcome(-1), Err(Outcome::Failed));
    assert_eq!(library.outcome(77), Err(Outcome::from_raw(77)));
    assert_eq!(library.absent(), Err(Outcome::Missing));
    let refused = Outcome::from(ArgumentError::InnerNul { position: 0 });
    assert_eq!(refused, Outcome::Refused);
    let texts = [-1, 77].map(|number| library.outcome(number).unwrap_err().to_string());
    assert_eq!(texts, ["Failed (-1)", "Outcome(77)"]);
}

/// Methods that have an error.
#[foreign_library(name = "enums")]
unsafe trait Checked {
    #[check(value)]
    fn code_returned(&self, number: i64) -> Code;
    #[check(value)]
    fn level_returned(&self, number: i64) -> Level;
    #[symbol("code_written")]
    #[check(zero)]
    fn written(&self, #[out] place: Code, number: i64) -> i32;
    #[symbol("code_written")]
    #[check(zero)]
    #[last_error]
    fn written_io(&self, #[out] place: Code, number: i64) -> i32;
    #[symbol("code_written")]
    fn written_plain(&self, #[out] place: Code, number: i64) -> i32;
}

#[test]
fn other_number_is_an_error_where_there_is_one() {
    let library = open_fixture(Checked::open, ENUMS);
    assert_eq!(library.code_returned(5), Ok(Code::Busy));
    let Err(Refused::Unlisted(error)) = library.code_returned(6) else {
        panic!("6 is not listed");
    };
    assert_eq!((error.name, error.number), ("Code", 6));
    assert!(matches!(library.level_returned(2), Ok(Level::High)));
    // No `From`.
    assert_refused("Level", 3, "result", || library.level_returned(3));
    // SAFETY: the function takes any number.
    assert_refused("Code", 6, "raw twin", || unsafe {
        library.raw().code_returned(6)
    });

    assert_eq!(library.written(5), Ok(Code::Busy));
    let error = library.written(6).expect_err("6 is not listed");
    assert!(
        matches!(error, CallError::Unlisted(error) if error.number == 6),
        "{error}"
    );
    let error = library.written_io(6).expect_err("6 is not listed");
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidData);
    assert_eq!(library.written_plain(-1), (0, Code::Failed));
    assert_refused("Code", 6, "out parameter", || library.written_plain(6));
}

#[test]
fn variable_that_c_wrote() {
    // SAFETY: the file is the fixture, which has no initializers.
    let library = unsafe { Library::open(ENUMS) }.expect("the build script made the library");
    // SAFETY: it is an `int`.
    let code = unsafe { library.variable::<Code>("current_code") }.expect("the fixture has it");
    // SAFETY: nothing writes to it.
    assert_refused("Code", 7, "variable", || unsafe { code.read() });
    // SAFETY: it is an `int`.
    let code = unsafe { library.variable::<OpenCode>("current_code") }.expect("it has");
    // SAFETY: nothing writes to it.
    assert_eq!(unsafe { code.read() }, OpenCode::from_raw(7));
}

#[test]
fn open_enum_may_be_any_number() {
    let library = open_fixture(Others::open, ENUMS);
    assert_eq!(library.any_code(5), OpenCode::Busy);
    assert_eq!(format!("{:?}", library.any_code(-7)), "OpenCode(-7)");
    let mut code = OpenCode::Ok;
    library.write_code(&mut code, 7);
    assert_eq!(code.raw(), 7);
    let seen = Open::scoped(
        |code| i64::from(code.raw()),
        |open| library.pass_open(open, 7),
    );
    assert_eq!(seen, 7);
}

#[test]
fn flags_may_have_any_bits() {
    let library = open_fixture(Others::open, ENUMS);
    let unknown = Flags::FIRST | Flags::from_bits_retain(1 << 31);
    let number = i64::from(unknown.bits());
    assert_eq!(library.flags(3), Flags::all());
    assert_eq!(library.flags(number), unknown);
    assert_eq!(library.counted_flags(number).flags, unknown);
    let mut flags = Flags::empty();
    library.write_flags(&mut flags, number);
    assert_eq!(flags, unknown);
    let mut seen = Flags::empty();
    let closure = |flags: Flags| {
        seen = flags;
        i64::from(flags.bits())
    };
    assert_eq!(
        TakeFlags::scoped(closure, |take| library.pass_flags(take, number)),
        number
    );
    assert_eq!(seen, unknown);
    // SAFETY: two numbers are there.
    let last = unsafe { library.last_flags(2, (Flags::FIRST, unknown)) };
    assert_eq!(last, unknown);
}

#[test]
fn callback_without_on_panic_ends_the_process() {
    let said = stderr_of("callback_without_on_panic_ends_the_process", || {
        let library = open_fixture(Others::open, ENUMS);
        Aborting::scoped(of_code, |take| library.pass(take, 7));
    });
    assert!(said.contains("callback `enums::Aborting`"), "{said}");
    assert!(
        said.contains("C gave 7, which is no value of the enum `Code`"),
        "{said}"
    );
}
