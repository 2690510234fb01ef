//! The descriptor itself: kinds, sizes, alignments and offsets, all readable in `const` code.

use core::fmt;

use crate::types::MAX_NESTING;

/// A C type: its kind, size, alignment and, for aggregates, the offset of every field.
///
/// Sizes and alignments are in bytes, and those of the target that this crate is compiled for: a pointer has 4
/// bytes on a 32-bit target, and an `i64` is aligned to 4 where C aligns it so. Descriptors are plain borrowed data, so that the compiler can
/// evaluate them; [`OwnedType`](crate::OwnedType) holds one that was made at run time.
///
/// Anybody can write a descriptor, also of a type that C does not have: [`validate`](Self::validate) tells.
/// Whatever it describes, each safe function returns a value or an error, in bounded time.
///
/// ```
/// use ffi_runtime::{ForeignType, Type};
///
/// assert_eq!(Type::F64.size(), 8);
/// assert_eq!(<Option<&u8> as ForeignType>::TYPE, Type::Pointer);
/// ```
#[derive(Clone, Copy)]
pub enum Type<'a> {
    /// No value: the result of a function that returns nothing.
    Void,
    /// C's `_Bool`: one byte, 0 or 1. In a value that C gives, alone or inside an aggregate, every byte but
    /// 0 is taken for 1; inside a union, if every member that covers the byte has a `_Bool` there.
    Bool,
    /// Signed 8-bit integer.
    I8,
    /// Signed 16-bit integer.
    I16,
    /// Signed 32-bit integer.
    I32,
    /// Signed 64-bit integer.
    I64,
    /// Signed 128-bit integer (`__int128`).
    I128,
    /// Unsigned 8-bit integer.
    U8,
    /// Unsigned 16-bit integer.
    U16,
    /// Unsigned 32-bit integer.
    U32,
    /// Unsigned 64-bit integer.
    U64,
    /// Unsigned 128-bit integer.
    U128,
    /// 32-bit IEEE 754 binary floating point.
    F32,
    /// 64-bit IEEE 754 binary floating point.
    F64,
    /// The 80-bit extended format of the x87, in 16 bytes: `long double` on x86-64, except with Microsoft's compiler
    /// and on Android. Other processors have none. [`LongDouble`](crate::LongDouble) is the Rust type.
    F80,
    /// 128-bit IEEE 754 binary floating point: `long double` of AArch64 and RISC-V, except on Apple's systems and on
    /// Windows. This crate passes it by the conventions that have it as `long double`.
    F128,
    /// A vector of 64 bits in a register, whatever its lanes are: `float32x2_t` and its like on AArch64. Other conventions
    /// have none. [`vector`](crate::vector) has the Rust types.
    V64,
    /// A vector of 128 bits in a register, whatever its lanes are: `__m128`, `__m128d` and `__m128i` on x86-64,
    /// `float32x4_t` and its like on AArch64. RISC-V has none. [`vector`](crate::vector) has the Rust types.
    V128,
    /// Two [`F80`](Self::F80), as `long double _Complex` has them: System V returns it otherwise than a struct.
    ComplexF80,
    /// Any data or function pointer.
    Pointer,
    /// An array. C passes arrays by value only as members of aggregates.
    Array(&'a ArrayType<'a>),
    /// A struct, passed by value.
    Struct(&'a Aggregate<'a>),
    /// A union, passed by value.
    Union(&'a Aggregate<'a>),
}

/// Element type and length of an array.
///
/// ```
/// use ffi_runtime::Type;
/// use ffi_runtime::types::ArrayType;
///
/// let array = ArrayType { element: Type::I16, length: 3 };
/// assert_eq!(Type::Array(&array).size(), 6);
/// ```
#[derive(Clone, Copy)]
pub struct ArrayType<'a> {
    /// Type of one element.
    pub element: Type<'a>,
    /// Number of elements, at least one.
    pub length: usize,
}

