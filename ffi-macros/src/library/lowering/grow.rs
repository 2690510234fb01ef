//! Size queries, `#[grow(..)]`: *parse* and *lower*; [`query`](super::query) writes what they become.

use proc_macro2::Ident;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Meta, Token, Type};

use super::super::model::{Argument, Method, Output};
use super::lower::{companion, is_text};
use super::model::{Crossing, Encoding, Form, Grow, Length, Nul, Unit};
use super::types::{is_named, vec_element};
use crate::errors::Errors;
use crate::types::{self, Position};
use crate::wording::lowering as words;

/// `#[grow(..)]`.
pub(crate) struct GrowSyntax {
    encoding: Encoding,
    unit: Unit,
    pub(crate) capacity: Ident,
    pub(crate) length: LengthSyntax,
    is_written: bool,
    nul: Option<Nul>,
    again: Option<Expr>,
    again_error: Option<Expr>,
    first: Option<Expr>,
}

/// `return`, the name of a parameter, or `nul`; where nothing is written the capacity is it.
pub(crate) enum LengthSyntax {
    Capacity,
    Result,
    Parameter(Ident),
    Nul,
}

/// `key = value`, or `utf16`.
enum Part {
    Utf16,
    Capacity(Unit, Ident),
    Length(bool, LengthSyntax),
    Nul(Nul),
    Again(Expr),
    AgainError(Expr),
    First(Expr),
}

/// The keys.
const KEYS: [&str; 8] = [
    "len",
    "bytes",
    "needed",
    "written",
    "nul",
    "again",
    "again_error",
    "first",
];

impl Parse for Part {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key: Ident = input.parse()?;
        let name = key.to_string();
        if name == "utf16" {
            return Ok(Self::Utf16);
        }
        if !KEYS.contains(&name.as_str()) {
            return Err(syn::Error::new(key.span(), "another key"));
        }
        input.parse::<Token![=]>()?;
        Ok(match name.as_str() {
            "len" => Self::Capacity(Unit::Elements, input.parse()?),
            "bytes" => Self::Capacity(Unit::Bytes, input.parse()?),
            "needed" | "written" => {
                let is_written = name == "written";
                let length = if input.peek(Token![return]) {
                    input.parse::<Token![return]>()?;
                    LengthSyntax::Result
                } else {
                    let name: Ident = input.parse()?;
                    if is_written && name == "nul" {
                        LengthSyntax::Nul
                    } else {
                        LengthSyntax::Parameter(name)
                    }
                };
                Self::Length(is_written, length)
            }
            "nul" => {
                let word: Ident = input.parse()?;
                Self::Nul(match word.to_string().as_str() {
                    "included" => Nul::Included,
                    "excluded" => Nul::Excluded,
                    "none" => Nul::None,
                    _ => return Err(syn::Error::new(word.span(), "another word")),
                })
            }
            "again" => Self::Again(input.parse()?),
            "again_error" => Self::AgainError(input.parse()?),
            _ => Self::First(input.parse()?),
        })
    }
}

pub(super) fn parse(attribute: &Attribute, errors: &mut Errors) -> Option<GrowSyntax> {
    let parts = match &attribute.meta {
        Meta::List(list) => list.parse_args_with(Punctuated::<Part, Token![,]>::parse_terminated),
        other => Err(syn::Error::new(other.span(), "expected a length")),
    };
    let parts = match parts {
        Ok(parts) => parts,
        Err(error) => {
            errors.at(error.span(), words::GROW_PARTS);
            return None;
        }
    };
    let (mut capacity, mut length, mut nul) = (None, None, None);
    let (mut again, mut again_error, mut first, mut utf16) = (None, None, None, None);
    for part in parts {
        let is_second = match part {
            Part::Capacity(unit, name) => capacity.replace((unit, name)).is_some(),
            Part::Length(is_written, from) => length.replace((is_written, from)).is_some(),
            Part::Nul(found) => nul.replace(found).is_some(),
            Part::Again(value) => again.replace(value).is_some(),
            Part::AgainError(value) => again_error.replace(value).is_some(),
            Part::First(value) => first.replace(value).is_some(),
            Part::Utf16 => utf16.replace(Encoding::Utf16).is_some(),
        };
        if is_second {
            errors.over(&attribute.meta, words::GROW_TWICE);
        }
    }
    let Some((unit, capacity)) = capacity else {
        errors.over(&attribute.meta, words::GROW_PARTS);
        return None;
    };
    let (is_written, length) = length.unwrap_or((false, LengthSyntax::Capacity));
    Some(GrowSyntax {
        encoding: utf16.unwrap_or_default(),
        unit,
        capacity,
        length,
        is_written,
        nul,
        again,
        again_error,
        first,
    })
}

