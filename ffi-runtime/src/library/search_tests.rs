//! Searches on the host, for parts of its C library and for nothing.

use crate::library::{LibraryError, LoadFailure, LoadFlags, Search};

#[test]
fn every_name_is_in_the_error() {
    let search = Search::new("absent")
        .name("missing")
        .version("2")
        .version("1");
    // SAFETY: there are no such libraries.
    let error = unsafe { search.load() }.unwrap_err();
    let LibraryError::NotFound { names, attempts } = &error else {
        panic!("{error:?}");
    };
    assert_eq!(names, &["absent", "missing"]);
    let text = error.to_string();
    assert!(
        text.starts_with("library \"absent\" or \"missing\" not found; tried:\n"),
        "{text}"
    );
    for (name, version) in [
        ("absent", '2'),
        ("absent", '1'),
        ("missing", '2'),
        ("missing", '1'),
    ] {
        let is_tried = attempts.iter().any(|attempt| {
            let candidate = attempt.candidate.to_string_lossy();
            candidate.contains(name) && candidate.contains(version)
        });
        assert!(is_tried, "{name} {version}: {text}");
    }
}

#[test]
fn second_name_is_found() {
    // SAFETY: every program may run the initializers of the C library.
    let library = unsafe { Search::new("absent").name("m").load() }.unwrap();
    assert!(library.symbol("cos").is_ok());
}

#[test]
fn relative_folder_is_skipped() {
    // SAFETY: there is no such library.
    let Err(LibraryError::NotFound { attempts, .. }) =
        (unsafe { Search::new("absent").folder("relative").load() })
    else {
        panic!("there is no such library");
    };
    let attempt = attempts
        .iter()
        .find(|attempt| attempt.candidate.to_str() == Some("relative"));
    assert_eq!(attempt.unwrap().reason, LoadFailure::NotAbsolute);
}

#[test]
fn flag_that_the_system_lacks_is_an_error_before_anything_is_tried() {
    let all = LoadFlags::GLOBAL | LoadFlags::LAZY | LoadFlags::DEEPBIND | LoadFlags::NODELETE;
    let unsupported = all.without(LoadFlags::AVAILABLE);
    // SAFETY: there is no such library.
    match unsafe { Search::new("absent").flags(all).load() } {
        Err(LibraryError::Flags { unsupported: flags }) => assert_eq!(flags, unsupported),
        Err(LibraryError::NotFound { .. }) => assert_eq!(unsupported, LoadFlags::NONE),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_flag_of_the_system_loads() {
    for flags in [
        LoadFlags::GLOBAL,
        LoadFlags::LAZY,
        LoadFlags::DEEPBIND,
        LoadFlags::NODELETE,
    ] {
        if LoadFlags::AVAILABLE.contains(flags) {
            // SAFETY: every program may run the initializers of the C library.
            let library = unsafe { Search::new("m").flags(flags).load() }.unwrap();
            assert!(library.symbol("cos").is_ok(), "{flags:?}");
        }
    }
}
