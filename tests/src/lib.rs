//! Foreign code, called through `ffi-runtime` in every way that it has.
//!
//! - `model` draws random types and signatures. The build script writes them down as C and as
//!   Rust, and compiles the C with every compiler that is there.
//! - `differential` calls the generated functions, declared and prepared, and compares what both
//!   sides saw. `tests/differential.rs` runs it for the target's convention,
//!   `tests/differential_variadic.rs` for variadic functions, `tests/differential_other.rs` for the other
//!   convention of x86-64: one trial for each compiler and form.
//! - `fixtures/` has the foreign code that is written by hand; the other files of `tests/` call it,
//!   one file for each kind of risk.
//!
//! `FFI_TESTS_SEED` draws other signatures than the usual ones. `FFI_TESTS_REQUIRE_CLANG=1` makes
//! an absent clang a failure; without it, what needs clang is reported as ignored.
//! `FFI_TESTS_SIGNATURES=96` has the first 96 signatures of the seed only; `12(a0 a2) r` only one, made
//! from parts of number 12. `FFI_TESTS_SMALLER=1` prints the next smaller ones beside each that fails.
//! A trial of the differential tests runs in a child process, which `trial` starts again where a function
//! brings it down.

pub mod abort;
pub mod callers;
pub mod differential;
pub mod fixtures;
pub mod leaving;
pub mod local;
pub mod model;
pub mod program;
pub mod toolchain;
pub mod trial;
pub mod witness;
