//! *Expand*, the trait of a table: a method for each function and value, a constant for each function that may be
//! missing.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Expr, Type};

use super::docs;
use super::expand::{conditions, within};
use super::model::{Field, FieldKind, Function, Table};
use crate::callback::{Callback, Output};
use crate::rewrite::{foreign_name, joined, own_name, respanned};

pub(super) fn of(table: &Table) -> TokenStream {
    let span = Span::mixed_site();
    let within = within(table);
    let visibility = respanned(&table.visibility);
    let (name, text) = (name(table), docs::methods(&super::expand::name(table)));
    let each = joined(&mut table.fields.iter().map(|field| match &field.kind {
        FieldKind::UserData(_) => TokenStream::new(),
        FieldKind::Function(function) if function.is_destructor => TokenStream::new(),
        FieldKind::Function(function) if function.is_optional => optional(field, function),
        FieldKind::Function(function) => required(field, function),
        FieldKind::Value(ty, default) => value(field, ty, default.as_ref()),
    }));
    quote_spanned! {span=>
        #[doc = #text]
        #within
        #visibility trait #name: ::core::marker::Sized {
            #each
        }
    }
}

/// The method of a function that C always has.
fn required(field: &Field, function: &Function) -> TokenStream {
    let callback = &function.callback;
    let span = Span::mixed_site();
    let (attributes, levels) = (attributes(field), conditions(field));
    let method = method(field);
    let lifetimes = callback.lifetimes().map(|bound| {
        let lifetimes = &bound.lifetimes;
        quote_spanned!(span=> <#lifetimes>)
    });
    let inputs = callback.pointer.inputs.iter();
    let names: Vec<TokenStream> = inputs
        .map(|input| match &input.name {
            Some((name, _)) => foreign_name(name).into_token_stream(),
            None => quote_spanned!(span=> _),
        })
        .collect();
    let inputs = callback.seen().map(|(position, argument)| {
        let (name, ty) = (&names[position], &argument.ty);
        quote_spanned!(span=> #name: #ty)
    });
    let output = output(callback);
    let many = many_arguments(callback.seen().count());
    quote_spanned! {span=>
        #attributes
        #levels
        #many
        fn #method #lifetimes (&self, #(#inputs),*) #output;
    }
}

/// An attribute that keeps clippy from counting arguments, of which C's function has as many. Clippy counts `&self` too.
fn many_arguments(count: usize) -> Option<TokenStream> {
    /// The most arguments that `too_many_arguments` allows, unless it is configured.
    const ALLOWED: usize = 7;

    (1 + count > ALLOWED).then(|| {
        let reason = "C passes as many";
        quote_spanned! {Span::mixed_site()=>
            #[allow(clippy::too_many_arguments, reason = #reason)]
        }
    })
}

/// The constant of a function that C may find missing.
fn optional(field: &Field, function: &Function) -> TokenStream {
    let callback = &function.callback;
    let span = Span::mixed_site();
    let (attributes, levels) = (attributes(field), conditions(field));
    let (constant, text) = (constant(field), docs::OPTIONAL);
    let lifetimes = callback.lifetimes();
    let inputs = callback.seen().map(|(_, argument)| &argument.ty);
    let output = output(callback);
    quote_spanned! {span=>
        #attributes
        #[doc = #text]
        #levels
        const #constant: ::core::option::Option<#lifetimes fn(&Self, #(#inputs),*) #output> =
            ::core::option::Option::None;
    }
}

/// The method that gives the value of a field.
fn value(field: &Field, ty: &Type, default: Option<&Expr>) -> TokenStream {
    let span = Span::mixed_site();
    let (attributes, levels) = (attributes(field), conditions(field));
    let (method, text) = (method(field), docs::VALUE);
    let body = match default {
        None => quote_spanned!(span=> ;),
        Some(value) => quote_spanned!(span=> { #value }),
    };
    quote_spanned! {span=>
        #attributes
        #[doc = #text]
        #levels
        fn #method(&self) -> #ty #body
    }
}

/// The documentation of a field, or words in its place, and the like.
fn attributes(field: &Field) -> TokenStream {
    let span = Span::mixed_site();
    let written = &field.attributes;
    let is_documented = written
        .iter()
        .any(|attribute| attribute.path().is_ident("doc"));
    let text = docs::undocumented(&field.ident.unraw().to_string());
    let text = (!is_documented).then(|| quote_spanned!(span=> #[doc = #text]));
    quote_spanned!(span=> #(#written)* #text)
}

/// `-> R`, or nothing.
fn output(callback: &Callback) -> TokenStream {
    match &callback.output {
        Output::Nothing | Output::Unknown => TokenStream::new(),
        Output::Value(ty) => quote!(-> #ty),
    }
}

/// The name of the trait, at the place of the table's.
pub(super) fn name(table: &Table) -> Ident {
    let span = Span::mixed_site().located_at(table.ident.span());
    format_ident!("{}Methods", table.ident.unraw(), span = span)
}

/// The name of a field's method.
pub(super) fn method(field: &Field) -> Ident {
    let span = Span::mixed_site().located_at(field.ident.span());
    own_name(&field.ident, span)
}

/// The name of a field's constant: words begin after an underscore, and where small letters end.
pub(super) fn constant(field: &Field) -> Ident {
    let span = Span::mixed_site().located_at(field.ident.span());
    let mut name = String::new();
    let mut was_small = false;
    for letter in field.ident.unraw().to_string().chars() {
        if was_small && letter.is_uppercase() {
            name.push('_');
        }
        was_small = !letter.is_uppercase() && letter != '_';
        name.extend(letter.to_uppercase());
    }
    Ident::new(&name, span)
}
