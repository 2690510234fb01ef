//! The names that a declaration looks up, read from the error that lists the missing ones.

use ffi_runtime::{LibraryError, MissingSymbol, foreign_library};

/// The names that each method was looked up by, in order of declaration.
macro_rules! missing {
    ($library:ident) => {{
        // SAFETY: nothing is called.
        let error = unsafe { $library::from_process() }.unwrap_err();
        let LibraryError::MissingSymbols { missing, .. } = error else {
            panic!("{error}");
        };
        missing.iter().map(MissingSymbol::names).collect::<Vec<_>>()
    }};
}

#[test]
fn method_without_prefix_has_its_own_name() {
    #[foreign_library(process)]
    unsafe trait Plain {
        fn no_such_function(&self);
        fn r#type(&self);
    }

    let expected: [&[&str]; 2] = [&["no_such_function"], &["type"]];
    assert_eq!(missing!(Plain), expected);
}

#[test]
fn prefix_goes_before_names_but_not_before_symbols() {
    #[foreign_library(process, prefix = "absent_")]
    unsafe trait Prefixed {
        fn open_it(&self);
        fn r#type(&self);
        #[symbol("no_such_function", "nor_this")]
        fn renamed(&self);
        #[optional]
        fn optional(&self);
    }

    let expected: [&[&str]; 3] = [
        &["absent_open_it"],
        &["absent_type"],
        &["no_such_function", "nor_this"],
    ];
    assert_eq!(missing!(Prefixed), expected);
}

#[test]
fn optional_method_has_the_prefix_too() {
    #[foreign_library(process, prefix = "absent_")]
    unsafe trait Optional {
        #[optional]
        fn optional(&self);
    }

    let error = Optional::load().unwrap().optional().unwrap_err();
    assert_eq!(error.symbol(), "absent_optional");
}
