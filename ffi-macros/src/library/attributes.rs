//! *Parse*, second part: the attributes of one method, split into ours and kept ones.
//!
//! In: attributes as written. Out: [`MethodAttributes`]. Attributes that we do not know are kept:
//! rustc or another macro knows them, unless they look like a misspelt one of ours.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Lit, LitInt, LitStr, Meta, Token};

use crate::errors::Errors;
use crate::nearest::nearest;
use crate::wording;

const OURS: [&str; 4] = ["symbol", "optional", "variadic", "any_pointer"];

/// Attributes of the language that are near to none of ours, or right as they are.
const KEPT: [&str; 12] = [
    "doc",
    "must_use",
    "deprecated",
    "inline",
    "cold",
    "track_caller",
    "allow",
    "expect",
    "warn",
    "deny",
    "forbid",
    "cfg_attr",
];

/// The attributes of one method.
#[derive(Default)]
pub(crate) struct MethodAttributes {
    /// Names from `#[symbol(..)]`; empty if there was none.
    pub(crate) symbols: Vec<LitStr>,
    /// Whether `#[symbol(..)]` was there, right or wrong.
    pub(crate) has_symbol: bool,
    pub(crate) optional: bool,
    /// Whether `#[any_pointer]` was there.
    pub(crate) any_pointer: bool,
    /// How many arguments are named, from `#[variadic(..)]`.
    pub(crate) variadic: Option<LitInt>,
    /// Whether `#[variadic(..)]` was there, right or wrong.
    pub(crate) has_variadic: bool,
    /// The `#[cfg(..)]`s, which go on everything that the method becomes.
    pub(crate) cfgs: Vec<Attribute>,
    /// The others, in order.
    pub(crate) kept: Vec<Attribute>,
}

pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> MethodAttributes {
    let mut parsed = MethodAttributes::default();
    for attribute in attributes {
        let Some(name) = attribute.path().get_ident().map(ToString::to_string) else {
            parsed.kept.push(attribute.clone());
            continue;
        };
        match name.as_str() {
            "symbol" => symbol(attribute, &mut parsed, errors),
            "optional" => flag(attribute, &mut parsed.optional, errors),
            "any_pointer" => flag(attribute, &mut parsed.any_pointer, errors),
            "variadic" => variadic(attribute, &mut parsed, errors),
            "cfg" => parsed.cfgs.push(attribute.clone()),
            "link_name" => errors.over(attribute.path(), wording::LINK_NAME),
            _ => {
                if name == "cfg_attr" && hides_ours(attribute) {
                    errors.over(attribute.path(), wording::HIDDEN_ATTRIBUTE);
                } else if !KEPT.contains(&name.as_str())
                    && let Some(meant) = nearest(&name, &OURS)
                {
                    errors.over(attribute.path(), wording::misspelt_attribute(&name, meant));
                } else {
                    parsed.kept.push(attribute.clone());
                }
            }
        }
    }
    parsed
}

fn symbol(attribute: &Attribute, parsed: &mut MethodAttributes, errors: &mut Errors) {
    if parsed.has_symbol {
        errors.over(attribute.path(), wording::duplicate_attribute("symbol"));
        return;
    }
    parsed.has_symbol = true;
    let Meta::List(list) = &attribute.meta else {
        errors.over(attribute.path(), wording::SYMBOL_NEEDS_STRINGS);
        return;
    };
    let literals = list.parse_args_with(Punctuated::<Lit, Token![,]>::parse_terminated);
    let literals = match literals {
        Ok(literals) if !literals.is_empty() => literals,
        Ok(_) => return errors.over(attribute.path(), wording::SYMBOL_NEEDS_STRINGS),
        Err(error) => return errors.at(error.span(), wording::SYMBOL_NEEDS_STRINGS),
    };
    for literal in literals {
        match literal {
            Lit::Str(name) if name.value().is_empty() => {
                errors.at(name.span(), wording::EMPTY_SYMBOL);
            }
            Lit::Str(name) if name.value().contains('\0') => {
                errors.at(name.span(), wording::nul_in("the symbol"));
            }
            Lit::Str(name) => parsed.symbols.push(name),
            other => errors.at(other.span(), wording::SYMBOL_NEEDS_STRINGS),
        }
    }
}

/// An attribute that is there or not.
fn flag(attribute: &Attribute, is_there: &mut bool, errors: &mut Errors) {
    let name = attribute.path().to_token_stream().to_string();
    if *is_there {
        errors.over(attribute.path(), wording::duplicate_attribute(&name));
    } else if !matches!(attribute.meta, Meta::Path(_)) {
        errors.at(attribute.meta.span(), wording::takes_nothing(&name));
    }
    *is_there = true;
}

fn variadic(attribute: &Attribute, parsed: &mut MethodAttributes, errors: &mut Errors) {
    if parsed.has_variadic {
        errors.over(attribute.path(), wording::duplicate_attribute("variadic"));
        return;
    }
    parsed.has_variadic = true;
    let Meta::List(list) = &attribute.meta else {
        errors.over(attribute.path(), wording::VARIADIC_NEEDS_COUNT);
        return;
    };
    match list.parse_args::<LitInt>() {
        Ok(count) => parsed.variadic = Some(count),
        Err(error) => errors.at(error.span(), wording::VARIADIC_NEEDS_COUNT),
    }
}

/// Whether one of the attributes that `cfg_attr` would set is one that only this macro can honour.
fn hides_ours(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else {
        return false;
    };
    let mut parts = split_at_commas(list.tokens.to_token_stream());
    // The first part is the condition.
    parts.any(|first| OURS.contains(&first.as_str()) || first == "cfg")
}

/// The first word after each comma of the outermost level.
fn split_at_commas(tokens: TokenStream) -> impl Iterator<Item = String> {
    let mut after_comma = false;
    tokens.into_iter().filter_map(move |token| {
        let first = after_comma.then(|| token.to_string());
        after_comma = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
        first
    })
}
