//! *Model*: what a method that runs on a worker thread cannot have, and the methods that others name.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::Type;

use super::super::super::model::{Argument, Library, Method, Output, Threads, Variadic};
use super::super::model::{Closure, Crossing, Form, Rule, Scope};
use super::super::types::{is_named, optional_element};
use super::parse::Offload;
use crate::errors::Errors;
use crate::lifetimes::{self, declared};
use crate::types::reference;
use crate::wording::offload as words;

/// Reports the mistakes of all methods of a library.
pub(crate) fn check(library: &Library, errors: &mut Errors) {
    for method in &library.methods {
        if let Some(offload) = &method.offload {
            kind(method, offload, library, errors);
            arguments(method, errors);
            results(method, errors);
            twin(method, library, errors);
            if let Some(cancel) = &offload.cancel {
                cancelled(method, cancel, library, errors);
            }
        }
        for free in freed_by(method) {
            let named = library.methods.iter();
            let mut named = named.filter(|other| other.offload.is_some());
            if named.any(|other| other.member.ident == *free) {
                errors.at(free.span(), words::frees(&free.to_string()));
            }
        }
    }
}

/// Whether a function of this kind can be called by another thread, for the caller.
fn kind(method: &Method, offload: &Offload, library: &Library, errors: &mut Errors) {
    if library.threads != Threads::Any {
        errors.at(offload.span, words::THREADS);
    }
    if let Output::Never = method.result {
        errors.at(offload.span, words::NEVER);
    }
    if let Variadic::Tuple(_) = method.variadic {
        errors.at(offload.span, words::VARIADIC);
    }
    if method.requires.is_some() {
        errors.at(offload.span, words::REQUIRES);
    }
    if method.outcome.retains.is_some() {
        errors.at(offload.span, words::RETAIN);
    }
}

fn arguments(method: &Method, errors: &mut Errors) {
    let passed = method.arguments.iter();
    for argument in passed.filter(|argument| argument.is_of_method()) {
        if let Crossing::Closure(closure) = &argument.crossing {
            if is_kept_local(closure) {
                errors.at(argument.ident.span(), words::LOCAL_CLOSURE);
            } else if closure.scope == Scope::Answer {
                errors.at(argument.ident.span(), words::COMPLETION);
            }
        } else if is_raw(&argument.ty) {
            errors.over(&argument.ty, words::RAW_ARGUMENT);
        }
    }
}

/// Whether C keeps a closure that one thread may call.
fn is_kept_local(closure: &Closure) -> bool {
    match closure.scope {
        Scope::Call | Scope::Once | Scope::Answer => false,
        Scope::Until | Scope::Forever => closure.is_local,
    }
}

/// Whether a type is a pointer that nobody can say more of.
fn is_raw(ty: &Type) -> bool {
    matches!(ty, Type::Ptr(_))
        || is_named(ty, "NonNull")
        || optional_element(ty).is_some_and(|ty| is_named(ty, "NonNull"))
}

fn results(method: &Method, errors: &mut Errors) {
    let result = match &method.result {
        Output::Value(ty) if is_returned(method) => Some(&**ty),
        Output::Value(_) | Output::Nothing | Output::Never => None,
    };
    let error = method.outcome.check.as_ref();
    let error = error.and_then(|check| check.error.as_ref());
    let places = method.arguments.iter();
    let places = places.filter(|argument| {
        matches!(
            argument.crossing,
            Crossing::Out(_) | Crossing::ErrorOut(_) | Crossing::Grow(_)
        )
    });
    let places = places.map(|argument| &argument.ty);
    for ty in result.into_iter().chain(places).chain(error) {
        if let Some(borrow) = borrow(ty, method) {
            errors.over(borrow, words::BORROWED_RESULT);
        } else if is_raw(ty) {
            errors.over(ty, words::RAW_RESULT);
        }
    }
}

