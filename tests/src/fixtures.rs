//! Where the build script put the libraries that are written by hand, and how they are opened.

use ffi_runtime::LibraryError;

/// Opens one of these libraries with `open`, that of a declaration or of `Library`.
///
/// # Panics
///
/// If the build script did not make it.
pub fn open_fixture<L>(
    open: unsafe fn(&'static str) -> Result<L, LibraryError>,
    file: &'static str,
) -> L {
    // SAFETY: no library of `fixtures/` has an initializer of its own, and each declaration of this
    // package that is opened here repeats the prototypes that the fixture has in C.
    unsafe { open(file) }.expect("the build script made the library")
}

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

/// `fixtures/corner.c`, compiled by gcc.
pub const CORNER: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures/libcorner",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/corner.c`, compiled by clang, if it is there.
pub const CORNER_BY_CLANG: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures-clang/libcorner",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/vectors.c` with the convention of the target, compiled by gcc.
pub const VECTORS: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures/libvectors",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/vectors.c` with the convention of the target, compiled by clang, if it is there.
pub const VECTORS_BY_CLANG: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures-clang/libvectors",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/vectors.c` with the convention of Windows, on x86-64.
pub const VECTORS_WIN64: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures-win64/libvectors",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/vectors.c` with that of System V, on x86-64.
pub const VECTORS_SYSV64: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures-sysv64/libvectors",
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

/// `fixtures/leaving.c`, compiled by gcc.
pub const LEAVING: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures/libleaving",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/conventions.c` with the convention of Windows, compiled by gcc.
pub const WIN64: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures-win64/libconventions",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/conventions.c` with that of System V, compiled by gcc.
pub const SYSV64: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures-sysv64/libconventions",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/conventions.c` with that of System V, without variadic functions, compiled by clang, if it is there.
pub const SYSV64_BY_CLANG: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures-clang/libconventions",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/booleans.c` with the convention of the target, compiled by gcc.
pub const BOOLEANS: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures/libbooleans",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/booleans.c` with the convention of Windows, on x86-64, compiled by gcc.
pub const BOOLEANS_WIN64: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures-win64/libbooleans",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/booleans.c` with the convention of System V, on x86-64, compiled by gcc.
pub const BOOLEANS_SYSV64: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures-sysv64/libbooleans",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/enums.c` with the convention of the target, compiled by gcc.
pub const ENUMS: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures/libenums",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/enums.c` with the convention of Windows, on x86-64.
pub const ENUMS_WIN64: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures-win64/libenums",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/enums.c` with that of System V, on x86-64.
pub const ENUMS_SYSV64: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures-sysv64/libenums",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/method_tables.c`, compiled by gcc.
pub const METHOD_TABLES: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures/libmethod_tables",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/tables.c`, compiled by gcc.
pub const TABLES: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures/libtables",
    env!("FFI_TESTS_SUFFIX")
);

/// `fixtures/chains.c`, compiled by gcc.
pub const CHAINS: &str = concat!(
    env!("OUT_DIR"),
    "/fixtures/libchains",
    env!("FFI_TESTS_SUFFIX")
);
