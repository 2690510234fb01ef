//! Attempts: a plan is carried out, until a file loads.
//!
//! In comes the plan of `search`; out goes a `Library`, or the error that says what was tried. The
//! next stage is `handle`, which owns what was loaded.

use std::path::{Path, PathBuf};

use crate::library::loader::Handle;
use crate::library::search::{Environment, Plan, Step, plan};
use crate::library::trust::changeable_part;
use crate::library::{Attempt, Library, LibraryError, LoadFailure, OperatingSystem, Origin};

impl Library {
    /// # Safety
    ///
    /// The duties of [`load`](Self::load).
    pub(crate) unsafe fn search(name: &str, version: Option<&str>) -> Result<Self, LibraryError> {
        let environment = Environment::read(name);
        match plan(name, version, OperatingSystem::HOST, &environment)? {
            Plan::Override { variable, path } => {
                // SAFETY: the environment of a search is trusted, by the contract of this function.
                unsafe { Self::load_override(name, variable, path) }
            }
            Plan::Search(steps) => {
                // SAFETY: these are the places of a search, and the caller vouches for what is found
                // there, by the contract of this function.
                unsafe { Self::load_first(name, steps) }
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
    ) -> Result<Self, LibraryError> {
        let handle = if path.is_absolute() {
            // SAFETY: the caller vouches for this file, by the contract of this function.
            unsafe { Handle::open(&path) }
        } else {
            Err(LoadFailure::NotAbsolute)
        };
        match handle {
            Ok(handle) => Ok(Self::new(handle, Origin::File(path.into()))),
            Err(reason) => Err(LibraryError::Override {
                name: name.to_owned(),
                variable,
                path,
                reason,
            }),
        }
    }

    /// # Safety
    ///
    /// The duties of [`open`](Self::open), for whatever each of the steps finds.
    pub(super) unsafe fn load_first(name: &str, steps: Vec<Step>) -> Result<Self, LibraryError> {
        let mut attempts = Vec::new();
        for step in steps {
            let (candidate, reason) = match step {
                Step::RelativeFolder(folder) => (folder, LoadFailure::NotAbsolute),
                Step::File(path) => {
                    // SAFETY: the caller vouches for the file, by the contract of this function.
                    match unsafe { Self::load_file(&path) } {
                        Ok(library) => return Ok(library),
                        Err(reason) => (path, reason),
                    }
                }
                Step::Beside { folder, names } => {
                    // SAFETY: the caller vouches for what is beside the program, by the contract of
                    // this function.
                    match unsafe { Self::load_beside(folder, &names, &mut attempts) } {
                        Some(library) => return Ok(library),
                        None => continue,
                    }
                }
                // SAFETY: the caller vouches for what the loader finds, by the contract of this
                // function.
                Step::Loader(path) => match unsafe { Handle::open(&path) } {
                    Ok(handle) => return Ok(Self::new(handle, Origin::System(path.into()))),
                    Err(reason) => (path, reason),
                },
            };
            attempts.push(Attempt { candidate, reason });
        }
        Err(LibraryError::NotFound {
            name: name.to_owned(),
            attempts,
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
        attempts: &mut Vec<Attempt>,
    ) -> Option<Self> {
        if let Some(part) = changeable_part(&folder) {
            attempts.push(Attempt {
                candidate: folder,
                reason: LoadFailure::WritableByOthers(part),
            });
            return None;
        }
        for name in names {
            let candidate = folder.join(name);
            let reason = if let Some(part) = changeable_part(&candidate) {
                LoadFailure::WritableByOthers(part)
            } else {
                // SAFETY: the caller vouches for the file, by the contract of this function.
                match unsafe { Self::load_file(&candidate) } {
                    Ok(library) => return Some(library),
                    Err(reason) => reason,
                }
            };
            attempts.push(Attempt { candidate, reason });
        }
        None
    }

    /// # Safety
    ///
    /// The duties of [`open`](Self::open).
    unsafe fn load_file(path: &Path) -> Result<Self, LoadFailure> {
        if !path.is_file() {
            return Err(LoadFailure::NoSuchFile);
        }
        // SAFETY: the caller vouches for the file, by the contract of this function.
        let handle = unsafe { Handle::open(path) }?;
        Ok(Self::new(handle, Origin::File(path.into())))
    }
}

#[cfg(all(test, unix, not(miri)))]
#[path = "attempts_tests.rs"]
mod tests;
