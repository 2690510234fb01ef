//! Where the build script put the libraries that are written by hand.

/// `fixtures/cases.c`, compiled by gcc.
pub const CASES: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures/libcases",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/cases.c`, compiled by clang, if it is there.
pub const CASES_BY_CLANG: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures-clang/libcases",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/callbacks.c`, compiled by gcc.
pub const CALLBACKS: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures/libcallbacks",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/exceptions.cpp`, compiled by g++.
pub const EXCEPTIONS: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures/libexceptions",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/callers.c`, compiled by gcc.
pub const CALLERS: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures/libcallers",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/win64.c`, compiled by gcc.
pub const WIN64: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures/libwin64",
    env!("FFI_TESTS_SUFFIX")
);
