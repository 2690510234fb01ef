//! Scalars, and their names in both languages.

/// A scalar type, with the name that `ffi_runtime::Type` has for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// `bool`.
    Bool,
    /// `i8`.
    I8,
    /// `i16`.
    I16,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `i128`.
    I128,
    /// `u8`.
    U8,
    /// `u16`.
    U16,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
    /// `u128`.
    U128,
    /// `f32`.
    F32,
    /// `f64`.
    F64,
    /// `*const c_void`.
    Pointer,
    /// `Complex<f32>`.
    ComplexF32,
    /// `Complex<f64>`.
    ComplexF64,
    /// `LongDouble`.
    LongDouble,
    /// `Complex<LongDouble>`.
    ComplexLongDouble,
    /// A vector of 64 bits; an integer where the target has no such vectors.
    V64,
    /// A vector of 128 bits; an integer where the target has no such vectors.
    V128,
}

impl Scalar {
    /// The scalars that travel in an integer register, without the 16-byte ones.
    pub const INTEGERS: [Self; 10] = [
        Self::Bool,
        Self::I8,
        Self::I16,
        Self::I32,
        Self::I64,
        Self::U8,
        Self::U16,
        Self::U32,
        Self::U64,
        Self::Pointer,
    ];

    /// The scalars narrower than a register.
    pub const NARROW: [Self; 7] = [
        Self::Bool,
        Self::I8,
        Self::I16,
        Self::I32,
        Self::U8,
        Self::U16,
        Self::U32,
    ];

    /// Scalars that Rust has no types of its own for.
    pub const CORNERS: [Self; 6] = [
        Self::LongDouble,
        Self::ComplexF32,
        Self::ComplexF64,
        Self::ComplexLongDouble,
        Self::V64,
        Self::V128,
    ];

    /// The scalars that travel in a float register.
    pub const FLOATS: [Self; 2] = [Self::F32, Self::F64];

    /// Size in bytes.
    #[must_use]
    pub const fn size(self) -> usize {
        match self {
            Self::Bool | Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 => 2,
            Self::I32 | Self::U32 | Self::F32 => 4,
            Self::I64 | Self::U64 | Self::F64 | Self::Pointer | Self::ComplexF32 | Self::V64 => 8,
            Self::I128 | Self::U128 | Self::ComplexF64 | Self::LongDouble | Self::V128 => 16,
            Self::ComplexLongDouble => 32,
        }
    }

    /// Bytes that have the value: a `long double` of x86-64 has padding.
    #[must_use]
    pub const fn value_bytes(self) -> usize {
        match self {
            Self::LongDouble if cfg!(target_arch = "x86_64") => 10,
            _ => self.size(),
        }
    }

    /// Alignment in bytes: the size, or that of a part.
    #[must_use]
    pub const fn align(self) -> usize {
        match self.parts() {
            Some(part) => part.size(),
            None => self.size(),
        }
    }

    /// The type of both parts of a complex number.
    #[must_use]
    pub const fn parts(self) -> Option<Self> {
        match self {
            Self::ComplexF32 => Some(Self::F32),
            Self::ComplexF64 => Some(Self::F64),
            Self::ComplexLongDouble => Some(Self::LongDouble),
            Self::Bool
            | Self::I8
            | Self::I16
            | Self::I32
            | Self::I64
            | Self::I128
            | Self::U8
            | Self::U16
            | Self::U32
            | Self::U64
            | Self::U128
            | Self::F32
            | Self::F64
            | Self::LongDouble
            | Self::V64
            | Self::V128
            | Self::Pointer => None,
        }
    }

    /// The type in Rust.
    #[must_use]
    pub const fn rust(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::I128 => "i128",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::U128 => "u128",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::Pointer => "*const c_void",
            Self::ComplexF32 => "Complex<f32>",
            Self::ComplexF64 => "Complex<f64>",
            Self::LongDouble => "LongDouble",
            Self::ComplexLongDouble => "Complex<LongDouble>",
            Self::V64 => "V64",
            Self::V128 => "V128",
        }
    }

    /// The type in C.
    #[must_use]
    pub const fn c(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::I8 => "int8_t",
            Self::I16 => "int16_t",
            Self::I32 => "int32_t",
            Self::I64 => "int64_t",
            Self::I128 => "i128",
            Self::U8 => "uint8_t",
            Self::U16 => "uint16_t",
            Self::U32 => "uint32_t",
            Self::U64 => "uint64_t",
            Self::U128 => "u128",
            Self::F32 => "float",
            Self::F64 => "double",
            Self::Pointer => "pointer",
            Self::ComplexF32 => "complex_float",
            Self::ComplexF64 => "complex_double",
            Self::LongDouble => "long_double",
            Self::ComplexLongDouble => "complex_long_double",
            Self::V64 => "vector64",
            Self::V128 => "vector128",
        }
    }
}
