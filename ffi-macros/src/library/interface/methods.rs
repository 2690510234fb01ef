//! *Expand*, the trait of those that implement an interface: a method for each function, a constant for each that may
//! be missing.
//!
//! A method has the signature of the one that the other side calls: arguments are lowered there, and made of C's here.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::ext::IdentExt;
use syn::{GenericParam, Lifetime, Type};

use super::super::call::returned;
use super::super::lowering;
use super::super::lowering::expand::Way;
use super::super::model::{Library, Method};
use super::super::signatures::many_arguments;
use super::Interface;
use crate::lifetimes::name_elided;
use crate::lints::{is_level, lint_level};
use crate::rewrite::{foreign_name, own_name, respanned};

/// The trait.
pub(super) fn of(library: &Library, interface: &Interface) -> TokenStream {
    let span = Span::mixed_site();
    let shared = library.shared.iter().map(lint_level);
    let (visibility, name) = (respanned(&library.visibility), name(library));
    let text = format!(
        " The functions of [`{}`], as methods of a value that implements it.",
        library.name()
    );
    let markers = [("Send", interface.is_send), ("Sync", interface.is_sync)];
    let markers = markers
        .into_iter()
        .filter(|(_, is_there)| *is_there)
        .map(|(name, _)| {
            let name = Ident::new(name, span);
            quote_spanned!(span=> + ::core::marker::#name)
        });
    let methods = library
        .methods
        .iter()
        .map(|method| match method.member.symbol.is_optional {
            false => required(method, library),
            true => optional(method, library),
        });
    let plugin = interface.is_plugin.then(|| of_plugin(library, interface));
    quote_spanned! {span=>
        #[doc = #text]
        #(#shared)*
        #visibility trait #name: ::core::marker::Sized #(#markers)* + 'static {
            #plugin
            #(#methods)*
        }
    }
}

/// The name of the trait, at the place of the interface's.
pub(super) fn name(library: &Library) -> Ident {
    let span = Span::mixed_site().located_at(library.ident.span());
    format_ident!("{}Methods", library.ident.unraw(), span = span)
}

/// The name of an optional function's constant.
pub(super) fn constant(method: &Method) -> Ident {
    let span = Span::mixed_site().located_at(method.member.ident.span());
    Ident::new(&method.member.name().to_uppercase(), span)
}

/// The result of the method.
pub(super) fn result(method: &Method, library: &Library) -> TokenStream {
    if method.is_lowered() {
        lowering::expand::result(method, library, Way::Whole).result
    } else {
        returned(method, false)
    }
}

fn required(method: &Method, library: &Library) -> TokenStream {
    let span = Span::mixed_site().located_at(method.member.ident.span());
    let attributes = attributes(method);
    let ident = own_name(&method.member.ident, span);
    let (generics, clause) = (&method.generics, &method.generics.where_clause);
    let (lifetime, mutable) = (&method.receiver_lifetime, mutable(method));
    let passed = method
        .arguments
        .iter()
        .filter(|argument| argument.is_of_method());
    let arguments = passed.map(|argument| {
        let (name, ty) = (foreign_name(&argument.ident), &argument.ty);
        quote_spanned!(span=> #name: #ty)
    });
    let safety = method.is_unsafe.then(|| quote_spanned!(span=> unsafe));
    let (result, many) = (result(method, library), many_arguments(method));
    quote_spanned! {span=>
        #attributes
        #many
        #safety fn #ident #generics (& #lifetime #mutable self, #(#arguments),*) -> #result #clause;
    }
}

/// The constant of a function that the other side may find missing.
fn optional(method: &Method, library: &Library) -> TokenStream {
    let span = Span::mixed_site().located_at(method.member.ident.span());
    let (attributes, constant) = (attributes(method), constant(method));
    let passed = method
        .arguments
        .iter()
        .filter(|argument| argument.is_of_method());
    let types = passed.map(|argument| &argument.ty);
    let mutable = mutable(method);
    let mut lifetimes: Vec<TokenStream> = method
        .generics
        .params
        .iter()
        .filter(|parameter| matches!(parameter, GenericParam::Lifetime(_)))
        .map(ToTokens::to_token_stream)
        .collect();
    let mut receiver = method.receiver_lifetime.clone();
    let mut result = result(method, library);
    // In a method, a lifetime that its result leaves out is that of the receiver.
    if let Ok(mut ty) = syn::parse2::<Type>(result.clone()) {
        let own = Lifetime::new("'__ffi", span);
        let lifetime = receiver.clone().unwrap_or_else(|| own.clone());
        if name_elided(&mut ty, &lifetime) > 0 {
            result = ty.into_token_stream();
            if receiver.is_none() {
                lifetimes.push(own.to_token_stream());
                receiver = Some(own);
            }
        }
    }
    let safety = method.is_unsafe.then(|| quote_spanned!(span=> unsafe));
    let text = "\n `None` makes an object without this function.";
    quote_spanned! {span=>
        #attributes
        #[doc = #text]
        #[allow(clippy::type_complexity, reason = "the function has this signature")]
        const #constant: ::core::option::Option<
            for<#(#lifetimes),*> #safety fn(& #receiver #mutable Self, #(#types),*) -> #result
        > = ::core::option::Option::None;
    }
}

/// The functions that a plugin has besides.
fn of_plugin(library: &Library, interface: &Interface) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let host = interface
        .host
        .as_ref()
        .map(|host| quote_spanned!(span=> host: #host,));
    quote_spanned! {span=>
        /// Saves the state of an instance, and gives it to one of a newer generation. `None` if it has no state that
        /// outlives it.
        const STATE: ::core::option::Option<#krate::plugin::State<Self>> = ::core::option::Option::None;

        /// Makes an instance of the plugin.
        ///
        /// # Errors
        ///
        /// If there is none; the host gets the text.
        fn create(
            #host
            start: &#krate::plugin::Start<'_>,
        ) -> ::core::result::Result<Self, #krate::plugin::StartError>;
    }
}

fn mutable(method: &Method) -> Option<TokenStream> {
    let span = Span::mixed_site();
    method.is_mutable.then(|| quote_spanned!(span=> mut))
}

/// Documentation, `cfg`s and lint levels: the others are those of the method that is called.
fn attributes(method: &Method) -> TokenStream {
    let span = Span::mixed_site();
    let member = &method.member;
    let kept = member.attributes.iter();
    let kept = kept.filter(|attribute| attribute.path().is_ident("doc") || is_level(attribute));
    let cfgs = &member.cfgs;
    let is_documented = member
        .attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("doc"));
    let text = format!(" The function `{}` of the interface.", member.name());
    let text = (!is_documented).then(|| quote_spanned!(span=> #[doc = #text]));
    quote_spanned!(span=> #(#cfgs)* #(#kept)* #text)
}
