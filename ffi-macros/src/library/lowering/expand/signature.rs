//! The result of a lowered method: its values and its error.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::super::super::model::{Argument, Library, Method, Output};
use super::super::closure;
use super::super::model::{Check, Crossing, Form, Rule, State};
use super::super::query;
use crate::spans::{at_place, at_type};

/// A method that is lowered: its result, whether that has an error of its own, and how the body goes on after the
/// address.
pub(crate) struct Lowered {
    pub(crate) result: TokenStream,
    pub(crate) has_error: bool,
}

/// Which of the methods of a function: that of its name, or the twin with a buffer of the caller's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Whole,
    Into,
}

/// The result of a lowered method.
pub(crate) fn result(method: &Method, library: &Library, way: Way) -> Lowered {
    let span = decisive(method);
    let krate = &library.krate;
    let mut parts: Vec<TokenStream> = returned_type(method, library).into_iter().collect();
    parts.extend(outs(method).map(|(_, argument)| match argument.crossing {
        Crossing::Grow(_) => query::filled_type(argument, krate, way),
        _ => argument.ty.to_token_stream(),
    }));
    parts.extend(closure::expand::completion_type(method, library));
    let mut value = joined(parts);
    if way == Way::Into {
        value = quote_spanned!(span=> #krate::lowering::Filled<#value>);
    }
    let error = error_type(method, library);
    let has_error = error.is_some();
    let result = match error {
        None => value,
        Some(error) => quote_spanned!(span=> ::core::result::Result<#value, #error>),
    };
    Lowered { result, has_error }
}

/// The place of the type that decides, or of the result.
pub(super) fn decisive(method: &Method) -> Span {
    match (&method.outcome.check, &method.result) {
        (
            Some(Check {
                rule: Rule::With(with),
                ..
            }),
            _,
        ) => at_place(with),
        (_, Output::Value(ty)) => at_place(ty),
        (_, Output::Nothing | Output::Never) => Span::mixed_site(),
    }
}

/// One part as it is, several as a tuple.
pub(super) fn joined(mut parts: Vec<TokenStream>) -> TokenStream {
    match parts.len() {
        1 => parts.remove(0),
        _ => quote_spanned!(Span::mixed_site()=> (#(#parts),*)),
    }
}

/// The out parameters that the method returns, each with its place among the arguments.
pub(super) fn outs(method: &Method) -> impl Iterator<Item = (usize, &Argument)> {
    let length = match method.outcome.form {
        Form::Slice(_, length) => Some(length),
        _ => None,
    };
    let arguments = method.arguments.iter().enumerate();
    arguments.filter(move |(position, argument)| {
        matches!(argument.crossing, Crossing::Out(_) | Crossing::Grow(_))
            && Some(*position) != length
    })
}

/// The place for an error, if there is one.
pub(super) fn error_out(method: &Method) -> Option<(usize, &Argument, Option<&Ident>)> {
    let mut arguments = method.arguments.iter().enumerate();
    arguments.find_map(|(position, argument)| match &argument.crossing {
        Crossing::ErrorOut(free) => Some((position, argument, free.as_ref())),
        _ => None,
    })
}

/// The place for a message, if there is one.
pub(super) fn error_text(method: &Method) -> Option<usize> {
    let mut arguments = method.arguments.iter();
    arguments.position(|argument| matches!(argument.crossing, Crossing::ErrorText(_)))
}

/// Whether a message is the error, and not only a part of it.
pub(super) fn is_error_text(method: &Method) -> bool {
    error_text(method).is_some()
        && method.outcome.state.is_none()
        && match &method.outcome.check {
            None => true,
            Some(check) => {
                check.error.is_none()
                    && matches!(check.rule, Rule::Predicate(_) | Rule::NotNull | Rule::Valid)
            }
        }
}

/// The type of what the function itself returned, if the method returns it.
pub(super) fn returned_type(method: &Method, library: &Library) -> Option<TokenStream> {
    let kept = kept_type(method, library);
    kept.filter(|_| !query::returns_length(method) && !closure::expand::takes_result(method))
}

/// The type of what is left of what the function itself returned.
pub(crate) fn kept_type(method: &Method, library: &Library) -> Option<TokenStream> {
    let Output::Value(ty) = &method.result else {
        return None;
    };
    let Some(check) = &method.outcome.check else {
        return Some(ty.to_token_stream());
    };
    let keeps = check.keeps() || query::returns_length(method);
    keeps.then(|| match &check.rule {
        Rule::Status => at_type(ty, &status(library), "Value"),
        Rule::With(with) => at_type(with, &status(library), "Value"),
        Rule::NotNull | Rule::Valid | Rule::Predicate(_) => ty.to_token_stream(),
    })
}

/// The trait of status codes.
pub(super) fn status(library: &Library) -> TokenStream {
    let krate = &library.krate;
    quote_spanned!(Span::mixed_site()=> #krate::Status)
}

/// Whether a method has an error of its own.
pub(crate) fn has_error(method: &Method, library: &Library) -> bool {
    error_type(method, library).is_some()
}

/// The type of the error before it becomes another.
pub(super) fn error_type(method: &Method, library: &Library) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let of_state = |state: &State| match state {
        State::LastError => quote_spanned!(span=> ::std::io::Error),
        State::Errno(_) => quote_spanned!(span=> #krate::lowering::ErrnoError),
    };
    if is_error_text(method) {
        return Some(quote_spanned!(span=> ::std::string::String));
    }
    let state = method.outcome.state.as_ref().map(of_state);
    let Some(Check { rule, error, .. }) = &method.outcome.check else {
        let reported = error_out(method).map(|(_, argument, _)| argument.ty.to_token_stream());
        let grown = query::grown(method);
        let grown = grown.map(|_| quote_spanned!(span=> #krate::lowering::GrowError));
        return reported.or(state).or(grown);
    };
    if let Some(error) = error {
        return Some(error.to_token_stream());
    }
    let Output::Value(ty) = &method.result else {
        return None;
    };
    Some(match rule {
        Rule::Status => at_type(ty, &status(library), "Error"),
        Rule::With(with) => at_type(with, &status(library), "Error"),
        Rule::Predicate(_) | Rule::NotNull | Rule::Valid => {
            state.unwrap_or_else(|| quote_spanned!(span=> #krate::lowering::CallError))
        }
    })
}
