//! Libraries without a file: these tests need no loader, so that Miri runs them too.

use core::ffi::CStr;
use core::ptr;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

use crate::library::declaration::{Declaration, SymbolDeclaration};
use crate::library::{CloseError, CodePointer, LookupFailure, Origin};
use crate::macro_support::Bound;
use crate::{Library, LibraryError};

/// These stand for functions, whose addresses need not be one and the same each.
static FIRST: u8 = 1;
static SECOND: u8 = 2;

fn address(code: &'static u8) -> CodePointer {
    CodePointer::from_ptr(ptr::from_ref(code).cast()).unwrap()
}

/// The functions of this file, and what keeps them loaded.
fn library(owner: &Arc<()>) -> Library {
    let owner = Arc::clone(owner);
    // SAFETY: the functions are those of this program.
    unsafe {
        Library::from_symbols(move |name| {
            let _ = &owner;
            match name.to_bytes() {
                b"first" => Some(address(&FIRST)),
                b"second" => Some(address(&SECOND)),
                _ => None,
            }
        })
    }
}

#[test]
fn resolver_is_asked_for_each_symbol() {
    let library = library(&Arc::new(()));
    assert_eq!(library.symbol("second").unwrap(), address(&SECOND));
    let error = library.symbol("third").unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"symbol "third" not found in the resolver"#
    );
    assert!(matches!(
        error,
        LibraryError::Symbol {
            reason: LookupFailure::Resolver,
            ..
        }
    ));
    assert_eq!(*library.origin(), Origin::Symbols);
    assert!(library.path().is_none());
}

#[test]
fn resolver_has_no_versions() {
    let error = library(&Arc::new(()))
        .symbol_version("first", "V1")
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"symbol "first@V1" not found in the resolver"#
    );
    assert!(matches!(
        error,
        LibraryError::Symbol {
            reason: LookupFailure::NoVersions,
            ..
        }
    ));
}

#[test]
fn owner_lives_as_long_as_anything_that_is_bound() {
    static BOTH: Declaration<2> = Declaration {
        item: "Both",
        names: &[],
        versions: &[],
        groups: &[],
        symbols: [
            SymbolDeclaration::required(&["first"]),
            SymbolDeclaration::required(&["absent"]).optional(),
        ],
    };
    let owner = Arc::new(());
    // SAFETY: `()` has no methods that would call an address.
    let bound = unsafe { Bound::<(), 2>::from_library(&BOTH, library(&owner)) }.unwrap();
    assert_eq!(bound.required(0), address(&FIRST));
    assert!(!bound.has(1));
    let clone = bound.clone();
    drop(bound);
    assert_eq!(Arc::strong_count(&owner), 2);
    drop(clone);
    assert_eq!(Arc::strong_count(&owner), 1);
}

#[test]
fn preferred_name_of_several_wins() {
    static NAMES: Declaration<3> = Declaration {
        item: "Names",
        names: &[],
        versions: &[],
        groups: &[],
        symbols: [
            SymbolDeclaration::required(&["first", "second"]),
            SymbolDeclaration::required(&["second", "first"]),
            SymbolDeclaration::required(&["absent", "second", "first"]),
        ],
    };
    let library = library(&Arc::new(()));
    // SAFETY: `()` has no methods that would call an address.
    let bound = unsafe { Bound::<(), 3>::from_library(&NAMES, library) }.unwrap();
    let found = [0, 1, 2].map(|index| bound.required(index));
    assert_eq!(found, [&FIRST, &SECOND, &SECOND].map(address));
}

#[test]
fn close_drops_the_resolver_once_nothing_else_owns_it() {
    let owner = Arc::new(());
    let library = library(&owner);
    let clone = library.clone();
    // SAFETY: nothing of the library is used.
    let Err(CloseError::Shared { library, others: 1 }) = (unsafe { library.close() }) else {
        panic!("a clone owns it");
    };
    drop(clone);
    // SAFETY: nothing of the library is used.
    unsafe { library.close() }.unwrap();
    assert_eq!(Arc::strong_count(&owner), 1);
}

#[test]
fn resolver_that_panics_leaves_the_library_usable() {
    // SAFETY: the functions are those of this program.
    let library = unsafe {
        Library::from_symbols(|name: &CStr| {
            assert!(name != c"panic");
            Some(address(&FIRST))
        })
    };
    assert!(std::panic::catch_unwind(|| library.symbol("panic")).is_err());
    assert_eq!(library.symbol("any").unwrap(), address(&FIRST));
}

#[test]
fn library_is_unwind_safe() {
    fn assert<T: UnwindSafe + RefUnwindSafe + Send + Sync>() {}
    assert::<Library>();
    assert::<Bound<(), 1>>();
}
