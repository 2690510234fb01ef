//! Vectors of C in one register: `__m128` and its like on x86-64, `float32x4_t` and its like on AArch64.
//!
//! | C | Rust | |
//! |---|---|---|
//! | `__m128`, `__m128d` | `Vector128<f32>`, `Vector128<f64>`, or `core::arch::x86_64::{__m128, __m128d}` | x86-64 |
//! | `__m128i` | [`Vector128`] of the integers that it has as lanes, or `core::arch::x86_64::__m128i` | x86-64 |
//! | `float32x4_t`, `uint8x16_t`, .. | `Vector128<f32>`, `Vector128<u8>`, .., or the types of `core::arch::aarch64` | AArch64 |
//! | `float32x2_t`, `uint8x8_t`, .. | `Vector64<f32>`, `Vector64<u8>`, .., or the types of `core::arch::aarch64` | AArch64 |
//!
//! They are arguments and results, fields of structs and unions, arguments of callbacks and of variadic functions, as C
//! has them:
//!
//! | convention | an argument | a struct of vectors | a result |
//! |---|---|---|---|
//! | System V | one of xmm0 to xmm7 | of one vector: in a register, as the vector; of more: in memory | xmm0 |
//! | Windows on x86-64 | the address of a copy | the address of a copy | xmm0; a struct: in memory |
//! | AArch64 | one of v0 to v7 | up to four vectors of one size: in as many registers | v0, or v0 to v3 |
//!
//! RISC-V has no vectors of a fixed size in its convention, so [`Vector128`] is not a
//! [`ForeignType`](crate::ForeignType) there, and a method that takes or returns one does not compile. Signatures that
//! are known at run time have [`Type::V128`](crate::Type::V128) and [`Type::V64`](crate::Type::V64), which are refused
//! with [`InterfaceError::NoSuchVector`](crate::InterfaceError::NoSuchVector) where a convention has none.
//!
//! Convert to the types of `core::arch` to compute with a vector.
//!
// Functions over vectors that a system has: those of glibc on x86-64.
#![cfg_attr(
    all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"),
    doc = "```"
)]
#![cfg_attr(
    not(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu")),
    doc = "```ignore"
)]
//! use ffi_runtime::foreign_library;
//! use ffi_runtime::vector::Vector128;
//!
//! /// The vector functions of glibc.
//! #[foreign_library(name = "mvec", version = "1")]
//! unsafe trait VectorMathematics {
//!     #[symbol("_ZGVbN4v_cosf")]
//!     fn cos(&self, angles: Vector128<f32>) -> Vector128<f32>;
//!     #[symbol("_ZGVbN2vv_pow")]
//!     fn pow(&self, bases: Vector128<f64>, exponents: Vector128<f64>) -> Vector128<f64>;
//! }
//!
//! let library = VectorMathematics::load()?;
//! let cosines = library.cos(Vector128::from([0.0, std::f32::consts::PI, 0.0, 0.0]));
//! assert_eq!(cosines.to_array(), [1.0, -1.0, 1.0, 1.0]);
//! let powers = library.pow([2.0, 3.0].into(), [10.0, 2.0].into());
//! assert_eq!(powers, Vector128::from([1024.0, 9.0]));
//! # Ok::<(), ffi_runtime::LibraryError>(())
//! ```

use core::fmt;
use core::mem::transmute_copy;

// The types of the processor; `none` where this crate passes no vectors.
#[cfg_attr(
    all(target_arch = "x86_64", target_pointer_width = "64"),
    path = "x86_64.rs"
)]
#[cfg_attr(
    all(
        target_arch = "aarch64",
        target_pointer_width = "64",
        target_endian = "little"
    ),
    path = "aarch64.rs"
)]
#[cfg_attr(
    not(any(
        all(target_arch = "x86_64", target_pointer_width = "64"),
        all(
            target_arch = "aarch64",
            target_pointer_width = "64",
            target_endian = "little"
        )
    )),
    path = "none.rs"
)]
mod target;

mod sealed {
    use core::fmt;

    /// The vectors of a type of lanes.
    ///
    /// # Safety
    ///
    /// The arrays and the representations have 16 bytes, or 8, all of them initialized, and any bytes are a value.
    pub unsafe trait Sealed: Copy {
        /// The lanes of 16 bytes.
        type Lanes128: Copy + Default + PartialEq + fmt::Debug;
        /// The type whose values the processor has in a register of 16 bytes.
        type Representation128: Copy;
        /// The lanes of 8 bytes.
        type Lanes64: Copy + Default + PartialEq + fmt::Debug;
        /// The type whose values the processor has in a register of 8 bytes.
        type Representation64: Copy;
    }
}
use sealed::Sealed;

/// A number that vectors have in their lanes: `f32`, `f64` or an integer of up to 64 bits.
///
/// ```
/// use ffi_runtime::vector::{Lane, Vector128};
///
/// fn are_equal<T: Lane>(one: Vector128<T>, other: Vector128<T>) -> bool {
///     one == other
/// }
/// assert!(are_equal(Vector128::from([1u64, 2]), [1, 2].into()));
/// ```
pub trait Lane: Sealed {}

