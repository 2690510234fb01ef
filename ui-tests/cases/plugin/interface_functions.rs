use std::ffi::c_int;

use ffi_runtime::{Owned, foreign_interface, opaque};

#[opaque]
struct Handle;

#[foreign_interface(name = "org.example.shared")]
unsafe trait Shared {
    fn changes(&mut self);
    fn by_value(self);
    extern "C-unwind" fn unwinds(&self);
    unsafe fn printf(&self, format: &std::ffi::CStr, _: ...) -> c_int;
    #[variadic(1)]
    unsafe fn sum(&self, count: c_int, first: c_int) -> c_int;
    fn leaves(&self) -> !;
    fn open(&self) -> Owned<Handle>;
    #[skip(2)]
    fn after(&self);
    #[symbol("other")]
    fn named(&self);
    fn twice(&self);
    fn twice(&self);
    fn new(&self);
}

#[foreign_interface(name = "org.example.versions", version = "2.1", plugin)]
unsafe trait Versions {
    #[since("2.2")]
    #[optional]
    fn later(&self);
    #[since("2.1")]
    #[optional]
    fn earlier(&self);
    fn first(&self);
    #[since(2)]
    fn number(&self);
    #[since("two")]
    fn word(&self);
    fn create(&self);
    #[optional]
    fn state(&self);
}

fn main() {}
