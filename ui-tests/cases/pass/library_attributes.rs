//! Attributes of trait and methods reach what they are meant for.
#![deny(warnings)]
use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
#[must_use]
#[expect(dead_code, reason = "holds for struct and methods")]
unsafe trait Unused {
    fn unused(&self);
}

/// Documented.
#[foreign_library(name = "demo")]
#[deprecated = "use another"]
#[allow(dead_code)]
unsafe trait Old {
    #[deprecated]
    #[inline(never)]
    #[cold]
    #[rustfmt::skip]
    fn old(&self, #[allow(unused)] one:  u8);
}

#[foreign_library(name = "demo")]
#[allow(dead_code)]
unsafe trait Shapes {
    unsafe fn all(
        &self,
        tiny: bool,
        wide: i128,
        array: &[u8; 4],
        slot: *mut [u8; 2],
        function: extern "C" fn(*const u8),
    );
    #[optional]
    fn nothing(&self);
    unsafe fn unit(&self) -> ();
}

fn main() {
    let _ = |shapes: &Shapes| -> Result<(), ffi_runtime::MissingSymbol> { shapes.nothing() };
}
