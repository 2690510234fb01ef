//! Closures as arguments, `#[closure(scope, ..)]`: *parse*, *lower* and *expand*.
//!
//! The parameter has the type of a callback. The method takes a closure, which the callback type makes a function of
//! C; the pointer that C hands on to it, and the function that frees it, are parameters that the method does not have.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Meta, Path, Token, Type};

use super::super::model::{Argument, Library, Method};
use super::expand::{Way, has_error, numbered, result};
use super::lower::by_name;
use super::model::{Closure, Crossing, Scope};
use super::types::{is_option, optional_element};
use crate::errors::Errors;
use crate::rewrite::foreign_name;
use crate::spans::{at_place, called_at_type};
use crate::wording::lowering as words;

/// `#[closure(..)]`.
pub(crate) struct ClosureSyntax {
    span: Span,
    scope: Option<Scope>,
    /// Whether the closure stays on its thread, or may be called on any.
    threads: Option<(Span, Threads)>,
    /// The callback type, if C gets a value that is made of it.
    callback: Option<Path>,
    pub(crate) data: Option<Ident>,
    pub(crate) until: Option<Ident>,
    on_error: Option<(Span, OnError)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Threads {
    Local,
    Sync,
}

/// Whether C frees the closure of a function that failed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OnError {
    Called,
    NotCalled,
}

/// Reads the attribute.
pub(super) fn parse(attribute: &Attribute, errors: &mut Errors) -> Option<ClosureSyntax> {
    let mut syntax = ClosureSyntax {
        span: attribute.path().span(),
        scope: None,
        threads: None,
        callback: None,
        data: None,
        until: None,
        on_error: None,
    };
    let parts = match &attribute.meta {
        Meta::List(list) => list.parse_args_with(Punctuated::<Part, Token![,]>::parse_terminated),
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
            errors.at(key.span(), crate::wording::duplicate_attribute(&name));
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
        errors.at(key.span(), crate::wording::duplicate_attribute(&name));
    }
}

/// `key`, or `key = name`; the name of a callback type may be a path.
struct Part {
    key: Ident,
    value: Option<Path>,
}

impl syn::parse::Parse for Part {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.parse()?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        Ok(Self { key, value })
    }
}

