//! *Lower*, results: their form, the error state, and the handle that a method frees.

use proc_macro2::Span;
use syn::LitStr;

use super::super::super::model::{Argument, Output};
use super::super::model::{Crossing, Form, Freed, Outcome, Ownership, State, When};
use super::super::parse::{FreeSyntax, OutcomeSyntax};
use super::super::types::{is_lowered, optional_element, owned};
use super::by_name;
use super::check::check_of;
use crate::errors::Errors;
use crate::types::reference;
use crate::wording::lowering as words;

/// The file of the C runtime that programs of today have.
const RUNTIME: &str = "ucrtbase.dll";

/// Decides what becomes of the result.
pub(crate) fn outcome(
    syntax: &OutcomeSyntax,
    arguments: &mut [Option<Argument>],
    result: &Output,
    is_optional: bool,
    errors: &mut Errors,
) -> Outcome {
    let form = form(syntax, arguments, result, errors);
    let check = syntax.check.as_ref();
    let check = check.and_then(|check| check_of(check, &form, arguments, result, errors));
    let state = state(syntax, errors);
    if let (Some(free), true) = (syntax.free, is_optional) {
        errors.at(free.span, words::FREE_IS_REQUIRED);
    }
    if let (Some(span), true) = (syntax.retain, is_optional) {
        errors.at(span, words::RETAIN_IS_REQUIRED);
    }
    if let Some(syntax) = syntax.free {
        free(syntax, arguments, errors);
    }
    if let Some(span) = syntax.retain {
        let mut passed = passed(arguments);
        let is_reference =
            |argument: &Argument| reference(&argument.ty).is_some_and(|ty| ty.mutability.is_none());
        if !passed.next().is_some_and(is_reference) || passed.next().is_some() {
            errors.at(span, words::RETAIN_TAKES_REFERENCE);
        }
    }
    let errors_out = arguments.iter().flatten();
    let mut errors_out = errors_out.filter(|argument| {
        matches!(
            argument.crossing,
            Crossing::ErrorOut(_) | Crossing::ErrorText(_)
        )
    });
    if let (Some(_), Some(second)) = (errors_out.next(), errors_out.next()) {
        errors.at(second.ident.span(), words::SECOND_ERROR_OUT);
    }
    Outcome {
        check,
        state,
        form,
        frees: syntax.free.map(|free| free.span),
        retains: syntax.retain,
    }
}

/// The arguments that the method has.
fn passed(arguments: &[Option<Argument>]) -> impl Iterator<Item = &Argument> {
    let arguments = arguments.iter().flatten();
    arguments.filter(|argument| argument.is_of_method())
}

fn free(syntax: FreeSyntax, arguments: &mut [Option<Argument>], errors: &mut Errors) {
    if passed(arguments).count() != 1 {
        errors.at(syntax.span, words::FREE_TAKES_OWNED);
        return;
    }
    let argument = arguments
        .iter_mut()
        .flatten()
        .find(|argument| argument.is_of_method());
    let Some(argument) = argument else {
        return;
    };
    let freed = match (owned(&argument.ty), syntax.address) {
        (Some((ty, false)), None) => (ty, Ownership::Handle),
        (Some((ty, true)), None) => (ty, Ownership::Value),
        (Some((ty, true)), Some(_)) => (ty, Ownership::Address),
        (Some((_, false)), Some(address)) => {
            errors.at(address, words::FREE_ADDRESS_OF_HANDLE);
            return;
        }
        (None, _) => {
            errors.at(syntax.span, words::FREE_TAKES_OWNED);
            return;
        }
    };
    let (ty, ownership) = (freed.0.clone(), freed.1);
    argument.crossing = Crossing::Freed(Box::new(Freed { ty, ownership }));
}

fn form(
    syntax: &OutcomeSyntax,
    arguments: &[Option<Argument>],
    result: &Output,
    errors: &mut Errors,
) -> Form {
    let Output::Value(ty) = result else {
        let attributes = [
            syntax.copied.as_ref().map(|(span, _)| *span),
            syntax.slice.as_ref().map(|(span, _)| *span),
            syntax.or_none,
        ];
        for span in attributes.into_iter().flatten() {
            errors.at(span, words::NEEDS_RESULT);
        }
        return Form::Plain;
    };
    if let Some(span) = syntax.or_none {
        if syntax.copied.is_some() || syntax.slice.is_some() {
            errors.at(span, words::OR_NONE_ALONE);
        }
        return optional_element(ty)
            .map_or(Form::Plain, |handle| Form::OrNone(Box::new(handle.clone())));
    }
    match (&syntax.copied, &syntax.slice) {
        (Some((span, _)), Some(_)) => {
            errors.at(*span, words::COPIED_SLICE);
            Form::Plain
        }
        (Some((_, copied)), None) => Form::Copied(copied.clone()),
        (None, Some((_, slice))) => {
            let found = by_name(arguments, &slice.count);
            let is_out = |position: &usize| {
                let argument = arguments[*position].as_ref();
                argument.is_some_and(|argument| {
                    matches!(argument.crossing, Crossing::Out(When::Success))
                })
            };
            match found.filter(is_out) {
                Some(position) => Form::Slice(slice.unit, position),
                None => {
                    errors.at(slice.count.span(), words::RESULT_LENGTH_IS_OUT);
                    Form::Plain
                }
            }
        }
        (None, None) if is_lowered(ty) => Form::Lowered,
        (None, None) => Form::Plain,
    }
}

fn state(syntax: &OutcomeSyntax, errors: &mut Errors) -> Option<State> {
    match (&syntax.errno, syntax.last_error) {
        (None, None) => None,
        (None, Some(_)) => Some(State::LastError),
        (Some((_, runtime)), None) => {
            let default = || LitStr::new(RUNTIME, Span::mixed_site());
            Some(State::Errno(runtime.clone().unwrap_or_else(default)))
        }
        (Some(_), Some(span)) => {
            errors.at(span, words::TWO_STATES);
            None
        }
    }
}
