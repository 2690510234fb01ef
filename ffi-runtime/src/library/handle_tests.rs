//! `Library` against the C library of the host.

use std::path::{Path, PathBuf};

use crate::library::plan::Step;
use crate::library::{Attempt, LibraryError, LoadFailure, LoadFlags, NameFault, Origin};
use crate::{CodePointer, Library};

/// A folder of its own under the system's for temporary files, removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ffi-runtime-{test}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Loads a part of the C library, or nothing.
fn load(name: &str) -> Result<Library, LibraryError> {
    // SAFETY: every program may run the initializers of the C library, whose parts the tests name;
    // the other names are those of no library.
    unsafe { Library::load(name) }
}

/// As `load`, with a version.
fn load_version(name: &str, version: &str) -> Result<Library, LibraryError> {
    // SAFETY: the names are such as `load` takes.
    unsafe { Library::load_version(name, version) }
}

/// Fails to load a file.
fn open(path: impl AsRef<Path>) -> LibraryError {
    // SAFETY: the tests name files that are not there, or no libraries.
    unsafe { Library::open(path) }.unwrap_err()
}

/// Carries out steps that find a part of the C library, or nothing.
fn load_first(name: &str, steps: Vec<Step>) -> Result<Library, LibraryError> {
    // SAFETY: every program may run the initializers of the C library, whose parts the tests name;
    // the other files are not there, or no libraries.
    unsafe { Library::load_first(&[name], steps, LoadFlags::NONE) }
}

fn call_cos(address: CodePointer, angle: f64) -> f64 {
    // SAFETY: `<math.h>` declares `double cos(double)`, and every caller looks up that name.
    let cos: extern "C" fn(f64) -> f64 = unsafe { std::mem::transmute(address) };
    cos(angle)
}

#[test]
fn library_is_shared_by_threads() {
    fn assert<T: Send + Sync + Clone + 'static>() {}
    assert::<Library>();
    assert::<CodePointer>();
    let library = load("m").unwrap();
    let clone = library.clone();
    let there = std::thread::spawn(move || clone.symbol("cos").unwrap())
        .join()
        .unwrap();
    assert_eq!(there, library.symbol("cos").unwrap());
}

