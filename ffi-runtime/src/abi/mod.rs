//! Calling conventions.

/// A calling convention, as an `extern` string names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Abi {
    /// `"C"`: the platform's C convention.
    C,
    /// `"C-unwind"`: the same, and a panic or C++ exception may pass through the call.
    CUnwind,
    /// `"system"`: the convention of the operating system's own libraries.
    System,
    /// `"sysv64"`: System V AMD64.
    Sysv64,
}
