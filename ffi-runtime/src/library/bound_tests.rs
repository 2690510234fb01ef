//! Declarations bound to the C library of the host.

use crate::library::addresses::placeholder;
use crate::library::{CloseError, LibraryError, NameFault, Origin};
use crate::macro_support::{Bound, Declaration, SymbolDeclaration};
use crate::{Library, MissingSymbol};

/// A brand without methods, neither `Send` nor `Sync` nor `Clone`.
struct Brand(#[expect(dead_code, reason = "for what it is not")] *const u8);

fn load<const N: usize>(
    declaration: &'static Declaration<N>,
) -> Result<Bound<Brand, N>, LibraryError> {
    // SAFETY: `Brand` has no methods that would call an address, and every program may run the
    // initializers of the C library, whose parts the tests declare.
    unsafe { Bound::load(declaration) }
}

/// Loads a part of the C library.
fn library(name: &str) -> Library {
    // SAFETY: every program may run its initializers.
    unsafe { Library::load(name) }.unwrap()
}

const fn required(names: &'static [&'static str]) -> SymbolDeclaration {
    SymbolDeclaration::required(names)
}

const fn optional(names: &'static [&'static str]) -> SymbolDeclaration {
    SymbolDeclaration::required(names).optional()
}

static LIBM: Declaration<4> = Declaration {
    item: "Libm",
    names: &["m"],
    versions: &[],
    groups: &[],
    symbols: [
        required(&["cos"]),
        optional(&["no_such_function", "nor_this"]),
        required(&["old_sin", "sin"]),
        optional(&["pow"]),
    ],
};

#[test]
fn symbols_are_in_order_of_declaration() {
    let libm = load(&LIBM).unwrap();
    let library = libm.library();
    assert_eq!(libm.required(0), library.symbol("cos").unwrap());
    assert_eq!(libm.required(2), library.symbol("sin").unwrap());
    assert_eq!(libm.optional(3).unwrap(), library.symbol("pow").unwrap());
    assert_eq!(
        [0, 1, 2, 3].map(|index| libm.has(index)),
        [true, false, true, true]
    );
    assert_eq!(
        format!("{libm:?}"),
        format!("Bound(Libm in {})", library.origin())
    );
}

#[test]
fn optional_function_that_is_missing_names_what_was_tried() {
    let libm = load(&LIBM).unwrap();
    let error: MissingSymbol = libm.optional(1).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "symbol \"no_such_function\" or \"nor_this\" not found in {}",
            libm.library().origin()
        )
    );
}

#[test]
fn missing_function_that_is_taken_for_required_has_a_safe_address() {
    let libm = load(&LIBM).unwrap();
    assert_eq!(libm.required(1), placeholder());
}

#[test]
fn all_missing_symbols_are_in_one_error() {
    static WRONG: Declaration<4> = Declaration {
        item: "Wrong",
        names: &["m"],
        versions: &[],
        groups: &[],
        symbols: [
            required(&["no_such_function"]),
            required(&["cos"]),
            optional(&["no_matter"]),
            required(&["no_such_a", "no_such_b"]),
        ],
    };
    let error = load(&WRONG).unwrap_err();
    let library = library("m");
    assert_eq!(
        error.to_string(),
        format!(
            "2 symbols of `Wrong` not found in {}:\n  \
             \"no_such_function\"\n  \
             \"no_such_a\" or \"no_such_b\"",
            library.origin()
        )
    );
}

#[test]
fn missing_symbol_of_two_methods_is_named_once() {
    static TWICE: Declaration<2> = Declaration {
        item: "Twice",
        names: &["m"],
        versions: &[],
        groups: &[],
        symbols: [
            required(&["no_such_function"]),
            required(&["no_such_function"]),
        ],
    };
    let error = load(&TWICE).unwrap_err();
    assert!(
        matches!(&error, LibraryError::MissingSymbols { missing, .. } if missing.len() == 1),
        "{error}"
    );
}

#[test]
fn declaration_without_a_name_is_bound_to_this_process() {
    static NAMELESS: Declaration<1> = Declaration {
        item: "Nameless",
        names: &[],
        versions: &[],
        groups: &[],
        symbols: [required(&["strlen"])],
    };
    // SAFETY: `Brand` has no methods that would call an address.
    let bound = unsafe { Bound::<Brand, 1>::from_library(&NAMELESS, library("c")) }.unwrap();
    assert!(matches!(bound.library().origin(), Origin::System(_)));
    if cfg!(unix) {
        assert_eq!(
            *load(&NAMELESS).unwrap().library().origin(),
            Origin::Process
        );
    }
}

#[test]
fn symbol_name_that_c_cannot_spell_is_refused() {
    static SPELLING: Declaration<1> = Declaration {
        item: "Spelling",
        names: &["c"],
        versions: &[],
        groups: &[],
        symbols: [optional(&["strlen\0"])],
    };
    assert!(matches!(
        load(&SPELLING),
        Err(LibraryError::SymbolName {
            fault: NameFault::InnerNul,
            ..
        })
    ));
}

