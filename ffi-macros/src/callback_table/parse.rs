//! *Parse*: options and item become [`Syntax`]: a struct with named fields, without what has no place.
//!
//! Next is `lower`, which judges fields and signatures.

use proc_macro2::TokenStream;
use syn::{Attribute, Fields, ItemStruct, Token, punctuated::Punctuated};

use super::options::{self, Options};
use crate::errors::Errors;
use crate::spans::keyword;
use crate::wording::callback_table as wording;

/// A declaration as written.
pub(crate) struct Syntax {
    pub(crate) options: Options,
    pub(crate) item: ItemStruct,
}

/// `None` if there is no struct with named fields to speak of.
pub(crate) fn parse(
    arguments: TokenStream,
    item: TokenStream,
    errors: &mut Errors,
) -> Option<Syntax> {
    let options = options::parse(arguments, errors);
    let item = match syn::parse2::<syn::Item>(item) {
        Ok(syn::Item::Struct(item)) => item,
        Ok(other) => {
            errors.at(keyword(&other), wording::NOT_A_STRUCT);
            return None;
        }
        Err(error) => {
            errors.add(error);
            return None;
        }
    };
    if !matches!(item.fields, Fields::Named(_)) {
        errors.at(item.ident.span(), wording::NOT_NAMED);
        return None;
    }
    if !item.generics.params.is_empty() {
        errors.over(&item.generics, wording::GENERIC);
        return None;
    }
    check_attributes(&item, errors);
    Some(Syntax { options, item })
}

fn check_attributes(item: &ItemStruct, errors: &mut Errors) {
    let mut is_c = false;
    for attribute in &item.attrs {
        if attribute.path().is_ident("derive") {
            errors.over(attribute.path(), wording::DERIVE);
        } else if attribute.path().is_ident("repr") {
            is_c |= repr(attribute, errors);
        }
    }
    if !is_c {
        errors.at(item.ident.span(), wording::NOT_C);
    }
}

/// Whether the layout is that of C, or something else was reported.
fn repr(attribute: &Attribute, errors: &mut Errors) -> bool {
    let words = attribute.parse_args_with(Punctuated::<syn::Meta, Token![,]>::parse_terminated);
    let mut is_c = false;
    for word in words.into_iter().flatten() {
        if word.path().is_ident("transparent") {
            errors.over(word.path(), wording::TRANSPARENT);
            return true;
        }
        is_c |= word.path().is_ident("C");
    }
    is_c
}
