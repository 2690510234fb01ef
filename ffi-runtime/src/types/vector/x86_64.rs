//! Vectors of x86-64: those of SSE. Vectors of 64 bits do not cross a foreign call.

use core::arch::x86_64::{__m128, __m128d, __m128i};

use super::{Lane, Vector128};
use crate::types::foreign::Unpromoted;
use crate::types::{ForeignType, Type};

/// Lanes, aligned as a vector is. They are not `repr(C)`, for they are no type of C.
#[derive(Clone, Copy)]
#[repr(align(8))]
pub struct Aligned8<A>(A);

super::representations! {
    f32: [4] __m128, [2] Aligned8<[f32; 2]>;
    f64: [2] __m128d, [1] Aligned8<[f64; 1]>;
    i8: [16] __m128i, [8] Aligned8<[i8; 8]>;
    i16: [8] __m128i, [4] Aligned8<[i16; 4]>;
    i32: [4] __m128i, [2] Aligned8<[i32; 2]>;
    i64: [2] __m128i, [1] Aligned8<[i64; 1]>;
    u8: [16] __m128i, [8] Aligned8<[u8; 8]>;
    u16: [8] __m128i, [4] Aligned8<[u16; 4]>;
    u32: [4] __m128i, [2] Aligned8<[u32; 2]>;
    u64: [2] __m128i, [1] Aligned8<[u64; 1]>;
}

// SAFETY: the type is transparent over a vector of the processor, which C has with this layout; any bytes are a value.
#[diagnostic::do_not_recommend]
unsafe impl<T: Lane> ForeignType for Vector128<T> {
    const TYPE: Type<'static> = Type::V128;
}

// C17 6.5.2.2, 6, promotes `float` alone, not the lanes of a vector.
impl<T: Lane> Unpromoted for Vector128<T> {}

macro_rules! processor_types {
    ($($vector:ty: $($lane:ty)*;)*) => {$(
        const _: () = assert!(
            size_of::<$vector>() == Type::V128.size() && align_of::<$vector>() == Type::V128.align()
        );

        // SAFETY: this is the type that C has under this name, as the assertion says of its layout; any bytes are a
        // value.
        #[diagnostic::do_not_recommend]
        unsafe impl ForeignType for $vector {
            const TYPE: Type<'static> = Type::V128;
        }

        impl Unpromoted for $vector {}

        $(
            impl From<$vector> for Vector128<$lane> {
                fn from(vector: $vector) -> Self {
                    Self(vector)
                }
            }

            impl From<Vector128<$lane>> for $vector {
                fn from(Vector128(vector): Vector128<$lane>) -> Self {
                    vector
                }
            }
        )*
    )*};
}

processor_types! {
    __m128: f32;
    __m128d: f64;
    __m128i: i8 i16 i32 i64 u8 u16 u32 u64;
}
