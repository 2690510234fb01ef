//! Declared methods and callbacks with user data, which every target has.
//!
//! Where this crate has no convention of the target, a declared method is the compiler's own call through a
//! function pointer, and a callback with user data is a function that the compiler makes. Calls through a
//! [`CallInterface`](ffi_runtime::CallInterface) and callbacks without user data are assembly, and typed errors
//! there. So the suites of `ffi-tests`, which are about the assembly, are not built for such a target, and
//! those of this package run on all of them: `tests/calls.rs` and `tests/callbacks.rs`.
//!
//! The library has the declarations, so that they can be checked for targets that nothing here runs.

#![expect(
    missing_docs,
    reason = "`fixtures/callees.c` says what fields and functions are for"
)]

use std::ffi::{CStr, c_char, c_int, c_long, c_ulong, c_void};

use ffi_runtime::{Abi, ForeignType, callback, callback_table, foreign_library};

/// Whether calls and callbacks of this target are in native form.
#[must_use]
pub const fn is_native_form() -> bool {
    Abi::C.convention().is_none()
}

/// Two floats.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
pub struct Pair {
    pub x: f32,
    pub y: f32,
}

/// Fields that C aligns differently on different targets.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
pub struct Mixed {
    pub a: i8,
    pub b: i64,
    pub c: f32,
    pub d: f64,
}

/// Four bytes, of which one is padding.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
pub struct Small {
    pub a: i16,
    pub b: i8,
}

/// A struct of one float.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
pub struct One {
    pub value: f64,
}

/// More than fits into registers.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
pub struct Wide {
    pub values: [i32; 9],
}

/// A union.
#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
pub union Either {
    pub whole: i64,
    pub parts: [f32; 2],
}

/// A pointer and a size.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
pub struct Text {
    pub start: *const c_char,
    pub length: usize,
}

/// Several `bool`s.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
pub struct Flags {
    pub first: bool,
    pub number: i32,
    pub rest: [bool; 2],
}

/// Gets values of every kind.
#[callback(user_data = data)]
pub type Visit = unsafe extern "C" fn(
    data: *mut c_void,
    a: i8,
    b: i64,
    c: f64,
    d: Pair,
    e: Mixed,
    f: Small,
    g: Wide,
) -> Mixed;

/// Gets `bool`s.
#[callback(user_data = data, on_panic = -1)]
pub type Ask = unsafe extern "C" fn(asked: bool, flags: Flags, data: *mut c_void) -> i32;

/// Has no other values.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(u8)]
pub enum Level {
    /// 1
    Low = 1,
    /// 2
    High,
}

/// Three of them, which C fills with one byte; `number` has the others.
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
pub struct Levels {
    /// The first.
    pub first: Level,
    /// Any number.
    pub number: i32,
    /// The rest.
    pub rest: [Level; 2],
}

/// Gets levels.
#[callback(user_data = data, on_panic = -1)]
pub type AskLevels = unsafe extern "C" fn(asked: Level, levels: Levels, data: *mut c_void) -> i32;

/// Returns a `bool`, or unwinds.
#[callback(user_data = data)]
pub type Decide = unsafe extern "C-unwind" fn(data: *mut c_void, number: i32) -> bool;

/// Has the convention of the operating system.
#[callback(user_data = data)]
pub type OfSystem = unsafe extern "system" fn(a: i32, b: i64, data: *mut c_void) -> i32;

/// Has no user data, and so needs a trampoline.
#[callback]
pub type Plain = unsafe extern "C" fn(number: c_int) -> c_int;

/// A table of functions with one user data.
#[callback_table(user_data = data)]
#[repr(C)]
pub struct Sink {
    data: *mut c_void,
    #[callback(on_panic = -1)]
    put: unsafe extern "system" fn(data: *mut c_void, pair: Pair, wide: Wide, is_last: bool) -> i64,
    end: Option<unsafe extern "system" fn(data: *mut c_void, reason: &CStr)>,
    limit: i32,
}

/// A table whose functions get its address.
#[callback_table(user_data = data, this = gate)]
#[repr(C)]
pub struct Gate {
    ask: unsafe extern "C" fn(mixed: Mixed, gate: *const Gate) -> f64,
    data: *mut c_void,
}

/// A function that C can call.
#[callback(on_panic = -1)]
pub extern "C" fn doubled(number: c_int) -> c_int {
    number.checked_mul(2).expect("not too large")
}

