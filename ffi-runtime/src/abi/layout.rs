//! The size and the alignment of a type in every convention here, on any host.
//!
//! All of them have pointers of 8 bytes, and align a scalar to its size. [`Type::size`] and [`Type::align`] say
//! how the host lays a type out, which is another layout on a 32-bit host.

use crate::types::Type;

/// Whether the host lays types out in that way.
const IS_OF_HOST: bool = size_of::<*const ()>() == 8
    && align_of::<u64>() == 8
    && align_of::<f64>() == 8
    && align_of::<u128>() == 16;

/// Size in bytes.
#[inline(always)]
pub(crate) const fn size(ty: Type<'_>) -> usize {
    if IS_OF_HOST {
        ty.size()
    } else {
        size_elsewhere(ty)
    }
}

/// Alignment in bytes.
#[inline(always)]
pub(crate) const fn align(ty: Type<'_>) -> usize {
    if IS_OF_HOST {
        ty.align()
    } else {
        align_elsewhere(ty)
    }
}

const fn size_elsewhere(ty: Type<'_>) -> usize {
    match ty {
        Type::Void => 0,
        Type::Bool | Type::I8 | Type::U8 => 1,
        Type::I16 | Type::U16 => 2,
        Type::I32 | Type::U32 | Type::F32 => 4,
        Type::I64 | Type::U64 | Type::F64 | Type::V64 | Type::Pointer => 8,
        Type::I128 | Type::U128 | Type::F80 | Type::F128 | Type::V128 => 16,
        Type::ComplexF80 => 32,
        Type::Array(array) => match array.flat() {
            (Some(element), length) => size_elsewhere(element).saturating_mul(length),
            (None, length) => length,
        },
        Type::Struct(aggregate) | Type::Union(aggregate) => aggregate.size,
    }
}

const fn align_elsewhere(ty: Type<'_>) -> usize {
    match ty {
        Type::Void => 1,
        Type::ComplexF80 => size_elsewhere(Type::F80),
        Type::Array(array) => match array.flat() {
            (Some(element), _) => align_elsewhere(element),
            (None, _) => 1,
        },
        Type::Struct(aggregate) | Type::Union(aggregate) => aggregate.align,
        Type::Bool
        | Type::I8
        | Type::U8
        | Type::I16
        | Type::U16
        | Type::I32
        | Type::U32
        | Type::F32
        | Type::I64
        | Type::U64
        | Type::F64
        | Type::F80
        | Type::F128
        | Type::V64
        | Type::V128
        | Type::Pointer
        | Type::I128
        | Type::U128 => size_elsewhere(ty),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A host with such a convention lays types out alike.
    #[cfg(any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        target_arch = "riscv64"
    ))]
    #[test]
    fn host_of_64_bits_has_this_layout() {
        for ty in [Type::Void, Type::I8, Type::F64, Type::Pointer, Type::I128] {
            assert_eq!((size(ty), align(ty)), (ty.size(), ty.align()), "{ty}");
        }
    }

    #[test]
    fn pointers_have_8_bytes_on_any_host() {
        let pointers = crate::types::ArrayType {
            element: Type::Pointer,
            length: 3,
        };
        assert_eq!((size(Type::Pointer), align(Type::Pointer)), (8, 8));
        assert_eq!(
            (size(Type::Array(&pointers)), align(Type::Array(&pointers))),
            (24, 8)
        );
        assert_eq!(
            (align(Type::I64), align(Type::F64), align(Type::I128)),
            (8, 8, 16)
        );
    }
}
