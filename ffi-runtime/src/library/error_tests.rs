//! The words of the errors.

use super::*;
use crate::library::declaration::SymbolDeclaration;
use core::error::Error;
use std::path::Path;

fn library() -> Origin {
    Origin::System(Path::new("libsqlite3.so.0").into())
}

#[test]
fn every_error_can_cross_threads() {
    fn assert<T: Error + Send + Sync + 'static>() {}
    assert::<LibraryError>();
    assert::<CloseError>();
    assert::<MissingSymbol>();
}

#[test]
fn search_that_failed_lists_every_candidate() {
    let error = LibraryError::NotFound {
        names: vec!["z".into(), "zlib1".into()],
        attempts: vec![
            Attempt {
                candidate: "lib".into(),
                reason: LoadFailure::NotAbsolute,
            },
            Attempt {
                candidate: "/opt/libz.so.1".into(),
                reason: LoadFailure::NoSuchFile,
            },
            Attempt {
                candidate: "libz.so".into(),
                reason: LoadFailure::Loader("invalid ELF header".into()),
            },
        ],
    };
    assert_eq!(
        error.to_string(),
        "library \"z\" or \"zlib1\" not found; tried:\n  \
         \"lib\": skipped, for it is not an absolute path\n  \
         \"/opt/libz.so.1\": no such file\n  \
         \"libz.so\": invalid ELF header"
    );
}

static OPEN: SymbolDeclaration = SymbolDeclaration::required(&["sqlite3_open"]);
static RENAMED: SymbolDeclaration =
    SymbolDeclaration::required(&["sqlite3_new", "sqlite3_old"]).since("3.38");

fn missing(symbol: &'static SymbolDeclaration, library: Origin) -> MissingSymbol {
    MissingSymbol::new(symbol, None, library, true)
}

#[test]
fn missing_symbols_are_named_in_one_error() {
    let error = LibraryError::MissingSymbols {
        item: "Sqlite",
        library: library(),
        missing: vec![missing(&OPEN, library()), missing(&RENAMED, library())],
    };
    assert_eq!(
        error.to_string(),
        "2 symbols of `Sqlite` not found in \"libsqlite3.so.0\":\n  \
         \"sqlite3_open\"\n  \
         \"sqlite3_new\" or \"sqlite3_old\" (since 3.38)"
    );
    let error = LibraryError::MissingSymbols {
        item: "Sqlite",
        library: Origin::Process,
        missing: vec![missing(&OPEN, Origin::Process)],
    };
    assert_eq!(
        error.to_string(),
        "1 symbol of `Sqlite` not found in this process:\n  \"sqlite3_open\""
    );
}

#[test]
fn errors_name_their_subject() {
    let rows: [(LibraryError, &str); 7] = [
        (
            missing(&OPEN, library()).into(),
            r#"symbol "sqlite3_open" not found in "libsqlite3.so.0""#,
        ),
        (
            LibraryError::Flags {
                unsupported: LoadFlags::GLOBAL | LoadFlags::DEEPBIND,
            },
            "this system cannot load a library with GLOBAL | DEEPBIND",
        ),
        (
            LibraryError::Open {
                path: "x".into(),
                reason: LoadFailure::InnerNul,
            },
            r#"cannot open "x": the path has a NUL character in it"#,
        ),
        (
            LibraryError::Override {
                name: "z".into(),
                variable: "FFI_LIBRARY_Z".into(),
                path: "/opt/libz.so".into(),
                reason: LoadFailure::Loader("file too short".into()),
            },
            r#"library "z" is overridden by FFI_LIBRARY_Z, and "/opt/libz.so" cannot be loaded: file too short"#,
        ),
        (
            LibraryError::Process {
                reason: LoadFailure::Loader("no".into()),
            },
            "cannot open this process: no",
        ),
        (
            LibraryError::SymbolName {
                symbol: "a\0b".into(),
                fault: NameFault::InnerNul,
            },
            r#""a\0b" is no name of a symbol: it has a NUL character in it"#,
        ),
        (
            CloseError::Loader {
                library: library(),
                words: "no".into(),
            }
            .into(),
            r#"cannot unload "libsqlite3.so.0": no"#,
        ),
    ];
    for (error, text) in rows {
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn cause_of_a_missing_symbol_is_its_source() {
    let error = LibraryError::Symbol {
        symbol: "sqlite3_open".into(),
        library: library(),
        reason: LookupFailure::Loader("undefined symbol".into()),
    };
    assert_eq!(
        error.to_string(),
        r#"symbol "sqlite3_open" not found in "libsqlite3.so.0""#
    );
    assert_eq!(error.source().unwrap().to_string(), "undefined symbol");
}
