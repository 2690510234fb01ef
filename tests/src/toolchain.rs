//! The compilers that the build script looked for, and the libraries that they made.

use std::path::{Path, PathBuf};

use crate::model::Suite;

/// One compiler at one optimization level.
#[derive(Clone, Copy, Debug)]
pub struct Toolchain {
    /// `gcc` or `clang`.
    pub family: &'static str,
    /// `-O0` or `-O2`.
    pub level: &'static str,
    /// Its version, or why it is not there.
    pub version: Result<&'static str, &'static str>,
    /// Where the libraries of generated code are that it compiled.
    pub folder: &'static str,
}

/// All of them, also those that are not there.
pub const TOOLCHAINS: &[Toolchain] = include!(concat!(env!("OUT_DIR"), "/toolchains.rs"));

impl Toolchain {
    /// The generated code of a suite, compiled by it.
    #[must_use]
    pub fn library(&self, suite: Suite) -> PathBuf {
        Path::new(self.folder).join(suite.library(env!("FFI_TESTS_SUFFIX")))
    }

    /// First number of the version; 0 if there is none.
    #[must_use]
    pub fn major(&self) -> u32 {
        let version = self.version.unwrap_or_default();
        let major = version.split('.').next().unwrap_or_default();
        major.parse().unwrap_or_default()
    }
}

/// Whether this run has to fail where clang is absent.
#[must_use]
pub fn clang_is_required() -> bool {
    std::env::var_os("FFI_TESTS_REQUIRE_CLANG").is_some_and(|value| value == "1")
}