/// `fixtures/callees.c`.
#[foreign_library(name = "callees")]
pub unsafe trait Callees {
    unsafe fn layouts(&self, out: *mut [[usize; 3]; 8]);
    fn scalars(
        &self,
        a: i8,
        b: i64,
        c: u16,
        d: f64,
        e: f32,
        f: u64,
        g: i32,
        h: f64,
        i: u8,
        j: bool,
        k: i16,
        l: u32,
    ) -> i64;
    fn doubles(
        &self,
        a: f64,
        b: f64,
        c: f64,
        d: f64,
        e: f64,
        f: f64,
        g: f64,
        h: f64,
        i: f64,
        j: f64,
        k: f32,
    ) -> f64;
    fn longs(&self, a: c_long, b: c_ulong) -> c_long;
    unsafe fn advanced(&self, text: &CStr, by: usize) -> *const c_char;
    fn negated_byte(&self, value: i8) -> i8;
    fn halved(&self, value: f32) -> f32;
    fn swapped(&self, value: Pair) -> Pair;
    fn scaled(&self, by: i8, value: Mixed) -> Mixed;
    fn exchanged(&self, value: Small, other: i16) -> Small;
    fn doubled(&self, value: One) -> One;
    fn reversed(&self, value: Wide, offset: i32) -> Wide;
    fn complement(&self, value: Either) -> Either;
    unsafe fn rest(&self, value: Text, by: usize) -> Text;
    fn behind(&self, a: i32, b: i32, c: i32, d: Mixed, e: Pair, f: Small, g: i64) -> i64;
    fn untidy_bool(&self, byte: u8) -> bool;
    fn untidy_flags(&self, byte: u8) -> Flags;
    #[symbol("untidy_bool")]
    fn level(&self, byte: u8) -> Level;
    #[symbol("untidy_flags")]
    fn levels(&self, byte: u8) -> Levels;

    #[variadic(1)]
    #[symbol("total")]
    unsafe fn total(&self, kinds: &CStr, a: i32, b: f64, c: i64, d: &c_int, e: One, f: i32) -> f64;
    #[symbol("total")]
    unsafe fn total_of_tuple(&self, kinds: &CStr, _: ...) -> f64;
    #[variadic(1)]
    #[symbol("total")]
    unsafe fn total_of_none(&self, kinds: &CStr) -> f64;
    #[variadic(1)]
    #[symbol("total")]
    extern "system" fn total_of_system(&self, kinds: &CStr, a: f64, b: i64) -> f64;

    // On Windows the symbols of `stdcall` and its like have other names.
    #[cfg(not(all(windows, target_arch = "x86")))]
    extern "system" fn of_system(&self, a: i32, b: i64, c: i32) -> i32;

    #[cfg(target_arch = "x86")]
    extern "cdecl" fn by_cdecl(&self, a: i32, b: i64) -> i32;
    #[cfg(all(target_arch = "x86", not(windows)))]
    extern "stdcall" fn by_stdcall(&self, a: i32, b: i64, c: i32) -> i32;
    #[cfg(all(target_arch = "x86", not(windows)))]
    extern "fastcall" fn by_fastcall(&self, a: i32, b: i32, c: i32) -> i32;
    #[cfg(all(target_arch = "x86", not(windows)))]
    extern "thiscall" fn by_thiscall(&self, this: &i32, b: i32, c: i32) -> i32;

    #[optional]
    fn fixed_callee(&self, value: i32) -> i32;
    #[optional]
    fn absent(&self, value: i32) -> i32;

    unsafe fn call_visit(&self, function: Visit, data: *mut c_void) -> Mixed;
    unsafe fn call_ask(&self, function: Ask, data: *mut c_void, byte: u8) -> i32;
    #[symbol("call_ask")]
    unsafe fn call_ask_levels(&self, function: AskLevels, data: *mut c_void, byte: u8) -> i32;
    unsafe extern "C-unwind" fn call_decide(
        &self,
        function: Decide,
        data: *mut c_void,
        number: i32,
    ) -> bool;
    fn fill(&self, sink: &Sink, byte: u8) -> i64;
    fn ask_gate(&self, gate: &Gate) -> f64;
    #[cfg(not(all(windows, target_arch = "x86")))]
    unsafe extern "system" fn call_system(&self, function: OfSystem, data: *mut c_void) -> i32;
}

/// The library that the build script made.
///
/// # Panics
///
/// If there is none, for want of a compiler for the target.
#[must_use]
pub fn callees() -> Callees {
    // SAFETY: the library has no initializer, and `Callees` repeats its prototypes.
    unsafe { Callees::open(env!("CALLEES")) }.expect("`FFI_TESTS_GCC` compiles for the target")
}
