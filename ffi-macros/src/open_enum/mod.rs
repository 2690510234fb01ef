//! `#[open_enum]`: an enum of C's names comes in, a number with named constants goes out.
//!
//! [`parse`] checks what is written and decides on the integer; [`expand`] writes the code, and [`status`] that of a
//! status. After a mistake the type is declared all the same, so that the functions that use it report nothing of their
//! own.

mod expand;
mod parse;
mod status;

use proc_macro2::TokenStream;
use quote::quote;

use crate::errors::Errors;

/// All stages.
pub(crate) fn open_enum(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = parse::options(arguments, &mut errors);
    let code = match parse::parse(item.clone(), &options, &mut errors) {
        Some(open) => expand::expand(&open, &options.krate),
        None => item,
    };
    let errors = errors.into_tokens();
    quote!(#errors #code)
}
