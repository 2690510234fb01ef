//! After an error: a type with the declared functions, or the function without its body, so that the
//! code that uses it compiles and the user sees the real errors only.
//!
//! In: the model, with the nearest right thing in the place of what is wrong; or a function as written.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{FnArg, ItemFn, ItemType, ReturnType, Type, TypeFnPtr, parse_quote_spanned};

use super::model::{Callback, Output};
use super::ways;
use super::{closure_traits, expand};
use crate::abi::Abi;
use crate::rewrite::respanned;
use crate::stub::is_harmless;

/// An alias with parameters stays one: it is at least a type of that name.
pub(crate) fn of_alias(alias: &ItemType, mut callback: Callback) -> TokenStream {
    let span = Span::mixed_site();
    if !alias.generics.params.is_empty() {
        let mut alias = alias.clone();
        alias.generics.where_clause = None;
        return alias.into_token_stream();
    }
    callback.pointer = harmless(&callback);
    let types = expand::types(&callback);
    let within = expand::within(&callback);
    let raw = expand::raw_functions(&callback);
    let ways = ways::stubs(&callback);
    let traits = expand::traits(&callback);
    let own = expand::own(&callback);
    let closures = closure_traits::of(&callback);
    let krate = callback.krate.clone();
    let user_data = callback.user_data.as_ref().map(|_| {
        quote_spanned! {span=>
            unsafe impl #krate::macro_support::UserData for #own {
                fn user_data(_: &()) -> *mut ::core::ffi::c_void { ::core::unreachable!() }
            }
        }
    });
    let empty = Callback {
        abi: Abi::C,
        arguments: Vec::new(),
        output: Output::Nothing,
        user_data: None,
        on_panic: None,
        ..callback
    };
    let signature = expand::signature(&empty);
    quote_spanned! {span=>
        #types

        #closures

        #within
        const _: () = {
            #signature
            #user_data
            #traits
        };

        #within
        impl #own {
            #raw
            #ways
        }
    }
}

/// A function pointer that rustc has nothing to say about.
fn harmless(callback: &Callback) -> TypeFnPtr {
    let lifetimes = callback.lifetimes();
    let types = callback.arguments.iter().map(|argument| &argument.ty);
    let output = callback.output.ty();
    parse_quote_spanned! {Span::mixed_site()=>
        #lifetimes unsafe extern "C" fn(#(#types),*) -> #output
    }
}

/// Without what C cannot call, and without a body.
pub(crate) fn of_function(item: &ItemFn) -> TokenStream {
    let span = Span::mixed_site();
    let attributes = item.attrs.iter().filter(|attribute| {
        ["cfg", "doc"]
            .iter()
            .any(|name| attribute.path().is_ident(name))
    });
    let (visibility, signature) = (&item.vis, &item.sig);
    let (safety, ident, generics) = (&signature.safety, &signature.ident, &signature.generics);
    let where_clause = &generics.where_clause;
    // No lint looks at types with our span.
    let own = |ty: &Type| respanned(ty);
    let inputs = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Receiver(_) => None,
        FnArg::Typed(argument) if is_harmless(&argument.ty) => Some(own(&argument.ty)),
        FnArg::Typed(_) => Some(quote_spanned!(span=> impl ::core::marker::Sized)),
    });
    let output = match &signature.output {
        ReturnType::Type(_, ty) if is_harmless(ty) => own(ty),
        _ => quote_spanned!(span=> ()),
    };
    quote_spanned! {span=>
        #(#attributes)*
        #visibility #safety extern "C" fn #ident #generics (#(_: #inputs),*) -> #output
        #where_clause
        {
            ::core::unreachable!()
        }
    }
}
