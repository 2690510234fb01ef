//! *Expand*: the argument of the method, the function of C, and what is around the call.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::Path;

use super::super::super::model::{Argument, Library, Method};
use super::super::expand::{Way, has_error, kept_type, numbered, result};
use super::super::model::{Closure, Crossing, Scope};
use super::super::types::is_option;
use crate::rewrite::foreign_name;
use crate::spans::{at_place, called_at_type};

/// The type of the method's argument: any closure of this kind, which gives an answer of this type if it gives one.
pub(crate) fn argument_type(closure: &Closure, answer: Option<&Ident>) -> TokenStream {
    let span = Span::mixed_site();
    let (kind, bounds) = match (closure.scope, closure.is_local) {
        (Scope::Call, true) => ("FnMut", TokenStream::new()),
        (Scope::Call, false) => ("Fn", quote_spanned!(span=> + ::core::marker::Sync)),
        (Scope::Once | Scope::Answer, _) => (
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
    let answer = answer.filter(|_| closure.scope == Scope::Answer);
    let answer = answer.map(|answer| quote_spanned!(span=> <#answer>));
    quote_spanned!(span=> impl #name #answer #bounds)
}

/// The type parameter for what a closure of the method answers, if one does. No name of the user's would do: values such
/// as those of `#[fixed(..)]` are evaluated where it is in scope, and macros in them have names that nobody sees here.
pub(crate) fn answer(method: &Method) -> Option<Ident> {
    answering(method).map(|_| Ident::new("__FfiAnswer", Span::mixed_site()))
}

/// For the stub of a method with a closure that answers: that type parameter, and the type of the argument.
pub(crate) fn stub(method: &Method) -> Option<(Ident, TokenStream)> {
    let (_, closure) = answering(method)?;
    let answer = answer(method)?;
    let ty = argument_type(closure, Some(&answer));
    Some((answer, ty))
}

/// The closure that answers, and its place among the arguments.
fn answering(method: &Method) -> Option<(usize, &Closure)> {
    let mut closures = closures(method);
    closures.find_map(|(position, _, closure)| {
        (closure.scope == Scope::Answer).then_some((position, closure))
    })
}

/// The type of what the method returns for the answer.
pub(in super::super) fn completion_type(method: &Method, library: &Library) -> Option<TokenStream> {
    let krate = &library.krate;
    let answer = answer(method)?;
    Some(quote_spanned!(Span::mixed_site()=> #krate::callback::Completion<#answer>))
}

/// As a value; the method that ends the request gets what is kept of C's result. A function of its own calls
/// it: one that is unsafe is refused, also where this method is unsafe itself, for whoever drops a completion promises
/// nothing.
pub(in super::super) fn completion(method: &Method, library: &Library) -> Option<TokenStream> {
    let (position, closure) = answering(method)?;
    let completion = numbered("completion", position);
    let (Some(cancel), Some(kept)) = (&closure.cancel, kept_type(method, library)) else {
        return Some(completion.into_token_stream());
    };
    let span = Span::mixed_site().located_at(cancel.span());
    let (cancel, own) = (foreign_name(cancel), library.own());
    Some(quote_spanned! {span=>
        {
            fn __ffi_cancel(__ffi_owner: &#own, __ffi_kept: #kept) {
                let _ = __ffi_owner.#cancel(__ffi_kept);
            }
            let __ffi_owner = ::core::clone::Clone::clone(self);
            #completion.cancel_with(move || __ffi_cancel(&__ffi_owner, __ffi_kept))
        }
    })
}

/// Whether another method gets what the function returned.
pub(in super::super) fn takes_result(method: &Method) -> bool {
    answering(method).is_some_and(|(_, closure)| closure.cancel.is_some())
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
pub(in super::super) fn kept(
    position: usize,
    argument: &Argument,
    closure: &Closure,
) -> TokenStream {
    let callback = &closure.callback;
    let span = at_place(&argument.ty);
    let ident = foreign_name(&argument.ident);
    let made = match (closure.scope, closure.is_local) {
        (Scope::Call, _) => return TokenStream::new(),
        (Scope::Once, _) => quote_spanned!(span=> <#callback>::once(#ident)),
        (Scope::Answer, _) => quote_spanned!(span=> <#callback>::completion(#ident)),
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
    let completion = numbered("completion", position);
    match closure.scope {
        Scope::Until => quote_spanned!(span=> (#function, #data, #destructor)),
        Scope::Answer if closure.has_data => {
            quote_spanned!(span=> (#function, #data, #destructor, #completion))
        }
        Scope::Answer => quote_spanned!(span=> (#function, #completion)),
        _ if closure.has_data => quote_spanned!(span=> (#function, #data)),
        _ => function.into_token_stream(),
    }
}

fn parts(position: usize) -> [Ident; 3] {
    ["function", "data", "destructor"].map(|part| numbered(part, position))
}

/// The values of the arguments that a closure becomes.
fn values(method: &Method) -> TokenStream {
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
    let krate = &library.krate;
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
            let __ffi_ended = #krate::macro_support::apart(move || -> #returned { #whole });
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
