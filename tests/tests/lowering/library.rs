//! The declaration of the library, its handles and its errors.

use std::ffi::{CStr, CString, c_int, c_void};
use std::path::Path;

use ffi_runtime::lowering::ArgumentError;
use ffi_runtime::{Explain, ForeignType, Owned, Status, foreign_library, opaque};

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(transparent)]
pub(crate) struct Code(pub(crate) c_int);

#[derive(Debug, PartialEq)]
pub(crate) enum Step {
    Done,
    Row,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Refused {
    Code(c_int, Option<String>),
    Argument(ArgumentError),
}

impl From<ArgumentError> for Refused {
    fn from(error: ArgumentError) -> Self {
        Self::Argument(error)
    }
}

impl From<c_int> for Code {
    fn from(code: c_int) -> Self {
        Self(code)
    }
}

impl Status for Code {
    type Value = Step;
    type Error = Refused;

    fn into_result(self) -> Result<Step, Refused> {
        match self.0 {
            0 => Ok(Step::Done),
            100 => Ok(Step::Row),
            other => Err(Refused::Code(other, None)),
        }
    }
}

/// An error that is an object: null is success.
pub(crate) struct Outcome(Option<Owned<Counter>>);

impl From<Option<Owned<Counter>>> for Outcome {
    fn from(error: Option<Owned<Counter>>) -> Self {
        Self(error)
    }
}

impl Status for Outcome {
    type Value = ();
    type Error = Refused;

    fn into_result(self) -> Result<(), Refused> {
        match self.0 {
            None => Ok(()),
            Some(error) => Err(Refused::Code(error.library().value(&error), None)),
        }
    }
}

impl Explain<Lowered, Counter> for Refused {
    fn explain(self, library: &Lowered, source: &Counter) -> Self {
        let text = format!("counter {}", library.value(source));
        match self {
            Self::Code(code, _) => Self::Code(code, Some(text)),
            other => other,
        }
    }
}

impl Explain<Lowered, String> for Refused {
    fn explain(self, _library: &Lowered, source: &String) -> Self {
        match self {
            Self::Code(code, _) => Self::Code(code, Some(source.clone())),
            other => other,
        }
    }
}

/// Counts.
#[opaque]
pub(crate) struct Counter;

/// A counter that does not count its owners.
#[opaque]
pub(crate) struct Shared;

#[foreign_library(name = "lowered")]
pub(crate) unsafe trait Lowered {
    fn version(&self) -> &CStr;
    fn name_of(&self, number: c_int) -> Option<&CStr>;
    #[symbol("name_of_nothing")]
    fn missing_text(&self) -> &CStr;
    #[copied(free = free_text)]
    fn made_text(&self, count: c_int) -> Option<String>;
    #[copied]
    fn kept_text(&self) -> CString;
    unsafe fn free_text(&self, text: *mut c_void);

