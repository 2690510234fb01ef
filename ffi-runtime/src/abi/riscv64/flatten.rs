//! Flattening: whether a type is one or two scalars that may go to floating-point registers.
//!
//! "'Struct' refers to a C struct with its hierarchy flattened, including any array fields. [...] Attributes
//! such as `aligned` or `packed` do not interfere."

use crate::abi::layout;
use crate::types::Type;

/// A scalar of a flattened type: a floating-point real, or an integer beside one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Real {
    pub(super) is_float: bool,
    is_pointer: bool,
    /// First byte in the type.
    pub(super) offset: usize,
    /// Bytes, XLEN or ABI_FLEN at most.
    pub(super) size: usize,
}

/// The result of flattening a type.
#[derive(Clone, Copy, Debug)]
pub(super) enum Flat {
    /// One floating-point real.
    One(Real),
    /// Two floating-point reals, or one and an integer in either order.
    Two(Real, Real),
    /// Anything else, which the hardware floating-point calling convention has no rule for.
    Other,
}

/// Scalars so far; `count` is 3 if there are more, or one that is no candidate.
#[derive(Clone, Copy, Debug)]
struct Scalars {
    scalars: [Real; 2],
    count: usize,
}

const TOO_MANY: usize = 3;

/// Flattens a type.
pub(super) const fn flatten(ty: Type<'_>) -> Flat {
    match real_and_scalar(ty) {
        // A pointer is no "integer" to gcc and clang.
        Flat::Two(a, b) if a.is_pointer || b.is_pointer => Flat::Other,
        flat @ (Flat::One(_) | Flat::Two(..) | Flat::Other) => flat,
    }
}

/// Whether rustc passes a type as C does: to it a pointer beside a floating-point real is an integer.
pub(crate) const fn is_compiled_alike(ty: Type<'_>) -> bool {
    match real_and_scalar(ty) {
        Flat::Two(a, b) => !a.is_pointer && !b.is_pointer,
        Flat::One(_) | Flat::Other => true,
    }
}

/// Flattens a type as if pointers were integers.
const fn real_and_scalar(ty: Type<'_>) -> Flat {
    let none = Real {
        is_float: false,
        is_pointer: false,
        offset: 0,
        size: 0,
    };
    let found = Scalars {
        scalars: [none; 2],
        count: 0,
    };
    let found = collect(found, ty, 0);
    match (found.scalars, found.count) {
        ([a, _], 1) if a.is_float => Flat::One(a),
        ([a, b], 2) if a.is_float || b.is_float => Flat::Two(a, b),
        ([_, _], _) => Flat::Other,
    }
}

const fn collect(mut found: Scalars, ty: Type<'_>, offset: usize) -> Scalars {
    match ty {
        Type::Bool
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::F32
        | Type::F64
        | Type::Pointer => add(found, ty, offset),
        // Wider than XLEN, or than ABI_FLEN. (F80 and vectors do not exist here: a signature with one is refused.)
        Type::I128
        | Type::U128
        | Type::F80
        | Type::F128
        | Type::ComplexF80
        | Type::V64
        | Type::V128 => refuse(found),
        Type::Void => found,
        Type::Array(array) => {
            let mut index = 0;
            while index < array.length && layout::size(array.element) > 0 && found.count < TOO_MANY
            {
                let element = offset + index * layout::size(array.element);
                let before = found.count;
                found = collect(found, array.element, element);
                // What one element does not have, no other has.
                if found.count == before {
                    break;
                }
                index += 1;
            }
            found
        }
        Type::Struct(aggregate) => {
            let mut index = 0;
            while index < aggregate.fields.len() && found.count < TOO_MANY {
                let field = &aggregate.fields[index];
                found = collect(found, field.ty, offset + field.offset);
                index += 1;
            }
            found
        }
        // "Fields containing empty structs or unions are ignored while flattening."
        Type::Union(aggregate) if aggregate.size == 0 => found,
        // "Unions are never flattened."
        Type::Union(_) => refuse(found),
    }
}

const fn add(mut found: Scalars, ty: Type<'_>, offset: usize) -> Scalars {
    if found.count >= found.scalars.len() {
        return refuse(found);
    }
    found.scalars[found.count] = Real {
        is_float: matches!(ty, Type::F32 | Type::F64),
        is_pointer: matches!(ty, Type::Pointer),
        offset,
        size: layout::size(ty),
    };
    found.count += 1;
    found
}

const fn refuse(mut found: Scalars) -> Scalars {
    found.count = TOO_MANY;
    found
}
