//! *Parse*, the options in the brackets of `#[foreign_table(..)]`, and the entries that are passed over.
//!
//! In: tokens. Out: [`Options`] with a [`TableOptions`], as written.

use proc_macro2::{Span, TokenStream};
use syn::parse::ParseStream;
use syn::{Attribute, Ident, LitInt, Type};

use super::Options;
use crate::errors::Errors;
use crate::options::{each, krate, value};
use crate::wording;

const OPTIONS: [&str; 9] = [
    "header",
    "size_from",
    "count_from",
    "extends",
    "object",
    "optional",
    "threads",
    "abi",
    "crate",
];

/// The options that only tables have, as written.
#[derive(Default)]
pub(crate) struct TableOptions {
    /// The type of what is before the entries.
    pub(crate) header: Option<Type>,
    /// The field that says how many bytes there are.
    pub(crate) size_from: Option<(Span, Type)>,
    /// The field that says how many entries there are.
    pub(crate) count_from: Option<(Span, Type)>,
    /// The table whose entries come first.
    pub(crate) extends: Option<Type>,
    pub(crate) object: bool,
}

/// Entries that are not declared.
#[derive(Clone)]
pub(crate) struct Skipped {
    pub(crate) count: LitInt,
    pub(crate) cfgs: Vec<Attribute>,
}

pub(super) fn parse(arguments: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    let mut table = TableOptions::default();
    each(arguments, &OPTIONS, errors, |key, input, errors| {
        option(key, input, &mut options, &mut table, errors)
    });
    options.table = Some(table);
    options
}

/// The value of one option; whether there is such an option.
fn option(
    key: &Ident,
    input: ParseStream<'_>,
    options: &mut Options,
    table: &mut TableOptions,
    errors: &mut Errors,
) -> bool {
    let name = key.to_string();
    match name.as_str() {
        "header" => table.header = ty(input, key, errors),
        "size_from" => table.size_from = ty(input, key, errors).map(|ty| (key.span(), ty)),
        "count_from" => table.count_from = ty(input, key, errors).map(|ty| (key.span(), ty)),
        "extends" => table.extends = ty(input, key, errors),
        "object" => {
            table.object = true;
            super::options::flag(input, key, errors);
        }
        "optional" => {
            options.optional = true;
            super::options::flag(input, key, errors);
        }
        "threads" => options.threads = super::options::string(input, key, errors),
        "abi" => options.abi = super::options::string(input, key, errors),
        "crate" => options.krate = krate(input, key, errors),
        _ => return false,
    }
    true
}

fn ty(input: ParseStream<'_>, key: &Ident, errors: &mut Errors) -> Option<Type> {
    let message = wording::table::option_needs_type(&key.to_string());
    value(input, key, message, errors, |input| input.parse())
}

/// `skip!(N);` between the methods.
pub(super) fn skip(item: &syn::TraitItemMacro, errors: &mut Errors) -> Option<Skipped> {
    let count = match item.mac.parse_body::<LitInt>() {
        Ok(count) => count,
        Err(error) => {
            errors.at(error.span(), wording::table::SKIP_NEEDS_COUNT);
            return None;
        }
    };
    let (cfgs, others): (Vec<_>, Vec<_>) = item
        .attrs
        .iter()
        .cloned()
        .partition(|attribute| attribute.path().is_ident("cfg"));
    for other in others.iter().filter(|other| !other.path().is_ident("doc")) {
        errors.over(other.path(), wording::table::SKIP_WITH_ATTRIBUTE);
    }
    Some(Skipped { count, cfgs })
}
