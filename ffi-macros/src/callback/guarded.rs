//! *Expand*, functions: the body runs under a guard. The last stage; nothing can be wrong here.
//!
//! The function stays one item, so that it may stand in an `impl`: the check of its types and what it
//! needs for panics are inside.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::token::Brace;
use syn::{AttrStyle, Type};

use super::closures::text;
use super::model::{Function, Text};
use crate::lifetimes::{declared, erased};
use crate::rewrite::joined;
use crate::types::{confirmed_option, plain_function_pointer};

pub(crate) fn guarded(function: &Function) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, item) = (&function.krate, &function.item);
    let support = quote_spanned!(span=> #krate::macro_support);
    let attributes = attributes(function);
    let visibility = &item.vis;
    let block = body(function);
    let mut signature = item.sig.clone();
    signature
        .abi
        .get_or_insert_with(|| syn::parse_quote_spanned!(span=> extern "C"));
    let interface = interface(function);
    let name = item.sig.ident.unraw().to_string();
    let output = match &function.result {
        None => quote_spanned!(span=> ()),
        Some(ty) => ty.to_token_stream(),
    };
    let on_panic = match &function.on_panic {
        // The convention lets panics through.
        None if function.abi.unwinds() => {
            return quote_spanned! {span=>
                #attributes
                #visibility #signature {
                    #interface
                    #block
                }
            };
        }
        None => quote_spanned!(span=> ::core::option::Option::None),
        Some(value) => quote_spanned! {span=>
            ::core::option::Option::Some(|| -> #output { #value })
        },
    };
    quote_spanned! {span=>
        #attributes
        #visibility #signature {
            #interface
            #support::guard(
                ::core::concat!(::core::module_path!(), "::", #name),
                (::core::file!(), ::core::line!()),
                #on_panic,
                move || -> #output #block,
            )
        }
    }
}

/// The body as written, behind the texts that it takes.
fn body(function: &Function) -> TokenStream {
    if function.texts.is_empty() {
        return function.item.block.to_token_stream();
    }
    let span = Span::mixed_site();
    let mut block = function.item.block.clone();
    // As ours, so that no lint asks for the braces of a single expression to go.
    block.brace_token = Brace(span.located_at(block.brace_token.span.join()));
    let texts = function.texts.iter().map(|argument| {
        let Text {
            pattern,
            ty,
            pointer,
        } = argument;
        let text = text(ty, pointer, &function.krate);
        quote_spanned!(span=> let #pattern: #ty = #text;)
    });
    quote_spanned!(span=> { #(#texts)* #block })
}

/// The attributes of the function, and those inside of its body, which get outside.
fn attributes(function: &Function) -> TokenStream {
    let mut each = function.item.attrs.iter().map(|attribute| {
        let mut attribute = attribute.clone();
        attribute.style = AttrStyle::Outer;
        attribute.into_token_stream()
    });
    joined(&mut each)
}

/// Has the compiler check that C has such a signature.
fn interface(function: &Function) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &function.krate;
    let abi = Ident::new(function.abi.variant(), span);
    let names = declared(&function.item.sig.generics);
    let described =
        |ty: &Type| plain_function_pointer(ty).unwrap_or_else(|| erased(quote!(#ty), &names));
    let written = function.arguments.iter().chain(&function.result);
    let confirmed = written.filter_map(|ty| confirmed_option(ty, |tokens| erased(tokens, &names)));
    let arguments = function.arguments.iter().map(described);
    let result = match &function.result {
        None => quote_spanned!(span=> ()),
        Some(ty) => described(ty),
    };
    quote_spanned! {span=>
        const _: () = {
            #(#confirmed)*
            #krate::macro_support::check_function!(#abi, #result, [#(#arguments),*])
        };
    }
}