macro_rules! vectors {
    ($(
        $(#[$documentation:meta])*
        $vector:ident $lanes:ident $representation:ident $bytes:literal;
    )*) => {$(
        $(#[$documentation])*
        #[derive(Clone, Copy)]
        #[repr(transparent)]
        pub struct $vector<T: Lane>(T::$representation);

        impl<T: Lane> $vector<T> {
            /// Makes a vector of its lanes, the lowest address first. `From` infers the type of the lanes; this function
            /// is for constants.
            #[must_use]
            pub const fn from_array(lanes: T::$lanes) -> Self {
                const { assert!(size_of::<T::$lanes>() == $bytes && size_of::<Self>() == $bytes) }
                // SAFETY: both types have this size, and any bytes are a vector, by the contract of `Sealed`.
                unsafe { transmute_copy(&lanes) }
            }

            /// The lanes, the lowest address first.
            #[must_use]
            pub const fn to_array(self) -> T::$lanes {
                const { assert!(size_of::<T::$lanes>() == $bytes && size_of::<Self>() == $bytes) }
                // SAFETY: both types have this size, and any bytes are lanes, by the contract of `Sealed`.
                unsafe { transmute_copy(&self) }
            }
        }

        /// Every lane is 0.
        impl<T: Lane> Default for $vector<T> {
            fn default() -> Self {
                Self::from_array(T::$lanes::default())
            }
        }

        /// As the lanes compare.
        impl<T: Lane> PartialEq for $vector<T> {
            fn eq(&self, other: &Self) -> bool {
                self.to_array() == other.to_array()
            }
        }

        /// The lanes.
        impl<T: Lane> fmt::Debug for $vector<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.to_array().fmt(f)
            }
        }
    )*};
}

vectors! {
    /// A vector of 128 bits with lanes of type `T`.
    ///
    /// ```
    /// use ffi_runtime::vector::Vector128;
    ///
    /// const ONES: Vector128<i32> = Vector128::from_array([1; 4]);
    /// let vector = Vector128::from([1.0, 2.0, 3.0, 4.0f32]);
    /// assert_eq!((vector.to_array()[3], ONES.to_array()[0]), (4.0, 1));
    /// assert_eq!((size_of::<Vector128<u8>>(), align_of::<Vector128<u8>>()), (16, 16));
    /// ```
    Vector128 Lanes128 Representation128 16;
    /// A vector of 64 bits with lanes of type `T`. It is a [`ForeignType`](crate::ForeignType) on AArch64 only: the
    /// `__m64` of x86-64 is not passed alike by all compilers, and Rust has no type for it.
    ///
    /// ```
    /// use ffi_runtime::vector::Vector64;
    ///
    /// let vector = Vector64::from([1i16, -2, 3, -4]);
    /// assert_eq!(vector.to_array(), [1, -2, 3, -4]);
    /// assert_eq!((size_of::<Vector64<f32>>(), align_of::<Vector64<f32>>()), (8, 8));
    /// ```
    Vector64 Lanes64 Representation64 8;
}

macro_rules! lanes {
    ($($lane:ty: $wide:literal $narrow:literal;)*) => {$(
        impl Lane for $lane {}

        impl From<[$lane; $wide]> for Vector128<$lane> {
            fn from(lanes: [$lane; $wide]) -> Self {
                Self::from_array(lanes)
            }
        }

        impl From<Vector128<$lane>> for [$lane; $wide] {
            fn from(vector: Vector128<$lane>) -> Self {
                vector.to_array()
            }
        }

        impl From<[$lane; $narrow]> for Vector64<$lane> {
            fn from(lanes: [$lane; $narrow]) -> Self {
                Self::from_array(lanes)
            }
        }

        impl From<Vector64<$lane>> for [$lane; $narrow] {
            fn from(vector: Vector64<$lane>) -> Self {
                vector.to_array()
            }
        }
    )*};
}

lanes! {
    f32: 4 2;
    f64: 2 1;
    i8: 16 8;
    i16: 8 4;
    i32: 4 2;
    i64: 2 1;
    u8: 16 8;
    u16: 8 4;
    u32: 4 2;
    u64: 2 1;
}

/// Declares the representation of each vector, and conversions from and to it.
macro_rules! representations {
    ($($lane:ty: [$wide:literal] $wide_type:ty, [$narrow:literal] $narrow_type:ty;)*) => {$(
        // SAFETY: the arrays have as many lanes as 16 and 8 bytes have, and so have the types of the processor; any
        // bytes are a number.
        unsafe impl $crate::types::vector::sealed::Sealed for $lane {
            type Lanes128 = [$lane; $wide];
            type Representation128 = $wide_type;
            type Lanes64 = [$lane; $narrow];
            type Representation64 = $narrow_type;
        }
    )*};
}
use representations;

#[cfg(test)]
mod tests {
    use super::{Vector64, Vector128};

    #[test]
    fn lanes_are_in_the_order_of_memory() {
        let lanes: [u16; 8] = [1, 2, 3, 4, 5, 6, 7, 0xfff8];
        let vector = Vector128::from(lanes);
        assert_eq!(vector.to_array(), lanes);
        let mut bytes = [0; 16];
        for (index, lane) in lanes.iter().enumerate() {
            bytes[2 * index..2 * index + 2].copy_from_slice(&lane.to_ne_bytes());
        }
        // SAFETY: both have 16 bytes, and any are numbers.
        let seen: [u8; 16] = unsafe { core::mem::transmute(vector) };
        assert_eq!(seen, bytes);
        assert_eq!(<[i32; 2]>::from(Vector64::from([-1, 7])), [-1, 7]);
    }

    #[test]
    fn vectors_compare_as_their_lanes() {
        assert_eq!(
            Vector128::from([0.0f64, -0.0]),
            Vector128::from([-0.0, 0.0])
        );
        assert_ne!(
            Vector128::from([f64::NAN, 0.0]),
            Vector128::from([f64::NAN, 0.0])
        );
        assert_eq!(Vector128::<u8>::default().to_array(), [0; 16]);
        assert_eq!(
            format!("{:?}", Vector64::from([1.5f32, -2.0])),
            "[1.5, -2.0]"
        );
    }
}
