//! Rewriting of tokens that the user wrote, for the places where `expand` repeats them.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;

/// A name that is none in Rust's style as ours, so that no lint minds it: it is the foreign
/// library's. An argument whose name begins with `_` is used all the same.
pub(crate) fn foreign_name(ident: &Ident) -> Ident {
    let text = ident.unraw().to_string();
    let core = text.trim_matches('_');
    let mut name = ident.clone();
    // The expansion binds such names itself: as ours, one of the user's would hide another value or be hidden.
    if text.starts_with("__ffi") {
        return name;
    }
    if text.starts_with('_') || core.contains("__") || core.contains(char::is_uppercase) {
        name.set_span(Span::mixed_site().located_at(ident.span()));
    }
    name
}

/// The name of an item as ours. A word that became a keyword after the user's edition is written raw:
/// the span has the edition of this crate.
pub(crate) fn own_name(ident: &Ident, span: Span) -> Ident {
    match ident.to_string().as_str() {
        word @ ("async" | "await" | "dyn" | "gen" | "try") => Ident::new_raw(word, span),
        _ => {
            let mut own = ident.clone();
            own.set_span(span);
            own
        }
    }
}

/// A name for a type parameter that no identifier of the tokens has.
pub(crate) fn free_name(tokens: TokenStream, name: &str) -> Ident {
    fn mentions(tokens: TokenStream, name: &str) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == name,
            TokenTree::Group(group) => mentions(group.stream(), name),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }

    let mut name = name.to_owned();
    while mentions(tokens.clone(), &name) {
        name.push('_');
    }
    Ident::new(&name, Span::mixed_site())
}

/// All parts, one after the other. They come as a `dyn` iterator because `collect` has hundreds of lines of code
/// for each type of iterator, which whoever builds this crate waits for.
pub(crate) fn joined(parts: &mut dyn Iterator<Item = TokenStream>) -> TokenStream {
    parts.collect()
}

/// Tokens as ours, for no lint to see twice: those of a visibility are linted at the struct.
pub(crate) fn respanned(written: &impl ToTokens) -> TokenStream {
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
    respan(written.to_token_stream())
}
