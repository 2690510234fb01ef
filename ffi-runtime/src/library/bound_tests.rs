//! Declarations bound to the C library of the host.

use crate::library::{CloseError, CodePointer, LibraryError, NameFault, Origin};
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
    SymbolDeclaration {
        names,
        optional: false,
    }
}

const fn optional(names: &'static [&'static str]) -> SymbolDeclaration {
    SymbolDeclaration {
        names,
        optional: true,
    }
}

static LIBM: Declaration<4> = Declaration {
    item: "Libm",
    name: Some("m"),
    version: None,
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
    assert_eq!(
        libm.required(1),
        CodePointer::from_ptr(super::absent as *const _).unwrap()
    );
}

#[test]
fn all_missing_symbols_are_in_one_error() {
    static WRONG: Declaration<4> = Declaration {
        item: "Wrong",
        name: Some("m"),
        version: None,
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
        name: Some("m"),
        version: None,
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
        name: None,
        version: None,
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
        name: Some("c"),
        version: None,
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
