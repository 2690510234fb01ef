//! *Expand*, the traits of closures: `LogFn`, `LogFnMut` and `LogFnOnce` for a callback type `Log`.
//!
//! A declared method that takes a closure for a callback (`#[closure(..)]`) knows the name of its type only. By one of
//! these traits rustc finds the closure's arguments, as it does by `Fn` itself, of which they are made.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::ext::IdentExt;

use super::closures::{Kind, closure};
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
    let bound = match callback.output {
        Output::Unknown => None,
        Output::Nothing | Output::Value(_) => Some(closure(callback, kind)),
    };
    let own = callback.ident.unraw().to_string();
    let text = docs::closure_trait(&own, kind.name());
    let parameter = Ident::new("__FfiClosure", span);
    let bound = bound.map(|bound| quote_spanned!(span=> : #bound));
    quote_spanned! {span=>
        #[doc = #text]
        #within
        #visibility trait #name #bound {}

        #within
        impl<#parameter #bound> #name for #parameter {}
    }
}

/// The name of the trait, at the place of the type's.
fn name(callback: &Callback, kind: Kind) -> Ident {
    let span = Span::mixed_site().located_at(callback.ident.span());
    format_ident!("{}{}", callback.ident.unraw(), kind.name(), span = span)
}
