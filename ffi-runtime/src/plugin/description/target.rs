//! The target that a library is made for, as far as types depend on it.

use core::ffi::c_long;
use std::env::consts::{ARCH, OS};
use std::fmt;

/// The architectures by their numbers, from 1, as Rust names them.
pub(crate) const ARCHITECTURES: [&str; 11] = [
    "x86_64",
    "aarch64",
    "riscv64",
    "x86",
    "arm",
    "loongarch64",
    "powerpc64",
    "s390x",
    "powerpc",
    "riscv32",
    "mips64",
];

/// The systems by their numbers, from 1, as Rust names them.
pub(crate) const SYSTEMS: [&str; 9] = [
    "linux",
    "windows",
    "macos",
    "android",
    "ios",
    "freebsd",
    "netbsd",
    "openbsd",
    "dragonfly",
];

/// A target: what types and calls depend on.
///
/// ```
/// use ffi_runtime::plugin::description::Target;
///
/// let target = Target::CURRENT;
/// assert_eq!(usize::from(target.pointer_size), size_of::<usize>());
/// println!("{target}"); // x86_64 linux, pointers of 8 bytes, ..
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target {
    /// The number of the architecture, or 0 if it has none.
    pub(crate) architecture: u8,
    /// The number of the system, or 0 if it has none.
    pub(crate) system: u8,
    /// Whether the first byte of a number is its lowest.
    pub is_little_endian: bool,
    /// Bytes of a pointer.
    pub pointer_size: u8,
    /// Bytes of a `long`.
    pub long_size: u8,
    /// Bytes of a `wchar_t`.
    pub wchar_size: u8,
}

impl Target {
    /// The target of this program.
    pub const CURRENT: Self = Self {
        architecture: place(ARCH, &ARCHITECTURES),
        system: place(OS, &SYSTEMS),
        is_little_endian: cfg!(target_endian = "little"),
        pointer_size: size_of::<usize>() as u8,
        long_size: size_of::<c_long>() as u8,
        wchar_size: if cfg!(windows) { 2 } else { 4 },
    };

    /// The architecture, as Rust names it.
    #[must_use]
    pub fn architecture(&self) -> &'static str {
        named(self.architecture, &ARCHITECTURES)
    }

    /// The operating system, as Rust names it.
    #[must_use]
    pub fn system(&self) -> &'static str {
        named(self.system, &SYSTEMS)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (architecture, system) = (self.architecture(), self.system());
        let order = if self.is_little_endian {
            "little"
        } else {
            "big"
        };
        let (pointer, long, wchar) = (self.pointer_size, self.long_size, self.wchar_size);
        write!(
            f,
            "{architecture} {system}, {order}-endian, pointers of {pointer} bytes, `long` of {long}, `wchar_t` of {wchar}"
        )
    }
}

fn named(number: u8, names: &[&'static str]) -> &'static str {
    let place = usize::from(number).checked_sub(1);
    place
        .and_then(|place| names.get(place))
        .copied()
        .unwrap_or("unknown")
}

/// The number of a name.
const fn place(name: &str, names: &[&str]) -> u8 {
    let mut index = 0;
    while index < names.len() {
        if is_same(name, names[index]) {
            return index as u8 + 1;
        }
        index += 1;
    }
    0
}

/// Whether two texts are the same, in a constant.
pub(super) const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut index = 0;
    while index < a.len() {
        if a[index] != b[index] {
            return false;
        }
        index += 1;
    }
    true
}
