//! *Lower*: `repr` and item become a shape, or the reason why C has no such type.
//!
//! In: [`Syntax`]. Out: [`Described`]. What only the compiler knows (a field of no size, a field
//! type that cannot cross) is left to the code of `expand`.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DataEnum, DeriveInput, Fields, Ident, Index, Member, Type};

use super::model::{Described, Field, Marker, MarkerKind, Shape};
use super::parse::Syntax;
use super::{chain, generated, invalid, lower_defaults, mirror};
use crate::errors::Errors;
use crate::lints::{is_level, lint_level, mentions_deprecated};
use crate::types::{self, Position};
use crate::wording;

/// Integers that fix the size of an enum and that C has.
pub(super) const INTEGERS: [&str; 10] = [
    "u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "isize",
];

/// `None` if the item cannot be described; the bag says why.
pub(crate) fn lower(syntax: &Syntax, errors: &mut Errors) -> Option<Described> {
    let shape = match &syntax.item.data {
        Data::Struct(data) => lower_fields(syntax, &data.fields, false, errors),
        Data::Union(data) => {
            lower_fields(syntax, &Fields::Named(data.fields.clone()), true, errors)
        }
        Data::Enum(data) => lower_enum(syntax, data, errors),
    };
    lower_defaults::check(syntax, matches!(shape, Some(Shape::Union(_))), errors);
    let (defaults, sizes) = match (&syntax.item.data, &shape) {
        (Data::Struct(data), Some(Shape::Struct(_) | Shape::Transparent(_))) => (
            lower_defaults::defaults(syntax, &data.fields),
            Some(lower_defaults::sizes(syntax, &data.fields, errors)),
        ),
        _ => (None, None),
    };
    let invalid = invalid::lower(syntax, shape.as_ref(), errors);
    let mirrored = mirror::lower(syntax, shape.as_ref(), errors);
    let chain = chain::lower(syntax, shape.as_ref(), errors);
    Some(Described {
        krate: syntax.krate.clone(),
        ident: syntax.item.ident.clone(),
        generics: syntax.item.generics.clone(),
        levels: levels(&syntax.item),
        // A deprecated type makes its fields deprecated.
        has_deprecated: fields_of(&syntax.item.data)
            .iter()
            .map(|field| &field.attrs)
            .chain([&syntax.item.attrs])
            .any(|attributes| attributes.iter().any(mentions_deprecated)),
        packed: syntax.packed,
        is_growing: lower_defaults::is_growing(syntax, shape.as_ref(), errors),
        shape: shape?,
        markers: markers(fields_of(&syntax.item.data)),
        defaults,
        sizes,
        invalid,
        mirrored,
        chain,
    })
}

/// A struct or a union.
fn lower_fields(
    syntax: &Syntax,
    written: &Fields,
    is_union: bool,
    errors: &mut Errors,
) -> Option<Shape> {
    let has = |name: &str| syntax.repr.iter().any(|word| word == name);
    let layout_is_fixed = check_repr(syntax, errors);
    let mut fields = fields(syntax, written, errors);
    if fields.is_empty() {
        errors.at(syntax.item.ident.span(), wording::EMPTY_TYPE);
        return None;
    }
    if !layout_is_fixed {
        return None;
    }
    if generated::is_union(&fields) {
        return generated::union(fields, errors);
    }
    if !has("transparent") {
        return Some(if is_union {
            Shape::Union(fields)
        } else {
            Shape::Struct(fields)
        });
    }
    if let Some(second) = fields.get(1) {
        errors.over(&second.ty, wording::TWO_CARRIERS);
        return None;
    }
    Some(Shape::Transparent(Box::new(fields.remove(0))))
}

/// Whether the words of `repr` fix the layout of a struct or union.
fn check_repr(syntax: &Syntax, errors: &mut Errors) -> bool {
    let has = |name: &str| syntax.repr.iter().any(|word| word == name);
    let is_c = has("C") || has("transparent");
    let mut fixed = is_c;
    for word in &syntax.repr {
        if ["C", "transparent"].iter().any(|name| word == name) {
            continue;
        }
        if word == "Rust" {
            errors.at(word.span(), wording::NO_REPR_STRUCT);
            return false;
        }
        if ["packed", "align"].iter().any(|name| word == name) {
            if !is_c {
                errors.at(word.span(), wording::REPR_NOT_C);
                return false;
            }
        } else {
            errors.at(word.span(), wording::REPR_NOT_SUPPORTED);
            fixed = false;
        }
    }
    if syntax.repr.is_empty() {
        errors.at(syntax.item.ident.span(), wording::NO_REPR_STRUCT);
    }
    fixed
}

