//! `long double`, in the format that the target's C compiler has for it.

#[cfg_attr(
    not(test),
    expect(dead_code, reason = "a target has one of the formats, or none")
)]
mod format;

// The format of each target's C compilers; `none` where it is another one, or where this crate places no arguments.
#[cfg_attr(
    all(
        target_arch = "x86_64",
        target_pointer_width = "64",
        any(
            all(target_os = "linux", not(target_env = "ohos")),
            target_vendor = "apple",
            target_os = "freebsd",
            target_os = "netbsd",
            target_os = "openbsd",
            target_os = "dragonfly",
            target_os = "illumos",
            target_os = "solaris",
            all(windows, not(target_env = "msvc")),
        )
    ),
    path = "x87.rs"
)]
#[cfg_attr(
    all(
        any(target_arch = "aarch64", target_arch = "riscv64"),
        target_pointer_width = "64",
        target_endian = "little",
        any(
            target_os = "linux",
            target_os = "android",
            target_os = "freebsd",
            target_os = "netbsd",
            target_os = "openbsd",
        )
    ),
    path = "binary128.rs"
)]
#[cfg_attr(
    any(
        target_env = "msvc",
        all(target_arch = "aarch64", any(windows, target_vendor = "apple"))
    ),
    path = "double.rs"
)]
#[cfg_attr(
    not(any(
        all(
            target_arch = "x86_64",
            target_pointer_width = "64",
            any(
                all(target_os = "linux", not(target_env = "ohos")),
                target_vendor = "apple",
                target_os = "freebsd",
                target_os = "netbsd",
                target_os = "openbsd",
                target_os = "dragonfly",
                target_os = "illumos",
                target_os = "solaris",
                all(windows, not(target_env = "msvc")),
            )
        ),
        all(
            any(target_arch = "aarch64", target_arch = "riscv64"),
            target_pointer_width = "64",
            target_endian = "little",
            any(
                target_os = "linux",
                target_os = "android",
                target_os = "freebsd",
                target_os = "netbsd",
                target_os = "openbsd",
            )
        ),
        target_env = "msvc",
        all(target_arch = "aarch64", any(windows, target_vendor = "apple"))
    )),
    path = "none.rs"
)]
mod target;

use core::cmp::Ordering;
use core::fmt;

use target::Representation;

/// C's `long double`: the format, the size and the way in which it is passed are those of the target's C compiler.
///
/// | target | format | [`BYTES`](Self::BYTES) | `size_of` | descriptor |
/// |---|---|---|---|---|
/// | x86-64: Linux, macOS, the BSDs, illumos, Solaris, and Windows with GNU's or LLVM's tools (mingw) | x87, 80 bits | 10 | 16 | [`Type::F80`](crate::Type::F80) |
/// | AArch64 and 64-bit RISC-V: Linux, Android, the BSDs | IEEE 754, 128 bits | 16 | 16 | [`Type::F128`](crate::Type::F128) |
/// | Windows with Microsoft's tools, AArch64 of Windows and of Apple | IEEE 754, 64 bits | 8 | 8 | [`Type::F64`](crate::Type::F64) |
///
/// On any other target (32-bit ones, x86-64 Android, systems without a name) it is not a
/// [`ForeignType`](crate::ForeignType), and a method that takes or returns one does not compile.
///
/// Rust computes with `f64`: [`From<f64>`](#impl-From<f64>-for-LongDouble) is exact, [`to_f64`](Self::to_f64) rounds. C's
/// own functions compute with more, and [`to_bytes`](Self::to_bytes) has every bit.
///
/// A function that Rust compiles itself (`extern "C" fn f(x: LongDouble)`) does not take it as C passes it; the
/// compiler's lint `improper_ctypes_definitions` says so where the format is not that of `f64`. Nor does Rust's own call
/// of a function pointer pass it so. The methods of a declaration do, and a [`#[callback]`](macro@crate::callback) type
/// that is made of a closure takes it so.
///
// The mathematical library of Windows has another name, and `long double` is no `double` of Microsoft's.
#[cfg_attr(windows, doc = "```no_run")]
#[cfg_attr(not(windows), doc = "```")]
/// use ffi_runtime::{LongDouble, foreign_library};
///
/// #[foreign_library(name = "m", version = "6")]
/// unsafe trait Mathematics {
///     fn sqrtl(&self, number: LongDouble) -> LongDouble;
///     fn ldexpl(&self, number: LongDouble, exponent: std::ffi::c_int) -> LongDouble;
/// }
///
/// let mathematics = Mathematics::load()?;
/// assert_eq!(mathematics.sqrtl(LongDouble::from(2.0)).to_f64(), 2f64.sqrt());
///
/// // Far beyond the numbers of an `f64`, and back.
/// let far = mathematics.ldexpl(LongDouble::from(1.5), 5000);
/// # if LongDouble::BYTES > 8 {
/// assert_eq!(far.to_f64(), f64::INFINITY);
/// assert_eq!(mathematics.ldexpl(far, -5000), LongDouble::from(1.5));
/// # }
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct LongDouble(Representation);

