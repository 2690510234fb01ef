//! Where the build script put the libraries that are written by hand.

/// `fixtures/cases.c`, compiled by gcc.
pub const CASES: &str = concat!(env!("OUT_DIR"), "/fixtures/libcases.so");

/// `fixtures/cases.c`, compiled by clang, if it is there.
pub const CASES_BY_CLANG: &str = concat!(env!("OUT_DIR"), "/fixtures-clang/libcases.so");

/// `fixtures/callbacks.c`, compiled by gcc.
pub const CALLBACKS: &str = concat!(env!("OUT_DIR"), "/fixtures/libcallbacks.so");

/// `fixtures/exceptions.cpp`, compiled by g++.
pub const EXCEPTIONS: &str = concat!(env!("OUT_DIR"), "/fixtures/libexceptions.so");