/// Whether the method returns what C returned, or a part of it, and not what a check makes of it.
fn is_returned(method: &Method) -> bool {
    let Some(check) = &method.outcome.check else {
        return true;
    };
    match &check.rule {
        Rule::Status | Rule::With(_) => false,
        Rule::NotNull | Rule::Valid => true,
        Rule::Predicate(name) => check.keeps_value || name == "NotNegative",
    }
}

/// The first place where a type names or leaves out a lifetime of the method.
fn borrow(ty: &Type, method: &Method) -> Option<TokenStream> {
    lifetimes::erase(&mut ty.clone(), &declared(&method.generics))
}

fn twin(method: &Method, library: &Library, errors: &mut Errors) {
    let twin = super::name_of_blocking(method).to_string();
    let mut members = library.members();
    if let Some(other) = members.find(|member| member.name() == twin) {
        errors.at(other.ident.span(), words::twin(&method.member.name()));
    }
}

/// The method that makes the function of another one return.
pub(super) fn canceller<'l>(cancel: &Ident, library: &'l Library) -> Option<&'l Method> {
    let mut methods = library.methods.iter();
    methods.find(|method| method.member.ident == *cancel)
}

fn cancelled(method: &Method, cancel: &Ident, library: &Library, errors: &mut Errors) {
    let name = cancel.to_string();
    let Some(canceller) = canceller(cancel, library) else {
        let others = library.methods.iter();
        let others = others.filter(|other| other.member.ident != method.member.ident);
        let others: Vec<String> = others.map(|other| other.member.name()).collect();
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        errors.at(cancel.span(), words::unknown_cancel(&name, &others));
        return;
    };
    let is_plain = !canceller.is_lowered() && canceller.offload.is_none();
    if !is_plain || matches!(canceller.variadic, Variadic::Tuple(_)) {
        errors.at(cancel.span(), words::cancel_lowered(&name));
        return;
    }
    if canceller.is_unsafe {
        errors.at(cancel.span(), words::cancel_unsafe(&name));
    }
    let arguments = canceller.arguments.iter();
    for argument in arguments.filter(|argument| argument.is_of_method()) {
        if shared_with(argument, method).is_none() {
            let argument = argument.ident.to_string();
            errors.at(cancel.span(), words::cancel_argument(&name, &argument));
        }
    }
}

/// The place of the argument of a method that another function gets too, while the first one runs.
pub(super) fn shared_with(argument: &Argument, method: &Method) -> Option<usize> {
    let mut others = method.arguments.iter();
    let position = others.position(|other| other.ident == argument.ident)?;
    let other = &method.arguments[position];
    let is_unique = reference(&other.ty).is_some_and(|ty| ty.mutability.is_some());
    let is_plain = matches!(
        other.crossing,
        Crossing::Plain | Crossing::Terminated(_) | Crossing::Slice(_)
    );
    let is_given = is_plain && other.is_of_method() && !is_unique;
    (is_given && spelled(&other.ty) == spelled(&argument.ty)).then_some(position)
}

/// The spelling of a type, its lifetimes left out.
fn spelled(ty: &Type) -> String {
    let mut after_tick = false;
    let mut text = String::new();
    for token in ty.to_token_stream() {
        let word = token.to_string();
        if !std::mem::replace(&mut after_tick, word == "'") && word != "'" {
            text += &word;
            text.push(' ');
        }
    }
    text
}

/// The methods that a method names to free texts.
fn freed_by(method: &Method) -> impl Iterator<Item = &Ident> {
    let copied = match &method.outcome.form {
        Form::Copied(copied) => copied.free.as_ref(),
        Form::Plain | Form::Lowered | Form::OrNone(_) | Form::Slice(..) => None,
    };
    let arguments = method.arguments.iter();
    let errors = arguments.filter_map(|argument| {
        let Crossing::ErrorOut(free) = &argument.crossing else {
            return None;
        };
        free.as_ref()
    });
    copied.into_iter().chain(errors)
}
