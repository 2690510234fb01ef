//! *Lower*, what a struct begins with: the value of each field in `Default`, and the sizes that C reads.
//!
//! In: the options of the fields. Out: [`Defaults`] and [`Sizes`], or where an option has no meaning.

use syn::{Data, Fields, Ident, Type};

use super::lower::{member, mentions_parameter};
use super::model::{Defaults, InitialField, InitialValue, Shape, SizeConstant, SizeField, Sizes};
use super::options::{FieldOptions, refuse};
use super::parse::Syntax;
use crate::errors::Errors;
use crate::types::scalar;
use crate::wording::foreign_type as wording;

/// Reports the options that have no meaning on this kind of type. `is_union` also holds for the struct by which
/// bindgen stands for a union.
pub(super) fn check(syntax: &Syntax, is_union: bool, errors: &mut Errors) {
    if let Data::Enum(_) = &syntax.item.data {
        refuse(
            syntax.options.default.as_ref(),
            |_| wording::DEFAULT_OF_ENUM,
            errors,
        );
    }
    if is_union {
        let fields = syntax.fields.iter();
        let words = fields.flat_map(|field| {
            let default = field.default.as_ref().map(|(word, _)| word);
            let up_to = field.size_up_to.as_ref().map(|(word, _)| word);
            [default, field.size.as_ref(), up_to]
        });
        for word in words.chain([syntax.options.default.as_ref()]) {
            refuse(word, wording::in_union, errors);
        }
    }
}

/// The values for `Default`, if the user asks for it.
pub(super) fn defaults(syntax: &Syntax, written: &Fields) -> Option<Defaults> {
    let is_set = |field: &FieldOptions| field.default.is_some() || field.size.is_some();
    if syntax.options.default.is_none() && !syntax.fields.iter().any(is_set) {
        return None;
    }
    let fields = written.iter().zip(&syntax.fields).enumerate();
    let fields = fields.map(|(index, (field, options))| InitialField {
        member: member(index, field),
        ty: field.ty.clone(),
        value: match (&options.default, &options.size) {
            (Some((_, value)), _) => InitialValue::Given(value.clone()),
            (None, Some(_)) => InitialValue::Size,
            (None, None) => InitialValue::Standard,
        },
        is_generic: mentions_parameter(&field.ty, syntax),
    });
    Some(Defaults(fields.collect()))
}

/// The field and the constants that hold sizes.
pub(super) fn sizes(syntax: &Syntax, written: &Fields, errors: &mut Errors) -> Sizes {
    let mut sizes = Sizes {
        vis: syntax.item.vis.clone(),
        field: None,
        constants: Vec::new(),
    };
    let fields = written.iter().zip(&syntax.fields).enumerate();
    for (index, (field, options)) in fields {
        let member = member(index, field);
        if let Some(word) = &options.size {
            if sizes.field.is_some() {
                errors.at(word.span(), wording::SECOND_SIZE);
            } else if is_no_integer(&field.ty) {
                errors.over(&field.ty, wording::SIZE_NOT_AN_INTEGER);
            }
            sizes.field = Some(SizeField {
                member: member.clone(),
                ty: field.ty.clone(),
            });
        }
        if let Some((_, name)) = &options.size_up_to {
            sizes.constants.push(SizeConstant {
                name: name.clone(),
                member,
                ty: field.ty.clone(),
            });
        }
    }
    sizes
}

/// Whether newer declarations of the struct may have more fields: only behind its own size, which is the first field.
pub(super) fn is_growing(syntax: &Syntax, shape: Option<&Shape>, errors: &mut Errors) -> bool {
    let Some(word) = &syntax.options.growing else {
        return false;
    };
    let is_struct = matches!(shape, Some(Shape::Struct(_)));
    let begins_with_size = || {
        syntax
            .fields
            .first()
            .is_some_and(|field| field.size.is_some())
    };
    // Without a shape, another mistake has been reported.
    if shape.is_some() && !(is_struct && begins_with_size()) {
        errors.at(word.span(), wording::GROWING_WITHOUT_SIZE);
    }
    true
}

/// Whether a type is surely no integer, by its spelling. The compiler knows the others.
pub(super) fn is_no_integer(ty: &Type) -> bool {
    match ty {
        Type::Paren(inner) => is_no_integer(&inner.elem),
        Type::Group(inner) => is_no_integer(&inner.elem),
        Type::Path(_) => scalar(ty).is_some_and(is_float_or_bool),
        _ => true,
    }
}

fn is_float_or_bool(name: &Ident) -> bool {
    let names = ["bool", "f32", "f64", "c_float", "c_double"];
    names.iter().any(|known| name == known)
}
