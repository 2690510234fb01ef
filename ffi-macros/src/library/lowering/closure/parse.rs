//! *Parse*: the words of the attribute.

use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Meta, Path, Token};

use super::super::model::Scope;
use super::super::parse::Part;
use crate::errors::Errors;
use crate::wording;
use crate::wording::lowering as words;

/// `#[closure(..)]` or `#[completion(..)]`.
pub(crate) struct ClosureSyntax {
    pub(super) span: Span,
    pub(super) scope: Option<Scope>,
    /// Whether the closure stays on its thread, or may be called on any.
    pub(super) threads: Option<(Span, Threads)>,
    /// The callback type, if C gets a value that is made of it.
    pub(super) callback: Option<Path>,
    pub(crate) data: Option<Ident>,
    pub(crate) until: Option<Ident>,
    pub(super) on_error: Option<(Span, OnError)>,
    /// The method that ends a request.
    pub(super) cancel: Option<Ident>,
}

impl ClosureSyntax {
    fn new(span: Span) -> Self {
        Self {
            span,
            scope: None,
            threads: None,
            callback: None,
            data: None,
            until: None,
            on_error: None,
            cancel: None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Threads {
    Local,
    Sync,
}

/// Whether C frees the closure of a function that failed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OnError {
    Called,
    NotCalled,
}

/// Reads `#[completion]` or `#[completion(..)]`.
pub(in super::super) fn completion(
    attribute: &Attribute,
    errors: &mut Errors,
) -> Option<ClosureSyntax> {
    let mut syntax = ClosureSyntax::new(attribute.path().span());
    syntax.scope = Some(Scope::Answer);
    let parts = match &attribute.meta {
        Meta::Path(_) => return Some(syntax),
        Meta::List(list) => {
            list.parse_args_with(Punctuated::<Part<Path>, Token![,]>::parse_terminated)
        }
        Meta::NameValue(pair) => Err(syn::Error::new(pair.eq_token.span, "another form")),
    };
    let before = errors.count();
    match parts {
        Ok(parts) => {
            for Part { key, value } in parts {
                of_completion(&mut syntax, &key, value, errors);
            }
        }
        Err(error) => errors.at(error.span(), words::COMPLETION_TAKES),
    }
    (errors.count() == before).then_some(syntax)
}

fn of_completion(
    syntax: &mut ClosureSyntax,
    key: &Ident,
    value: Option<Path>,
    errors: &mut Errors,
) {
    let name = key.to_string();
    let word = value.as_ref().and_then(Path::get_ident).cloned();
    let is_twice = match (name.as_str(), value, word) {
        ("callback", Some(path), _) => syntax.callback.replace(path).is_some(),
        ("data", _, Some(data)) => syntax.data.replace(data).is_some(),
        ("until", _, Some(destructor)) => syntax.until.replace(destructor).is_some(),
        ("cancel", _, Some(method)) => syntax.cancel.replace(method).is_some(),
        _ => {
            errors.at(key.span(), words::COMPLETION_TAKES);
            return;
        }
    };
    if is_twice {
        errors.at(key.span(), wording::duplicate_attribute(&name));
    }
}

/// Reads `#[closure(..)]`.
pub(in super::super) fn closure(
    attribute: &Attribute,
    errors: &mut Errors,
) -> Option<ClosureSyntax> {
    let mut syntax = ClosureSyntax::new(attribute.path().span());
    let parts = match &attribute.meta {
        Meta::List(list) => {
            list.parse_args_with(Punctuated::<Part<Path>, Token![,]>::parse_terminated)
        }
        other => Err(syn::Error::new(other.span(), "expected a scope")),
    };
    let parts = match parts {
        Ok(parts) if !parts.is_empty() => parts,
        Ok(_) => {
            errors.at(syntax.span, words::CLOSURE_NEEDS_SCOPE);
            return None;
        }
        Err(error) => {
            errors.at(error.span(), words::CLOSURE_NEEDS_SCOPE);
            return None;
        }
    };
    let before = errors.count();
    for Part { key, value } in parts {
        part(&mut syntax, &key, value, errors);
    }
    if syntax.scope.is_none() && errors.count() == before {
        errors.at(syntax.span, words::CLOSURE_NEEDS_SCOPE);
    }
    (errors.count() == before).then_some(syntax)
}

fn part(syntax: &mut ClosureSyntax, key: &Ident, value: Option<Path>, errors: &mut Errors) {
    let name = key.to_string();
    if let ("callback", Some(path)) = (name.as_str(), &value) {
        if syntax.callback.replace(path.clone()).is_some() {
            errors.at(key.span(), wording::duplicate_attribute(&name));
        }
        return;
    }
    let value = match &value {
        None => None,
        Some(path) => match path.get_ident() {
            Some(ident) => Some(ident.clone()),
            None => {
                errors.over(path, words::unknown_closure(&name));
                return;
            }
        },
    };
    let scope = match (name.as_str(), &value) {
        ("call", None) => Some(Scope::Call),
        ("once", None) => Some(Scope::Once),
        ("forever", None) => Some(Scope::Forever),
        ("until", Some(_)) => Some(Scope::Until),
        _ => None,
    };
    if let Some(scope) = scope {
        if syntax.scope.replace(scope).is_some() {
            errors.at(key.span(), words::CLOSURE_TWO_SCOPES);
        }
        syntax.until = value;
        return;
    }
    let is_twice = match (name.as_str(), value) {
        ("local", None) => syntax
            .threads
            .replace((key.span(), Threads::Local))
            .is_some(),
        ("sync", None) => syntax
            .threads
            .replace((key.span(), Threads::Sync))
            .is_some(),
        ("data", Some(data)) => syntax.data.replace(data).is_some(),
        ("on_error", Some(word)) if word == "called" => syntax
            .on_error
            .replace((key.span(), OnError::Called))
            .is_some(),
        ("on_error", Some(word)) if word == "not_called" => syntax
            .on_error
            .replace((key.span(), OnError::NotCalled))
            .is_some(),
        _ => {
            errors.at(key.span(), words::unknown_closure(&name));
            return;
        }
    };
    if is_twice {
        errors.at(key.span(), wording::duplicate_attribute(&name));
    }
}
