//! `#[callback]`: the alias of a function pointer comes in, a type that closures become goes out; or a
//! function, which gets a guard against panics.
//!
//! [`parse`] -> [`lower`] (with `user_data`), or [`function`] -> [`model`] -> [`expand`] (with `ways`,
//! `closures` and `docs`), or [`guarded`]. Mistakes are collected on the way; at the border before
//! `expand` and `guarded` they are reported all at once, and `stub` takes over.

mod closure_traits;
mod closures;
mod docs;
mod expand;
mod function;
mod guarded;
mod lower;
mod model;
pub(crate) mod options;
mod parse;
mod stub;
mod user_data;
mod ways;

use proc_macro2::TokenStream;
use quote::quote;

use self::parse::Item;
use crate::errors::Errors;

// A function in a table of callbacks has the signature of a callback type.
pub(crate) use self::closures::pattern;
pub(crate) use self::expand::{own, raw_pointer, signature_called, user_data_argument};
pub(crate) use self::lower::{lower as lower_alias, peeled};
pub(crate) use self::model::{Callback, Output, UserData};
pub(crate) use self::user_data::is_void_pointer;

/// All stages.
pub(crate) fn callback(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Some(syntax) = parse::parse(arguments, item.clone(), &mut errors) else {
        let errors = errors.into_tokens();
        return quote!(#errors #item);
    };
    let stub = match &syntax.item {
        Item::Alias(alias) => {
            let callback = lower::lower(alias, &syntax.options, &mut errors);
            if errors.is_empty() {
                return expand::expand(&callback);
            }
            stub::of_alias(alias, callback)
        }
        Item::Function(item) => match function::lower(item, &syntax.options, &mut errors) {
            Some(function) if errors.is_empty() => return guarded::guarded(&function),
            _ => stub::of_function(item),
        },
    };
    let errors = errors.into_tokens();
    quote!(#errors #stub)
}
