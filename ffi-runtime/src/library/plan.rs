//! Plan: a request, its file names and the environment become the ordered list of what to try.
//!
//! The plan is data: making it reads no variable and opens no file, so its order is tested as it
//! is. The values come from `search` and `environment`, the next stage is `attempts`, which carries the
//! plan out.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::library::names::candidates;
use crate::library::{LibraryError, OperatingSystem};

/// Folders, as in `PATH`, that are searched before all others.
pub(crate) const FOLDERS_VARIABLE: &str = "FFI_LIBRARY_PATH";

/// The names and places that a program asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    /// Base names, the preferred one first; at least one.
    pub(crate) names: &'a [&'a str],
    /// Versions, the preferred one first.
    pub(crate) versions: &'a [&'a str],
    /// Folders to search before those that travel with the program.
    pub(crate) folders: &'a [PathBuf],
}

impl<'a> Request<'a> {
    /// The name that a variable of the environment may override.
    pub(crate) fn preferred(&self) -> &'a str {
        self.names.first().copied().unwrap_or("")
    }
}

/// The values of the environment that concern one search; all `None` in a program with elevated privileges.
#[derive(Clone, Debug, Default)]
pub(crate) struct Environment {
    /// Value of the library's own variable, [`override_variable`].
    pub(crate) file: Option<OsString>,
    /// Value of [`FOLDERS_VARIABLE`].
    pub(crate) folders: Option<OsString>,
    /// Path of the running program.
    pub(crate) executable: Option<PathBuf>,
}

/// The steps of one search.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// Load this file, and nothing else.
    Override { variable: String, path: PathBuf },
    /// Try these in order.
    Search(Vec<Step>),
}

/// One attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// An absolute path, loaded if there is such a file.
    File(PathBuf),
    /// A folder that travels with the program, and the names of files in it. Only the place of the
    /// program leads there, so it is passed over if others may write to it.
    Beside { folder: PathBuf, names: Vec<String> },
    /// Handed to the operating system's loader, which knows where to look.
    Loader(PathBuf),
    /// A folder of the environment or the request that is not absolute, and so not searched.
    RelativeFolder(PathBuf),
}

/// Name of the variable that overrides one library: `FFI_LIBRARY_WGPU_NATIVE` for `wgpu-native`.
///
/// None for a library called `path`, whose variable is taken by the list of folders.
pub(crate) fn override_variable(name: &str) -> Option<String> {
    let upper = name.chars().map(|letter| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' => letter.to_ascii_uppercase(),
        _ => '_',
    });
    let variable = "FFI_LIBRARY_".chars().chain(upper).collect::<String>();
    (variable != FOLDERS_VARIABLE).then_some(variable)
}

/// Plans the search for a library on one operating system.
pub(crate) fn plan(
    request: &Request<'_>,
    system: OperatingSystem,
    environment: &Environment,
) -> Result<Plan, LibraryError> {
    let names = candidates(request.names, request.versions, system)?;
    let overriding = environment
        .file
        .as_deref()
        .filter(|value| !value.is_empty());
    if let (Some(variable), Some(path)) = (override_variable(request.preferred()), overriding) {
        return Ok(Plan::Override {
            variable,
            path: path.into(),
        });
    }
    let mut steps = Vec::new();
    if let Some(folders) = environment
        .folders
        .as_deref()
        .filter(|value| !value.is_empty())
    {
        plan_folders(std::env::split_paths(folders), &names, &mut steps);
    }
    plan_folders(request.folders.iter().cloned(), &names, &mut steps);
    if let Some(executable) = &environment.executable {
        let folders = beside(executable, system).into_iter();
        steps.extend(folders.map(|folder| Step::Beside {
            folder,
            names: names.clone(),
        }));
    }
    plan_system(&names, system, &mut steps);
    Ok(Plan::Search(steps))
}

fn plan_folders(folders: impl Iterator<Item = PathBuf>, names: &[String], steps: &mut Vec<Step>) {
    for folder in folders {
        if folder.is_absolute() {
            steps.extend(names.iter().map(|name| Step::File(folder.join(name))));
        } else {
            steps.push(Step::RelativeFolder(folder));
        }
    }
}

/// Folders that travel with the program: its own, and those of an installed tree or bundle.
fn beside(executable: &Path, system: OperatingSystem) -> Vec<PathBuf> {
    let Some(folder) = executable.parent().filter(|folder| folder.is_absolute()) else {
        return Vec::new();
    };
    let mut folders = vec![folder.to_owned()];
    if let Some(root) = folder.parent() {
        folders.push(root.join("lib"));
        if system == OperatingSystem::Apple {
            folders.push(root.join("Frameworks"));
        }
    }
    folders
}

/// The system's own search, by file name.
///
/// dyld looks for a bare name in the current directory too, and so it gets only names that cannot
/// mean it: `@rpath`, and the folders that it would fall back to (whose libraries need not exist as
/// files, for the system keeps its own in a cache).
fn plan_system(names: &[String], system: OperatingSystem, steps: &mut Vec<Step>) {
    const LIBRARIES: [&str; 4] = ["@rpath", "/usr/local/lib", "/opt/homebrew/lib", "/usr/lib"];
    const FRAMEWORKS: [&str; 3] = [
        "@rpath",
        "/Library/Frameworks",
        "/System/Library/Frameworks",
    ];
    for name in names {
        match system {
            OperatingSystem::Apple => {
                let folders: &[&str] = if name.contains('/') {
                    &FRAMEWORKS
                } else {
                    &LIBRARIES
                };
                steps.extend(
                    folders
                        .iter()
                        .map(|folder| Step::Loader(Path::new(folder).join(name))),
                );
            }
            OperatingSystem::Linux
            | OperatingSystem::Android
            | OperatingSystem::Windows
            | OperatingSystem::FreeBsd
            | OperatingSystem::OtherUnix => steps.push(Step::Loader(name.into())),
        }
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
