//! *Lower*: what the attributes of a method and of its parameters mean together.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{LitStr, Type};

use super::super::model::{Argument, Method, Output};
use super::model::{
    Ask, Check, Crossing, Encoding, Form, Freed, Outcome, Ownership, Rule, State, Unit, When,
};
use super::parse::{CheckSyntax, FreeSyntax, OutcomeSyntax, ParameterSyntax, SliceSyntax};
use super::types::{
    is_lowered, is_named, is_option, optional_element, owned, owned_text, slice_element,
};
use crate::errors::Errors;
use crate::lifetimes::named;
use crate::types::{self, Position, reference};
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

/// The file of the C runtime that programs of today have.
const RUNTIME: &str = "ucrtbase.dll";

/// Reports a type that cannot cross, as the parameter is lowered; whether it can.
pub(crate) fn check_type(
    ty: &Type,
    parameter: Option<&ParameterSyntax>,
    errors: &mut Errors,
) -> bool {
    match parameter {
        None | Some(ParameterSyntax::Fixed(_)) => types::check(ty, Position::Argument, errors),
        // The traits of the runtime say what these can be.
        Some(
            ParameterSyntax::Terminated(_)
            | ParameterSyntax::OrNone(_)
            | ParameterSyntax::Slice(_)
            | ParameterSyntax::ErrorOut(_)
            | ParameterSyntax::ErrorText(_),
        ) => true,
        Some(ParameterSyntax::Out(When::Always)) if has_no_null(ty) => {
            errors.over(ty, words::ALWAYS_NEEDS_POINTER);
            false
        }
        Some(ParameterSyntax::Grow(_)) => super::grow::check_buffer(ty, errors),
        Some(ParameterSyntax::Out(_)) => {
            is_lowered(ty) || types::check(ty, Position::Result, errors)
        }
    }
}

/// Whether a type is written as one of which an `Option` is no pointer.
fn has_no_null(ty: &Type) -> bool {
    types::scalar(ty).is_some() || matches!(ty, Type::Ptr(_) | Type::Array(_)) || is_option(ty)
}

/// Reports a result that cannot cross, as it is lowered.
pub(crate) fn check_result(ty: &Type, outcome: &OutcomeSyntax, errors: &mut Errors) {
    if outcome.is_mistaken {
        return;
    }
    if let Some((span, copied)) = &outcome.copied {
        match (copied.encoding, owned_text(ty)) {
            (_, None) => errors.at(*span, words::COPIED_NEEDS_TEXT),
            (Encoding::Utf16, Some((name, _))) if name != "String" => {
                errors.over(ty, words::UTF16_NEEDS_STRING);
            }
            (Encoding::Utf16 | Encoding::OfType, Some(_)) => {}
        }
    } else if outcome.slice.is_some() {
        if slice_element(ty).is_none() || reference(ty).is_none_or(|ty| ty.mutability.is_some()) {
            errors.over(ty, words::RESULT_IS_NO_SLICE);
        }
    } else if let Some(span) = outcome.or_none {
        if optional_element(ty).is_none() {
            errors.at(span, words::OR_NONE_NEEDS_OPTION);
        }
    } else if !is_lowered(ty) {
        types::check(ty, Position::Result, errors);
    }
}

/// Whether a type is a text that Rust owns, or an `Option` of one.
pub(super) fn is_text(ty: &Type) -> bool {
    owned_text(ty).is_some()
}

/// Gives each argument its crossing, and each length its slices.
pub(crate) fn crossings(
    arguments: &mut [Option<Argument>],
    parameters: Vec<Option<ParameterSyntax>>,
    errors: &mut Errors,
) {
    let mut counts: Vec<(usize, SliceSyntax)> = Vec::new();
    let mut queries = Vec::new();
    for (position, parameter) in parameters.into_iter().enumerate() {
        let crossing = match parameter {
            None => continue,
            Some(ParameterSyntax::Terminated(encoding)) => Crossing::Terminated(encoding),
            Some(ParameterSyntax::OrNone(span)) => {
                let argument = arguments[position].as_ref();
                match argument.and_then(|argument| optional_element(&argument.ty)) {
                    Some(handle) => Crossing::OrNone(Box::new(handle.clone())),
                    None if argument.is_none() => continue,
                    None => {
                        errors.at(span, words::OR_NONE_NEEDS_OPTION);
                        continue;
                    }
                }
            }
            Some(ParameterSyntax::Slice(slice)) => {
                let unit = slice.unit;
                counts.push((position, slice));
                Crossing::Slice(unit)
            }
            Some(ParameterSyntax::Grow(grow)) => {
                queries.push((position, grow));
                continue;
            }
            Some(ParameterSyntax::Out(when)) => Crossing::Out(when),
            Some(ParameterSyntax::ErrorOut(free)) => Crossing::ErrorOut(free),
            Some(ParameterSyntax::ErrorText(size)) => Crossing::ErrorText(size),
            Some(ParameterSyntax::Fixed(value)) => Crossing::Fixed(value),
        };
        if let Some(argument) = &mut arguments[position] {
            argument.crossing = crossing;
        }
    }
    for (slice, syntax) in counts {
        count(slice, &syntax, arguments, errors);
    }
    for (buffer, syntax) in queries {
        super::grow::lower(buffer, *syntax, arguments, errors);
    }
}

