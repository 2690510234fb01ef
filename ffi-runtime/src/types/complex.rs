//! Complex numbers, as C's `_Complex` lays them out and passes them.

use core::fmt;
use core::mem::offset_of;

/// A complex number: C's `float _Complex` (`Complex<f32>`), `double _Complex` (`Complex<f64>`) or `long double _Complex`
/// (`Complex<LongDouble>`, see [`LongDouble`](crate::LongDouble)).
///
/// Every convention of this crate passes one of the first two as it passes a struct of its two parts: in one or two float
/// registers by System V, AAPCS64 and RISC-V, and as 8 bytes in an integer register, or by the address of a copy, on
/// Windows. The `_Fcomplex` and `_Dcomplex` of Microsoft's compiler are these structs. Other conventions differ: 32-bit x86
/// returns the two alike in layout from other registers. So `Complex` is a [`ForeignType`](crate::ForeignType) on
/// x86-64, AArch64 and 64-bit RISC-V, and a method that takes or returns one does not compile elsewhere.
///
/// It has no arithmetic. With the feature `num-complex`, `num_complex::Complex` crosses itself, and the two convert to
/// each other.
///
// The mathematical library of Windows has another name.
#[cfg_attr(windows, doc = "```no_run")]
#[cfg_attr(not(windows), doc = "```")]
/// use ffi_runtime::{Complex, foreign_library};
///
/// #[foreign_library(name = "m", version = "6")]
/// unsafe trait Mathematics {
///     fn cexp(&self, exponent: Complex<f64>) -> Complex<f64>;
///     fn cabsf(&self, number: Complex<f32>) -> f32;
/// }
///
/// let mathematics = Mathematics::load()?;
/// let Complex { re, im } = mathematics.cexp(Complex::new(0.0, std::f64::consts::PI));
/// assert!((re + 1.0).abs() < 1e-15 && im.abs() < 1e-15);
/// assert_eq!(mathematics.cabsf(Complex::new(3.0, 4.0)), 5.0);
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(C)]
pub struct Complex<T> {
    /// Real part.
    pub re: T,
    /// Imaginary part.
    pub im: T,
}

impl<T> Complex<T> {
    /// Makes a number of its parts.
    ///
    /// ```
    /// use ffi_runtime::Complex;
    ///
    /// assert_eq!(Complex::new(1.0, -2.0).to_string(), "1-2i");
    /// ```
    #[must_use]
    pub const fn new(re: T, im: T) -> Self {
        Self { re, im }
    }
}

/// A real number, without an imaginary part.
impl<T: Default> From<T> for Complex<T> {
    fn from(re: T) -> Self {
        Self::new(re, T::default())
    }
}

/// The number in algebraic form: `1-2i`. Precision and other flags go to both parts.
impl<T: fmt::Display> fmt::Display for Complex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.re.fmt(f)?;
        match f.precision() {
            Some(precision) => write!(f, "{:+.precision$}i", self.im),
            None => write!(f, "{:+}i", self.im),
        }
    }
}

// C11 6.2.5, 13: "Each complex type has the same representation and alignment requirements as an array type containing
// exactly two elements of the corresponding real type; the first element is equal to the real part."
const _: () = assert!(
    offset_of!(Complex<f32>, im) == 4
        && size_of::<Complex<f32>>() == 8
        && offset_of!(Complex<f64>, im) == 8
        && size_of::<Complex<f64>>() == 16
);

/// The descriptors, where each convention passes a complex number as a struct: see [`Complex`].
#[cfg(all(
    target_pointer_width = "64",
    any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        target_arch = "riscv64"
    )
))]
mod crossing {
    use super::Complex;
    use crate::types::foreign::Unpromoted;
    use crate::types::{Aggregate, Field, ForeignType, Type};

    macro_rules! complex {
        ($($part:ty => $name:literal,)*) => {$(
            impl Complex<$part> {
                // System V psABI 3.2.3, "Classification": "A variable of type complex T where T is one of the types
                // float or double is treated as if it were implemented as struct complexT{T real; T imag;}". RISC-V,
                // "Hardware Floating-Point Calling Convention": "A complex floating-point argument [...] is passed
                // as though it were a struct containing two floating-point reals". AAPCS64, "Appendix Support for
                // C": "Complex floating-point types are passed as Homogeneous Floating-point Aggregates". Windows:
                // as 8 or 16 bytes of any kind, by gcc and clang.
                const DESCRIPTOR: Type<'static> = Type::Struct(&Aggregate {
                    name: $name,
                    size: size_of::<Self>(),
                    align: align_of::<Self>(),
                    fields: &[
                        Field { name: "re", offset: 0, ty: <$part>::TYPE },
                        Field { name: "im", offset: size_of::<$part>(), ty: <$part>::TYPE },
                    ],
                });
            }

            // SAFETY: the struct has these two fields, at the offsets of C's complex type; any bytes are a float.
            #[diagnostic::do_not_recommend]
            unsafe impl ForeignType for Complex<$part> {
                const TYPE: Type<'static> = Self::DESCRIPTOR;
            }

            // C17 6.5.2.2, 6, promotes `float` alone, not the parts of a complex number.
            impl Unpromoted for Complex<$part> {}

            // SAFETY: `num_complex` declares `#[repr(C)] struct Complex<T> { re: T, im: T }`; the assertions of
            // `conversions` compare the layouts.
            #[cfg(feature = "num-complex")]
            #[diagnostic::do_not_recommend]
            unsafe impl ForeignType for num_complex::Complex<$part> {
                const TYPE: Type<'static> = <Complex<$part>>::DESCRIPTOR;
            }

            #[cfg(feature = "num-complex")]
            impl Unpromoted for num_complex::Complex<$part> {}
        )*};
    }

    complex! {
        f32 => "Complex<f32>",
        f64 => "Complex<f64>",
    }
}

/// Conversions to and from the type of `num_complex`.
#[cfg(feature = "num-complex")]
mod conversions {
    use core::mem::offset_of;

    use super::Complex;

    impl<T> From<num_complex::Complex<T>> for Complex<T> {
        fn from(number: num_complex::Complex<T>) -> Self {
            Self::new(number.re, number.im)
        }
    }

    impl<T> From<Complex<T>> for num_complex::Complex<T> {
        fn from(number: Complex<T>) -> Self {
            Self::new(number.re, number.im)
        }
    }

    macro_rules! layouts {
        ($($part:ty),*) => {$(
            const _: () = {
                type Other = num_complex::Complex<$part>;
                assert!(
                    size_of::<Other>() == size_of::<Complex<$part>>()
                        && align_of::<Other>() == align_of::<Complex<$part>>()
                        && offset_of!(Other, re) == offset_of!(Complex<$part>, re)
                        && offset_of!(Other, im) == offset_of!(Complex<$part>, im)
                );
            };
        )*};
    }

    layouts!(f32, f64);
}
