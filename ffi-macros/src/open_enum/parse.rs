//! *Parse* and *check*: the enum, and the integer that stands for it.
//!
//! Next is `expand`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Generics, Item, ItemEnum, Path, Token, Visibility};

use super::status::{self, Mark, Marks};
use crate::errors::Errors;
use crate::options::{each, krate};
use crate::spans::keyword;
use crate::wording::open_enum as wording;

/// Integers that C has and that an enum can be.
const INTEGERS: [&str; 10] = [
    "u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "isize",
];

/// The traits that every open enum implements.
const DERIVED: [&str; 9] = [
    "Clone",
    "Copy",
    "Debug",
    "Eq",
    "ForeignType",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
];

/// Functions of every open enum.
const RESERVED: [&str; 2] = ["from_raw", "raw"];

/// An enum that C may extend.
pub(super) struct OpenEnum {
    /// Attributes that go on the struct.
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) ident: Ident,
    /// Without parameters, unless there was an error.
    pub(super) generics: Generics,
    pub(super) integer: Integer,
    pub(super) variants: Vec<Variant>,
    /// The meanings of variants, if the enum is a status.
    pub(super) status: Option<Marks>,
}

/// The integer that an open enum is.
pub(super) enum Integer {
    /// By its name.
    Named(Ident),
    /// The one that C's compilers choose for an enum; whether a value of it is negative.
    C { is_negative: bool },
}

/// A name for a number.
pub(super) struct Variant {
    pub(super) attributes: Vec<Attribute>,
    pub(super) ident: Ident,
    /// The meanings in a status, and where they are written.
    pub(super) marks: Vec<(Mark, Span)>,
    /// If there is none, the number after that of the variant before.
    pub(super) discriminant: Option<Expr>,
}

/// Options of the attribute.
pub(super) struct Options {
    /// Path of `ffi-runtime`.
    pub(super) krate: Path,
    /// Whether the enum is a status, and where that is written.
    pub(super) status: Option<Span>,
}

pub(super) fn options(arguments: TokenStream, errors: &mut Errors) -> Options {
    let (mut given, mut status) = (None, None);
    let known = ["crate", "status"];
    each(arguments, &known, errors, |key, input, errors| {
        match key.to_string().as_str() {
            "crate" => given = krate(input, key, errors),
            "status" => status = Some(key.span()),
            _ => return false,
        }
        true
    });
    Options {
        krate: crate::krate::path_or_default(given),
        status,
    }
}

/// `None` if there is no enum to speak of.
pub(super) fn parse(item: TokenStream, options: &Options, errors: &mut Errors) -> Option<OpenEnum> {
    let item = match syn::parse2::<Item>(item) {
        Ok(Item::Enum(item)) => item,
        Ok(other) => {
            errors.at(keyword(&other), wording::NOT_AN_ENUM);
            return None;
        }
        Err(error) => {
            errors.add(error);
            return None;
        }
    };
    if !item.generics.params.is_empty() {
        errors.over(&item.generics.params, wording::GENERIC);
    }
    if let Some(clause) = &item.generics.where_clause {
        errors.at(clause.where_token.span, crate::wording::WHERE_CLAUSE);
    }
    let integer = integer(&item, errors);
    let mut attributes = Vec::new();
    for attribute in item.attrs {
        if attribute.path().is_ident("derive") {
            attributes.extend(others_derived(attribute, errors));
        } else if !attribute.path().is_ident("repr") {
            attributes.push(attribute);
        }
    }
    let variants = item.variants.into_iter();
    let variants = variants.filter_map(|variant| lower_variant(variant, errors));
    let variants: Vec<Variant> = variants.collect();
    let status = status::lower(&variants, options.status, errors);
    Some(OpenEnum {
        attributes,
        visibility: item.vis,
        ident: item.ident,
        generics: item.generics,
        integer,
        variants,
        status,
    })
}

/// `None` if there can be no constant of the name.
fn lower_variant(variant: syn::Variant, errors: &mut Errors) -> Option<Variant> {
    if !matches!(variant.fields, syn::Fields::Unit) {
        errors.over(&variant.fields, wording::FIELDS);
    }
    let name = variant.ident.to_string();
    if RESERVED.contains(&name.as_str()) {
        errors.at(variant.ident.span(), wording::reserved(&name));
        return None;
    }
    let mut attributes = variant.attrs;
    let marks = status::take_marks(&mut attributes, errors);
    attributes.retain(|attribute| {
        let is_default = attribute.path().is_ident("default");
        if is_default {
            errors.over(attribute.path(), wording::DEFAULT);
        }
        !is_default
    });
    Some(Variant {
        attributes,
        ident: variant.ident,
        marks,
        discriminant: variant.discriminant.map(|(_, expression)| expression),
    })
}

/// The integer that `repr` names; the one of C after an error.
fn integer(item: &ItemEnum, errors: &mut Errors) -> Integer {
    let mut integer = None;
    let mut is_given = false;
    let reprs = item.attrs.iter();
    for attribute in reprs.filter(|attribute| attribute.path().is_ident("repr")) {
        let parsed = attribute.parse_nested_meta(|word| {
            is_given = true;
            let name = word.path.require_ident()?.clone();
            if INTEGERS.iter().any(|known| name == known) {
                integer = Some(name);
            } else if name != "C" {
                errors.at(name.span(), wording::REPR);
                // The number in the parentheses of `align(8)`.
                word.input.parse::<Option<TokenTree>>()?;
            }
            Ok(())
        });
        if let Err(error) = parsed {
            errors.add(error);
        }
    }
    if !is_given {
        errors.at(item.ident.span(), wording::NO_REPR);
    }
    integer.map_or_else(
        || Integer::C {
            is_negative: is_negative(item),
        },
        Integer::Named,
    )
}

/// Whether a discriminant is written as a negative number.
fn is_negative(item: &ItemEnum) -> bool {
    item.variants.iter().any(|variant| {
        let expression = variant.discriminant.as_ref();
        let first =
            expression.and_then(|(_, expression)| expression.to_token_stream().into_iter().next());
        matches!(first, Some(TokenTree::Punct(punct)) if punct.as_char() == '-')
    })
}

/// A `derive` without what an open enum has already.
fn others_derived(mut attribute: Attribute, errors: &mut Errors) -> Option<Attribute> {
    let parser = Punctuated::<Path, Token![,]>::parse_terminated;
    let Ok(derived) = attribute.parse_args_with(parser) else {
        // The compiler says what is wrong.
        return Some(attribute);
    };
    let mut others = Punctuated::<Path, Token![,]>::new();
    for path in derived {
        let last = path.segments.last().map(|last| last.ident.to_string());
        match last.filter(|last| DERIVED.contains(&last.as_str())) {
            Some(name) => errors.over(&path, wording::derived(&name)),
            None => others.push(path),
        }
    }
    if let syn::Meta::List(list) = &mut attribute.meta {
        list.tokens = others.to_token_stream();
    }
    (!others.is_empty()).then_some(attribute)
}
