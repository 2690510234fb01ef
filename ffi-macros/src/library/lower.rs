//! *Lower*: values of options and parts of the trait become the model's pieces.
//!
//! In: [`Syntax`]. Out: a [`Library`]; methods with a mistake are left out of it, which is harmless
//! because no model with mistakes is expanded. `method` lowers the methods.

use proc_macro2::Span;
use syn::{Attribute, LitStr};

use super::method;
use super::model::Library;
use super::options::Options;
use super::parse::Syntax;
use crate::abi::{self, Abi};
use crate::errors::Errors;
use crate::lints::is_level;
use crate::{krate, wording};

pub(crate) fn lower(syntax: &Syntax, errors: &mut Errors) -> Library {
    let options = &syntax.options;
    naming(options, errors);
    let prefix = options.prefix.as_ref().map(|prefix| {
        without_nul(prefix, "prefix", errors);
        prefix.value()
    });
    let abi = options
        .abi
        .as_ref()
        .and_then(|abi| abi::named(abi, errors))
        .unwrap_or(Abi::C);
    let defaults = method::Defaults {
        prefix: prefix.unwrap_or_default(),
        abi,
    };
    let methods = syntax
        .methods
        .iter()
        .filter_map(|part| method::lower(part, &defaults, errors))
        .collect();

    let (attributes, shared) = attributes(&syntax.item.attrs);
    Library {
        krate: krate::path_or_default(options.krate.clone()),
        ident: syntax.item.ident.clone(),
        promise: syntax.item.unsafety,
        visibility: syntax.item.vis.clone(),
        attributes,
        shared,
        name: options.name.as_ref().map(LitStr::value),
        version: options.version.as_ref().map(LitStr::value),
        methods,
    }
}

/// Name and version, or this process.
fn naming(options: &Options, errors: &mut Errors) {
    for (value, option) in [(&options.name, "name"), (&options.version, "version")] {
        let Some(value) = value else { continue };
        if options.process.is_some() {
            errors.at(value.span(), wording::PROCESS_WITH_NAME);
        }
        text(value, option, errors);
        if value.value().contains(['/', '\\']) {
            errors.at(value.span(), wording::separator_in_option(option));
        }
    }
    if options.process.is_none() && !options.mentions_name {
        errors.at(Span::call_site(), wording::MISSING_NAME);
    }
}

/// A name, which becomes part of a C string.
fn text(value: &LitStr, option: &str, errors: &mut Errors) {
    if value.value().is_empty() {
        errors.at(value.span(), wording::empty_option(option));
    }
    without_nul(value, option, errors);
}

fn without_nul(value: &LitStr, option: &str, errors: &mut Errors) {
    if value.value().contains('\0') {
        errors.at(value.span(), wording::nul_in(&format!("option `{option}`")));
    }
}

/// Those of the struct, and those of all that the trait becomes.
fn attributes(attributes: &[Attribute]) -> (Vec<Attribute>, Vec<Attribute>) {
    attributes
        .iter()
        .cloned()
        .partition(|attribute| !attribute.path().is_ident("cfg") && !is_level(attribute))
}