/// Layout of a struct or union, as its compiler laid it out.
///
/// ```
/// use ffi_runtime::Type;
/// use ffi_runtime::types::{Aggregate, Field};
///
/// let fields = [Field { name: "id", offset: 0, ty: Type::U32 }];
/// let record = Aggregate { name: "Record", size: 4, align: 4, fields: &fields };
/// assert_eq!(Type::Struct(&record).to_string(), "struct Record");
/// ```
#[derive(Clone, Copy)]
pub struct Aggregate<'a> {
    /// Name, for messages.
    pub name: &'a str,
    /// Size in bytes, trailing padding included.
    pub size: usize,
    /// Alignment in bytes, a power of two.
    pub align: usize,
    /// Fields, in declaration order.
    pub fields: &'a [Field<'a>],
}

/// One field of an [`Aggregate`].
///
/// ```
/// use ffi_runtime::Type;
/// use ffi_runtime::types::Field;
///
/// let field = Field { name: "id", offset: 8, ty: Type::U32 };
/// assert_eq!(field.offset + field.ty.size(), 12);
/// ```
#[derive(Clone, Copy)]
pub struct Field<'a> {
    /// Name, for messages.
    pub name: &'a str,
    /// Offset from the start of the aggregate, in bytes.
    pub offset: usize,
    /// Type of the field.
    pub ty: Type<'a>,
}

impl<'a> Type<'a> {
    /// Signed integer as wide as a pointer (`isize`, `ptrdiff_t`, `ssize_t`).
    pub const ISIZE: Self = match size_of::<isize>() {
        2 => Self::I16,
        4 => Self::I32,
        _ => Self::I64,
    };
    /// Unsigned integer as wide as a pointer (`usize`, `size_t`).
    pub const USIZE: Self = match size_of::<usize>() {
        2 => Self::U16,
        4 => Self::U32,
        _ => Self::U64,
    };

    /// Size in bytes; 0 for [`Type::Void`]. An array that is too large for a `usize`, or nests deeper than
    /// [`MAX_NESTING`], has the size `usize::MAX`.
    ///
    /// ```
    /// assert_eq!(ffi_runtime::Type::Pointer.size(), size_of::<*const u8>());
    /// ```
    #[must_use]
    #[inline]
    pub const fn size(&self) -> usize {
        match self {
            Self::Void => 0,
            Self::Bool | Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 => 2,
            Self::I32 | Self::U32 | Self::F32 => 4,
            Self::I64 | Self::U64 | Self::F64 | Self::V64 => 8,
            Self::Pointer => size_of::<*const ()>(),
            Self::I128 | Self::U128 | Self::F80 | Self::F128 | Self::V128 => 16,
            Self::ComplexF80 => 32,
            Self::Array(array) => array.size(),
            Self::Struct(aggregate) | Self::Union(aggregate) => aggregate.size,
        }
    }

    /// Alignment in bytes, a power of two; 1 for [`Type::Void`], and for an array that nests deeper than
    /// [`MAX_NESTING`].
    ///
    /// ```
    /// assert_eq!(ffi_runtime::Type::I128.align(), align_of::<i128>());
    /// ```
    #[must_use]
    #[inline]
    pub const fn align(&self) -> usize {
        match self {
            Self::Void | Self::Bool | Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 => align_of::<u16>(),
            Self::I32 | Self::U32 => align_of::<u32>(),
            Self::F32 => align_of::<f32>(),
            Self::I64 | Self::U64 => align_of::<u64>(),
            Self::F64 => align_of::<f64>(),
            Self::I128 | Self::U128 => align_of::<u128>(),
            // psABI of System V and of RISC-V, and AAPCS64, alike.
            Self::F80 | Self::F128 | Self::ComplexF80 | Self::V128 => 16,
            Self::V64 => 8,
            Self::Pointer => align_of::<*const ()>(),
            Self::Array(array) => array.align(),
            Self::Struct(aggregate) | Self::Union(aggregate) => aggregate.align,
        }
    }

