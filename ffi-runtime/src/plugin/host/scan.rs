//! Scan: the libraries of a folder, and the plugins that they describe. Nothing of them runs.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::plugin::description::DescribedInterface;
use crate::plugin::host::check::{self, Library};
use crate::plugin::host::copy::CopyError;
use crate::plugin::host::file;
use crate::plugin::host::load_error::LoadError;
use crate::plugin::host::session;

/// A plugin in a folder, or a library that has none.
#[derive(Debug)]
#[non_exhaustive]
pub struct Found {
    /// The library.
    pub file: PathBuf,
    /// Its plugin, or why it cannot be loaded.
    pub plugin: Result<FoundPlugin, LoadError>,
}

/// A plugin that can be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FoundPlugin {
    /// The name.
    pub name: String,
    /// The name of its interface.
    pub interface: String,
    /// The version of the interface that the plugin was compiled with.
    pub version: (u32, u32),
    /// The compiler and the crate that made the library, as it says itself: for people, nothing is compared.
    pub built_by: String,
    /// The author's word that the library may be unmapped.
    pub is_unloadable: bool,
}

/// The files of a folder whose names are those of libraries, in the order of their names. Of several names for one
/// file, the first.
pub(super) fn libraries(folder: &Path) -> Result<Vec<PathBuf>, LoadError> {
    let failed = |reason| LoadError::Folder {
        folder: folder.to_owned(),
        reason,
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if is_library(&entry.file_name()) {
            files.push(entry.path());
        }
    }
    files.sort();
    let mut known = HashSet::new();
    files.retain(|file| fs::canonicalize(file).map_or(true, |real| known.insert(real)));
    Ok(files)
}

/// Whether a file's name is that of a library: `blur.so`, `libblur.so.2`, `blur.dll`, `blur.dylib`.
pub(super) fn is_library(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else {
        return false;
    };
    if name.starts_with('.') || session::is_of_session(name) {
        return false;
    }
    let has_extension = |extension: &str| {
        let own = Path::new(name).extension();
        own.is_some_and(|own| own.eq_ignore_ascii_case(extension))
    };
    if cfg!(windows) {
        return has_extension("dll");
    }
    let is_versioned = name.split_once(".so.").is_some_and(|(_, version)| {
        version
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
    });
    has_extension("so")
        || is_versioned
        || (cfg!(target_vendor = "apple") && (has_extension("dylib") || has_extension("bundle")))
}

/// The plugins of a library.
pub(super) fn read(file: &Path, interface: &DescribedInterface) -> Vec<Found> {
    let found = |plugin| Found {
        file: file.to_owned(),
        plugin,
    };
    let library = match read_library(file) {
        Ok(library) => library,
        Err(error) => return vec![found(Err(error))],
    };
    let plugins = library.plugins();
    let plugins = plugins.map(|plugin| library.check(file, plugin, interface));
    plugins.map(found).collect()
}

fn read_library(file: &Path) -> Result<Library, LoadError> {
    let contents = file::read(file).map_err(CopyError::from)?;
    check::read(file, &contents)
}

/// The library that has the plugin of a name.
pub(super) fn find(
    folder: &Path,
    name: &str,
    interface: &DescribedInterface,
) -> Result<PathBuf, LoadError> {
    let mut fitting = Vec::new();
    let mut refused = None;
    let mut tried = Vec::new();
    for file in libraries(folder)? {
        let library = match read_library(&file) {
            Ok(library) => library,
            Err(error) => {
                tried.push((file, error.to_string()));
                continue;
            }
        };
        match library.plugins().find(|plugin| plugin.name == name) {
            Some(plugin) => match library.check(&file, plugin, interface) {
                Ok(_) => fitting.push(file),
                Err(error) => refused = refused.or(Some(error)),
            },
            None => tried.push((file, library.summary())),
        }
    }
    if fitting.len() > 1 {
        return Err(LoadError::Ambiguous {
            name: name.to_owned(),
            files: fitting,
        });
    }
    match (fitting.pop(), refused) {
        (Some(file), _) => Ok(file),
        (None, Some(error)) => Err(error),
        (None, None) => Err(LoadError::NotFound {
            name: name.to_owned(),
            folder: folder.to_owned(),
            tried,
        }),
    }
}
