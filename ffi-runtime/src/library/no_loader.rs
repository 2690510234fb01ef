//! Stands for the loader on a system that has none, such as WASI: no library is ever loaded.

use core::convert::Infallible;
use core::ffi::c_void;
use std::path::Path;

use crate::library::file::Module;
use crate::library::symbol_name::SymbolName;
use crate::library::{CodePointer, LoadFailure, LoadFlags, LookupFailure};

/// A loaded library: there is none.
#[derive(Debug)]
pub(crate) struct Handle(Infallible);

impl Handle {
    /// Loads nothing.
    ///
    /// # Safety
    ///
    /// None is needed here.
    pub(crate) unsafe fn open(_: &Path, _: LoadFlags) -> Result<Self, LoadFailure> {
        Err(LoadFailure::NoLoader)
    }

    /// The running program, which no loader knows.
    pub(crate) fn process() -> Result<Self, LoadFailure> {
        Err(LoadFailure::NoLoader)
    }

    /// Whether there is a loader to be asked.
    pub(crate) fn check_loader() -> Result<(), LoadFailure> {
        Err(LoadFailure::NoLoader)
    }

    pub(crate) fn address(&self, name: SymbolName<'_>) -> Result<CodePointer, LookupFailure> {
        let _ = name.0;
        match self.0 {}
    }

    pub(crate) fn address_of_version(
        &self,
        _: SymbolName<'_>,
        _: SymbolName<'_>,
    ) -> Result<CodePointer, LookupFailure> {
        match self.0 {}
    }

    pub(crate) fn has_versions(&self) -> bool {
        match self.0 {}
    }

    pub(super) fn as_raw(&self) -> *mut c_void {
        match self.0 {}
    }

    pub(super) fn module(&self) -> Option<Module> {
        match self.0 {}
    }

    /// # Safety
    ///
    /// None is needed here.
    pub(crate) unsafe fn close(self) -> Result<(), String> {
        match self.0 {}
    }
}
