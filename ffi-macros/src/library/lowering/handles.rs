//! *Expand*: the handles that methods of the library free and count.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::Lifetime;

use super::super::call::call;
use super::super::declaration::place;
use super::super::model::{Library, Method};
use super::super::signatures::Signatures;
use super::expand::{self, Lowered, Way};
use super::model::Crossing;
use crate::rewrite::foreign_name;
use crate::types::reference;

/// The traits that the handles get.
pub(crate) fn handles(library: &Library, signatures: &Signatures) -> TokenStream {
    let methods = library.methods.iter().zip(&signatures.of_methods);
    let each = methods.enumerate().map(|(position, (method, signature))| {
        let mut tokens = TokenStream::new();
        if method.outcome.frees.is_some() {
            tokens.extend(freed(method, library));
            tokens.extend(freeing(method, position, signature, library));
        }
        if method.outcome.retains.is_some() {
            tokens.extend(retained(method, library));
        }
        tokens
    });
    each.collect()
}

/// The name of the method that frees a handle which nobody owns any more.
pub(crate) fn freeing_name(method: &Method) -> Ident {
    format_ident!(
        "__ffi_free_{}",
        method.member.name(),
        span = Span::mixed_site()
    )
}

/// The body of the method that frees: the handle is nobody's any more.
pub(crate) fn passed_on(method: &Method) -> TokenStream {
    let span = Span::mixed_site();
    let name = freeing_name(method);
    // SAFETY of the expansion: the handle was owned, and is given up.
    argument(method).map_or_else(TokenStream::new, |(ident, _)| {
        quote_spanned! {span=>
            let #ident = #ident.into_raw();
            unsafe { self.#name(#ident) }
        }
    })
}

/// The name and the handle of the argument that is freed.
fn argument(method: &Method) -> Option<(Ident, &syn::Type)> {
    method
        .arguments
        .iter()
        .find_map(|argument| match &argument.crossing {
            Crossing::Freed(handle) => Some((foreign_name(&argument.ident), &**handle)),
            _ => None,
        })
}

fn freed(method: &Method, library: &Library) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let (krate, own, cfgs) = (&library.krate, library.own(), &method.member.cfgs);
    let (_, handle) = argument(method)?;
    let result = result(method, library);
    let name = freeing_name(method);
    let (handle, lifetimes) = named(handle.to_token_stream(), method);
    // SAFETY of the expansion: the contract of `free` is that of the method.
    Some(quote_spanned! {span=>
        #(#cfgs)*
        impl #lifetimes #krate::lowering::OwnedHandle for #handle {
            type Library = #own;
            type Freed = #result;

            #[inline]
            unsafe fn free(
                __ffi_library: &#own,
                __ffi_handle: ::core::ptr::NonNull<Self>,
            ) -> #result {
                unsafe { __ffi_library.#name(__ffi_handle) }
            }
        }
    })
}

/// The result of the method, which may be that of a function that is missing.
pub(crate) fn result(method: &Method, library: &Library) -> TokenStream {
    let krate = &library.krate;
    let Lowered { result, has_error } = expand::result(method, library, Way::Whole);
    if method.member.symbol.is_optional && !has_error {
        return quote_spanned! {Span::mixed_site()=>
            ::core::result::Result<#result, #krate::MissingSymbol>
        };
    }
    result
}

/// The method that takes a handle which nobody owns any more.
fn freeing(
    method: &Method,
    position: usize,
    signature: &super::super::signatures::Signature,
    library: &Library,
) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let (own, cfgs) = (library.own(), &method.member.cfgs);
    let (ident, handle) = argument(method)?;
    let name = freeing_name(method);
    let generics = &method.generics;
    let has_error = expand::result(method, library, Way::Whole).has_error;
    let result = result(method, library);
    let (place, call) = (
        place(position),
        call(method, signature, library, Way::Whole),
    );
    let (address, call) = if method.member.symbol.is_optional {
        let call = if has_error {
            call
        } else {
            quote_spanned!(span=> ::core::result::Result::Ok({ #call }))
        };
        (
            quote_spanned!(span=> self.__ffi_bound.optional(#place)?),
            call,
        )
    } else {
        (
            quote_spanned!(span=> self.__ffi_bound.required(#place)),
            call,
        )
    };
    Some(quote_spanned! {span=>
        impl #own {
            #(#cfgs)*
            #[inline]
            unsafe fn #name #generics (&self, #ident: ::core::ptr::NonNull<#handle>) -> #result {
                let address = #address;
                #call
            }
        }
    })
}

fn retained(method: &Method, library: &Library) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let (krate, own, cfgs) = (&library.krate, library.own(), &method.member.cfgs);
    let mut passed = method
        .arguments
        .iter()
        .filter(|argument| argument.is_of_method());
    let handle = &reference(&passed.next()?.ty)?.elem;
    let ident = foreign_name(&method.member.ident);
    let (handle, lifetimes) = named(handle.to_token_stream(), method);
    // SAFETY of the expansion: the handle is valid, by the contract of `retain`.
    Some(quote_spanned! {span=>
        #(#cfgs)*
        impl #lifetimes #krate::lowering::RetainedHandle for #handle {
            #[inline]
            unsafe fn retain(
                __ffi_library: &#own,
                __ffi_handle: ::core::ptr::NonNull<Self>,
            ) {
                let __ffi_handle = unsafe { __ffi_handle.as_ref() };
                let _ = unsafe { __ffi_library.#ident(__ffi_handle) };
            }
        }
    })
}

/// A type in which every lifetime has a name, and the list of these.
fn named(handle: TokenStream, method: &Method) -> (TokenStream, TokenStream) {
    let span = Span::mixed_site();
    let mut is_anonymous = false;
    let handle = with_names(handle, &mut is_anonymous);
    let lifetimes = method
        .generics
        .lifetimes()
        .map(|lifetime| &lifetime.lifetime);
    let text = handle.to_string();
    let lifetimes: Vec<Lifetime> = lifetimes
        .filter(|lifetime| text.contains(&lifetime.to_string()))
        .cloned()
        .chain(is_anonymous.then(|| Lifetime::new("'__ffi", span)))
        .collect();
    let list = (!lifetimes.is_empty()).then(|| quote_spanned!(span=> <#(#lifetimes),*>));
    (handle, list.unwrap_or_default())
}

/// Names `'_`.
fn with_names(tokens: TokenStream, found: &mut bool) -> TokenStream {
    let mut after_tick = false;
    let each = tokens.into_iter().map(|token| {
        let is_name = std::mem::replace(
            &mut after_tick,
            matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\''),
        );
        match token {
            TokenTree::Ident(name) if is_name && name == "_" => {
                *found = true;
                Ident::new("__ffi", Span::mixed_site()).into()
            }
            TokenTree::Group(group) => {
                let inner = with_names(group.stream(), found);
                let mut named = Group::new(group.delimiter(), inner);
                named.set_span(group.span());
                named.into()
            }
            other => other,
        }
    });
    each.collect()
}
