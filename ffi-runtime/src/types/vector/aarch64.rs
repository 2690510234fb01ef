//! Vectors of AArch64: those of NEON.

use core::arch::aarch64::*;

use super::{Lane, Vector64, Vector128};
use crate::types::foreign::Unpromoted;
use crate::types::{ForeignType, Type};

super::representations! {
    f32: [4] float32x4_t, [2] float32x2_t;
    f64: [2] float64x2_t, [1] float64x1_t;
    i8: [16] int8x16_t, [8] int8x8_t;
    i16: [8] int16x8_t, [4] int16x4_t;
    i32: [4] int32x4_t, [2] int32x2_t;
    i64: [2] int64x2_t, [1] int64x1_t;
    u8: [16] uint8x16_t, [8] uint8x8_t;
    u16: [8] uint16x8_t, [4] uint16x4_t;
    u32: [4] uint32x4_t, [2] uint32x2_t;
    u64: [2] uint64x2_t, [1] uint64x1_t;
}

macro_rules! vectors {
    ($($vector:ident $ty:ident;)*) => {$(
        // SAFETY: the type is transparent over a vector of the processor, which C has with this layout; any bytes are a
        // value.
        #[diagnostic::do_not_recommend]
        unsafe impl<T: Lane> ForeignType for $vector<T> {
            const TYPE: Type<'static> = Type::$ty;
        }

        // C17 6.5.2.2, 6, promotes `float` alone, not the lanes of a vector.
        impl<T: Lane> Unpromoted for $vector<T> {}
    )*};
}

vectors! {
    Vector128 V128;
    Vector64 V64;
}

macro_rules! processor_types {
    ($($ty:ident $of:ident: $($vector:ty $(=> $lane:ty)?),*;)*) => {$($(
        const _: () = assert!(
            size_of::<$vector>() == Type::$ty.size() && align_of::<$vector>() == Type::$ty.align()
        );

        // SAFETY: this is the type that C has under this name, as the assertion says of its layout; any bytes are a
        // value.
        #[diagnostic::do_not_recommend]
        unsafe impl ForeignType for $vector {
            const TYPE: Type<'static> = Type::$ty;
        }

        impl Unpromoted for $vector {}

        $(
            impl From<$vector> for $of<$lane> {
                fn from(vector: $vector) -> Self {
                    Self(vector)
                }
            }

            impl From<$of<$lane>> for $vector {
                fn from($of(vector): $of<$lane>) -> Self {
                    vector
                }
            }
        )?
    )*)*};
}

processor_types! {
    V128 Vector128:
        float32x4_t => f32, float64x2_t => f64,
        int8x16_t => i8, int16x8_t => i16, int32x4_t => i32, int64x2_t => i64,
        uint8x16_t => u8, uint16x8_t => u16, uint32x4_t => u32, uint64x2_t => u64,
        poly8x16_t, poly16x8_t, poly64x2_t;
    V64 Vector64:
        float32x2_t => f32, float64x1_t => f64,
        int8x8_t => i8, int16x4_t => i16, int32x2_t => i32, int64x1_t => i64,
        uint8x8_t => u8, uint16x4_t => u16, uint32x2_t => u32, uint64x1_t => u64,
        poly8x8_t, poly16x4_t, poly64x1_t;
}
