//! *Parse*, first part: the options in the brackets of `#[foreign_library(..)]`.
//!
//! In: tokens. Out: [`Options`] as written; `lower` judges their values. An option that cannot be
//! understood is skipped up to the next comma, so that the others are still seen.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, LitStr, Path, Token};

use crate::errors::{Errors, Message};
use crate::{krate, wording};

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
    let parser = |input: ParseStream<'_>| {
        let mut seen: Vec<String> = Vec::new();
        while !input.is_empty() {
            if let Err(error) = option(input, &mut options, &mut seen, errors) {
                errors.add(error);
            }
            skip_to_next(input)?;
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(arguments) {
        errors.add(error);
    }
    options
}

/// One option, without the comma after it.
fn option(
    input: ParseStream<'_>,
    options: &mut Options,
    seen: &mut Vec<String>,
    errors: &mut Errors,
) -> syn::Result<()> {
    let key = input.call(Ident::parse_any)?;
    let name = key.to_string();
    if seen.contains(&name) {
        errors.at(key.span(), wording::duplicate_option(&name));
        return Ok(());
    }
    options.mentions_name |=
        name == "name" || crate::nearest::nearest(&name, &KNOWN) == Some("name");
    match name.as_str() {
        "name" => string(input, &key, &mut options.name, errors),
        "version" => string(input, &key, &mut options.version, errors),
        "prefix" => string(input, &key, &mut options.prefix, errors),
        "abi" => string(input, &key, &mut options.abi, errors),
        "process" => {
            options.process = Some(key.span());
            if input.peek(Token![=]) {
                errors.at(key.span(), wording::PROCESS_TAKES_NO_VALUE);
            }
        }
        "crate" => value(
            input,
            &key,
            wording::option_needs_path(),
            &mut options.krate,
            errors,
            krate::parse,
        ),
        _ => {
            errors.at(key.span(), wording::unknown_option(&name, &KNOWN));
            return Ok(());
        }
    }
    seen.push(name);
    Ok(())
}

fn string(input: ParseStream<'_>, key: &Ident, slot: &mut Option<LitStr>, errors: &mut Errors) {
    let message = wording::option_needs_string(&key.to_string());
    value(input, key, message, slot, errors, |input| input.parse());
}

/// `= value`; a missing value is reported at the option, a wrong one at its own first token.
fn value<T>(
    input: ParseStream<'_>,
    key: &Ident,
    message: Message,
    slot: &mut Option<T>,
    errors: &mut Errors,
    parse: impl Fn(ParseStream<'_>) -> syn::Result<T>,
) {
    if input.parse::<Token![=]>().is_err() || input.is_empty() {
        errors.at(key.span(), message);
        return;
    }
    let span = input.span();
    match parse(input) {
        Ok(value) => *slot = Some(value),
        Err(_) => errors.at(span, message),
    }
}

fn skip_to_next(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() {
        if input.parse::<Option<Token![,]>>()?.is_some() {
            break;
        }
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
