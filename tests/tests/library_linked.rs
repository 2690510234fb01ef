//! One declaration, linked at build time or loaded at run time: with the feature `linked` and without.
#![cfg(unix)]

use std::ffi::{CStr, c_char, c_int, c_long, c_void};
use std::io::ErrorKind;
use std::mem::MaybeUninit;
use std::path::Path;

use ffi_runtime::library::Origin;
use ffi_runtime::lowering::{CallError, Filled, GrowError};
use ffi_runtime::{Explain, ForeignType, Owned, Status, foreign_library, opaque};

#[foreign_library(name = "m", version = "6", linked(feature = "linked"))]
unsafe trait Maths {
    fn hypot(&self, x: f64, y: f64) -> f64;
    #[symbol("cos")]
    #[requires(1.0)]
    fn one(&self, #[bound] zero: f64) -> f64;
    #[variable]
    fn signgam(&self) -> *mut i32;
    #[cfg(any())]
    fn no_such_function(&self);
    #[optional]
    fn ldexp(&self, x: f64, exponent: i32) -> f64;
    #[optional]
    fn no_such_optional_function(&self);
}

#[test]
fn library_has_the_same_methods_linked_and_loaded() {
    let maths = Maths::load(0.0).expect("every system has it");
    assert_eq!(maths.hypot(3.0, 4.0), 5.0);
    assert_eq!(maths.one(), 1.0);
    assert!(!maths.signgam().is_null());
    assert_eq!(maths.ldexp(1.0, 3), Ok(8.0));
    assert!(!maths.has_no_such_optional_function());
    let is_linked = *maths.library().origin() == Origin::Symbols;
    assert_eq!(is_linked, cfg!(feature = "linked"));
}

#[cfg(feature = "linked")]
#[test]
fn linked_function_is_that_of_the_program() {
    unsafe extern "C" {
        safe fn hypot(x: f64, y: f64) -> f64;
    }
    let maths = Maths::load(0.0).expect("it is linked");
    let address = maths.address_of("hypot").expect("it is declared");
    assert_eq!(address.as_ptr(), hypot as *const std::ffi::c_void);
    assert_eq!(hypot(3.0, 4.0), 5.0);
}

/// The result of `getaddrinfo`.
#[derive(ForeignType)]
#[repr(transparent)]
struct Code(c_int);

/// A code, and what the library says of it.
#[derive(Debug)]
struct NoAddress(c_int, String);

impl Status for Code {
    type Value = ();
    type Error = NoAddress;

