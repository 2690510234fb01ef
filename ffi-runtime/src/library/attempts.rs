//! Attempts: a plan is carried out, until a file loads.
//!
//! In comes the plan of `plan`; out goes a `Library`, or the error that says what was tried. The
//! next stage is `handle`, which owns what was loaded.

use std::path::{Path, PathBuf};

use crate::library::loader::Handle;
use crate::library::log;
use crate::library::plan::{Environment, Plan, Request, Step, plan};
use crate::library::trust::changeable_part;
use crate::library::{
    Attempt, Library, LibraryError, LoadFailure, LoadFlags, OperatingSystem, Origin,
};

impl Library {
    /// # Safety
    ///
    /// The duties of [`load`](Self::load).
    pub(crate) unsafe fn search(
        request: &Request<'_>,
        flags: LoadFlags,
    ) -> Result<Self, LibraryError> {
        let unsupported = flags.without(LoadFlags::AVAILABLE);
        if unsupported != LoadFlags::NONE {
            return Err(LibraryError::Flags { unsupported });
        }
        let environment = Environment::read(request.preferred());
        match plan(request, OperatingSystem::HOST, &environment)? {
            Plan::Override { variable, path } => {
                // SAFETY: the environment of a search is trusted, by the contract of this function.
                unsafe { Self::load_override(request.preferred(), variable, path, flags) }
            }
            Plan::Search(steps) => {
                // SAFETY: these are the places of a search, and the caller vouches for what is found
                // there, by the contract of this function.
                unsafe { Self::load_first(request.names, steps, flags) }
            }
        }
    }

    /// # Safety
    ///
    /// The duties of [`open`](Self::open).
    pub(super) unsafe fn load_override(
        name: &str,
        variable: String,
        path: PathBuf,
        flags: LoadFlags,
    ) -> Result<Self, LibraryError> {
        let handle = if path.is_absolute() {
            // SAFETY: the caller vouches for this file, by the contract of this function.
            unsafe { Handle::open(&path, flags) }
        } else {
            Err(LoadFailure::NotAbsolute)
        };
        match handle {
            Ok(handle) => Ok(Self::found(handle, Origin::File(path.into()))),
            Err(reason) => {
                log::passed_over(&path, &reason);
                Err(LibraryError::Override {
                    name: name.to_owned(),
                    variable,
                    path,
                    reason,
                })
            }
        }
    }

    /// # Safety
    ///
    /// The duties of [`open`](Self::open), for whatever each of the steps finds.
    pub(super) unsafe fn load_first(
        names: &[&str],
        steps: Vec<Step>,
        flags: LoadFlags,
    ) -> Result<Self, LibraryError> {
        let mut attempts = Attempts(Vec::new());
        for step in steps {
            let (candidate, reason) = match step {
                Step::RelativeFolder(folder) => (folder, LoadFailure::NotAbsolute),
                Step::File(path) => {
                    // SAFETY: the caller vouches for the file, by the contract of this function.
                    match unsafe { Self::load_file(&path, flags) } {
                        Ok(library) => return Ok(library),
                        Err(reason) => (path, reason),
                    }
                }
                Step::Beside { folder, names } => {
                    // SAFETY: the caller vouches for what is beside the program, by the contract of
                    // this function.
                    match unsafe { Self::load_beside(folder, &names, flags, &mut attempts) } {
                        Some(library) => return Ok(library),
                        None => continue,
                    }
                }
                // SAFETY: the caller vouches for what the loader finds, by the contract of this
                // function.
                Step::Loader(path) => match unsafe { Handle::open(&path, flags) } {
                    Ok(handle) => return Ok(Self::found(handle, Origin::System(path.into()))),
                    Err(reason) => (path, reason),
                },
            };
            attempts.add(candidate, reason);
        }
        Err(LibraryError::NotFound {
            names: names.iter().map(|&name| name.to_owned()).collect(),
            attempts: attempts.0,
        })
    }

    /// Loads the first of the files in a folder beside the program, unless others may change it.
    ///
    /// # Safety
    ///
    /// The duties of [`open`](Self::open), for each of the files.
    unsafe fn load_beside(
        folder: PathBuf,
        names: &[String],
        flags: LoadFlags,
        attempts: &mut Attempts,
    ) -> Option<Self> {
        if let Some(part) = changeable_part(&folder) {
            attempts.add(folder, LoadFailure::WritableByOthers(part));
            return None;
        }
        for name in names {
            let candidate = folder.join(name);
            let reason = if let Some(part) = changeable_part(&candidate) {
                LoadFailure::WritableByOthers(part)
            } else {
                // SAFETY: the caller vouches for the file, by the contract of this function.
                match unsafe { Self::load_file(&candidate, flags) } {
                    Ok(library) => return Some(library),
                    Err(reason) => reason,
                }
            };
            attempts.add(candidate, reason);
        }
        None
    }

    /// # Safety
    ///
    /// The duties of [`open`](Self::open).
    unsafe fn load_file(path: &Path, flags: LoadFlags) -> Result<Self, LoadFailure> {
        if !path.is_file() {
            return Err(LoadFailure::NoSuchFile);
        }
        // SAFETY: the caller vouches for the file, by the contract of this function.
        let handle = unsafe { Handle::open(path, flags) }?;
        Ok(Self::found(handle, Origin::File(path.into())))
    }

    /// The library that ends a search.
    fn found(handle: Handle, origin: Origin) -> Self {
        let library = Self::new(handle, origin);
        log::loaded(&library);
        library
    }
}

/// The attempts that failed.
struct Attempts(Vec<Attempt>);

impl Attempts {
    fn add(&mut self, candidate: PathBuf, reason: LoadFailure) {
        log::passed_over(&candidate, &reason);
        self.0.push(Attempt { candidate, reason });
    }
}

#[cfg(all(test, unix, not(miri)))]
#[path = "attempts_tests.rs"]
mod tests;
