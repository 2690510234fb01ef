//! The forms of a trait: names, variables, and methods of its own.
#![deny(warnings)]
#![allow(dead_code, reason = "nothing calls the functions")]

use std::ffi::{CStr, c_int};

use ffi_runtime::{ForeignType, callback, foreign_library};

#[callback]
type Callback = extern "C" fn(x: c_int);

#[derive(ForeignType)]
#[repr(u8)]
enum Color {
    Red,
}

#[derive(ForeignType)]
#[repr(transparent)]
struct Handle(std::ptr::NonNull<u8>);

#[foreign_library(
    name = ["demo", "demo2"],
    version = ["3", "1.1"],
    windows(name = "demo32"),
    macos(framework = "Demo"),
    linux(name = "demo", version = "2"),
    unix(name = ["demo", "demo_r"]),
    prefix = "demo",
    rename_all = "PascalCase",
    suffix = "_v2",
)]
unsafe trait Demo {
    fn first_name(
        &self,
        /// The first number.
        /// In two lines.
        a: c_int,
        /// The second.
        b: c_int,
    ) -> c_int;
    #[symbol("spelled", version = "DEMO_1")]
    #[since("1.1")]
    fn second(&self);
    #[variable]
    fn counter(&self) -> *mut c_int;
    #[variable]
    #[symbol("texts")]
    fn texts<'a>(&'a self) -> &'a [c_int; 3];
    #[variable]
    fn limit(&self) -> &c_int;
    #[optional(group = "swapchain")]
    fn create_swapchain(&self) -> c_int;
    #[optional(group = "swapchain")]
    pub(crate) fn destroy_swapchain(&self);
    unsafe fn print<'a>(&self, format: &'a CStr, rest: ...) -> &'a c_int;
    unsafe fn fatal(&self, format: &CStr, _: ...) -> !;
    #[optional]
    unsafe fn maybe(&self, _: c_int, argument_1: c_int, _: ...) -> c_int;
    #[cfg(any())]
    unsafe fn absent(&self, _: ...) -> NoSuch;

    /// Both.
    #[must_use]
    fn sum<T: Into<c_int>>(&self, numbers: (T, T)) -> c_int {
        let (a, b) = numbers;
        self.first_name(a.into(), b.into())
    }

    pub(crate) fn two() -> c_int {
        2
    }
}

#[foreign_library(name = "demo", optional)]
unsafe trait AllOptional {
    fn one(&self) -> c_int;
    #[optional]
    fn two(&self) -> c_int;
}

fn use_them(demo: &Demo, all: &AllOptional, callback: Callback, handle: Handle) -> c_int {
    let mut number = 0;
    let printed = unsafe {
        demo.print(
            c"",
            (
                true, 1i8, 2u8, 3i16, 4u16, 5f32, 6i64, Color::Red, callback, Some(callback),
                &mut number, c"text", handle, None::<&CStr>, c"".as_ptr(), Some(&1),
            ),
        )
    };
    let _: (bool, bool, bool) = (demo.has_swapchain(), all.has_one(), demo.has_maybe());
    let _ = unsafe { demo.maybe(1, 2, ()) };
    let _: Result<c_int, ffi_runtime::MissingSymbol> = all.one();
    demo.sum((1i8, 2)) + Demo::two() + *printed + demo.limit() + demo.texts().len() as c_int
}

fn main() {}
