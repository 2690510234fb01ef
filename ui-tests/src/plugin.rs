//! Interfaces under these lints.

use std::ffi::CStr;

use ffi_runtime::plugin::{Start, StartError};
use ffi_runtime::{ForeignType, foreign_interface};

/// A picture.
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
pub struct Frame {
    /// Columns.
    pub width: u32,
}

/// The functions that a host offers.
#[foreign_interface(name = "org.example.host")]
pub unsafe trait Host {
    /// Writes a line.
    fn log(&self, #[slice(len = length)] message: &str, length: usize);
}

/// A filter.
#[foreign_interface(name = "org.example.filter", version = "1.2", host = Host, unique)]
pub unsafe trait Filter: Send {
    /// Changes a picture.
    fn run(&mut self, frame: &mut Frame, title: Option<&CStr>) -> bool;
    /// Finds a line.
    fn line<'f>(&self, frame: &'f Frame, #[out] length: usize) -> &'f u32;
    /// The name.
    fn name(&self) -> &CStr;
    /// Changes many numbers.
    ///
    /// # Safety
    ///
    /// There are as many numbers as the last one says.
    unsafe fn many(&self, a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, all: *const u8);
    /// Says more.
    #[since("1.2")]
    #[optional]
    fn note<'f>(&self, frame: &'f Frame, text: &CStr) -> Option<&'f u32>;
}

/// A filter that does nothing.
#[derive(Clone, Debug)]
pub struct Nothing {
    /// The host of the filter.
    host: Host,
}

impl FilterMethods for Nothing {
    fn create(host: Host, _start: &Start<'_>) -> Result<Self, StartError> {
        Ok(Self { host })
    }

    fn run(&mut self, frame: &mut Frame, _title: Option<&CStr>) -> bool {
        self.host.log("nothing");
        frame.width > 0
    }

    fn line<'f>(&self, frame: &'f Frame) -> (&'f u32, usize) {
        (&frame.width, 1)
    }

    fn name(&self) -> &CStr {
        c"nothing"
    }

    unsafe fn many(&self, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: *const u8) {}

    const NOTE: Option<for<'f> fn(&Self, &'f Frame, &CStr) -> Option<&'f u32>> =
        Some(|_, frame, _| Some(&frame.width));
}
