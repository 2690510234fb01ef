//! *Lower*: what the attributes of a method and of its parameters mean together.
//!
//! Parameters are here; [`outcome`] decides what becomes of the result, and [`check`] how a success is told from a
//! failure.

mod check;
mod outcome;

use proc_macro2::Ident;
use quote::ToTokens;
use syn::Type;

pub(crate) use self::check::is_predicate;
pub(crate) use self::outcome::outcome;
use super::super::model::{Argument, Method, Output};
use super::model::{Crossing, Encoding, Form, Unit, When};
use super::parse::{OutcomeSyntax, ParameterSyntax, SliceSyntax};
use super::types::{
    is_lowered, is_named, is_option, optional_element, owned, owned_text, slice_element,
};
use crate::errors::{Errors, Message};
use crate::lifetimes::named;
use crate::types::{self, Position, reference};
use crate::wording::lowering as words;

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
            | ParameterSyntax::Closure(_)
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
    has_check: bool,
    errors: &mut Errors,
) {
    let mut counts: Vec<(usize, SliceSyntax)> = Vec::new();
    let mut queries = Vec::new();
    let mut closures = Vec::new();
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
            Some(ParameterSyntax::Closure(closure)) => {
                closures.push((position, closure));
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
    for (closure, syntax) in closures {
        super::closure::lower::lower(closure, &syntax, has_check, arguments, errors);
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

/// Finds a parameter that the method does not have, and gives it its crossing; `mistake` says why it cannot be one
/// that has another already.
pub(super) fn companion(
    name: &Ident,
    crossing: Crossing,
    mistake: Message,
    arguments: &mut [Option<Argument>],
    errors: &mut Errors,
) -> Option<usize> {
    let Some(found) = by_name(arguments, name) else {
        // An argument with a mistake has been reported.
        if arguments.iter().all(Option::is_some) {
            errors.at(name.span(), words::no_such_argument(&name.to_string()));
        }
        return None;
    };
    let argument = arguments[found].as_mut()?;
    if !matches!(argument.crossing, Crossing::Plain) || !argument.source.is_method() {
        errors.at(name.span(), mistake);
        return None;
    }
    argument.crossing = crossing;
    Some(found)
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
    super::closure::lower::check(method, errors);
    lost_owner(method, errors);
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

/// Reports a result to free of a method that has an error whatever the function returned.
fn lost_owner(method: &Method, errors: &mut Errors) {
    let Output::Value(ty) = &method.result else {
        return;
    };
    let is_owned = match &method.outcome.form {
        Form::Copied(copied) => copied.free.is_some(),
        Form::Lowered => owned(ty)
            .or_else(|| optional_element(ty).and_then(owned))
            .is_some(),
        Form::Plain | Form::OrNone(_) | Form::Slice(..) => false,
    };
    if is_owned && method.outcome.state.is_some() && method.outcome.check.is_none() {
        errors.over(ty, words::STATE_LOSES_OWNER);
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
