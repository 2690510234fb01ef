//! Where the build script put the libraries that are written by hand.

/// `fixtures/cases.c`, compiled by gcc.
pub const CASES: &str = concat!(env!("OUT_DIR"), "/fixtures/libcases.so");

/// `fixtures/cases.c`, compiled by clang, if it is there.
pub const CASES_BY_CLANG: &str = concat!(env!("OUT_DIR"), "/fixtures-clang/libcases.so");

/// `fixtures/callbacks.c`, compiled by gcc.
pub const CALLBACKS: &str = concat!(env!("OUT_DIR"), "/fixtures/libcallbacks.so");

/// `fixtures/exceptions.cpp`, compiled by g++.
pub const EXCEPTIONS: &str = concat!(env!("OUT_DIR"), "/fixtures/libexceptions.so");

/// `fixtures/callers.c`, compiled by gcc.
pub const CALLERS: &str = concat!(env!("OUT_DIR"), "/fixtures/libcallers.so");

/// `fixtures/win64.c`, compiled by gcc.
pub const WIN64: &str = concat!(env!("OUT_DIR"), "/fixtures/libwin64.so");
