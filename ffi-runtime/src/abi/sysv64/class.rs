//! Classes: an eightbyte of a type has the class that its scalars merge to.

use crate::abi::layout;
use crate::types::{Type, padding};

/// Class of an eightbyte (psABI 3.2.3, "Classification"). COMPLEX_X87 is absent: it is the class of one type only, which
/// has no eightbytes to merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::enum_variant_names, reason = "NO_CLASS is the standard's name")]
pub(super) enum Class {
    NoClass,
    Integer,
    Sse,
    SseUp,
    X87,
    X87Up,
    Memory,
}

/// Bytes of an eightbyte.
pub(super) const EIGHTBYTE: usize = 8;

/// The largest aggregate that may travel in registers: two eightbytes (psABI 3.2.3, aggregates, 1
/// and 5 (c): a larger one is MEMORY unless it is a vector).
const REGISTER_LIMIT: usize = 2 * EIGHTBYTE;

/// The class of a scalar of one eightbyte; none of a type that is classified by its eightbytes.
#[inline]
pub(super) const fn scalar_class(ty: Type<'_>) -> Option<Class> {
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
        | Type::Pointer => Some(Class::Integer),
        Type::F32 | Type::F64 => Some(Class::Sse),
        // Refused in a signature: compilers disagree about vectors of 64 bits.
        Type::V64 => Some(Class::Sse),
        Type::Void
        | Type::I128
        | Type::U128
        | Type::F80
        | Type::F128
        | Type::V128
        | Type::ComplexF80
        | Type::Array(_)
        | Type::Struct(_)
        | Type::Union(_) => None,
    }
}

/// Whether an `f64` stands in an eightbyte; one of class SSE without it holds `f32` lanes. It makes
/// no difference to the ABI, but two lanes are joined faster as floats than as an integer.
pub(super) const fn has_double(ty: Type<'_>, eightbyte: usize, offset: usize) -> bool {
    match ty {
        Type::F64 => offset / EIGHTBYTE == eightbyte,
        Type::Void
        | Type::Bool
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::I128
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::U128
        | Type::F32
        | Type::F80
        | Type::F128
        | Type::V64
        | Type::V128
        | Type::ComplexF80
        | Type::Pointer => false,
        Type::Array(array) => {
            let mut index = 0;
            while index < array.length && layout::size(array.element) > 0 {
                let element = offset + index * layout::size(array.element);
                if has_double(array.element, eightbyte, element) {
                    return true;
                }
                index += 1;
            }
            false
        }
        Type::Struct(aggregate) | Type::Union(aggregate) => {
            let mut index = 0;
            while index < aggregate.fields.len() {
                let field = &aggregate.fields[index];
                let start = offset + field.offset;
                let found = match field.ty {
                    Type::F64 => start / EIGHTBYTE == eightbyte,
                    Type::Array(_) | Type::Struct(_) | Type::Union(_) => {
                        has_double(field.ty, eightbyte, start)
                    }
                    Type::Void
                    | Type::Bool
                    | Type::I8
                    | Type::I16
                    | Type::I32
                    | Type::I64
                    | Type::I128
                    | Type::U8
                    | Type::U16
                    | Type::U32
                    | Type::U64
                    | Type::U128
                    | Type::F32
                    | Type::F80
                    | Type::F128
                    | Type::V64
                    | Type::V128
                    | Type::ComplexF80
                    | Type::Pointer => false,
                };
                if found {
                    return true;
                }
                index += 1;
            }
            false
        }
    }
}

/// The classes of a type's eightbytes; `[Memory, Memory]` if it is passed in memory.
///
/// Compilers disagree about an array of packed structs whose later elements are unaligned: clang and
/// this code follow the standard to MEMORY, gcc 12 looks at the first element only and may use
/// registers.
pub(super) const fn classes(ty: Type<'_>) -> [Class; 2] {
    if layout::size(ty) > REGISTER_LIMIT {
        return [Class::Memory; 2];
    }
    let classes = merge_type([Class::NoClass; 2], ty, 0);
    match classes {
        // Aggregates, 5 (a): if one class is MEMORY, the whole argument is.
        [Class::Memory, _] | [_, Class::Memory] => [Class::Memory; 2],
        [Class::X87, Class::X87Up] => classes,
        // Aggregates, 5 (b): "If X87UP is not preceded by X87, the whole argument is passed in memory." No field of
        // a C type gives the second half of an X87 value another class and leaves the first as it is.
        [_, Class::X87Up] | [Class::X87 | Class::X87Up, _] | [_, Class::X87] => [Class::Memory; 2],
        [Class::Sse, Class::SseUp] => classes,
        // Aggregates, 5 (d): "If SSEUP is not preceded by SSE or SSEUP, it is converted to SSE."
        [first @ (Class::NoClass | Class::Integer), Class::SseUp] => [first, Class::Sse],
        [Class::SseUp, second] => [Class::Sse, second],
        [
            Class::NoClass | Class::Integer | Class::Sse,
            Class::NoClass | Class::Integer | Class::Sse,
        ] => classes,
    }
}

