//! *Expand*, the traits of closures: `LogFn`, `LogFnMut` and `LogFnOnce` for a callback type `Log`.
//!
//! A declared method that takes a closure for a callback (`#[closure(..)]`) knows the name of its type only. By one of
//! these traits rustc finds the closure's arguments, as it does by `Fn` itself, of which they are made.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::ext::IdentExt;

use super::closures::{Kind, closure, closure_to, free_name};
use super::docs;
use super::expand::within;
use super::model::{Callback, Output};
use crate::rewrite::{joined, respanned};

/// The traits. After a mistake every type has them, so that what uses them compiles.
pub(super) fn of(callback: &Callback) -> TokenStream {
    let kinds = [Kind::Fn, Kind::FnMut, Kind::FnOnce];
    joined(&mut kinds.into_iter().map(|kind| one(callback, kind)))
}

fn one(callback: &Callback, kind: Kind) -> TokenStream {
    let span = Span::mixed_site();
    let visibility = respanned(&callback.visibility);
    let within = within(callback);
    let name = name(callback, kind);
    // A completion has another result than C gets: the answer.
    let answer = (kind == Kind::FnOnce).then(|| free_name(callback, "T"));
    let bound = match (&callback.output, &answer) {
        (Output::Unknown, _) => None,
        (Output::Nothing | Output::Value(_), None) => Some(closure(callback, kind)),
        (Output::Nothing | Output::Value(_), Some(answer)) => Some(closure_to(
            callback,
            kind,
            &quote_spanned!(span=> -> #answer),
        )),
    };
    let output = callback.output.ty();
    let declared = answer
        .iter()
        .map(|answer| quote_spanned!(span=> <#answer = #output>));
    let generics = answer.iter().map(|answer| quote_spanned!(span=> #answer,));
    let given = answer.iter().map(|answer| quote_spanned!(span=> <#answer>));
    let own = callback.ident.unraw().to_string();
    let text = docs::closure_trait(&own, kind.name());
    let parameter = Ident::new("__FfiClosure", span);
    let bound = bound.map(|bound| quote_spanned!(span=> : #bound));
    quote_spanned! {span=>
        #[doc = #text]
        #within
        #visibility trait #name #(#declared)* #bound {}

        #within
        impl<#(#generics)* #parameter #bound> #name #(#given)* for #parameter {}
    }
}

/// The name of the trait, at the place of the type's.
fn name(callback: &Callback, kind: Kind) -> Ident {
    let span = Span::mixed_site().located_at(callback.ident.span());
    format_ident!("{}{}", callback.ident.unraw(), kind.name(), span = span)
}
