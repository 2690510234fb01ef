//! Leaves of a descriptor: the same leaves as the model has, at the offsets that the descriptor has.

use ffi_runtime::Type;

use crate::model::{Scalar, pattern};

/// Calls `visit` with the offset and type of every leaf; of a union, those of its active member.
fn visit(ty: Type<'_>, offset: usize, visitor: &mut impl FnMut(usize, Scalar)) {
    let scalar = match ty {
        Type::Void => return,
        Type::Bool => Scalar::Bool,
        Type::I8 => Scalar::I8,
        Type::I16 => Scalar::I16,
        Type::I32 => Scalar::I32,
        Type::I64 => Scalar::I64,
        Type::I128 => Scalar::I128,
        Type::U8 => Scalar::U8,
        Type::U16 => Scalar::U16,
        Type::U32 => Scalar::U32,
        Type::U64 => Scalar::U64,
        Type::U128 => Scalar::U128,
        Type::F32 => Scalar::F32,
        Type::F64 => Scalar::F64,
        Type::F80 | Type::F128 => Scalar::LongDouble,
        Type::V64 => Scalar::V64,
        Type::V128 => Scalar::V128,
        Type::ComplexF80 => {
            visit(Type::F80, offset, visitor);
            return visit(Type::F80, offset + Type::F80.size(), visitor);
        }
        Type::Pointer => Scalar::Pointer,
        Type::Array(array) => {
            for index in 0..array.length {
                visit(
                    array.element,
                    offset + index * array.element.size(),
                    visitor,
                );
            }
            return;
        }
        Type::Struct(aggregate) => {
            for field in aggregate.fields {
                visit(field.ty, offset + field.offset, visitor);
            }
            return;
        }
        Type::Union(aggregate) => {
            let Some(largest) = aggregate.fields.iter().map(|field| field.ty.size()).max() else {
                return;
            };
            for field in aggregate.fields {
                if field.ty.size() == largest {
                    return visit(field.ty, offset + field.offset, visitor);
                }
            }
            return;
        }
    };
    visitor(offset, scalar);
}

/// Fills `value` with the pattern of an argument. What is padding gets bytes that no leaf has to
/// have.
pub(super) fn fill(ty: Type<'_>, value: &mut [u8], signature: usize, argument: usize, flip: u8) {
    value.fill(0xee);
    let mut leaf = 0;
    let mut bytes = Vec::with_capacity(16);
    visit(ty, 0, &mut |offset, scalar| {
        bytes.clear();
        pattern::push(&mut bytes, signature, argument, leaf, scalar, flip);
        value[offset..offset + bytes.len()].copy_from_slice(&bytes);
        leaf += 1;
    });
}

/// The bytes of the leaves of `value`, without padding; `value` leads to a value of type `ty`.
///
/// # Safety
///
/// The leaves are readable and initialized.
pub(super) unsafe fn collect(ty: Type<'_>, value: *const u8) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(ty.size());
    visit(ty, 0, &mut |offset, scalar| {
        for index in offset..offset + scalar.value_bytes() {
            // SAFETY: the leaf is within the value.
            let byte = unsafe { value.add(index) };
            // SAFETY: the caller promises initialized leaves.
            bytes.push(unsafe { byte.read() });
        }
    });
    bytes
}