/// Merges the classes of a type that stands at `offset` into those found so far.
const fn merge_type(mut classes: [Class; 2], ty: Type<'_>, offset: usize) -> [Class; 2] {
    match ty {
        Type::Void => classes,
        // Scalars: INTEGER.
        Type::Bool
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::I128
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::U128
        | Type::F128 // Refused in a signature; as that many bytes it has a place.
        | Type::Pointer => merge_scalar(classes, Class::Integer, ty, offset),
        // Scalars: SSE.
        Type::F32 | Type::F64 | Type::V64 => merge_scalar(classes, Class::Sse, ty, offset),
        // Scalars: "Arguments of types __float128, _Decimal128 and __m128 are split into two halves. The least
        // significant ones belong to class SSE, the most significant one to class SSEUP."
        Type::V128 => merge_halves(classes, [Class::Sse, Class::SseUp], ty, offset),
        // Scalars: "The 64-bit mantissa of arguments of type long double belongs to class X87, the 16-bit exponent
        // plus 6 bytes of padding belongs to class X87UP."
        Type::F80 => merge_halves(classes, [Class::X87, Class::X87Up], ty, offset),
        // Scalars: "A variable of type complex long double is classified as type COMPLEX_X87", which is passed in
        // memory.
        Type::ComplexF80 => [Class::Memory; 2],
        Type::Array(array) => {
            let mut index = 0;
            while index < array.length && layout::size(array.element) > 0 {
                let element = offset + index * layout::size(array.element);
                classes = merge_type(classes, array.element, element);
                index += 1;
            }
            classes
        }
        // Aggregates, 3 and 4: each field is classified recursively and merged in its eightbyte.
        Type::Struct(aggregate) | Type::Union(aggregate) => {
            let mut index = 0;
            while index < aggregate.fields.len() {
                let field = &aggregate.fields[index];
                let start = offset + field.offset;
                // As `merge_type` does, which need not be called for most fields.
                classes = match scalar_class(field.ty) {
                    Some(class) => merge_scalar(classes, class, field.ty, start),
                    None => merge_type(classes, field.ty, start),
                };
                index += 1;
            }
            classes
        }
    }
}

/// Merges the class of a scalar into those of the eightbytes that it stands in.
#[inline(always)]
const fn merge_scalar(
    [first, second]: [Class; 2],
    class: Class,
    ty: Type<'_>,
    offset: usize,
) -> [Class; 2] {
    if padding(offset, layout::align(ty)) != 0 {
        // Aggregates, 1: one with unaligned fields has class MEMORY.
        return [Class::Memory; 2];
    }
    let in_first = offset < EIGHTBYTE;
    let in_second = offset + layout::size(ty) > EIGHTBYTE;
    [
        if in_first { merge(first, class) } else { first },
        if in_second {
            merge(second, class)
        } else {
            second
        },
    ]
}

/// Merges the classes of a scalar of two eightbytes into those that it stands in.
const fn merge_halves(
    [first, second]: [Class; 2],
    [low, high]: [Class; 2],
    ty: Type<'_>,
    offset: usize,
) -> [Class; 2] {
    if padding(offset, layout::align(ty)) != 0 {
        // Aggregates, 1, as for one eightbyte.
        return [Class::Memory; 2];
    }
    [merge(first, low), merge(second, high)]
}

/// The merge of two classes (psABI 3.2.3, aggregates, 4).
const fn merge(a: Class, b: Class) -> Class {
    match (a, b) {
        // (a) Equal classes stay, and (b) NO_CLASS gives way.
        (Class::NoClass, other) | (other, Class::NoClass) => other,
        (Class::X87, Class::X87) => Class::X87,
        (Class::X87Up, Class::X87Up) => Class::X87Up,
        (Class::SseUp, Class::SseUp) => Class::SseUp,
        // (c) MEMORY wins.
        (
            Class::Memory,
            Class::Memory | Class::Integer | Class::Sse | Class::SseUp | Class::X87 | Class::X87Up,
        )
        | (Class::Integer | Class::Sse | Class::SseUp | Class::X87 | Class::X87Up, Class::Memory) => {
            Class::Memory
        }
        // (d) INTEGER wins.
        (
            Class::Integer,
            Class::Integer | Class::Sse | Class::SseUp | Class::X87 | Class::X87Up,
        )
        | (Class::Sse | Class::SseUp | Class::X87 | Class::X87Up, Class::Integer) => Class::Integer,
        // (e) "If one of the classes is X87, X87UP, COMPLEX_X87 class, MEMORY is used as class."
        (Class::X87, Class::Sse | Class::SseUp | Class::X87Up)
        | (Class::X87Up, Class::Sse | Class::SseUp | Class::X87)
        | (Class::Sse | Class::SseUp, Class::X87 | Class::X87Up) => Class::Memory,
        // (f) Otherwise SSE.
        (Class::Sse, Class::Sse | Class::SseUp) | (Class::SseUp, Class::Sse) => Class::Sse,
    }
}