impl LongDouble {
    /// Bytes of the format, without padding.
    ///
    /// ```
    /// use ffi_runtime::LongDouble;
    ///
    /// assert!(LongDouble::BYTES <= size_of::<LongDouble>());
    /// ```
    pub const BYTES: usize = target::BYTES;

    /// Converts from an `f64`, exactly.
    ///
    /// ```
    /// use ffi_runtime::LongDouble;
    ///
    /// const HALF: LongDouble = LongDouble::from_f64(0.5);
    /// assert_eq!(HALF.to_f64(), 0.5);
    /// ```
    #[must_use]
    pub const fn from_f64(number: f64) -> Self {
        Self(target::of_f64(number))
    }

    /// The nearest `f64`; if two are as near, the one whose last bit is 0. A number that is too large becomes infinite.
    #[must_use]
    pub const fn to_f64(self) -> f64 {
        target::to_f64(self.0)
    }

    /// The number whose format has these bytes, in the order of memory.
    ///
    /// ```
    /// use ffi_runtime::LongDouble;
    ///
    /// let number = LongDouble::from(0.1);
    /// assert_eq!(LongDouble::from_bytes(number.to_bytes()), number);
    /// ```
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(target::of_bytes(bytes))
    }

    /// The bytes of the format, in the order of memory.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; Self::BYTES] {
        target::to_bytes(self.0)
    }

    /// A number that is ordered as this one is; none of what is not a number. The formats have their exponents above
    /// their fractions.
    const fn key(self) -> Option<i128> {
        let (is_negative, magnitude) = match target::magnitude(self.0) {
            Some(number) => number,
            None => return None,
        };
        Some(if is_negative {
            -(magnitude as i128)
        } else {
            magnitude as i128
        })
    }
}

/// Zero.
impl Default for LongDouble {
    fn default() -> Self {
        Self::from_f64(0.0)
    }
}

macro_rules! exact {
    ($($number:ty)*) => {$(
        /// Exact.
        impl From<$number> for LongDouble {
            fn from(number: $number) -> Self {
                Self::from_f64(number.into())
            }
        }
    )*};
}

exact! { f64 f32 i32 u32 i16 u16 i8 u8 }

/// As numbers compare: what is not a number equals nothing, and the two zeros equal each other.
impl PartialEq for LongDouble {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for LongDouble {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.key()?.cmp(&other.key()?))
    }
}

/// The nearest `f64`.
impl fmt::Debug for LongDouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_f64().fmt(f)
    }
}

/// The nearest `f64`.
impl fmt::Display for LongDouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.to_f64(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::LongDouble;

    #[test]
    fn numbers_compare_as_numbers() {
        let ordered = [
            f64::NEG_INFINITY,
            -2.5,
            -5e-324,
            0.0,
            5e-324,
            0.1,
            1.0,
            f64::INFINITY,
        ];
        for pair in ordered.windows(2) {
            let [less, more] = [pair[0], pair[1]].map(LongDouble::from);
            assert!(less < more && less != more, "{less} {more}");
        }
        assert_eq!(LongDouble::from(0.0), LongDouble::from(-0.0));
        let nan = LongDouble::from(f64::NAN);
        assert!(nan != nan && nan.partial_cmp(&LongDouble::default()).is_none());
    }

    #[test]
    fn bytes_are_the_number() {
        let number = LongDouble::from(-1.0 / 3.0);
        let mut bytes = number.to_bytes();
        assert_eq!(LongDouble::from_bytes(bytes), number);
        // The sign is in the byte with the highest bits.
        let highest = match cfg!(target_endian = "big") {
            true => 0,
            false => LongDouble::BYTES - 1,
        };
        bytes[highest] ^= 0x80;
        assert_eq!(LongDouble::from_bytes(bytes).to_f64(), 1.0 / 3.0);
    }

    #[test]
    fn text_is_that_of_the_nearest_number() {
        let number = LongDouble::from(0.1);
        assert_eq!(
            (format!("{number:?}"), format!("{number:.3}")),
            ("0.1".into(), "0.100".into())
        );
    }
}
