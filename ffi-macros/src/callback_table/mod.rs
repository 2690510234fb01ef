//! `#[callback_table]`: a struct of C with several function pointers and one user data comes in; a table that a Rust
//! value implements goes out, with the trait of its methods.
//!
//! [`parse`] (with `options`) -> [`lower`] -> [`model`] -> [`expand`] (with `functions`, `methods`, `ways` and
//! `docs`). The signatures of functions take the stages of `callback`. Mistakes are collected on the way; at the border
//! before `expand` they are reported all at once, and `stub` takes over.

mod docs;
mod expand;
mod functions;
mod lower;
mod methods;
mod model;
mod options;
mod parse;
mod stub;
mod ways;

use proc_macro2::TokenStream;
use quote::quote;

use crate::errors::Errors;

/// All stages.
pub(crate) fn callback_table(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Some(syntax) = parse::parse(arguments, item.clone(), &mut errors) else {
        let errors = errors.into_tokens();
        return quote!(#errors #item);
    };
    let table = lower::lower(&syntax, &mut errors);
    if errors.is_empty() {
        return expand::expand(&table);
    }
    let stub = stub::of(&table);
    let errors = errors.into_tokens();
    quote!(#errors #stub)
}
