//! Aggregates that every seed has: those that other implementations got wrong.

use super::Scalar::{
    self, Bool, ComplexF32, ComplexF64, ComplexLongDouble, F32, F64, I8, I16, I32, I64, I128,
    LongDouble, Pointer, U8, U16, U32, U64, V64, V128,
};
use super::{Aggregate, AggregateId, Kind, Layout, Model, Shape};

/// Adds the catalogue to an empty model.
pub(super) fn fill(model: &mut Model) {
    scalars(model);
    nested(model);
    odd_layouts(model);
    unions(model);
    large(model);
}

fn add(model: &mut Model, kind: Kind, layout: Layout, fields: Vec<Shape>) -> Shape {
    model.aggregates.push(Aggregate {
        kind,
        layout,
        fields,
    });
    Shape::Aggregate(AggregateId(model.aggregates.len() - 1))
}

fn natural(model: &mut Model, fields: &[Scalar]) -> Shape {
    let fields = fields.iter().copied().map(Shape::Scalar).collect();
    add(model, Kind::Struct, Layout::Natural, fields)
}

fn array(element: Scalar, length: usize) -> Shape {
    Shape::Array(Box::new(Shape::Scalar(element)), length)
}

/// Structs of scalars: single fields, one to four floats, and every mix of two eightbytes.
fn scalars(model: &mut Model) {
    for single in [Bool, I8, I16, I32, I64, I128, F32, F64, Pointer] {
        natural(model, &[single]);
    }
    for fields in [
        &[F32, F32] as &[_],
        &[F32, F32, F32],
        &[F32, F32, F32, F32],
        &[F64, F64],
        &[F64, F64, F64],
        &[F64, F64, F64, F64],
        &[F32, F64],
        &[F64, F32],
        &[I64, I64],
        &[I64, F64],
        &[F64, I64],
        &[I32, F32],
        &[F32, I32],
        &[I32, F64],
        &[F64, I32],
        &[F32, F32, I64],
        &[I64, F32, F32],
        &[F32, I32, F64],
        &[F64, F32, I32],
        &[F32, F32, F32, I32],
        &[I64, I8],
        &[I8, I64],
        &[I8, F64],
        &[F64, I8],
        &[U64, U16, U8],
        &[F64, U16, U8],
        &[I32, I32, I32],
        &[F32, F32, U8],
        &[U8, U8, U8],
        &[U16, U16, U16],
        &[Bool, Bool],
        &[U8, I16, I32],
        &[Pointer, U32],
        &[Pointer, F64],
        &[I64, I64, I64],
        &[I64, I64, U8],
        &[F64, F64, U8],
        &[U8, I128],
        &[ComplexF32],
        &[ComplexF64],
        &[ComplexF32, F32],
        &[ComplexF32, ComplexF32],
        &[ComplexF64, I64],
        &[U8, ComplexF32],
        &[LongDouble],
        &[LongDouble, LongDouble],
        &[LongDouble, LongDouble, LongDouble],
        &[LongDouble, LongDouble, LongDouble, LongDouble],
        &[LongDouble, U8],
        &[F64, LongDouble],
        &[ComplexLongDouble],
        &[ComplexLongDouble, ComplexLongDouble],
        &[V128],
        &[V128, V128],
        &[V128, V128, V128],
        &[V128, V128, V128, V128],
        &[V128, U8],
        &[F64, V128],
        &[V128, LongDouble],
        &[V64],
        &[V64, V64],
        &[V64, F64],
        &[V64, V64, V64],
        &[V64, V128],
    ] {
        natural(model, fields);
    }
}

