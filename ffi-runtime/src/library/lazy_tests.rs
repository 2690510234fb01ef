//! Lazy tables over a resolver that counts what it is asked: no loader is needed.

use core::ffi::CStr;
use core::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::library::declaration::{Declaration, SymbolDeclaration};
use crate::library::{CodePointer, Library};
use crate::macro_support::LazyBound;

/// A brand without methods, neither `Send` nor `Sync` nor `Clone`.
struct Brand(#[expect(dead_code, reason = "for what it is not")] *const u8);

static DECLARATION: Declaration<5> = Declaration {
    item: "Lazy",
    names: &[],
    versions: &[],
    groups: &["whole", "partial"],
    symbols: [
        SymbolDeclaration::required(&["old", "alone"]),
        SymbolDeclaration::required(&["absent"]).since("2.0"),
        SymbolDeclaration::required(&["first"]).group(0),
        SymbolDeclaration::required(&["second"]).group(0),
        SymbolDeclaration::required(&["third"]).group(1),
    ],
};

static INCOMPLETE: Declaration<2> = Declaration {
    item: "Incomplete",
    names: &[],
    versions: &[],
    groups: &["partial"],
    symbols: [
        SymbolDeclaration::required(&["first"]).group(0),
        SymbolDeclaration::required(&["absent"]).group(0),
    ],
};

/// Stands for a function, whose address need not be one and the same.
static CODE: u8 = 0;

fn found() -> CodePointer {
    CodePointer::from_ptr((&raw const CODE).cast()).unwrap()
}

/// A library with every name but `absent` and `old`, and the names that it was asked for.
fn library() -> (Library, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    // SAFETY: the function is that of this program.
    let library = unsafe {
        Library::from_symbols(move |name: &CStr| {
            let name = name.to_str().unwrap();
            log.lock().unwrap().push(name.to_owned());
            (!["absent", "old"].contains(&name)).then(found)
        })
    };
    (library, asked)
}

fn bind<const N: usize>(
    declaration: &'static Declaration<N>,
    library: Library,
) -> LazyBound<Brand, N> {
    // SAFETY: `Brand` has no methods that would call an address.
    unsafe { LazyBound::from_library(declaration, library) }.unwrap()
}

#[test]
fn symbol_is_looked_up_once_and_not_before_it_is_used() {
    let (library, asked) = library();
    let lazy = bind(&DECLARATION, library);
    assert!(asked.lock().unwrap().is_empty());
    assert_eq!(lazy.optional(0), Ok(found()));
    assert_eq!(lazy.optional(0), Ok(found()));
    assert!(lazy.has(0));
    assert_eq!(lazy.clone().optional(0), Ok(found()));
    assert_eq!(*asked.lock().unwrap(), ["old", "alone"]);
}

#[test]
fn missing_symbol_has_the_error_of_an_optional_one() {
    let lazy = bind(&DECLARATION, library().0);
    assert!(!lazy.has(1));
    assert_eq!(
        lazy.optional(1).unwrap_err().to_string(),
        r#"symbol "absent" (since 2.0) not found in the resolver"#
    );
}

#[test]
fn group_is_there_as_a_whole_or_not_at_all() {
    let (library, asked) = library();
    let lazy = bind(&DECLARATION, library.clone());
    assert!(lazy.has(3));
    assert_eq!(*asked.lock().unwrap(), ["first", "second", "second"]);
    assert!(lazy.has(4));
    let lazy = bind(&INCOMPLETE, library);
    for _ in 0..2 {
        assert_eq!(
            lazy.optional(0).unwrap_err().to_string(),
            "symbol \"first\" is part of the group \"partial\", whose symbol \"absent\" was not \
             found in the resolver"
        );
    }
}

#[test]
fn symbol_that_comes_later_is_found_then() {
    static LATE: Declaration<1> = Declaration {
        item: "Late",
        names: &[],
        versions: &[],
        groups: &[],
        symbols: [SymbolDeclaration::required(&["late"])],
    };
    let asked = AtomicUsize::new(0);
    // SAFETY: the function is that of this program.
    let library = unsafe {
        Library::from_symbols(move |_| (asked.fetch_add(1, Ordering::Relaxed) > 0).then(found))
    };
    let lazy = bind(&LATE, library);
    assert!(lazy.optional(0).is_err());
    assert_eq!(lazy.optional(0), Ok(found()));
}

#[test]
fn name_that_c_cannot_spell_is_missing() {
    static SPELLING: Declaration<1> = Declaration {
        item: "Spelling",
        names: &[],
        versions: &[],
        groups: &[],
        symbols: [SymbolDeclaration::required(&["a\0b"])],
    };
    assert!(bind(&SPELLING, library().0).optional(0).is_err());
}

#[test]
fn many_threads_find_one_address() {
    let lazy = bind(&DECLARATION, library().0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(lazy.optional(2), Ok(found())));
        }
    });
}

#[test]
fn brand_costs_nothing_and_asks_for_nothing() {
    fn assert<T: Send + Sync + Clone + 'static>() {}
    assert::<LazyBound<Brand, 4>>();
    assert_eq!(size_of::<LazyBound<Brand, 4>>(), size_of::<usize>());
    let lazy = bind(&DECLARATION, library().0);
    assert_eq!(format!("{lazy:?}"), "LazyBound(Lazy in the resolver)");
}

#[test]
fn library_is_not_closed_under_a_lazy_struct() {
    let lazy = bind(&DECLARATION, library().0);
    let clone = lazy.clone();
    // SAFETY: nothing of the library is used.
    let refused = unsafe { lazy.close() }.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the resolver is still in use by 1 other owner"
    );
    drop(refused);
    // SAFETY: nothing of the library is used.
    unsafe { clone.close() }.unwrap();
}
