//! The order of a search, as data.

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

/// A request for version 1.
fn request<'a>(names: &'a [&'a str]) -> Request<'a> {
    Request {
        names,
        versions: &["1"],
        folders: &[],
    }
}

fn search(name: &str, system: OperatingSystem, environment: &Environment) -> Vec<Step> {
    match plan(&request(&[name]), system, environment).unwrap() {
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
fn every_place_is_searched_for_every_name_and_version() {
    let folders = [absolute(&["own"]), "relative".into()];
    let request = Request {
        names: &["new", "old"],
        versions: &["2", "1"],
        folders: &folders,
    };
    let environment = Environment {
        file: None,
        folders: Some(absolute(&["one"]).into()),
        executable: Some(absolute(&["program"])),
    };
    let Ok(Plan::Search(steps)) = plan(&request, OperatingSystem::Linux, &environment) else {
        panic!("no override was set");
    };
    let names = [
        "libnew.so.2",
        "libnew.so.1",
        "libnew.so",
        "libold.so.2",
        "libold.so.1",
        "libold.so",
    ];
    let files = |folder: &'static str| names.map(|name| Step::File(absolute(&[folder, name])));
    let mut expected = Vec::from(files("one"));
    expected.extend(files("own"));
    expected.push(Step::RelativeFolder("relative".into()));
    expected.push(beside(&[], &names));
    expected.extend(names.map(|name| Step::Loader(name.into())));
    assert_eq!(steps, expected);
}

#[test]
fn override_is_the_whole_plan() {
    let environment = Environment {
        file: Some("/opt/libz.so".into()),
        folders: Some(absolute(&["one"]).into()),
        executable: Some(absolute(&["app", "program"])),
    };
    assert_eq!(
        plan(
            &request(&["z", "zlib1"]),
            OperatingSystem::Linux,
            &environment
        )
        .unwrap(),
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
    assert!(plan(&request(&["./z"]), OperatingSystem::Linux, &environment).is_err());
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
