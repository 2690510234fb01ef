//! Calls real C libraries through declared traits.

use std::error::Error;
use std::ffi::{CStr, c_char, c_longlong};

use ffi_runtime::{ForeignType, Library, LibraryError, foreign_library};

#[foreign_library(name = "m", version = "6", windows(name = "ucrtbase"))]
unsafe trait LibM {
    fn hypot(&self, x: f64, y: f64) -> f64;
}

/// The result of `lldiv`, by value.
#[derive(Debug, ForeignType)]
#[repr(C)]
struct Division {
    quotient: c_longlong,
    remainder: c_longlong,
}

#[foreign_library(name = "c", version = "6", windows(name = "ucrtbase"))]
unsafe trait LibC {
    fn strlen(&self, text: &CStr) -> usize;

    /// The denominator must not be zero.
    unsafe fn lldiv(&self, numerator: c_longlong, denominator: c_longlong) -> Division;
}

#[foreign_library(name = "z", version = "1")]
unsafe trait Zlib {
    #[symbol("zlibVersion")]
    fn version(&self) -> *const c_char;
}

fn main() -> Result<(), Box<dyn Error>> {
    let libm = LibM::load()?;
    println!("hypot(3, 4) = {}", libm.hypot(3.0, 4.0));

    let libc = LibC::load()?;
    println!("strlen(\"hello\") = {}", libc.strlen(c"hello"));
    // SAFETY: 5 is not zero.
    println!("lldiv(17, 5) = {:?}", unsafe { libc.lldiv(17, 5) });

    match Zlib::load() {
        Ok(zlib) => {
            // SAFETY: zlib returns a constant string.
            let version = unsafe { CStr::from_ptr(zlib.version()) };
            println!("zlib {}", version.to_str()?);
        }
        Err(error @ LibraryError::NotFound { .. }) => println!("{error}"),
        Err(error) => return Err(error.into()),
    }

    // Every error names its subject and what was tried.
    // SAFETY: there is no such library, so no initializer runs.
    let missing = unsafe { Library::load("no_such_library") };
    println!("{}", missing.unwrap_err());
    Ok(())
}