/// Makes an argument the length of a slice.
fn count(
    slice: usize,
    syntax: &SliceSyntax,
    arguments: &mut [Option<Argument>],
    errors: &mut Errors,
) {
    let others: Vec<(usize, Unit)> = arguments
        .iter()
        .enumerate()
        .filter_map(|(position, argument)| match argument.as_ref()?.crossing {
            Crossing::Slice(unit) => Some((position, unit)),
            _ => None,
        })
        .collect();
    let Some(found) = by_name(arguments, &syntax.count) else {
        // An argument with a mistake has been reported.
        if arguments.iter().all(Option::is_some) {
            let message = words::no_such_argument(&syntax.count.to_string());
            errors.at(syntax.count.span(), message);
        }
        return;
    };
    let Some(argument) = &mut arguments[found] else {
        return;
    };
    match &mut argument.crossing {
        crossing @ Crossing::Plain if argument.source.is_method() => {
            *crossing = Crossing::Count(vec![slice]);
        }
        Crossing::Count(slices) => {
            let unit_of = |slice: usize| {
                let mut others = others.iter();
                others
                    .find(|(position, _)| *position == slice)
                    .map(|(_, unit)| *unit)
            };
            if slices
                .iter()
                .any(|other| unit_of(*other) != Some(syntax.unit))
            {
                errors.at(syntax.count.span(), words::DIFFERENT_UNITS);
            }
            slices.push(slice);
        }
        _ => errors.at(syntax.count.span(), words::LENGTH_IS_PLAIN),
    }
}

pub(super) fn by_name(arguments: &[Option<Argument>], name: &Ident) -> Option<usize> {
    let is_named = |argument: &Option<Argument>| {
        argument
            .as_ref()
            .is_some_and(|argument| argument.ident == *name)
    };
    arguments.iter().position(is_named)
}

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

fn check_of(
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

/// Reports what a lowered method cannot have.
pub(crate) fn check_method(method: &Method, errors: &mut Errors) {
    if let Output::Never = method.result
        && method.is_lowered()
    {
        errors.at(method.member.ident.span(), words::NEVER_LOWERED);
    }
    if let Some(values) = &method.requires
        && method.is_lowered()
    {
        errors.over(values, crate::wording::library::REQUIRES_PLAIN_CALL);
    }
    if let Some(span) = method.outcome.frees.or(method.outcome.retains)
        && method.is_unsafe
    {
        errors.at(span, words::CALLED_WITHOUT_PROMISE);
    }
    super::grow::check(method, errors);
    outlived_copies(method, errors);
    for argument in &method.arguments {
        if let Crossing::ErrorText(_) = argument.crossing
            && !is_named(&argument.ty, "String")
        {
            errors.over(&argument.ty, words::ERROR_TEXT_TYPE);
        }
        if let Crossing::ErrorOut(free) = &argument.crossing
            && is_text(&argument.ty) != free.is_some()
        {
            errors.over(&argument.ty, words::ERROR_OUT_TYPE);
        }
    }
}

/// Reports results that have the lifetime of a text of which C gets a copy: they would lead to that.
fn outlived_copies(method: &Method, errors: &mut Errors) {
    let copied = method.arguments.iter();
    let copied = copied.filter(|argument| matches!(argument.crossing, Crossing::Terminated(_)));
    let copied: Vec<Ident> = copied
        .flat_map(|argument| named(argument.ty.to_token_stream()))
        .collect();
    let result = match &method.result {
        Output::Value(ty) => Some(&**ty),
        Output::Nothing | Output::Never => None,
    };
    let outs = method.arguments.iter();
    let outs = outs.filter(|argument| matches!(argument.crossing, Crossing::Out(_)));
    for ty in result.into_iter().chain(outs.map(|argument| &argument.ty)) {
        let lifetimes = named(ty.to_token_stream());
        if let Some(lifetime) = lifetimes.iter().find(|lifetime| copied.contains(lifetime)) {
            errors.at(lifetime.span(), words::OUTLIVES_COPY);
        }
    }
}
