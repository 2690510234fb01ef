//! The foreign side: what `fixtures/differential.c` recorded. It is read through plain function
//! pointers, so that nothing of what is tested stands between.

use std::{mem, slice};

use ffi_runtime::{CodePointer, Library, LibraryError};

use crate::model::Suite;
use crate::toolchain::Toolchain;

/// The recorder of a library of generated functions.
#[derive(Debug)]
pub struct Callee {
    library: Library,
    begin: extern "C" fn(u8),
    report: extern "C" fn() -> RawReport,
}

/// The record that one call left on the foreign side.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The function that was entered; `u32::MAX` if none was.
    pub signature: u32,
    /// Bit `N` is set if argument `N` was not aligned.
    pub misaligned: u64,
    /// The bytes of the leaves of all arguments; or of the result, if the foreign side called.
    pub bytes: Vec<u8>,
    /// Bit `N` is set if value `N`, which the foreign caller kept, did not survive the call.
    pub lost: u32,
    /// Whether a callback returned another address than that of its result in memory.
    pub moved: bool,
    /// Offset, from the start of the result, of a byte around it that was written to.
    pub overrun: Option<isize>,
}

#[repr(C)]
struct RawReport {
    signature: u32,
    misaligned: u64,
    lost: u32,
    moved: bool,
    overrun: bool,
    offset: isize,
    length: usize,
    bytes: *const u8,
}

impl Callee {
    /// Opens the generated code of a suite.
    ///
    /// # Errors
    ///
    /// Those of opening it and of finding the recorder's functions.
    pub fn open(toolchain: &Toolchain, suite: Suite) -> Result<Self, LibraryError> {
        // SAFETY: the build script made this library, of C code without initializers.
        let library = unsafe { Library::open(toolchain.library(suite)) }?;
        let begin = library.symbol("ffi_begin")?;
        let report = library.symbol("ffi_report")?;
        Ok(Self {
            library,
            // SAFETY: `void ffi_begin(uint8_t)`, in a library that stays loaded.
            begin: unsafe { mem::transmute::<CodePointer, extern "C" fn(u8)>(begin) },
            // SAFETY: `struct report ffi_report(void)`, in a library that stays loaded.
            report: unsafe { mem::transmute::<CodePointer, extern "C" fn() -> RawReport>(report) },
        })
    }

    /// Address of the callee of a signature.
    ///
    /// # Errors
    ///
    /// If the library has none.
    pub fn function(&self, signature: usize) -> Result<CodePointer, LibraryError> {
        self.symbol(&format!("f{signature}"))
    }

    /// Address of a function.
    pub(super) fn symbol(&self, name: &str) -> Result<CodePointer, LibraryError> {
        self.library.symbol(name)
    }

    /// The table of layouts: for each aggregate its size, its alignment and the offset of each
    /// field; `length` numbers in all.
    ///
    /// # Errors
    ///
    /// If the library has none.
    pub fn layouts(&self, length: usize) -> Result<&[usize], LibraryError> {
        let table = self.library.symbol("ffi_layouts")?;
        // SAFETY: the generated C has `const size_t ffi_layouts[]`, with these numbers.
        Ok(unsafe { slice::from_raw_parts(table.as_ptr().cast(), length) })
    }

    /// Forgets the last call of this thread.
    pub fn begin(&self, flip: u8) {
        (self.begin)(flip);
    }

    /// The report of the last call of this thread.
    #[must_use]
    pub fn report(&self) -> Report {
        let raw = (self.report)();
        // SAFETY: the recorder's buffer has these bytes, and only this thread writes to it.
        let bytes = unsafe { slice::from_raw_parts(raw.bytes, raw.length) };
        Report {
            signature: raw.signature,
            misaligned: raw.misaligned,
            bytes: bytes.to_vec(),
            lost: raw.lost,
            moved: raw.moved,
            overrun: raw.overrun.then_some(raw.offset),
        }
    }
}
