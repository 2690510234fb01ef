//! *Parse*: options and item become [`Syntax`]: what was written, without what has no place.
//!
//! Next is `lower`, which judges signatures and values.

use proc_macro2::TokenStream;
use syn::{Attribute, ItemFn, ItemType};

use super::options::{self, Options};
use crate::errors::Errors;
use crate::spans::keyword;
use crate::wording::callback as wording;

/// A declaration as written.
pub(crate) struct Syntax {
    pub(crate) options: Options,
    pub(crate) item: Item,
}

/// The item that the attribute stands on.
pub(crate) enum Item {
    /// `type Name = unsafe extern "C" fn(..) -> ..;`
    Alias(ItemType),
    /// `extern "C" fn name(..) -> .. { .. }`
    Function(ItemFn),
}

/// `None` if there is neither a type alias nor a function to speak of.
pub(crate) fn parse(
    arguments: TokenStream,
    item: TokenStream,
    errors: &mut Errors,
) -> Option<Syntax> {
    let options = options::parse(arguments, errors);
    let item = match syn::parse2::<syn::Item>(item) {
        Ok(syn::Item::Type(alias)) => Item::Alias(alias),
        Ok(syn::Item::Fn(function)) => Item::Function(function),
        Ok(other) => {
            errors.at(keyword(&other), wording::NOT_A_CALLBACK);
            return None;
        }
        Err(error) => {
            errors.add(error);
            return None;
        }
    };
    let attributes = match &item {
        Item::Alias(alias) => &alias.attrs,
        Item::Function(function) => &function.attrs,
    };
    check_attributes(attributes, errors);
    Some(Syntax { options, item })
}

/// Reports attributes that would change the layout, or that cannot be derived.
fn check_attributes(attributes: &[Attribute], errors: &mut Errors) {
    for attribute in attributes {
        if attribute.path().is_ident("derive") {
            errors.over(attribute.path(), wording::DERIVE);
        } else if attribute.path().is_ident("repr") {
            errors.over(attribute.path(), wording::REPR);
        }
    }
}
