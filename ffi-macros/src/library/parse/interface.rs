//! *Parse*, the options in the brackets of `#[foreign_interface(..)]`.
//!
//! In: tokens. Out: [`Options`] of a table of objects, with an [`InterfaceOptions`], as written.

use proc_macro2::{Span, TokenStream};
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Ident, LitStr, Token, Type, bracketed, parse_quote_spanned};

use super::{Options, TableOptions};
use crate::errors::Errors;
use crate::krate::path_or_default;
use crate::options::{each, krate, value};
use crate::wording;

const OPTIONS: [&str; 8] = [
    "name", "version", "host", "unique", "plugin", "types", "abi", "crate",
];

/// The options that only interfaces have, as written.
#[derive(Default)]
pub(crate) struct InterfaceOptions {
    pub(crate) name: Option<LitStr>,
    pub(crate) version: Option<LitStr>,
    /// The interface that a plugin needs of its host.
    pub(crate) host: Option<Type>,
    /// Whether an object has one owner.
    pub(crate) unique: bool,
    /// Whether plugins have the interface, though they need nothing of their host.
    pub(crate) plugin: bool,
    /// Types behind pointers of fields.
    pub(crate) types: Vec<Type>,
    /// Whether a name was meant, even if it could not be read.
    pub(crate) mentions_name: bool,
}

pub(super) fn parse(arguments: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    let mut interface = InterfaceOptions::default();
    each(arguments, &OPTIONS, errors, |key, input, errors| {
        option(key, input, &mut options, &mut interface, errors)
    });
    let span = Span::mixed_site();
    let krate = path_or_default(options.krate.clone());
    let header = parse_quote_spanned!(span=> #krate::macro_support::InterfaceHeader);
    options.table = Some(TableOptions {
        header: Some(header),
        size_from: Some((span, parse_quote_spanned!(span=> size))),
        object: true,
        ..TableOptions::default()
    });
    options.interface = Some(interface);
    options
}

/// The value of one option; whether there is such an option.
fn option(
    key: &Ident,
    input: ParseStream<'_>,
    options: &mut Options,
    interface: &mut InterfaceOptions,
    errors: &mut Errors,
) -> bool {
    let name = key.to_string();
    match name.as_str() {
        "name" => {
            interface.mentions_name = true;
            interface.name = super::options::string(input, key, errors);
        }
        "version" => interface.version = super::options::string(input, key, errors),
        "host" => {
            let message = wording::interface::HOST_NEEDS_INTERFACE;
            interface.host = value(input, key, message, errors, |input| input.parse());
        }
        "unique" | "plugin" => {
            if name == "unique" {
                interface.unique = true;
            } else {
                interface.plugin = true;
            }
            super::options::flag(input, key, errors);
        }
        "types" => interface.types = types(input, key, errors),
        "abi" => options.abi = super::options::string(input, key, errors),
        "crate" => options.krate = krate(input, key, errors),
        _ => return false,
    }
    true
}

/// `[A, B]`.
fn types(input: ParseStream<'_>, key: &Ident, errors: &mut Errors) -> Vec<Type> {
    let message = wording::interface::TYPES_NEEDS_LIST;
    let list = value(input, key, message, errors, |input| {
        let content;
        bracketed!(content in input);
        Punctuated::<Type, Token![,]>::parse_terminated(&content)
    });
    list.into_iter().flatten().collect()
}
