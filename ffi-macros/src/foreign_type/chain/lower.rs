//! *Lower*: the fields by which C follows the chain, told by the names of their types, which `expand` has the compiler
//! confirm.

use syn::{Data, Ident, Lifetime, Type};

use super::options::ChainOptions;
use super::{Chain, ChainField, ChainFields, lifetime};
use crate::errors::{Errors, Message};
use crate::foreign_type::lower::member;
use crate::foreign_type::model::Shape;
use crate::foreign_type::parse::Syntax;
use crate::wording::chain as wording;

/// The fields, each at most once.
#[derive(Default)]
struct Found {
    next: Option<(ChainField, Option<Lifetime>)>,
    tag: Option<ChainField>,
    together: Option<(ChainField, Option<Lifetime>)>,
}

/// `None` if the struct is in no chain, or cannot be in one; the bag says why.
pub(in crate::foreign_type) fn lower(
    syntax: &Syntax,
    shape: Option<&Shape>,
    errors: &mut Errors,
) -> Option<Chain> {
    let options = syntax.options.chain.as_ref()?;
    let (Data::Struct(data), Some(Shape::Struct(_))) = (&syntax.item.data, shape) else {
        // Without a shape another mistake has been reported.
        if shape.is_some() {
            errors.at(options.word.span(), wording::CHAIN_ON_OTHER);
        }
        return None;
    };
    let mut found = Found::default();
    for (index, field) in data.fields.iter().enumerate() {
        let Some((name, written)) = named(&field.ty) else {
            continue;
        };
        let span = name.span();
        let field = ChainField {
            member: member(index, field),
            place: span,
        };
        let is_second = match name.to_string().as_str() {
            "Next" => found.next.replace((field, written)).is_some(),
            "Tag" => found.tag.replace(field).is_some(),
            "ChainedStruct" => found.together.replace((field, written)).is_some(),
            _ => false,
        };
        if is_second {
            errors.at(span, wording::second_field(&name.to_string()));
            return None;
        }
    }
    let (fields, written) = fields(found, syntax, options, errors)?;
    let lifetime = parameter(&fields, written, syntax, errors)?;
    if let (Some((word, _)), None) = (&options.extends, &options.tag) {
        errors.at(word.span(), wording::EXTENDS_WITHOUT_TAG);
        return None;
    }
    Some(Chain {
        tag: options.tag.clone(),
        fields,
        lifetime,
        extends: options.extends.clone().map(|(_, roots)| roots),
    })
}

/// The fields, if they are those of one form, and the lifetime as it is written.
fn fields(
    found: Found,
    syntax: &Syntax,
    options: &ChainOptions,
    errors: &mut Errors,
) -> Option<(ChainFields, Option<Lifetime>)> {
    let mut refuse = |message: Message| {
        errors.at(syntax.item.ident.span(), message);
        None
    };
    match (found.together, found.next, found.tag, &options.tag) {
        (Some((field, written)), None, None, Some(_)) => {
            Some((ChainFields::Together(field), written))
        }
        (Some((field, _)), None, None, None) => {
            errors.at(field.place, wording::FIELD_WITHOUT_TAG);
            None
        }
        (Some(_), _, _, _) => refuse(wording::BOTH_FORMS),
        (None, None, _, _) => refuse(wording::NO_NEXT),
        (None, Some(_), None, Some(_)) => refuse(wording::NO_TAG_FIELD),
        (None, Some(_), Some(tag), None) => {
            errors.at(tag.place, wording::FIELD_WITHOUT_TAG);
            None
        }
        (None, Some((next, written)), tag, _) => Some((ChainFields::Apart { next, tag }, written)),
    }
}

/// The lifetime of what is linked, which has to be one of the struct's own.
fn parameter(
    fields: &ChainFields,
    written: Option<Lifetime>,
    syntax: &Syntax,
    errors: &mut Errors,
) -> Option<Lifetime> {
    let is_own = |lifetime: &Lifetime| {
        let mut own = syntax.item.generics.lifetimes();
        own.any(|own| own.lifetime.ident == lifetime.ident)
    };
    let (ChainFields::Apart { next: field, .. } | ChainFields::Together(field)) = fields;
    match written {
        Some(lifetime) if is_own(&lifetime) => Some(lifetime),
        Some(lifetime) => {
            errors.at(lifetime.ident.span(), wording::LIFETIME_NOT_OWN);
            None
        }
        None => {
            errors.at(field.place, wording::LIFETIME_NOT_OWN);
            None
        }
    }
}

/// The name of a type, and the lifetime that is its first argument.
fn named(ty: &Type) -> Option<(&Ident, Option<Lifetime>)> {
    match ty {
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            Some((&last.ident, lifetime(&last.arguments).cloned()))
        }
        Type::Group(group) => named(&group.elem),
        Type::Paren(inner) => named(&inner.elem),
        _ => None,
    }
}