    fn into_result(self) -> Result<(), NoAddress> {
        match self.0 {
            0 => Ok(()),
            code => Err(NoAddress(code, String::new())),
        }
    }
}

impl Explain<C, ()> for NoAddress {
    fn explain(self, c: &C, (): &()) -> Self {
        Self(self.0, c.gai_strerror(self.0).to_string_lossy().into())
    }
}

/// C's `FILE`.
#[opaque]
struct File;

/// C's `struct addrinfo`.
#[opaque]
struct Addresses;

#[foreign_library(name = "c", version = "6", linked(feature = "linked"))]
unsafe trait C {
    fn gai_strerror(&self, code: c_int) -> &CStr;
    fn strchr<'t>(&self, text: &'t CStr, character: c_int) -> Option<&'t CStr>;
    #[copied]
    fn strerror(&self, code: c_int) -> String;
    fn strtol(
        &self,
        #[terminated] text: &str,
        #[out] end: *const c_char,
        #[fixed(10)] base: c_int,
    ) -> c_long;
    fn memcmp(
        &self,
        #[slice(len = count)] left: &[u8],
        #[slice(len = count)] right: &[u8],
        count: usize,
    ) -> c_int;
    fn memset(
        &self,
        #[slice(bytes = size)] elements: &mut [u32],
        byte: c_int,
        size: usize,
    ) -> *mut c_void;
    #[check(zero)]
    #[errno]
    fn access(&self, #[terminated] path: &Path, #[fixed(0)] mode: c_int) -> c_int;
    #[optional]
    #[check(not_negative)]
    #[last_error]
    fn dup(&self, descriptor: c_int) -> c_int;
    #[check(ask)]
    fn getaddrinfo(
        &self,
        host: Option<&CStr>,
        service: Option<&CStr>,
        hints: Option<&Addresses>,
        #[out] addresses: Owned<Addresses>,
    ) -> Code;
    #[free]
    fn freeaddrinfo(&self, addresses: Owned<Addresses>);
    #[check(not_null)]
    fn fopen(&self, path: &CStr, mode: &CStr) -> Owned<File>;
    #[free]
    fn fclose(&self, file: Owned<File>) -> c_int;
    #[check(not_negative)]
    unsafe fn snprintf(
        &self,
        #[grow(len = size, needed = return, nul = excluded)] text: String,
        size: usize,
        format: &CStr,
        _: ...
    ) -> c_int;
    #[optional]
    fn no_such_query(&self, #[grow(len = count)] items: Vec<u32>, count: u32);
    #[optional]
    #[check(zero)]
    fn no_such_function(&self, #[terminated] text: &str) -> c_int;
}

fn c() -> C {
    let c = C::load().expect("every system has it");
    let is_linked = *c.library().origin() == Origin::Symbols;
    assert_eq!(is_linked, cfg!(feature = "linked"));
    c
}

#[test]
fn texts_and_slices_cross_linked_and_loaded() {
    let c = c();
    assert!(!c.gai_strerror(1).is_empty());
    assert_eq!(c.strchr(c"key=value", b'='.into()), Some(c"=value"));
    assert_eq!(c.strchr(c"key", b'='.into()), None);
    assert!(!c.strerror(2).is_empty());
    assert_eq!(c.memcmp(b"pear", b"pear"), 0);
    assert!(c.memcmp(b"fig!", b"pear") < 0);
    let mut elements = [0; 3];
    c.memset(&mut elements, 0x11);
    assert_eq!(elements, [0x1111_1111; 3]);
    let (number, end) = c.strtol("42 pears");
    assert_eq!((number, end.is_null()), (42, false));
}

#[test]
fn checks_decide_linked_and_loaded() {
    let c = c();
    assert!(c.access(Path::new("/")).is_ok());
    let error = c.access(Path::new("/no/such/file")).expect_err("no file");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let error = c.dup(-1).expect_err("no descriptor");
    assert_eq!(error.raw_os_error(), Some(9));
    let NoAddress(code, text) = c.getaddrinfo(None, None, None).expect_err("no host");
    assert_ne!(code, 0);
    assert_eq!(text, c.gai_strerror(code).to_string_lossy());
    let missing = c.no_such_function("text");
    assert!(matches!(missing, Err(CallError::Missing(_))));
}

#[test]
fn handles_are_freed_linked_and_loaded() {
    let c = c();
    let local = c.getaddrinfo(Some(c"127.0.0.1"), None, None);
    drop(local.expect("it is an address"));
    let file = c.fopen(c"/dev/null", c"r").expect("there is one");
    assert_eq!(file.close(), 0);
    assert!(c.fopen(c"/no/such/file", c"r").is_err());
}

#[test]
fn buffers_grow_linked_and_loaded() {
    let c = c();
    // SAFETY: the format has one `int`.
    let text = unsafe { c.snprintf(c"%d pears", (42,)) };
    assert_eq!(text.as_deref(), Ok("42 pears"));
    let mut buffer = [MaybeUninit::uninit(); 9];
    // SAFETY: as above.
    let filled = unsafe { c.snprintf_into(&mut buffer[..8], c"%d pears", (42,)) };
    assert_eq!(filled, Ok(Filled::TooSmall { needed: Some(9) }));
    // SAFETY: as above.
    let filled = unsafe { c.snprintf_into(&mut buffer, c"%d pears", (42,)) };
    assert_eq!(filled, Ok(Filled::All(&mut b"42 pears".to_owned()[..])));
    assert!(matches!(c.no_such_query(), Err(GrowError::Missing(_))));
    let missing = c.no_such_query_into(&mut []);
    assert!(matches!(missing, Err(GrowError::Missing(_))));
}

#[test]
fn raw_twins_are_there_linked_and_loaded() {
    // SAFETY: the text ends.
    let place = unsafe { c().raw().strchr(c"ab".as_ptr(), b'b'.into()) };
    assert!(!place.is_null());
}
