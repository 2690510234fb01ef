//! The declaration of the library, and its errors.

use std::ffi::{CString, c_char, c_int};

use ffi_runtime::lowering::GrowError;
use ffi_runtime::{ArgumentError, Explain, ForeignType, Status, foreign_library};

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(transparent)]
pub(crate) struct Code(pub(crate) c_int);

impl Code {
    pub(crate) const INCOMPLETE: Self = Self(5);
}

#[derive(Debug, PartialEq)]
pub(crate) enum Refused {
    Code(c_int, Option<String>),
    Argument(ArgumentError),
    Grow(GrowError),
}

impl From<ArgumentError> for Refused {
    fn from(error: ArgumentError) -> Self {
        Self::Argument(error)
    }
}

impl From<GrowError> for Refused {
    fn from(error: GrowError) -> Self {
        Self::Grow(error)
    }
}

impl Status for Code {
    type Value = c_int;
    type Error = Refused;

    fn into_result(self) -> Result<c_int, Refused> {
        match self.0 {
            0.. => Ok(self.0),
            code => Err(Refused::Code(code, None)),
        }
    }
}

impl Explain<Queries, str> for Refused {
    fn explain(self, _library: &Queries, source: &str) -> Self {
        match self {
            Self::Code(code, _) => Self::Code(code, Some(source.to_owned())),
            other => other,
        }
    }
}

#[foreign_library(name = "queries")]
pub(crate) unsafe trait Queries {
    #[check]
    fn enumerate(
        &self,
        step: u32,
        count: u32,
        #[grow(len = count, again = Code::INCOMPLETE)] items: Vec<u32>,
    ) -> Code;
    #[symbol("enumerate")]
    #[check(value)]
    fn enumerate_value(
        &self,
        step: u32,
        count: u32,
        #[grow(len = count, again = Code::INCOMPLETE)] items: Vec<u32>,
    ) -> Code;
    #[symbol("enumerate")]
    #[check]
    fn enumerate_first(
        &self,
        step: u32,
        count: u32,
        #[grow(len = count, again = Code::INCOMPLETE, first = 4)] items: Vec<u32>,
    ) -> Code;
    /// Nothing decides: a count of more than the buffer says that it is too small.
    fn list(&self, count: u8, #[grow(len = count)] items: Vec<u32>, #[out] total: u64);
    fn list_bytes(&self, #[grow(bytes = size)] items: Vec<u32>, size: u32);
    fn flags(&self, #[grow(len = count)] flags: Vec<bool>, count: usize);
    #[check(nonzero)]
    #[last_error]
    fn windows(&self, #[grow(bytes = size, again_error = 33)] items: Vec<u16>, size: u32) -> c_int;

    #[check(not_negative)]
    fn print(
        &self,
        #[grow(len = size, needed = return, nul = excluded)] text: String,
        size: usize,
        mode: c_int,
    ) -> c_int;
    #[symbol("print")]
    fn print_plain(
        &self,
        #[grow(len = size, needed = return, nul = excluded)] text: CString,
        size: usize,
        mode: c_int,
    ) -> c_int;
    fn wide_name(
        &self,
        #[grow(len = size, needed = return, nul = excluded)] name: Vec<u16>,
        size: u32,
    ) -> u32;
    fn module_name(
        &self,
        #[grow(len = size, written = return, nul = excluded, first = 2)] name: String,
        size: u32,
    ) -> u32;

    #[check]
    fn info(
        &self,
        size: usize,
        #[grow(bytes = size, needed = needed, nul = included)] name: String,
        needed: usize,
    ) -> Code;
    #[symbol("info")]
    #[check]
    fn info_c(
        &self,
        size: usize,
        #[grow(bytes = size, needed = needed, nul = included)] name: CString,
        needed: usize,
    ) -> Code;

    #[check(not_negative)]
    fn link(
        &self,
        #[terminated] path: &str,
        #[grow(bytes = size, written = return, nul = none, first = 4)] target: String,
        size: usize,
    ) -> isize;
    #[symbol("link")]
    #[check(not_negative)]
    fn link_c(
        &self,
        #[terminated] path: &str,
        #[grow(bytes = size, written = return, nul = none, first = 4)] target: CString,
        size: usize,
    ) -> isize;
    #[check(nonzero)]
    #[last_error]
    fn directory(
        &self,
        #[grow(bytes = size, written = nul, again_error = 33, first = 2)] path: CString,
        size: usize,
    ) -> *mut c_char;
    fn host(&self, #[grow(bytes = size, written = nul, first = 2)] name: String, size: usize);

    #[check]
    fn connect(&self, mode: c_int, #[error_text(8)] message: String) -> Code;
    #[symbol("connect")]
    #[check(not_negative)]
    fn connect_plain(&self, mode: c_int, #[error_text(8)] message: String) -> c_int;
    #[symbol("connect")]
    fn connect_unchecked(&self, mode: c_int, #[error_text(8)] message: String) -> c_int;
    #[optional]
    fn absent(&self, #[grow(len = count)] items: Vec<u32>, count: u32);
}
