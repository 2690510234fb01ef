//! *Lower*: what the words mean together, and the parameters that go with a closure.

use proc_macro2::Ident;
use syn::Type;

use super::super::super::model::{Argument, Method, Output};
use super::super::lower::companion;
use super::super::model::{Check, Closure, Crossing, Scope};
use super::super::types::optional_element;
use super::parse::{ClosureSyntax, OnError, Threads};
use crate::errors::Errors;
use crate::wording::lowering as words;

/// Makes an argument the function of a closure, and others what goes with it.
pub(in super::super) fn lower(
    position: usize,
    syntax: &ClosureSyntax,
    has_check: bool,
    arguments: &mut [Option<Argument>],
    errors: &mut Errors,
) {
    let Some(scope) = syntax.scope else {
        return;
    };
    let Some(argument) = &arguments[position] else {
        return;
    };
    let written = optional_element(&argument.ty).unwrap_or(&argument.ty);
    let callback = match (&syntax.callback, written) {
        (Some(callback), _) => callback.clone(),
        (None, Type::Path(callback)) => callback.path.clone(),
        (None, _) => {
            errors.over(written, words::CLOSURE_TYPE);
            return;
        }
    };
    let is_local = match (scope, syntax.threads) {
        (Scope::Once | Scope::Answer, Some((span, _)))
        | (Scope::Call, Some((span, Threads::Local))) => {
            errors.at(span, words::CLOSURE_THREADS);
            return;
        }
        (Scope::Call, None) => true,
        (Scope::Until | Scope::Forever, Some((span, Threads::Sync))) => {
            errors.at(span, words::CLOSURE_THREADS);
            return;
        }
        (_, threads) => threads.is_some_and(|(_, threads)| threads == Threads::Local),
    };
    let has_data = syntax.data.is_some() || syntax.callback.is_some();
    let frees_after_error = match (scope, has_check, syntax.on_error) {
        // The destructor of a request does nothing if C called it already.
        (Scope::Answer, _, _) => has_data,
        (Scope::Until, true, Some((_, on_error))) => on_error == OnError::NotCalled,
        (Scope::Until, true, None) => {
            errors.at(syntax.span, words::CLOSURE_ON_ERROR);
            return;
        }
        (_, _, Some((span, _))) => {
            errors.at(span, words::CLOSURE_NO_ERROR);
            return;
        }
        (_, _, None) => false,
    };
    let mut find = |name: &Option<Ident>, crossing| {
        let name = name.as_ref()?;
        companion(name, crossing, words::CLOSURE_COMPANION, arguments, errors)
    };
    let data = find(&syntax.data, Crossing::ClosureData);
    let destructor = find(&syntax.until, Crossing::Destructor);
    let is_made_of = syntax.callback.is_some();
    if (scope == Scope::Until || syntax.until.is_some()) && syntax.data.is_none() && !is_made_of {
        errors.at(syntax.span, words::CLOSURE_UNTIL_DATA);
    }
    if let Some(argument) = &mut arguments[position] {
        argument.crossing = Crossing::Closure(Box::new(Closure {
            callback,
            scope,
            is_local,
            has_data,
            is_made_of,
            frees_after_error,
            cancel: syntax.cancel.clone(),
            data,
            destructor,
        }));
    }
}

/// Reports what a method with closures cannot have.
pub(in super::super) fn check(method: &Method, errors: &mut Errors) {
    let is_value = matches!(method.result, Output::Value(_));
    let mut answers = false;
    for argument in &method.arguments {
        let Crossing::Closure(closure) = &argument.crossing else {
            continue;
        };
        if closure.scope != Scope::Answer {
            continue;
        }
        if answers {
            errors.at(argument.ident.span(), words::COMPLETION_TWICE);
        }
        answers = true;
        if let Some(cancel) = &closure.cancel
            && !(is_value && method.outcome.check.as_ref().is_none_or(Check::keeps))
        {
            errors.at(cancel.span(), words::COMPLETION_CANCEL);
        }
    }
}
