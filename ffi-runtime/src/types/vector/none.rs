//! Vectors of processors that this crate passes none of: values that do not cross a foreign call.

/// Lanes, aligned as vectors are. They are not `repr(C)`, for they are no type of C.
#[derive(Clone, Copy)]
#[repr(align(16))]
pub struct Aligned16<A>(A);

/// As [`Aligned16`].
#[derive(Clone, Copy)]
#[repr(align(8))]
pub struct Aligned8<A>(A);

super::representations! {
    f32: [4] Aligned16<[f32; 4]>, [2] Aligned8<[f32; 2]>;
    f64: [2] Aligned16<[f64; 2]>, [1] Aligned8<[f64; 1]>;
    i8: [16] Aligned16<[i8; 16]>, [8] Aligned8<[i8; 8]>;
    i16: [8] Aligned16<[i16; 8]>, [4] Aligned8<[i16; 4]>;
    i32: [4] Aligned16<[i32; 4]>, [2] Aligned8<[i32; 2]>;
    i64: [2] Aligned16<[i64; 2]>, [1] Aligned8<[i64; 1]>;
    u8: [16] Aligned16<[u8; 16]>, [8] Aligned8<[u8; 8]>;
    u16: [8] Aligned16<[u16; 8]>, [4] Aligned8<[u16; 4]>;
    u32: [4] Aligned16<[u32; 4]>, [2] Aligned8<[u32; 2]>;
    u64: [2] Aligned16<[u64; 2]>, [1] Aligned8<[u64; 1]>;
}
