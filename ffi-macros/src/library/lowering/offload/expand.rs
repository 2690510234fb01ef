//! *Expand*: the method that returns the handle of a call, and what the method that the worker thread calls has around
//! it.
//!
//! The worker thread owns a clone of the library and the arguments. The `unsafe` blocks have one call and nothing that
//! the user wrote: references are made before it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::{Attribute, Meta};

use super::super::super::docs;
use super::super::super::model::{Library, Method};
use super::super::super::signatures::many_arguments;
use super::check::{canceller, shared_with};
use super::parse::Offload;
use super::values::{Values, erased, is_lent, reference_name};
use crate::rewrite::{foreign_name, respanned};
use crate::spans::{called_with_type, relocated};

/// Attributes of a function that is called often, or of its place, which are those of the blocking method.
const OF_BLOCKING: [&str; 4] = ["must_use", "inline", "cold", "track_caller"];

/// The name of the method that waits for the function.
pub(crate) fn name_of_blocking(method: &Method) -> Ident {
    let ident = foreign_name(&method.member.ident);
    match method.offload {
        None => ident,
        Some(_) => format_ident!("blocking_{}", ident, span = ident.span()),
    }
}

/// The attributes of the method that waits for the function.
pub(crate) fn attributes_of_blocking(method: &Method, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let name = method.member.name();
    let symbol = &method.member.symbol.names[0];
    let mut text = format!(
        " Calls `{symbol}` on this thread: [`{name}`](Self::{name}) without a worker thread."
    );
    if let Some(about) = docs::after(&method.member, Some(method), library, true) {
        text += &about;
    }
    if method.is_unsafe {
        text += &format!("\n\n# Safety\n\nAs for [`{name}`](Self::{name}).");
    }
    // Not `deprecated`: the method that is calls this one.
    let attributes = &method.member.attributes;
    let kept = attributes.iter().filter(|attribute| {
        let is_level = is_one_of(attribute, &["allow", "expect", "warn", "deny"]);
        is_level || is_one_of(attribute, &OF_BLOCKING)
    });
    let has_inline = attributes
        .iter()
        .any(|attribute| is_one_of(attribute, &["inline"]));
    let inline = (!has_inline).then(|| quote_spanned!(span=> #[inline]));
    quote_spanned!(span=> #(#kept)* #[doc = #text] #inline)
}

fn is_one_of(attribute: &Attribute, names: &[&str]) -> bool {
    names.iter().any(|name| attribute.path().is_ident(name))
}

/// The method that returns a handle; nothing without the attribute.
pub(crate) fn method(method: &Method, library: &Library) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let offload = method.offload.as_ref()?;
    let values = Values::of(method, library);
    let body = body(method, offload, &values, library);
    let parameters = values.parameters.iter();
    let parameters = parameters.map(|(name, ty)| quote_spanned!(span=> #name: #ty));
    let head = head(
        method,
        &values,
        &quote_spanned!(span=> &self, #(#parameters),*),
        library,
    );
    let cfgs = &method.member.cfgs;
    // Where the runtime has no worker threads, the error is at the attribute.
    let at = Span::mixed_site().located_at(offload.span);
    let krate = relocated(library.krate.to_token_stream(), offload.span);
    let needed = quote_spanned!(at=> #(#cfgs)* #krate::macro_support::needs_offload! {});
    Some(quote_spanned! {span=>
        #needed
        #head { #body }
    })
}

/// The method after an error in the declaration.
pub(crate) fn stub(method: &Method, library: &Library) -> Option<TokenStream> {
    let span = Span::mixed_site();
    method.offload.as_ref()?;
    let mut values = Values::of(method, library);
    // A result that borrows is one of the mistakes.
    let lifetimes = method.generics.lifetimes();
    let lifetimes = lifetimes.map(ToTokens::to_token_stream);
    values.generics = lifetimes.chain(values.generics).collect();
    let parameters = values.parameters.iter();
    let parameters = parameters.map(|(_, ty)| quote_spanned!(span=> _: #ty));
    let head = head(
        method,
        &values,
        &quote_spanned!(span=> &self, #(#parameters),*),
        library,
    );
    Some(quote_spanned!(span=> #head { ::core::unreachable!() }))
}

/// The signature with these parameters, and what is before it.
fn head(
    method: &Method,
    values: &Values,
    parameters: &TokenStream,
    library: &Library,
) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let member = &method.member;
    let ident = foreign_name(&member.ident);
    let visibility = respanned(member.visibility.as_ref().unwrap_or(&library.visibility));
    let safety = method.is_unsafe.then(|| quote_spanned!(span=> unsafe));
    let kept = member.attributes.iter().filter(|attribute| {
        // The handle is `must_use` already; with a message, the result is more than that.
        !is_one_of(attribute, &OF_BLOCKING)
            || attribute.path().is_ident("must_use") && !matches!(attribute.meta, Meta::Path(_))
    });
    let text = documentation(method, values, library);
    let many = many_arguments(method);
    let Values {
        generics, result, ..
    } = values;
    let cfgs = &member.cfgs;
    quote_spanned! {span=>
        #(#cfgs)*
        #(#kept)*
        #[doc = #text]
        #many
        #visibility #safety fn #ident <#(#generics),*> (#parameters)
            -> #krate::macro_support::Offloaded<#result>
    }
}

fn documentation(method: &Method, values: &Values, library: &Library) -> String {
    let mut attributes = method.member.attributes.iter();
    let has_text = attributes.any(|attribute| attribute.path().is_ident("doc"));
    let (name, symbol) = (method.member.name(), &method.member.symbol.names[0]);
    let mut text = if has_text {
        "\n\n".to_owned()
    } else {
        format!(" Calls `{symbol}`.\n\n")
    };
    text += &format!(
        "On a worker thread, which owns the arguments; [`blocking_{name}`](Self::blocking_{name}) waits for the \
         function."
    );
    if !values.given_back.is_empty() {
        text += " The values of `&mut` parameters come back with the result.";
    }
    if let Some(about) = docs::after(&method.member, Some(method), library, true) {
        text += &about;
    }
    text
}

fn body(method: &Method, offload: &Offload, values: &Values, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let symbol = &method.member.symbol.names[0];
    let blocking = name_of_blocking(method);
    let Values {
        checks,
        references,
        passed,
        result,
        ..
    } = values;
    // SAFETY of the expansion: the caller of the unsafe method promises what that of this function has to.
    let call = quote_spanned!(span=> __ffi_library.#blocking(#(#passed),*));
    let call = if method.is_unsafe {
        quote_spanned!(span=> unsafe { #call })
    } else {
        call
    };
    let value = values.returned(&quote_spanned!(span=> __ffi_returned));
    // Without values of the user's, the library is `Send` and `Sync`.
    let mut own = TokenStream::new();
    if !library.given.is_empty() {
        let at = span.located_at(offload.span);
        own = quote_spanned!(at=> #krate::macro_support::owned_by_worker::<Self>(););
    }
    let Some(cancel) = &offload.cancel else {
        return quote_spanned! {span=>
            #own
            #checks
            let __ffi_library = ::core::clone::Clone::clone(self);
            #krate::macro_support::on_worker::<#result>(#symbol, move || {
                let __ffi_returned = { #references #call };
                #value
            })
        };
    };
    let (checks_of_cancel, cancel) = cancelling(method, cancel, library);
    // SAFETY of the expansion: whoever wrote `unsafe` at the declaration promised that this function may be called on
    // any thread, with these arguments, while the other one runs.
    quote_spanned! {span=>
        #own
        #checks
        #checks_of_cancel
        let __ffi_library = ::core::clone::Clone::clone(self);
        #krate::macro_support::stoppable_on_worker::<#result>(#symbol, move |__ffi_running| {
            let __ffi_returned = {
                #references
                let __ffi_stop = || #cancel;
                let __ffi_function = || #call;
                unsafe { __ffi_running.stoppable(&__ffi_stop, __ffi_function) }?
            };
            ::core::option::Option::Some(#value)
        })
    }
}

/// The checks for the function that makes this one return, and its call.
fn cancelling(method: &Method, cancel: &Ident, library: &Library) -> (TokenStream, TokenStream) {
    let span = Span::mixed_site();
    let at = span.located_at(cancel.span());
    let krate = &library.krate;
    let of = quote_spanned!(span=> #krate::macro_support);
    let mut checks = TokenStream::new();
    if !library.given.is_empty() {
        checks = quote_spanned!(at=> #of::used_by_both_threads::<Self>(););
    }
    let Some(canceller) = canceller(cancel, library) else {
        return (checks, TokenStream::new());
    };
    let arguments = canceller.arguments.iter();
    let arguments = arguments.filter(|argument| argument.is_of_method());
    let shared: Vec<usize> = arguments
        .filter_map(|argument| shared_with(argument, method))
        .collect();
    let passed = shared.iter().map(|position| {
        let argument = &method.arguments[*position];
        if is_lent(argument, method) {
            reference_name(*position)
        } else {
            foreign_name(&argument.ident)
        }
    });
    let ident = foreign_name(&canceller.member.ident);
    let call = quote_spanned!(span=> __ffi_library.#ident(#(#passed),*));
    let call = if canceller.member.symbol.is_optional {
        quote_spanned!(span=> ::core::result::Result::is_ok(&#call))
    } else {
        quote_spanned!(span=> { let _ = #call; true })
    };
    let values = shared.iter().map(|position| &method.arguments[*position]);
    for argument in values.filter(|argument| !is_lent(argument, method)) {
        let ty = erased(&argument.ty, method).into_token_stream();
        let check = called_with_type(&ty, &of, "passed_twice");
        checks.extend(quote_spanned!(span=> #check;));
    }
    (checks, call)
}