/// The fields that hold data.
fn fields(syntax: &Syntax, written: &Fields, errors: &mut Errors) -> Vec<Field> {
    let own = [syntax.item.ident.to_string(), "Self".to_owned()];
    let with_options = written.iter().zip(&syntax.fields).enumerate();
    let lowered = with_options.filter_map(|(index, (field, options))| {
        let with = options.with.clone();
        if marker(&field.ty).is_some() {
            if let Some(with) = with {
                errors.over(with.ty, wording::foreign_type::WITH_ON_MARKER);
            }
            return None;
        }
        let spelled = with.as_ref().map_or(&field.ty, |with| &with.ty);
        types::check(spelled, Position::Field, errors);
        Some(Field {
            member: member(index, field),
            ty: field.ty.clone(),
            generated: generated::generated(&field.ty).filter(|_| with.is_none()),
            // A bound on a pointer to the type itself would ask for what it is about to give.
            is_generic: mentions_parameter(spelled, syntax)
                && !mentions(spelled.to_token_stream(), &own),
            with,
        })
    });
    lowered.collect()
}

/// The name of a field, or its number.
pub(super) fn member(index: usize, field: &syn::Field) -> Member {
    let name = field.ident.clone();
    name.map_or(Member::Unnamed(Index::from(index)), Member::Named)
}

/// Whether a type depends on a type parameter.
pub(super) fn mentions_parameter(ty: &Type, syntax: &Syntax) -> bool {
    let mut parameters = Vec::new();
    for parameter in syntax.item.generics.type_params() {
        parameters.push(parameter.ident.to_string());
    }
    mentions(ty.to_token_stream(), &parameters)
}

/// The fields as they are written.
fn fields_of(data: &Data) -> Vec<&syn::Field> {
    match data {
        Data::Struct(data) => data.fields.iter().collect(),
        Data::Union(data) => data.fields.named.iter().collect(),
        Data::Enum(_) => Vec::new(),
    }
}

/// Lint levels of the type, and what its fields allow.
fn levels(item: &DeriveInput) -> Vec<Attribute> {
    let mut levels = Vec::new();
    for attribute in &item.attrs {
        if is_level(attribute) {
            levels.push(lint_level(attribute));
        }
    }
    for field in fields_of(&item.data) {
        for attribute in &field.attrs {
            let path = attribute.path();
            if path.is_ident("allow") || path.is_ident("expect") {
                levels.push(lint_level(attribute));
            }
        }
    }
    levels
}

/// The fields that hold no data, as the names of their types say.
fn markers(fields: Vec<&syn::Field>) -> Vec<Marker> {
    let marked = fields.into_iter().enumerate().filter_map(|(index, field)| {
        marker(&field.ty).map(|kind| Marker {
            member: member(index, field),
            ty: field.ty.clone(),
            kind,
        })
    });
    marked.collect()
}

fn lower_enum(syntax: &Syntax, data: &DataEnum, errors: &mut Errors) -> Option<Shape> {
    let name = &syntax.item.ident;
    let mut right = true;
    if data.variants.is_empty() {
        errors.at(name.span(), wording::EMPTY_ENUM);
        return None;
    }
    for variant in &data.variants {
        let held: TokenStream = match &variant.fields {
            Fields::Unit => continue,
            Fields::Named(fields) => inner(&fields.named),
            Fields::Unnamed(fields) => inner(&fields.unnamed),
        };
        if held.is_empty() {
            // `A()` and `A {}` hold nothing.
            continue;
        }
        errors.over(&variant.fields, wording::ENUM_WITH_FIELDS);
        return None;
    }
    let mut integer = None;
    let mut is_c = false;
    for word in &syntax.repr {
        if INTEGERS.iter().any(|name| word == name) {
            integer = Some(word.clone());
        } else if word == "C" {
            is_c = true;
        } else if word == "Rust" {
            errors.at(word.span(), wording::NO_REPR_ENUM);
            right = false;
        } else {
            errors.at(word.span(), wording::REPR_NOT_SUPPORTED);
            right = false;
        }
    }
    if syntax.repr.is_empty() {
        errors.at(name.span(), wording::NO_REPR_ENUM);
    }
    let variants = data.variants.iter();
    let variants = variants.map(|variant| variant.ident.clone()).collect();
    match integer {
        _ if !right => None,
        Some(integer) => Some(Shape::Integer(integer, variants)),
        None => is_c.then_some(Shape::CEnum(variants)),
    }
}

fn inner<T: ToTokens>(fields: &Punctuated<T, syn::Token![,]>) -> TokenStream {
    fields.to_token_stream()
}

/// A marker, told by its spelling: a macro does not know types.
fn marker(ty: &Type) -> Option<MarkerKind> {
    match ty {
        Type::Path(path) => {
            let last = &path.path.segments.last()?.ident;
            if last == "PhantomData" {
                return Some(MarkerKind::Data);
            }
            (last == "PhantomPinned").then_some(MarkerKind::Pinned)
        }
        Type::Group(group) => marker(&group.elem),
        Type::Paren(inner) => marker(&inner.elem),
        _ => None,
    }
}

/// Whether one of the names occurs in the tokens. A lifetime of the same name counts too, which
/// adds a bound that holds anyway.
fn mentions(tokens: TokenStream, names: &[String]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => names.contains(&Ident::to_string(&ident)),
        TokenTree::Group(group) => mentions(group.stream(), names),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
