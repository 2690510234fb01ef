//! Rewriting of tokens that the user wrote, for the places where `expand` repeats them.

use std::collections::HashSet;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Visibility;
use syn::ext::IdentExt;

/// A name that is none in Rust's style as ours, so that no lint minds it: it is the foreign
/// library's. An argument whose name begins with `_` is used all the same.
pub(super) fn foreign_name(ident: &Ident) -> Ident {
    let text = ident.unraw().to_string();
    let core = text.trim_matches('_');
    let mut name = ident.clone();
    if text.starts_with('_') || core.contains("__") || core.contains(char::is_uppercase) {
        name.set_span(Span::mixed_site().located_at(ident.span()));
    }
    name
}

/// The visibility of the trait, as ours: what it says about the struct is linted there.
pub(super) fn respanned(visibility: &Visibility) -> TokenStream {
    fn respan(tokens: TokenStream) -> TokenStream {
        let span = Span::mixed_site();
        let each = tokens.into_iter().map(|mut token| {
            if let TokenTree::Group(group) = &token {
                token = Group::new(group.delimiter(), respan(group.stream())).into();
            }
            token.set_span(span.located_at(token.span()).resolved_at(span));
            token
        });
        each.collect()
    }
    respan(visibility.to_token_stream())
}

/// A type in which the method's lifetimes are `'static`, for use outside of the method.
pub(super) fn erased(tokens: TokenStream, lifetimes: &HashSet<String>) -> TokenStream {
    if lifetimes.is_empty() {
        return tokens;
    }
    let mut after_tick = false;
    let each = tokens.into_iter().map(|token| {
        let is_name = std::mem::replace(
            &mut after_tick,
            matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\''),
        );
        match token {
            TokenTree::Ident(name) if is_name && lifetimes.contains(&name.to_string()) => {
                Ident::new("static", name.span()).into()
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), erased(group.stream(), lifetimes));
                inner.set_span(group.span());
                inner.into()
            }
            other => other,
        }
    });
    each.collect()
}
