//! Interfaces of a host and its plugins, as a crate has them that both sides depend on.

use std::ffi::CStr;

use ffi_runtime::plugin::ReturnedStatus;
use ffi_runtime::{ArgumentError, ForeignType, Status, foreign_interface, open_enum};

/// The status that a function of a filter returns.
#[open_enum(status)]
#[repr(i32)]
pub enum Outcome {
    /// It is done.
    #[success]
    Done,
    /// It failed.
    Failed,
    /// The method panicked.
    #[panicked]
    Panicked,
    /// An argument is none.
    #[refused]
    Refused,
    /// There is no such function.
    #[missing]
    Missing,
}

/// A count, or a negative number of an error.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(transparent)]
pub struct Count(
    /// The number.
    pub i32,
);

impl Status for Count {
    type Value = u16;
    type Error = Self;

    fn into_result(self) -> Result<u16, Self> {
        u16::try_from(self.0).map_err(|_| self)
    }
}

impl From<ArgumentError> for Count {
    fn from(_: ArgumentError) -> Self {
        Self::REFUSED
    }
}

impl ReturnedStatus for Count {
    const SUCCESS: Self = Self(0);
    const PANICKED: Self = Self(-100);
    const REFUSED: Self = Self(-200);

    fn from_error(error: Self) -> Self {
        error
    }

    fn from_value(value: u16) -> Self {
        Self(i32::from(value))
    }
}

/// How edges are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ForeignType)]
#[repr(u8)]
pub enum Edge {
    /// Like the last one.
    Clamp = 1,
    /// From the other side.
    Wrap,
}

/// A picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, ForeignType)]
#[repr(C)]
pub struct Frame {
    /// Its columns.
    pub width: u32,
    /// Its rows.
    pub height: u32,
    /// Its brightness.
    pub gain: f64,
}

/// Whether, and how much.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
pub struct Choice {
    /// Whether.
    pub is_on: bool,
    /// Where.
    pub edge: Edge,
    /// How much.
    pub amount: u32,
}

/// The functions that a host offers its filters.
#[foreign_interface(name = "org.example.filter.host")]
pub unsafe trait FilterHost {
    /// Writes a line.
    fn log(&self, #[slice(len = length)] message: &str, length: usize);
    /// How many lines there are.
    fn lines(&self) -> usize;
}

/// A filter.
#[foreign_interface(name = "org.example.filter", version = "2.1", host = FilterHost, unique)]
pub unsafe trait Filter: Send {
    /// Adds two numbers.
    fn add(&self, a: i32, b: i64) -> i64;
    /// Processes a picture.
    #[check]
    fn process(&mut self, frame: &mut Frame) -> Outcome;
    /// The size of a picture, if there is one.
    fn area(&self, frame: Option<&Frame>) -> u64;
    /// Counts the words of a text.
    #[check(value)]
    fn words(&self, #[slice(bytes = size)] text: &str, size: u32) -> Count;
    /// Adds up, and says how many there were.
    fn sum(&self, #[slice(len = count)] values: &[f64], count: u8, #[out] total: f64) -> usize;
    /// Doubles each of them.
    #[check]
    fn double(&mut self, #[slice(bytes = size)] values: &mut [u32], size: usize) -> Outcome;
    /// The bytes of a text.
    fn length(&self, text: &CStr) -> usize;
    /// The letters of a text, if there is one.
    #[check]
    fn letters(
        &self,
        #[terminated] text: Option<&str>,
        #[out] letters: u32,
        #[out] last: u32,
    ) -> Outcome;
    /// Inverts.
    fn invert(&self, is_on: bool) -> bool;
    /// The next way to treat edges.
    #[check]
    fn next(&self, edge: Edge, choice: Choice, #[out] next: Edge) -> Outcome;
    /// The name.
    fn name(&self) -> &CStr;
    /// How many pictures were processed.
    fn processed(&self) -> u32;
    /// A value behind a pointer.
    ///
    /// # Safety
    ///
    /// There is one.
    unsafe fn peek(&self, pointer: *const u8) -> u8;
    /// Panics.
    fn panics(&self);
    /// A preview.
    #[check]
    #[since("2.1")]
    #[optional]
    fn preview(&mut self, size: u32) -> Outcome;
    /// Another name.
    #[optional]
    #[since("2.1")]
    fn title(&self, prefix: &CStr) -> Option<&CStr>;
}
