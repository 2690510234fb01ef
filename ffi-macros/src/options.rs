//! Reading of the options in the brackets of an attribute: `key = value, key`.
//!
//! An option that cannot be understood is skipped up to the next comma, so that the others are still
//! seen. The `options` of each folder say which there are.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, Path, Token};

use crate::errors::{Errors, Message};
use crate::{krate, wording};

/// Gives each option to `read`: the key has been read, the value has not. `read` says whether it
/// knows the key; those that it does not know, and those that are given twice, are reported.
pub(crate) fn each(
    arguments: TokenStream,
    known: &[&str],
    errors: &mut Errors,
    mut read: impl FnMut(&Ident, ParseStream<'_>, &mut Errors) -> bool,
) {
    each_by(arguments, known, errors, &mut read);
}

/// Reads one option, if it knows it.
type Read<'r> = &'r mut dyn FnMut(&Ident, ParseStream<'_>, &mut Errors) -> bool;

/// Reads the options as [`each`] does; compiled once for all readers.
fn each_by(arguments: TokenStream, known: &[&str], errors: &mut Errors, read: Read<'_>) {
    let parser = |input: ParseStream<'_>| {
        let mut seen: Vec<String> = Vec::new();
        while !input.is_empty() {
            match input.call(Ident::parse_any) {
                Ok(key) => {
                    let (name, before) = (key.to_string(), errors.count());
                    if seen.contains(&name) {
                        errors.at(key.span(), wording::duplicate_option(&name));
                    } else if read(&key, input, errors) {
                        seen.push(name);
                        if errors.count() == before && !input.is_empty() && !input.peek(Token![,]) {
                            errors.at(input.span(), wording::OPTION_GOES_ON);
                        }
                    } else {
                        errors.at(key.span(), wording::unknown_option(&name, known));
                    }
                }
                Err(error) => errors.add(error),
            }
            skip_to_next(input)?;
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(arguments) {
        errors.add(error);
    }
}

/// `= value`; a missing value is reported at the option, a wrong one at its own first token.
pub(crate) fn value<T>(
    input: ParseStream<'_>,
    key: &Ident,
    message: Message,
    errors: &mut Errors,
    parse: impl Fn(ParseStream<'_>) -> syn::Result<T>,
) -> Option<T> {
    let is_assigned = input.peek(Token![=]) && input.parse::<Token![=]>().is_ok();
    if !is_assigned || input.is_empty() || input.peek(Token![,]) {
        errors.at(key.span(), message);
        return None;
    }
    let span = input.span();
    match parse(input) {
        Ok(value) => Some(value),
        Err(_) => {
            errors.at(span, message);
            None
        }
    }
}

/// The value of `crate = path`.
pub(crate) fn krate(input: ParseStream<'_>, key: &Ident, errors: &mut Errors) -> Option<Path> {
    let message = wording::option_needs_path();
    value(input, key, message, errors, krate::parse)
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
