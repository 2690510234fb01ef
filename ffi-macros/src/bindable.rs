//! Names that can be bound whatever they mean where the user writes a declaration.
//!
//! A pattern that is the name of a constant, a static or a unit struct in scope is compared with it, or
//! refused. A function of that name may be shadowed. So there is a function for each name that the
//! expansion binds, in the block where the expansion stands.

use std::collections::HashSet;

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::Type;

use crate::rewrite::own_name;

/// The functions for names of ours and of the user. A word that `types` mention by value, as in
/// `[u8; limit]`, keeps its meaning and has none.
pub(crate) fn bindable<'d>(
    ours: &[&str],
    theirs: impl Iterator<Item = &'d Ident>,
    types: impl Iterator<Item = &'d Type>,
) -> TokenStream {
    let span = Span::mixed_site();
    let mut seen = HashSet::new();
    for ty in types {
        values(ty.to_token_stream(), false, &mut seen);
    }
    let mut functions = TokenStream::new();
    let mut bind = |name: Ident| {
        if seen.insert(name.to_string()) {
            functions.extend(quote_spanned!(span=> fn #name() {}));
        }
    };
    for name in ours {
        bind(Ident::new(name, span));
    }
    for name in theirs {
        bind(own_name(name, span));
    }
    functions
}

/// Collects the words of a type that may be values: those of array lengths and of blocks, and lone generic
/// arguments. `is_value` says whether all words count.
fn values(tokens: TokenStream, is_value: bool, found: &mut HashSet<String>) {
    let mut is_value = is_value;
    let mut opens = false;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) => {
                let closes = matches!(
                    tokens.peek(),
                    Some(TokenTree::Punct(punct)) if [',', '>'].contains(&punct.as_char())
                );
                if is_value || (opens && closes) {
                    found.insert(word.to_string());
                }
                opens = false;
            }
            TokenTree::Group(group) => {
                let is_block = group.delimiter() == Delimiter::Brace;
                values(group.stream(), is_value || is_block, found);
                opens = false;
            }
            TokenTree::Punct(punct) => {
                // After `[u8;` comes the length.
                is_value |= punct.as_char() == ';';
                opens = ['<', ','].contains(&punct.as_char());
            }
            TokenTree::Literal(_) => opens = false,
        }
    }
}
