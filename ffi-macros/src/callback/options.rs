//! *Parse*, first part: the options in the brackets of `#[callback(..)]`.
//!
//! In: tokens. Out: [`Options`] as written; `lower` judges their values.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Expr, Path, Token};

use crate::errors::Errors;
use crate::options::{each, krate, value};
use crate::wording::callback as wording;

const KNOWN: [&str; 3] = ["user_data", "on_panic", "crate"];

/// The options as written.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) user_data: Option<UserDataOption>,
    pub(crate) on_panic: Option<Expr>,
    pub(crate) krate: Option<Path>,
}

/// `user_data = name` or `user_data = [first, second]`.
pub(crate) struct UserDataOption {
    /// The word `user_data`.
    pub(crate) key: Ident,
    /// Names of arguments; none if they could not be read.
    pub(crate) names: Vec<Ident>,
}

pub(crate) fn parse(arguments: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    each(arguments, &KNOWN, errors, |key, input, errors| {
        option(key, input, &mut options, errors)
    });
    options
}

/// The value of one option; whether there is such an option.
fn option(key: &Ident, input: ParseStream<'_>, options: &mut Options, errors: &mut Errors) -> bool {
    match key.to_string().as_str() {
        "user_data" => {
            let names = value(input, key, wording::USER_DATA_NEEDS_NAME, errors, names);
            options.user_data = Some(UserDataOption {
                key: key.clone(),
                names: names.unwrap_or_default(),
            });
        }
        "on_panic" => {
            let message = wording::ON_PANIC_NEEDS_VALUE;
            options.on_panic = value(input, key, message, errors, |input| input.parse());
        }
        "crate" => options.krate = krate(input, key, errors),
        _ => return false,
    }
    true
}

/// One name, or names in brackets; at least one.
fn names(input: ParseStream<'_>) -> syn::Result<Vec<Ident>> {
    if !input.peek(syn::token::Bracket) {
        return Ok(vec![input.call(Ident::parse_any)?]);
    }
    let inner;
    syn::bracketed!(inner in input);
    let names = Punctuated::<Ident, Token![,]>::parse_terminated_with(&inner, Ident::parse_any)?;
    if names.is_empty() {
        return Err(inner.error("no names"));
    }
    Ok(names.into_iter().collect())
}
