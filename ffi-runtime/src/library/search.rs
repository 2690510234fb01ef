//! Search: file names and the environment become a plan, the ordered list of what to try.
//!
//! The plan is data: making it reads no variable and opens no file, so its order is tested as it
//! is. The values come from `environment`, the next stage is `handle`, which carries the plan out.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::library::{LibraryError, OperatingSystem, file_names};

/// Folders, as in `PATH`, that are searched before all others.
pub(crate) const FOLDERS_VARIABLE: &str = "FFI_LIBRARY_PATH";

/// What the environment says about one search; all `None` in a program with elevated privileges.
#[derive(Clone, Debug, Default)]
pub(crate) struct Environment {
    /// Value of the library's own variable, [`override_variable`].
    pub(crate) file: Option<OsString>,
    /// Value of [`FOLDERS_VARIABLE`].
    pub(crate) folders: Option<OsString>,
    /// Path of the running program.
    pub(crate) executable: Option<PathBuf>,
}

/// What to do for one search.
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
    /// A folder of the environment that is not absolute, and so not searched.
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
    name: &str,
    version: Option<&str>,
    system: OperatingSystem,
    environment: &Environment,
) -> Result<Plan, LibraryError> {
    let names = file_names(name, version, system)?;
    let overriding = environment
        .file
        .as_deref()
        .filter(|value| !value.is_empty());
    if let (Some(variable), Some(path)) = (override_variable(name), overriding) {
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
        plan_folders(folders, &names, &mut steps);
    }
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

fn plan_folders(folders: &OsStr, names: &[String], steps: &mut Vec<Step>) {
    for folder in std::env::split_paths(folders) {
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
mod tests {
    use super::*;

    #[cfg(unix)]
    const ROOT: &str = "/";
    #[cfg(windows)]
    const ROOT: &str = "C:\\";

    fn absolute(parts: &[&str]) -> PathBuf {
        [ROOT].iter().chain(parts).collect()
    }

    fn beside(folder: &[&str], names: &[&str]) -> Step {
        Step::Beside {
            folder: absolute(folder),
            names: names.iter().map(ToString::to_string).collect(),
        }
    }

    fn search(name: &str, system: OperatingSystem, environment: &Environment) -> Vec<Step> {
        match plan(name, Some("1"), system, environment).unwrap() {
            Plan::Search(steps) => steps,
            Plan::Override { .. } => panic!("no override was set"),
        }
    }

    #[test]
    fn order_is_environment_then_executable_then_system() {
        let folders = [absolute(&["one"]), "relative".into(), absolute(&["two"])];
        let environment = Environment {
            file: None,
            folders: Some(std::env::join_paths(&folders).unwrap()),
            executable: Some(absolute(&["app", "bin", "program"])),
        };
        let expected = [
            Step::File(absolute(&["one", "libz.so.1"])),
            Step::File(absolute(&["one", "libz.so"])),
            Step::RelativeFolder("relative".into()),
            Step::File(absolute(&["two", "libz.so.1"])),
            Step::File(absolute(&["two", "libz.so"])),
            beside(&["app", "bin"], &["libz.so.1", "libz.so"]),
            beside(&["app", "lib"], &["libz.so.1", "libz.so"]),
            Step::Loader("libz.so.1".into()),
            Step::Loader("libz.so".into()),
        ];
        assert_eq!(search("z", OperatingSystem::Linux, &environment), expected);
    }

    #[test]
    fn override_is_the_whole_plan() {
        let environment = Environment {
            file: Some("/opt/libz.so".into()),
            folders: Some(absolute(&["one"]).into()),
            executable: Some(absolute(&["app", "program"])),
        };
        assert_eq!(
            plan("z", Some("1"), OperatingSystem::Linux, &environment).unwrap(),
            Plan::Override {
                variable: "FFI_LIBRARY_Z".into(),
                path: "/opt/libz.so".into()
            }
        );
    }

    #[test]
    fn empty_variable_is_no_variable() {
        let environment = Environment {
            file: Some(OsString::new()),
            folders: Some(OsString::new()),
            executable: None,
        };
        assert_eq!(
            search("z", OperatingSystem::Windows, &environment),
            search("z", OperatingSystem::Windows, &Environment::default())
        );
    }

    #[test]
    fn override_does_not_excuse_a_bad_name() {
        let environment = Environment {
            file: Some("/opt/libz.so".into()),
            ..Environment::default()
        };
        assert!(plan("./z", None, OperatingSystem::Linux, &environment).is_err());
    }

    #[test]
    fn variable_of_a_library_is_spelled_in_ascii() {
        let rows = [
            ("z", Some("FFI_LIBRARY_Z")),
            ("wgpu-native", Some("FFI_LIBRARY_WGPU_NATIVE")),
            ("libz.so.1", Some("FFI_LIBRARY_LIBZ_SO_1")),
            ("\u{df}3", Some("FFI_LIBRARY__3")),
            ("path", None),
        ];
        for (name, variable) in rows {
            assert_eq!(override_variable(name).as_deref(), variable);
        }
    }

    /// A relative step would start from the current directory, wherever that is; and dyld takes a
    /// bare name as one.
    #[test]
    fn current_directory_is_in_no_plan() {
        let environment = Environment {
            folders: Some(OsString::from(".")),
            executable: Some("program".into()),
            ..Environment::default()
        };
        for system in [
            OperatingSystem::Linux,
            OperatingSystem::Android,
            OperatingSystem::Apple,
            OperatingSystem::Windows,
            OperatingSystem::FreeBsd,
            OperatingSystem::OtherUnix,
        ] {
            for step in search("z", system, &environment) {
                match step {
                    Step::File(path) | Step::Beside { folder: path, .. } => {
                        assert!(path.is_absolute(), "{path:?}");
                    }
                    Step::Loader(name) if system == OperatingSystem::Apple => {
                        let name = name.to_str().unwrap();
                        assert!(name.starts_with(['/', '@']), "{name}");
                    }
                    Step::Loader(name) => assert_eq!(name.components().count(), 1, "{name:?}"),
                    Step::RelativeFolder(folder) => assert_eq!(folder, Path::new(".")),
                }
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn frameworks_are_searched_where_frameworks_are() {
        let environment = Environment {
            executable: Some("/A.app/Contents/MacOS/a".into()),
            ..Default::default()
        };
        let steps = search("z", OperatingSystem::Apple, &environment);
        for (place, file) in [
            ("/A.app/Contents/Frameworks", "z.framework/z"),
            ("/A.app/Contents/lib", "libz.1.dylib"),
        ] {
            let is_planned = steps.iter().any(|step| match step {
                Step::Beside { folder, names } => {
                    folder == Path::new(place) && names.iter().any(|name| name == file)
                }
                Step::File(_) | Step::Loader(_) | Step::RelativeFolder(_) => false,
            });
            assert!(is_planned, "{place}/{file}");
        }
        for path in [
            "/System/Library/Frameworks/z.framework/z",
            "/usr/lib/libz.dylib",
            "@rpath/libz.1.dylib",
        ] {
            assert!(steps.contains(&Step::Loader(path.into())), "{path}");
        }
        assert!(!steps.contains(&Step::Loader("/usr/lib/z.framework/z".into())));
    }
}
