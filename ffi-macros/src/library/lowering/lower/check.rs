//! *Lower*, `#[check(..)]`: the rule that tells a success from a failure, and whom the error asks.

use proc_macro2::{Ident, Span};
use syn::Type;

use super::super::super::model::{Argument, Output};
use super::super::model::{Ask, Check, Crossing, Form, Rule, When};
use super::super::parse::CheckSyntax;
use super::super::types::is_option;
use super::by_name;
use crate::errors::Errors;
use crate::types::reference;
use crate::wording::lowering as words;

/// Names of predicates, and the runtime's.
const PREDICATES: [(&str, &str); 3] = [
    ("zero", "Zero"),
    ("nonzero", "Nonzero"),
    ("not_negative", "NotNegative"),
];

/// Whether a word of `#[check(..)]` says what a success is.
pub(crate) fn is_predicate(word: &Ident) -> bool {
    word == NOT_NULL || word == VALID || PREDICATES.iter().any(|(known, _)| word == known)
}

/// The predicate of pointers.
const NOT_NULL: &str = "not_null";

/// The predicate of handles.
const VALID: &str = "valid";

pub(super) fn check_of(
    syntax: &CheckSyntax,
    form: &Form,
    arguments: &[Option<Argument>],
    result: &Output,
    errors: &mut Errors,
) -> Option<Check> {
    if !matches!(result, Output::Value(_)) {
        errors.at(syntax.span, words::NEEDS_RESULT);
        return None;
    }
    let mut predicates = syntax.predicates.iter();
    let rule = match (predicates.next(), &syntax.with) {
        (None, None) => Rule::Status,
        (None, Some(ty)) => Rule::With(Box::new(ty.clone())),
        (Some(name), None) => predicate(name, errors)?,
        (Some(name), Some(_)) => {
            errors.at(name.span(), words::TWO_RULES);
            return None;
        }
    };
    if let Some(second) = predicates.next() {
        errors.at(second.span(), words::TWO_RULES);
    }
    if let (Rule::NotNull, Output::Value(ty)) = (&rule, result)
        && (matches!(**ty, Type::Ptr(_)) || is_option(ty))
    {
        errors.over(ty, words::NOT_NULL_POINTER);
    }
    let span = syntax.predicates.first().map_or(syntax.span, Ident::span);
    match (form, &rule) {
        (Form::Slice(..), _) => errors.at(span, words::SLICE_IS_NO_STATUS),
        (Form::OrNone(_), _) => errors.at(span, words::OR_NONE_IS_NO_STATUS),
        (Form::Lowered | Form::Copied(_), Rule::Valid) => errors.at(span, words::MADE_OF_POINTER),
        (Form::Lowered, Rule::Status | Rule::Predicate(_))
        | (Form::Copied(_), Rule::Status | Rule::With(_) | Rule::Predicate(_)) => {
            errors.at(span, words::MADE_OF_POINTER);
        }
        (Form::Plain, _)
        | (Form::Lowered, Rule::With(_) | Rule::NotNull)
        | (Form::Copied(_), Rule::NotNull) => {}
    }
    let ask = match &syntax.ask {
        None => None,
        Some((_, None)) => Some(Ask::Library),
        Some((_, Some(name))) => asked(name, arguments, errors),
    };
    Some(Check {
        rule,
        keeps_value: syntax.value.is_some(),
        error: syntax.error.clone(),
        ask,
        ask_span: match &syntax.ask {
            Some((_, Some(name))) => name.span(),
            Some((word, None)) => *word,
            None => syntax.span,
        },
    })
}

fn predicate(name: &Ident, errors: &mut Errors) -> Option<Rule> {
    let text = name.to_string();
    if text == NOT_NULL {
        return Some(Rule::NotNull);
    }
    if text == VALID {
        return Some(Rule::Valid);
    }
    let Some((_, variant)) = PREDICATES.iter().find(|(known, _)| text == *known) else {
        errors.at(name.span(), words::unknown_check(Some(&text)));
        return None;
    };
    Some(Rule::Predicate(Ident::new(variant, Span::mixed_site())))
}

/// The argument that an error asks: a reference, or a handle that is written in any case.
fn asked(name: &Ident, arguments: &[Option<Argument>], errors: &mut Errors) -> Option<Ask> {
    let Some(position) = by_name(arguments, name) else {
        if arguments.iter().all(Option::is_some) {
            errors.at(name.span(), words::no_such_argument(&name.to_string()));
        }
        return None;
    };
    let argument = arguments[position].as_ref()?;
    let can_be = match argument.crossing {
        Crossing::Plain => argument.is_of_method() && reference(&argument.ty).is_some(),
        Crossing::Out(When::Always) => true,
        _ => false,
    };
    if !can_be {
        errors.at(name.span(), words::ASK_NEEDS_REFERENCE);
    }
    can_be.then_some(Ask::Argument(position))
}