    /// Whether the type points to nothing; one without a value is taken for a scalar.
    #[inline]
    pub(crate) const fn is_scalar(&self) -> bool {
        !matches!(self, Self::Array(_) | Self::Struct(_) | Self::Union(_))
    }

    /// Whether it is a float or a vector that some conventions do not have.
    #[inline]
    pub(crate) const fn is_extended(&self) -> bool {
        matches!(
            self,
            Self::F80 | Self::F128 | Self::ComplexF80 | Self::V64 | Self::V128
        )
    }

    /// The struct or union that this type is, if it is one.
    ///
    /// ```
    /// assert!(ffi_runtime::Type::F64.aggregate().is_none());
    /// ```
    #[must_use]
    pub const fn aggregate(&self) -> Option<&'a Aggregate<'a>> {
        match self {
            Self::Struct(aggregate) | Self::Union(aggregate) => Some(aggregate),
            Self::Void
            | Self::Bool
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
            | Self::F80
            | Self::F128
            | Self::V64
            | Self::V128
            | Self::ComplexF80
            | Self::Pointer
            | Self::Array(_) => None,
        }
    }
}

impl ArrayType<'_> {
    /// The type that is no array in arrays of arrays, and the number of its elements in all of them, which
    /// saturates; no type if they nest too deep.
    pub(crate) const fn flat(&self) -> (Option<Type<'_>>, usize) {
        let (mut element, mut length) = (self.element, self.length);
        let mut depth = 1;
        while let Type::Array(array) = element {
            if depth == MAX_NESTING {
                return (None, usize::MAX);
            }
            depth += 1;
            length = length.saturating_mul(array.length);
            element = array.element;
        }
        (Some(element), length)
    }

    #[inline(never)]
    const fn size(&self) -> usize {
        match self.flat() {
            (Some(element), length) => element.size().saturating_mul(length),
            (None, length) => length,
        }
    }

    #[inline(never)]
    const fn align(&self) -> usize {
        match self.flat() {
            (Some(element), _) => element.align(),
            (None, _) => 1,
        }
    }
}

/// The name as Rust writes it: `i32`, `[f32; 3]`, `struct Point`.
impl fmt::Display for Type<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

impl Type<'_> {
    /// `outside` counts the arrays around this type. Errors name types that nest too deep to be
    /// walked: of those, the inner part is left out.
    fn write(&self, f: &mut fmt::Formatter<'_>, outside: usize) -> fmt::Result {
        match self {
            Self::Void => f.write_str("void"),
            Self::Bool => f.write_str("bool"),
            Self::I8 => f.write_str("i8"),
            Self::I16 => f.write_str("i16"),
            Self::I32 => f.write_str("i32"),
            Self::I64 => f.write_str("i64"),
            Self::I128 => f.write_str("i128"),
            Self::U8 => f.write_str("u8"),
            Self::U16 => f.write_str("u16"),
            Self::U32 => f.write_str("u32"),
            Self::U64 => f.write_str("u64"),
            Self::U128 => f.write_str("u128"),
            Self::F32 => f.write_str("f32"),
            Self::F64 => f.write_str("f64"),
            Self::F80 => f.write_str("f80"),
            Self::F128 => f.write_str("f128"),
            Self::V64 => f.write_str("v64"),
            Self::V128 => f.write_str("v128"),
            Self::ComplexF80 => f.write_str("complex f80"),
            Self::Pointer => f.write_str("pointer"),
            Self::Array(_) if outside >= MAX_NESTING => f.write_str(".."),
            Self::Array(array) => {
                f.write_str("[")?;
                array.element.write(f, outside + 1)?;
                write!(f, "; {}]", array.length)
            }
            Self::Struct(aggregate) => write!(f, "struct {}", aggregate.name),
            Self::Union(aggregate) => write!(f, "union {}", aggregate.name),
        }
    }
}

/// Bytes to add to `offset` so that it becomes a multiple of `align`, a power of two.
pub(crate) const fn padding(offset: usize, align: usize) -> usize {
    offset.wrapping_neg() & (align - 1)
}
