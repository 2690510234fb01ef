//! `#[foreign_library]`: attribute and declaration come in, a struct with typed methods goes out.
//!
//! [`parse`] -> [`lower`] -> [`model`] -> [`expand`]. Every stage hands on what it understood and
//! leaves its mistakes in the bag, so that one run reports those of all stages; the border stands
//! before `expand`, which sees correct models only. Beyond it, `stub` takes over.

mod call;
mod declaration;
mod docs;
#[cfg(test)]
mod documentation_tests;
mod expand;
mod include;
#[cfg(feature = "plugin")]
mod interface;
mod layout;
mod linked;
mod lower;
mod lowering;
mod member;
mod method;
mod methods;
mod model;
mod parse;
mod pointers;
mod rename;
mod signatures;
mod stub;
mod table;
mod trace;
mod variable;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use self::include::{Misread, include_foreign};
use crate::errors::Errors;

/// All stages, for a library.
pub(crate) fn foreign_library(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let syntax = parse::parse(arguments, item, &mut errors);
    declared(syntax, errors)
}

/// All stages, for a table: a library whose functions have places in place of symbols.
pub(crate) fn foreign_table(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let syntax = parse::parse_table(arguments, item, &mut errors);
    declared(syntax, errors)
}

/// All stages, for an interface: a table of objects, and what implements it.
#[cfg(feature = "plugin")]
pub(crate) fn foreign_interface(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let syntax = parse::parse_interface(arguments, item, &mut errors);
    declared(syntax, errors)
}

/// The stages after *parse*; without a declaration, the tokens that stay.
fn declared(syntax: Result<parse::Syntax, TokenStream>, mut errors: Errors) -> TokenStream {
    let syntax = match syntax {
        Ok(syntax) => syntax,
        Err(item) => {
            let errors = errors.into_tokens();
            return quote!(#errors #item);
        }
    };
    let library = lower::lower(&syntax, &mut errors);
    library.check(&mut errors);

    if errors.is_empty() {
        return expand::expand(&library);
    }
    let errors = errors.into_tokens();
    let stub = stub::stub(&syntax);
    quote!(#errors #stub)
}