/// Adds aggregates of the same bytes through nesting and arrays.
fn nested(model: &mut Model) {
    let float = natural(model, &[F32]);
    let pair = natural(model, &[F32, F32]);
    let double = natural(model, &[F64]);
    let byte = natural(model, &[U8]);
    for fields in [
        vec![float.clone(), float.clone()],
        vec![pair.clone(), float.clone()],
        vec![pair.clone(), pair],
        vec![double.clone(), double.clone()],
        vec![double, Shape::Scalar(I64)],
        vec![Shape::Array(Box::new(float), 3)],
        vec![Shape::Array(Box::new(byte), 9)],
        vec![array(F32, 2)],
        vec![array(F32, 4)],
        vec![array(F64, 2)],
        vec![array(F64, 3)],
        vec![array(V128, 1)],
        vec![array(V128, 2)],
        vec![array(V64, 2)],
        vec![array(U8, 3)],
        vec![array(U8, 5)],
        vec![array(U8, 7)],
        vec![array(U8, 9)],
        vec![array(U8, 13)],
        vec![array(U8, 16)],
        vec![array(U8, 17)],
        vec![array(U16, 7)],
        vec![array(Bool, 11)],
        vec![Shape::Scalar(F64), array(U8, 5)],
        vec![array(U8, 5), Shape::Scalar(F64)],
    ] {
        add(model, Kind::Struct, Layout::Natural, fields);
    }
}

/// Packed structs, whose unaligned fields make them MEMORY, and over-aligned ones.
fn odd_layouts(model: &mut Model) {
    for (limit, fields) in [
        (1, &[U8, U32] as &[_]),
        (1, &[U8, F64]),
        (1, &[U32, U8]),
        (1, &[U64, U32]),
        (1, &[F64, F32]),
        (1, &[U8, U8, U8]),
        (1, &[U32, I128]),
        (2, &[U16, U32]),
        (2, &[U8, U16, U64]),
        (4, &[U32, U64]),
        (4, &[U64, U32]),
        (4, &[F32, F64]),
        (4, &[U8, U32]),
    ] {
        let fields = fields.iter().copied().map(Shape::Scalar).collect();
        add(model, Kind::Struct, Layout::Packed(limit), fields);
    }
    for (align, fields) in [
        (16, &[I32] as &[_]),
        (16, &[I64]),
        (16, &[F32]),
        (16, &[I64, I64]),
        (16, &[F64, I64]),
        (16, &[I64, I64, I64]),
        (32, &[I64]),
        (32, &[F32, F32]),
        (8, &[I32]),
        (8, &[F32]),
    ] {
        let fields = fields.iter().copied().map(Shape::Scalar).collect();
        add(model, Kind::Struct, Layout::Aligned(align), fields);
    }
}

/// Unions: members of different classes over the same eightbyte.
fn unions(model: &mut Model) {
    let pair = natural(model, &[F32, F32]);
    for fields in [
        vec![Shape::Scalar(F32), Shape::Scalar(I32)],
        vec![Shape::Scalar(F64), Shape::Scalar(I64)],
        vec![Shape::Scalar(F32), Shape::Scalar(F64)],
        vec![pair.clone(), Shape::Scalar(F64)],
        vec![pair, Shape::Scalar(I64)],
        vec![array(F32, 4), array(F64, 2)],
        vec![array(F64, 2), Shape::Scalar(I64)],
        vec![Shape::Scalar(F64), array(U8, 9)],
        vec![Shape::Scalar(U8), array(U8, 3)],
        vec![array(U64, 3), Shape::Scalar(F64)],
        vec![Shape::Scalar(LongDouble), Shape::Scalar(I64)],
        vec![Shape::Scalar(LongDouble), Shape::Scalar(F64)],
        vec![array(U64, 2), Shape::Scalar(LongDouble)],
        vec![array(F64, 2), Shape::Scalar(LongDouble)],
        vec![array(LongDouble, 1), Shape::Scalar(LongDouble)],
        vec![Shape::Scalar(V128), Shape::Scalar(I64)],
        vec![Shape::Scalar(V128), Shape::Scalar(F64)],
        vec![Shape::Scalar(V128), array(F32, 4)],
        vec![array(U64, 2), Shape::Scalar(V128)],
        vec![array(F64, 2), Shape::Scalar(V128)],
        vec![Shape::Scalar(V128), Shape::Scalar(LongDouble)],
        vec![array(V128, 1), Shape::Scalar(V128)],
        vec![array(V128, 2), Shape::Scalar(V128)],
    ] {
        add(model, Kind::Union, Layout::Natural, fields);
    }
}

/// More than 32 stack words at once.
fn large(model: &mut Model) {
    for fields in [
        vec![array(U64, 33)],
        vec![array(F64, 40)],
        vec![array(U8, 259)],
        vec![Shape::Scalar(U8), array(U32, 70), Shape::Scalar(F32)],
    ] {
        add(model, Kind::Struct, Layout::Natural, fields);
    }
}