/// Reports a type that is no buffer, whatever its elements are; whether it can be one.
pub(super) fn check_buffer(ty: &Type, errors: &mut Errors) -> bool {
    if let Some(element) = vec_element(ty) {
        return types::check(element, Position::Result, errors);
    }
    let can_be = !matches!(
        ty,
        Type::Reference(_) | Type::Ptr(_) | Type::Slice(_) | Type::Array(_) | Type::Tuple(_)
    );
    if !can_be {
        errors.over(ty, words::GROW_TYPE);
    }
    can_be
}

/// Gives a buffer, its capacity and its length their crossings.
pub(super) fn lower(
    buffer: usize,
    syntax: GrowSyntax,
    arguments: &mut [Option<Argument>],
    errors: &mut Errors,
) {
    let Some(argument) = &arguments[buffer] else {
        return;
    };
    let is_text = is_text(&argument.ty);
    let name = argument.ident.clone();
    let other = arguments
        .iter()
        .flatten()
        .any(|argument| matches!(argument.crossing, Crossing::Grow(_)));
    if other {
        errors.at(name.span(), words::SECOND_GROW);
        return;
    }
    let is_of_capacity = matches!(syntax.length, LengthSyntax::Capacity);
    let capacity = Crossing::Capacity(is_of_capacity);
    let Some(capacity) = companion(
        &syntax.capacity,
        capacity,
        words::GROW_LENGTH_IS_PLAIN,
        arguments,
        errors,
    ) else {
        return;
    };
    let length = match &syntax.length {
        LengthSyntax::Capacity => Length::Capacity,
        LengthSyntax::Result => Length::Result,
        LengthSyntax::Nul => Length::Nul,
        LengthSyntax::Parameter(name) => {
            let Some(found) = companion(
                name,
                Crossing::Length,
                words::GROW_LENGTH_IS_PLAIN,
                arguments,
                errors,
            ) else {
                return;
            };
            Length::Argument(found)
        }
    };
    if syntax.encoding == Encoding::Utf16
        && let Some(argument) = &arguments[buffer]
        && !is_named(&argument.ty, "String")
    {
        errors.over(&argument.ty, words::UTF16_NEEDS_STRING);
    }
    let ends = length == Length::Nul;
    if ends && (!is_text || syntax.nul.is_some()) {
        errors.at(name.span(), words::GROW_ENDS_TEXT);
    }
    if is_text && !ends && syntax.nul.is_none() {
        errors.at(name.span(), words::GROW_SAYS_NUL);
    }
    let grow = Grow {
        encoding: syntax.encoding,
        unit: syntax.unit,
        capacity,
        length,
        is_written: syntax.is_written,
        nul: syntax.nul.unwrap_or(Nul::None),
        again: syntax.again,
        again_error: syntax.again_error,
        first: syntax.first,
    };
    if let Some(argument) = &mut arguments[buffer] {
        argument.crossing = Crossing::Grow(Box::new(grow));
    }
}

/// Reports what a method with a size query cannot have.
pub(super) fn check(method: &Method, errors: &mut Errors) {
    let grown = method
        .arguments
        .iter()
        .find_map(|argument| match &argument.crossing {
            Crossing::Grow(grow) => Some((argument, grow)),
            _ => None,
        });
    let Some((argument, grow)) = grown else {
        return;
    };
    let handles = [method.outcome.frees, method.outcome.retains];
    for span in handles.into_iter().flatten() {
        errors.at(span, words::GROW_OF_HANDLE);
    }
    for argument in &method.arguments {
        if let Crossing::Closure(_) = argument.crossing {
            errors.at(argument.ident.span(), words::GROW_OF_CLOSURE);
        }
    }
    let has_result = matches!(method.result, Output::Value(_));
    let is_plain = matches!(method.outcome.form, Form::Plain);
    if grow.length == Length::Result && !(has_result && is_plain) {
        errors.at(argument.ident.span(), words::GROW_RESULT);
    }
    if let Some(again) = &grow.again
        && !(has_result && is_plain)
    {
        errors.over(again, words::GROW_AGAIN);
    }
    if let Some(again) = &grow.again_error
        && method.outcome.state.is_none()
    {
        errors.over(again, words::GROW_AGAIN_ERROR);
    }
}
