//! *Parse*, first part: the options in the brackets of `#[foreign_library(..)]`.
//!
//! In: tokens. Out: [`Options`] as written; `lower` judges their values.

use proc_macro2::{Span, TokenStream};
use syn::parse::ParseStream;
use syn::{Ident, LitStr, Path, Token};

use crate::errors::Errors;
use crate::nearest::nearest;
use crate::options::{each, krate, value};
use crate::wording;

const KNOWN: [&str; 6] = ["name", "version", "process", "prefix", "abi", "crate"];

/// The options as written.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) name: Option<LitStr>,
    pub(crate) version: Option<LitStr>,
    pub(crate) process: Option<Span>,
    pub(crate) prefix: Option<LitStr>,
    pub(crate) abi: Option<LitStr>,
    pub(crate) krate: Option<Path>,
    /// Whether a name was meant, even if it could not be read.
    pub(crate) mentions_name: bool,
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
    let name = key.to_string();
    options.mentions_name |= name == "name" || nearest(&name, &KNOWN) == Some("name");
    match name.as_str() {
        "name" => options.name = string(input, key, errors),
        "version" => options.version = string(input, key, errors),
        "prefix" => options.prefix = string(input, key, errors),
        "abi" => options.abi = string(input, key, errors),
        "process" => {
            options.process = Some(key.span());
            if input.peek(Token![=]) {
                errors.at(key.span(), wording::PROCESS_TAKES_NO_VALUE);
            }
        }
        "crate" => options.krate = krate(input, key, errors),
        _ => return false,
    }
    true
}

fn string(input: ParseStream<'_>, key: &Ident, errors: &mut Errors) -> Option<LitStr> {
    let message = wording::option_needs_string(&key.to_string());
    value(input, key, message, errors, |input| input.parse())
}