#[test]
fn symbol_that_was_found_can_be_called() {
    let library = load("m").unwrap();
    assert_eq!(call_cos(library.symbol("cos").unwrap(), 0.0), 1.0);
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn c_library_is_found_with_its_version() {
    for name in ["m", "c"] {
        let library = load_version(name, "6").unwrap();
        let file = format!("lib{name}.so.6");
        assert_eq!(*library.origin(), Origin::System(Path::new(&file).into()));
        assert_eq!(library.path(), Some(Path::new(&file)));
        assert_eq!(format!("{library:?}"), format!("Library({file:?})"));
    }
}

#[test]
fn missing_symbol_names_the_library() {
    let library = load("m").unwrap();
    let error = library.symbol("no_such_function").unwrap_err();
    let place = library.path().unwrap();
    assert_eq!(
        error.to_string(),
        format!("symbol \"no_such_function\" not found in {place:?}")
    );
}

#[test]
fn symbol_name_that_c_cannot_spell_is_refused() {
    let library = load("m").unwrap();
    for (name, expected) in [
        ("", NameFault::Empty),
        ("cos\0", NameFault::InnerNul),
        ("c\0s", NameFault::InnerNul),
    ] {
        match library.symbol(name) {
            Err(LibraryError::SymbolName { symbol, fault }) => {
                assert_eq!((symbol.as_str(), fault), (name, expected));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn every_candidate_is_in_the_error() {
    let Err(LibraryError::NotFound { names, attempts }) = load_version("absent", "1") else {
        panic!("there is no such library");
    };
    assert_eq!(names, ["absent"]);
    assert!(
        attempts
            .iter()
            .any(|attempt| attempt.reason == LoadFailure::NoSuchFile)
    );
    assert!(
        attempts
            .iter()
            .any(|attempt| matches!(attempt.reason, LoadFailure::Loader(_)))
    );
}

#[test]
fn missing_files_are_not_given_to_the_loader() {
    let folder = Folder::new("steps");
    let text = folder.file("libtext.so", "INPUT(libm.so.6)");
    let absent = folder.0.join("absent.so");
    let steps = vec![
        Step::RelativeFolder("relative".into()),
        Step::File(absent.clone()),
        Step::File(folder.0.clone()),
        Step::File(text.clone()),
    ];
    let Err(LibraryError::NotFound { attempts, .. }) = load_first("text", steps) else {
        panic!("none of them is a library");
    };
    let attempt = |candidate, reason| Attempt { candidate, reason };
    assert_eq!(
        attempts[..3],
        [
            attempt("relative".into(), LoadFailure::NotAbsolute),
            attempt(absent, LoadFailure::NoSuchFile),
            attempt(folder.0.clone(), LoadFailure::NoSuchFile),
        ]
    );
    assert_eq!(attempts[3].candidate, text);
    let LoadFailure::Loader(words) = &attempts[3].reason else {
        panic!("{:?}", attempts[3])
    };
    if cfg!(all(target_os = "linux", target_env = "gnu")) {
        assert_eq!(words, "file too short");
    }
}

#[test]
fn first_step_that_loads_wins() {
    let folder = Folder::new("first");
    let text = folder.file("libm.so", "no library");
    let known = load("m").unwrap().path().unwrap().to_owned();
    let steps = vec![
        Step::File(text),
        Step::Loader(known.clone()),
        Step::Loader("x".into()),
    ];
    let library = load_first("m", steps).unwrap();
    assert_eq!(*library.origin(), Origin::System(known.into()));
}

#[test]
fn override_that_fails_is_the_error() {
    let load = |path: &Path| {
        // SAFETY: the paths are those of no files.
        unsafe { Library::load_override("m", "FFI_LIBRARY_M".into(), path.into(), LoadFlags::NONE) }
            .unwrap_err()
    };
    assert_eq!(
        load(Path::new("libm.so")).to_string(),
        "library \"m\" is overridden by FFI_LIBRARY_M, and \"libm.so\" cannot be loaded: \
         skipped, for it is not an absolute path"
    );
    let folder = Folder::new("override");
    let absent = folder.0.join("absent.so");
    match load(&absent) {
        LibraryError::Override {
            path,
            reason: LoadFailure::Loader(_),
            ..
        } => {
            assert_eq!(path, absent);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn open_takes_a_path_and_never_searches() {
    // Each of these is found by a search.
    for name in ["libm.so.6", "libc.so.6", "ucrtbase.dll", "libSystem.dylib"] {
        let error = open(name);
        let LibraryError::Open {
            path,
            reason: LoadFailure::Loader(words),
        } = error
        else {
            panic!("{error:?}");
        };
        assert_eq!(path, Path::new(name));
        if cfg!(all(target_os = "linux", target_env = "gnu")) {
            let words_of_a_path = "cannot open shared object file: No such file or directory";
            assert_eq!(words, words_of_a_path);
        }
    }
    let error = open("");
    assert!(
        matches!(
            error,
            LibraryError::Open {
                reason: LoadFailure::Path(_),
                ..
            }
        ),
        "{error}"
    );
    let error = open("libm.so.6\0");
    assert!(matches!(error, LibraryError::Open { .. }), "{error}");
}

/// The loader would replace them, and open another file.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn path_with_a_token_of_the_loader_is_refused() {
    let folder = Folder::new("tokens");
    for (name, token) in [
        ("$LIB", "$LIB"),
        ("${ORIGIN}", "$ORIGIN"),
        ("a$PLATFORMS", "$PLATFORM"),
    ] {
        std::fs::create_dir_all(folder.0.join(name)).unwrap();
        let file = folder.file(&format!("{name}/libtext.so"), "no library");
        let refused = LoadFailure::Token(token);
        let error = open(&file);
        assert!(
            matches!(&error, LibraryError::Open { reason, .. } if *reason == refused),
            "{error}"
        );
        let Err(LibraryError::NotFound { attempts, .. }) = load_first(
            "text",
            vec![Step::File(file.clone()), Step::Loader(name.into())],
        ) else {
            panic!("it is no library");
        };
        assert_eq!(attempts[0].reason, refused);
        assert_eq!(attempts[1].reason, refused);
    }
}

#[test]
fn process_has_the_symbols_of_the_c_library() {
    // SAFETY: nothing that is found is called.
    let process = unsafe { Library::from_process() }.unwrap();
    assert_eq!(format!("{process:?}"), "Library(this process)");
    if cfg!(unix) {
        assert!(process.symbol("malloc").is_ok());
    }
    assert_eq!(
        process.symbol("no_such_function").unwrap_err().to_string(),
        "symbol \"no_such_function\" not found in this process"
    );
}

/// Whether a library of that name is mapped into this process.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn is_loaded(name: &str) -> bool {
    std::fs::read_to_string("/proc/self/maps")
        .unwrap()
        .contains(name)
}

/// The only test that loads this library.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn dropping_the_last_clone_unloads_nothing() {
    assert!(!is_loaded("libutil"));
    let library = load("util").unwrap();
    drop(library.clone());
    drop(library);
    assert!(is_loaded("libutil"));
}

/// The only test that loads this library, so that its close is the last one.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn close_unloads_once_nothing_else_owns_the_library() {
    assert!(!is_loaded("libresolv"));
    let library = load("resolv").unwrap();
    let clone = library.clone();
    // SAFETY: nothing of the library is used.
    let error = unsafe { library.close() }.unwrap_err();
    assert_eq!(
        error.to_string(),
        "\"libresolv.so.2\" is still in use by 1 other owner"
    );
    let crate::library::CloseError::Shared { library, others: 1 } = error else {
        panic!("{error:?}")
    };
    drop(clone);
    assert!(is_loaded("libresolv"));
    // SAFETY: nothing of the library is used.
    unsafe { library.close() }.unwrap();
    assert!(!is_loaded("libresolv"));
}
