//! *Lower*, the field types that generators have of their own: those of `bitflags` and of bindgen.
//!
//! A macro tells them by their names; `expand` has the compiler confirm their layout.

use proc_macro2::{Ident, Span};
use syn::{
    Data, DeriveInput, Expr, ExprLit, GenericArgument, Lit, Member, PathArguments, PathSegment,
    Type, parse_quote_spanned,
};

use super::model::{Field, Generated, GeneratedKind, Shape};
use crate::errors::Errors;
use crate::wording;

/// The field that holds the bytes of a union.
const UNION_BYTES: &str = "bindgen_union_field";

/// The type that describes a field, if it is not the field's own.
pub(super) fn generated(ty: &Type) -> Option<Generated> {
    let Type::Path(path) = ty else {
        return None;
    };
    let last = path.path.segments.last()?;
    let span = Span::mixed_site().located_at(last.ident.span());
    let name = last.ident.to_string();
    if name == "Internal" {
        return flags(ty).map(|described| Generated {
            kind: GeneratedKind::Flags,
            described,
        });
    }
    let first = arguments(last).next();
    let (kind, described) = match name.as_str() {
        "__BindgenBitfieldUnit" => (GeneratedKind::BitField, parse_quote_spanned!(span=> #first)),
        "__IncompleteArrayField" => (
            GeneratedKind::FlexibleArray,
            parse_quote_spanned!(span=> [#first; 0]),
        ),
        "__BindgenUnionField" => (
            GeneratedKind::UnionField,
            parse_quote_spanned!(span=> #first),
        ),
        _ => return None,
    };
    first.map(|_| Generated { kind, described })
}

/// The integer of the field that `bitflags` writes, `<Flags as ..::PublicFlags>::Internal`: its
/// `Primitive`.
fn flags(ty: &Type) -> Option<Type> {
    let Type::Path(path) = ty else {
        return None;
    };
    let of = path.path.segments.iter().rev().nth(1)?;
    if path.qself.is_none() || of.ident != "PublicFlags" {
        return None;
    }
    let mut primitive = path.clone();
    if let Some(last) = primitive.path.segments.last_mut() {
        last.ident = Ident::new("Primitive", last.ident.span());
    }
    Some(Type::Path(primitive))
}

fn arguments(segment: &PathSegment) -> impl Iterator<Item = &GenericArgument> {
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten()
}

/// Whether the fields are those of a struct that stands for a union.
pub(super) fn is_union(fields: &[Field]) -> bool {
    fields.iter().any(is_union_field)
}

fn is_union_field(field: &Field) -> bool {
    let generated = field.generated.as_ref();
    generated.is_some_and(|generated| generated.kind == GeneratedKind::UnionField)
}

/// The union that a struct stands for: all that is no part of it are the bytes.
pub(super) fn union(mut fields: Vec<Field>, errors: &mut Errors) -> Option<Shape> {
    for field in &fields {
        let is_bytes = matches!(&field.member, Member::Named(name) if name == UNION_BYTES);
        if !is_bytes && !is_union_field(field) {
            errors.over(&field.ty, wording::BESIDE_UNION_FIELD);
            return None;
        }
    }
    fields.retain(is_union_field);
    Some(Shape::Union(fields))
}

/// Whether bindgen knows nothing of the type but its name: it is never passed by value, so that it needs no
/// implementation.
pub(super) fn is_incomplete(item: &DeriveInput) -> bool {
    let Data::Struct(data) = &item.data else {
        return false;
    };
    let mut fields = data.fields.iter();
    let (Some(field), None) = (fields.next(), fields.next()) else {
        return false;
    };
    let Type::Array(array) = &field.ty else {
        return false;
    };
    let is_byte = matches!(&*array.elem, Type::Path(path) if path.path.is_ident("u8"));
    let is_empty = matches!(
        &array.len,
        Expr::Lit(ExprLit { lit: Lit::Int(length), .. }) if length.base10_digits() == "0"
    );
    is_byte && is_empty && matches!(&field.ident, Some(name) if name == "_unused")
}
