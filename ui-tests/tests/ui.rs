//! The code that must compile, the code that must not, and what the compiler then says.
//!
//! The expected messages are those of rustc 1.95; other versions word the errors of missing trait
//! implementations in other ways. After a change of wording, `TRYBUILD=overwrite cargo test -p
//! ui-tests` writes them anew: read the difference before it is committed.

#[cfg(not(any(feature = "widestring", feature = "offload", feature = "plugin")))]
#[test]
fn declarations() {
    let cases = trybuild::TestCases::new();
    cases.pass("cases/pass/*.rs");
    cases.compile_fail("cases/fail/*.rs");
}

/// Cases of wide texts, which need a feature: with it rustc lists more types that have a trait, so it has cases of its own.
#[cfg(feature = "widestring")]
#[test]
fn wide() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("cases/wide/*.rs");
}

/// Cases of methods on worker threads that the compiler refuses, and not the macro.
#[cfg(feature = "offload")]
#[test]
fn offloaded() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("cases/offload/*.rs");
}

/// Cases of interfaces and of what implements them.
#[cfg(feature = "plugin")]
#[test]
fn interfaces() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("cases/plugin/*.rs");
}
