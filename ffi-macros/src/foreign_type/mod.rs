//! `#[derive(ForeignType)]`: a type comes in, its descriptor goes out.
//!
//! [`parse`] -> [`lower`] -> [`model`] -> [`expand`], with the border before `expand`, as in
//! `library`. After a mistake the type still gets an implementation, so that the functions that use
//! it report nothing of their own.

mod chain;
mod confirmed;
mod expand;
mod expand_defaults;
mod generated;
mod info;
mod invalid;
mod lower;
mod lower_defaults;
mod mirror;
mod model;
mod options;
mod parse;

use proc_macro2::TokenStream;
use quote::quote;

use crate::errors::Errors;

/// All stages.
pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Some(syntax) = parse::parse(item, &mut errors) else {
        return errors.into_tokens();
    };
    if errors.is_empty() && generated::is_incomplete(&syntax.item) {
        return TokenStream::new();
    }
    match lower::lower(&syntax, &mut errors) {
        Some(described) if errors.is_empty() => expand::expand(&described),
        _ => {
            let errors = errors.into_tokens();
            let stub = syntax.is_sized().then(|| expand::stub(&syntax));
            quote!(#errors #stub)
        }
    }
}
