//! `#[foreign_library]`: attribute and trait come in, a struct with typed methods goes out.
//!
//! [`parse`] -> [`lower`] -> [`model`] -> [`expand`]. Every stage hands on what it understood and
//! leaves its mistakes in the bag, so that one run reports those of all stages; the border stands
//! before `expand`, which sees correct models only. Beyond it, `stub` takes over.

mod attributes;
mod call;
mod docs;
mod expand;
mod lower;
mod method;
mod model;
mod options;
mod parse;
mod pointers;
mod signatures;
mod stub;

use proc_macro2::TokenStream;
use quote::quote;

use crate::errors::Errors;

/// All stages.
pub(crate) fn foreign_library(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Some(syntax) = parse::parse(arguments, item.clone(), &mut errors) else {
        let errors = errors.into_tokens();
        return quote!(#errors #item);
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