#[test]
fn library_is_not_closed_under_a_bound_struct() {
    let libm = load(&LIBM).unwrap();
    let (clone, library) = (libm.clone(), libm.library().clone());
    // SAFETY: nothing of the library is used.
    let Err(CloseError::Shared { library, others: 1 }) = (unsafe { library.close() }) else {
        panic!("the table of both bound structs owns it");
    };
    drop(library);
    drop(clone);
    // SAFETY: nothing of the library is used.
    unsafe { libm.close() }.unwrap();
}

#[test]
fn brand_costs_nothing_and_asks_for_nothing() {
    fn assert<T: Send + Sync + Clone + 'static>() {}
    assert::<Bound<Brand, 4>>();
    assert_eq!(size_of::<Bound<Brand, 4>>(), size_of::<usize>());
}

/// Functions of the C library, which have these names on every system.
static GROUPED: Declaration<5> = Declaration {
    item: "Grouped",
    names: &["c"],
    versions: &[],
    groups: &["whole", "partial"],
    symbols: [
        required(&["strlen"]).group(0),
        required(&["no_such_strcmp", "strcmp"]).group(0),
        required(&["memcmp"]).group(1),
        required(&["no_such_function"]).group(1).since("2.0"),
        required(&["memcpy"]),
    ],
};

#[test]
fn group_is_there_as_a_whole_or_not_at_all() {
    let bound = load(&GROUPED).unwrap();
    assert_eq!(
        [0, 1, 2, 3, 4].map(|index| bound.has(index)),
        [true, true, false, false, true]
    );
    assert_eq!(
        bound.optional(0).ok(),
        bound.library().symbol("strlen").ok()
    );
    assert_eq!(bound.optional(2).ok(), None);
    assert_eq!(bound.required(2), placeholder());
    let library = bound.library().origin();
    assert_eq!(
        bound.optional(2).unwrap_err().to_string(),
        format!(
            "symbol \"memcmp\" is part of the group \"partial\", whose symbol \
             \"no_such_function\" (since 2.0) was not found in {library}"
        )
    );
    assert_eq!(
        bound.optional(3).unwrap_err().to_string(),
        format!(
            "symbol \"no_such_function\" (since 2.0) of the group \"partial\" not found in {library}"
        )
    );
}

#[test]
fn first_version_with_a_function_is_in_the_error() {
    static NEW: Declaration<1> = Declaration {
        item: "New",
        names: &["no-such-library", "c"],
        versions: &[],
        groups: &[],
        symbols: [required(&["no_such_function"]).since("3.38")],
    };
    let error = load(&NEW).unwrap_err();
    let text = error.to_string();
    assert!(
        text.ends_with("\n  \"no_such_function\" (since 3.38)"),
        "{text}"
    );
}

/// The base version of each architecture, which `strlen` has since then.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn symbol_has_the_declared_version() {
    const BASE: &str = if cfg!(target_arch = "x86_64") {
        "GLIBC_2.2.5"
    } else if cfg!(target_arch = "aarch64") {
        "GLIBC_2.17"
    } else if cfg!(target_arch = "riscv64") {
        "GLIBC_2.27"
    } else if cfg!(target_arch = "x86") {
        "GLIBC_2.0"
    } else {
        "GLIBC_2.4"
    };
    static VERSIONED: Declaration<3> = Declaration {
        item: "Versioned",
        names: &["c"],
        versions: &[],
        groups: &[],
        symbols: [
            required(&["strlen"]).version(BASE),
            optional(&["strlen"]).version("GLIBC_1.0"),
            required(&["no_such_function", "atoi", "strlen"]).version(BASE),
        ],
    };
    let bound = load(&VERSIONED).unwrap();
    let library = bound.library();
    let versioned = library.symbol_version("strlen", BASE).unwrap();
    assert_eq!(bound.required(0), versioned);
    let preferred = library.symbol_version("atoi", BASE).unwrap();
    assert_eq!(bound.required(2), preferred);
    assert_eq!(
        bound.optional(1).unwrap_err().to_string(),
        format!(
            "symbol \"strlen@GLIBC_1.0\" not found in {}",
            library.origin()
        )
    );
    let error = library.symbol_version("strlen", "GLIBC_1.0").unwrap_err();
    assert!(
        matches!(&error, LibraryError::Symbol { symbol, reason: crate::library::LookupFailure::Loader(_), .. }
            if symbol == "strlen@GLIBC_1.0"),
        "{error:?}"
    );
}

#[cfg(not(any(
    all(target_os = "linux", target_env = "gnu"),
    target_os = "android",
    target_os = "freebsd",
    target_os = "dragonfly",
    target_os = "netbsd"
)))]
#[test]
fn symbols_have_no_versions_here() {
    static VERSIONED: Declaration<1> = Declaration {
        item: "Versioned",
        names: &["c"],
        versions: &[],
        groups: &[],
        symbols: [required(&["strlen"]).version("GLIBC_2.2.5")],
    };
    let text = load(&VERSIONED).unwrap_err().to_string();
    assert!(
        text.ends_with("\"strlen@GLIBC_2.2.5\": symbols have no versions here"),
        "{text}"
    );
    let error = library("c").symbol_version("strlen", "GLIBC_2.2.5");
    assert!(matches!(
        error,
        Err(LibraryError::Symbol {
            reason: crate::library::LookupFailure::NoVersions,
            ..
        })
    ));
}