    fn length_of(&self, #[terminated] text: &str) -> usize;
    fn length_of_maybe(&self, #[terminated] text: Option<&str>) -> i64;
    #[symbol("length_of")]
    fn length_of_bytes(&self, #[terminated] text: &[u8]) -> usize;
    fn bytes_of_path(&self, #[terminated] path: &Path) -> usize;
    #[check]
    fn checked_text(&self, #[terminated] text: &str) -> Code;
    fn count_of(&self, #[terminated] texts: &[&CStr]) -> c_int;

    fn sum(&self, #[slice(len = count)] values: &[c_int], count: usize) -> i64;
    fn double(&self, count: c_int, #[slice(len = count)] values: &mut [u16]);
    fn bytes_in(&self, #[slice(bytes = size)] values: &[u32], size: u32) -> u32;
    #[symbol("bytes_in")]
    fn bytes_of_text(&self, #[slice(bytes = size)] text: &str, size: u32) -> u32;
    #[check(zero)]
    fn dot(
        &self,
        #[slice(len = count)] left: &[f64],
        #[slice(len = count)] right: &[f64],
        count: c_int,
        #[out] sum: f64,
    ) -> c_int;
    fn blob(&self, #[slice(bytes = size)] blob: Option<&[u8]>, size: c_int) -> c_int;
    #[check(not_negative)]
    fn narrow(&self, #[slice(len = count)] values: &[u8], count: u8) -> c_int;
    #[slice(len = count)]
    fn table(&self, #[out] count: c_int) -> &[c_int];
    #[slice(len = count)]
    fn no_table(&self, #[out] count: c_int) -> &[c_int];

    fn divide(&self, left: c_int, right: c_int, #[out] quotient: c_int, #[out] remainder: c_int);
    #[symbol("divide")]
    fn divide_named(
        &self,
        __ffi_value_1: c_int,
        __ffi_value_0: c_int,
        #[out] __ffi_returned: c_int,
        #[out] address: c_int,
    );
    fn position(&self, #[out] x: f64, #[out] y: f64);
    fn flag(&self, #[out] flag: bool) -> c_int;
    fn named_out(&self, #[out] name: &CStr);

    #[check]
    fn status(&self, code: c_int) -> Code;
    #[symbol("status")]
    #[check(value)]
    fn step(&self, code: c_int) -> Code;
    #[symbol("status")]
    #[check(with = Code)]
    fn foreign(&self, code: c_int) -> c_int;
    #[check]
    fn out_checked(&self, value: c_int, #[out] doubled: c_int) -> Code;

    #[symbol("echo")]
    #[check(zero)]
    fn zero(&self, value: c_int) -> c_int;
    #[symbol("echo")]
    #[check(nonzero, value)]
    fn nonzero(&self, value: c_int) -> c_int;
    #[symbol("echo")]
    #[check(not_negative)]
    fn not_negative(&self, value: c_int) -> c_int;
    #[symbol("name_of")]
    #[check(not_null)]
    fn not_null(&self, number: c_int) -> &CStr;

    #[symbol("set_error")]
    #[check(nonzero, value)]
    #[last_error]
    fn last_error(&self, value: c_int) -> c_int;
    #[symbol("set_error")]
    #[last_error]
    fn only_state(&self, value: c_int) -> c_int;

    /// Sets the error state, and says nothing of it.
    #[symbol("set_error")]
    fn set_state(&self, value: c_int) -> c_int;

    fn counter(&self, value: c_int) -> Option<Owned<Counter>>;
    fn value(&self, counter: &Counter) -> c_int;
    fn count(&self, counter: &Counter);
    #[retain]
    fn retain(&self, counter: &Counter);
    #[free]
    #[check]
    fn free(&self, counter: Owned<Counter>) -> Code;
    #[symbol("counter")]
    fn shared(&self, value: c_int) -> Option<Owned<Shared>>;
    #[free]
    #[symbol("free")]
    fn free_shared(&self, shared: Owned<Shared>) -> Code;
    #[retain]
    #[check(zero)]
    #[symbol("fail")]
    fn retain_shared(&self, shared: &Shared) -> c_int;
    #[check]
    #[symbol("fail")]
    fn adopt(&self, counter: Owned<Counter>, #[terminated] name: &str) -> Code;
    #[check(ask = counter)]
    fn fail(&self, counter: &Counter) -> Code;
    #[check(ask = counter)]
    fn open_always(&self, value: c_int, #[out(always)] counter: Owned<Counter>) -> Code;
    #[check]
    fn execute(&self, value: c_int, #[error_out(free = free_text)] message: String) -> Code;
    fn report(&self, value: c_int, #[error_out] error: Owned<Counter>) -> c_int;
    #[symbol("counter")]
    #[check(with = Outcome)]
    fn object(&self, value: c_int) -> Option<Owned<Counter>>;

    fn fixed(&self, value: c_int, #[fixed(42)] reserved: c_int) -> c_int;
    #[optional]
    #[check(zero)]
    fn absent(&self, #[terminated] text: &str) -> c_int;
}