/// Makes an argument the function of a closure, and others what goes with it.
pub(super) fn lower(
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
        (Scope::Once, Some((span, _))) | (Scope::Call, Some((span, Threads::Local))) => {
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
    let frees_after_error = match (scope, has_check, syntax.on_error) {
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
    let data = syntax
        .data
        .as_ref()
        .map(|name| companion(name, Crossing::ClosureData, arguments, errors));
    let until = syntax
        .until
        .as_ref()
        .map(|name| companion(name, Crossing::Destructor, arguments, errors));
    let is_made_of = syntax.callback.is_some();
    if scope == Scope::Until && syntax.data.is_none() && !is_made_of {
        errors.at(syntax.span, words::CLOSURE_UNTIL_DATA);
    }
    if let Some(argument) = &mut arguments[position] {
        argument.crossing = Crossing::Closure(Box::new(Closure {
            callback,
            scope,
            is_local,
            has_data: data.is_some() || is_made_of,
            is_made_of,
            frees_after_error,
            data: data.flatten(),
            destructor: until.flatten(),
        }));
    }
}

/// Gives an argument that goes with a closure its crossing.
fn companion(
    name: &Ident,
    crossing: Crossing,
    arguments: &mut [Option<Argument>],
    errors: &mut Errors,
) -> Option<usize> {
    let Some(found) = by_name(arguments, name) else {
        if arguments.iter().all(Option::is_some) {
            errors.at(name.span(), words::no_such_argument(&name.to_string()));
        }
        return None;
    };
    let argument = arguments[found].as_mut()?;
    if !matches!(argument.crossing, Crossing::Plain) || !argument.source.is_method() {
        errors.at(name.span(), words::CLOSURE_COMPANION);
        return None;
    }
    argument.crossing = crossing;
    Some(found)
}

/// The type of the method's argument: any closure of this kind.
pub(crate) fn argument_type(closure: &Closure) -> TokenStream {
    let span = Span::mixed_site();
    let (kind, bounds) = match (closure.scope, closure.is_local) {
        (Scope::Call, true) => ("FnMut", TokenStream::new()),
        (Scope::Call, false) => ("Fn", quote_spanned!(span=> + ::core::marker::Sync)),
        (Scope::Once, _) => (
            "FnOnce",
            quote_spanned!(span=> + ::core::marker::Send + 'static),
        ),
        (Scope::Until | Scope::Forever, true) => ("FnMut", quote_spanned!(span=> + 'static)),
        (Scope::Until | Scope::Forever, false) => (
            "Fn",
            quote_spanned!(span=> + ::core::marker::Send + ::core::marker::Sync + 'static),
        ),
    };
    let name = trait_path(&closure.callback, kind);
    quote_spanned!(span=> impl #name #bounds)
}

/// The path of the trait that goes with a callback type.
fn trait_path(callback: &Path, kind: &str) -> Path {
    let mut path = callback.clone();
    if let Some(last) = path.segments.last_mut() {
        last.ident = format_ident!("{}{}", last.ident, kind, span = last.ident.span());
    }
    path
}

/// The statement that makes a function of a closure that C keeps; nothing for one that lives for the call.
pub(super) fn kept(position: usize, argument: &Argument, closure: &Closure) -> TokenStream {
    let callback = &closure.callback;
    let span = at_place(&argument.ty);
    let ident = foreign_name(&argument.ident);
    let made = match (closure.scope, closure.is_local) {
        (Scope::Call, _) => return TokenStream::new(),
        (Scope::Once, _) => quote_spanned!(span=> <#callback>::once(#ident)),
        (Scope::Until, true) => quote_spanned!(span=> <#callback>::local(#ident).into_foreign()),
        (Scope::Until, false) => quote_spanned!(span=> <#callback>::new(#ident).into_foreign()),
        (Scope::Forever, true) => quote_spanned!(span=> <#callback>::local(#ident).into_static()),
        (Scope::Forever, false) => quote_spanned!(span=> <#callback>::new(#ident).into_static()),
    };
    let names = names(position, closure);
    quote_spanned!(span=> let #names = #made;)
}

/// The pattern of what a callback type gives: the function, the pointer for it, and the function that frees.
fn names(position: usize, closure: &Closure) -> TokenStream {
    let span = Span::mixed_site();
    let [function, data, destructor] = parts(position);
    match closure.scope {
        Scope::Until => quote_spanned!(span=> (#function, #data, #destructor)),
        _ if closure.has_data => quote_spanned!(span=> (#function, #data)),
        _ => function.into_token_stream(),
    }
}

fn parts(position: usize) -> [Ident; 3] {
    ["function", "data", "destructor"].map(|part| numbered(part, position))
}

/// The values of the arguments that a closure becomes.
pub(super) fn values(method: &Method) -> TokenStream {
    let span = Span::mixed_site();
    let each = closures(method).map(|(position, argument, closure)| {
        let [function, data, destructor] = parts(position);
        let value = |position: usize, made: &Ident| {
            let ty = &method.arguments[position].ty;
            let value = numbered("value", position);
            let made = if is_option(ty) {
                quote_spanned!(span=> ::core::option::Option::Some(#made))
            } else {
                made.to_token_stream()
            };
            quote_spanned!(at_place(ty)=> let #value: #ty = #made;)
        };
        let data = closure.data.map(|position| value(position, &data));
        let destructor = closure
            .destructor
            .map(|position| value(position, &destructor));
        let given = value(position, &function);
        let given = if closure.is_made_of {
            let ty = &argument.ty;
            let callback = &closure.callback;
            let [_, pointer, _] = parts(position);
            let of = quote_spanned! {span=>
                ::core::convert::From<(#callback, *mut ::core::ffi::c_void)>
            };
            let parts = quote_spanned!(span=> (#function, #pointer));
            let made = called_at_type(ty, &of, "from", &parts);
            let value = numbered("value", position);
            quote_spanned!(span=> let #value = #made;)
        } else {
            given
        };
        quote_spanned!(span=> #given #data #destructor)
    });
    each.collect()
}

fn closures(method: &Method) -> impl Iterator<Item = (usize, &Argument, &Closure)> {
    let arguments = method.arguments.iter().enumerate();
    arguments.filter_map(|(position, argument)| match &argument.crossing {
        Crossing::Closure(closure) => Some((position, argument, &**closure)),
        _ => None,
    })
}

/// The rest of a method, from the call on, as far as its closures go: run while those live that C calls during the
/// call only, and after an error those are freed that C did not take.
pub(crate) fn around(rest: TokenStream, method: &Method, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    if closures(method).next().is_none() {
        return rest;
    }
    let returned = result(method, library, Way::Whole).result;
    let values = values(method);
    let mut whole = quote_spanned!(span=> #values #rest);
    let freed: TokenStream = closures(method)
        .filter(|(_, _, closure)| closure.frees_after_error)
        .map(|(position, ..)| {
            let [_, data, destructor] = parts(position);
            // SAFETY of the expansion: the declaration says that the function does not free the closure if it fails.
            quote_spanned!(span=> unsafe { #destructor(#data) };)
        })
        .collect();
    if !freed.is_empty() && has_error(method, library) {
        whole = quote_spanned! {span=>
            let __ffi_ended = (move || -> #returned { #whole })();
            if __ffi_ended.is_err() { #freed }
            __ffi_ended
        };
    }
    for (position, argument, closure) in closures(method) {
        if closure.scope != Scope::Call {
            continue;
        }
        let (callback, ident) = (&closure.callback, foreign_name(&argument.ident));
        let place = at_place(&argument.ty);
        let scoped = Ident::new(
            if closure.is_local {
                "scoped"
            } else {
                "scoped_sync"
            },
            place,
        );
        let [function, data, _] = parts(position);
        let data = closure.has_data.then(|| quote_spanned!(span=> , #data));
        whole = quote_spanned! {place=>
            <#callback>::#scoped(#ident, |#function #data| -> #returned { #whole })
        };
    }
    whole
}
