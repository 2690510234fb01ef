//! A program of its own, for it changes its current directory: a search never looks there, and
//! `open` starts there.

use std::path::Path;

use ffi_runtime::Library;
use ffi_runtime::library::{LibraryError, LoadFailure, OperatingSystem, file_names};

#[test]
fn search_never_looks_in_the_current_directory() {
    let folder = std::env::temp_dir().join(format!("ffi-runtime-cwd-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    // Loading one of these would fail with other words than a missing file does.
    for name in file_names("planted", Some("1"), OperatingSystem::HOST).unwrap() {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "planted").unwrap();
    }
    std::env::set_current_dir(&folder).unwrap();

    // SAFETY: no library is called so, and the planted files are none.
    let load = |name| unsafe { Library::load_version(name, "1") }.unwrap_err();
    let (missing, planted) = (load("missing"), load("planted"));
    assert_eq!(
        planted.to_string(),
        missing.to_string().replace("missing", "planted")
    );

    let name = &file_names("planted", None, OperatingSystem::HOST).unwrap()[0];
    // SAFETY: the planted file is no library.
    let error = unsafe { Library::open(name) }.unwrap_err();
    let LibraryError::Open {
        path,
        reason: LoadFailure::Loader(words),
    } = error
    else {
        panic!("{error:?}");
    };
    assert_eq!(path, Path::new(name));
    if cfg!(all(target_os = "linux", target_env = "gnu")) {
        assert_eq!(words, "file too short");
    }

    std::env::set_current_dir(std::env::temp_dir()).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}
