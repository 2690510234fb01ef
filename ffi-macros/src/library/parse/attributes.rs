//! *Parse*, the attributes of one method, split into ours and kept ones.
//!
//! In: attributes as written. Out: [`MethodAttributes`]. Attributes that we do not know are kept:
//! rustc or another macro knows them, unless they look like a misspelt one of ours.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitInt, LitStr, Meta, Token};

use super::super::lowering;
use super::super::lowering::parse::{OF_METHODS, OutcomeSyntax};
use crate::errors::{Errors, Message};
use crate::nearest::nearest;
use crate::wording;

const OURS: [&str; 17] = [
    "symbol",
    "requires",
    "optional",
    "since",
    "variadic",
    "variable",
    "any_pointer",
    "secret",
    "skip",
    "check",
    "errno",
    "last_error",
    "copied",
    "slice",
    "free",
    "retain",
    "offload",
];

/// Attributes of the language that this macro reads too.
const SEEN: [&str; 2] = ["cfg", "link_name"];

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
    /// Where `#[symbol(..)]` was.
    pub(crate) symbol_span: Option<Span>,
    /// The symbol's version, from `#[symbol(.., version = "..")]`.
    pub(crate) symbol_version: Option<LitStr>,
    pub(crate) optional: bool,
    /// The group of an optional function, from `#[optional(group = "..")]`.
    pub(crate) group: Option<LitStr>,
    /// The version of the library that has the function first, from `#[since("..")]`.
    pub(crate) since: Option<LitStr>,
    /// The values that the function may return, from `#[requires(..)]`.
    pub(crate) requires: Option<Expr>,
    /// The version of the table that has the entry first, from `#[since(..)]`.
    pub(crate) since_number: Option<LitInt>,
    /// Entries before this one that are not declared, from `#[skip(..)]`.
    pub(crate) skip: Option<LitInt>,
    /// Where `#[variable]` was.
    pub(crate) variable: Option<Span>,
    /// Whether `#[any_pointer]` was there.
    pub(crate) any_pointer: bool,
    /// Whether `#[secret]` was there.
    pub(crate) secret: bool,
    /// How many arguments are named, from `#[variadic(..)]`.
    pub(crate) variadic: Option<LitInt>,
    /// Whether `#[variadic(..)]` was there, right or wrong.
    pub(crate) has_variadic: bool,
    /// The `#[cfg(..)]`s, which go on everything that the method becomes.
    pub(crate) cfgs: Vec<Attribute>,
    /// Attributes that say how the result becomes that of the method.
    pub(crate) outcome: OutcomeSyntax,
    /// The others, in order.
    pub(crate) kept: Vec<Attribute>,
}

/// The attributes of a method of a trait.
pub(super) fn parse(attributes: &[Attribute], errors: &mut Errors) -> MethodAttributes {
    let mut parsed = MethodAttributes::default();
    for attribute in attributes {
        if attribute.path().is_ident("link_name") {
            errors.over(attribute.path(), wording::LINK_NAME);
        } else {
            read(attribute, &mut parsed, errors);
        }
    }
    parsed
}

/// The attributes of an item of a block, where `#[link_name]` says what `#[symbol]` says.
pub(super) fn parse_foreign(attributes: &[Attribute], errors: &mut Errors) -> MethodAttributes {
    let mut parsed = MethodAttributes::default();
    for attribute in attributes {
        if attribute.path().is_ident("link_name") {
            link_name(attribute, &mut parsed, errors);
        } else {
            read(attribute, &mut parsed, errors);
        }
    }
    parsed
}

/// Whether an attribute is one of this macro's.
pub(crate) fn is_ours(attribute: &Attribute) -> bool {
    OURS.iter().any(|name| attribute.path().is_ident(name))
}

/// Reports attributes of ours on a method with a body, where they mean nothing.
pub(super) fn check_plain(attributes: &[Attribute], errors: &mut Errors) {
    for attribute in attributes {
        let name = attribute.path().get_ident().map(ToString::to_string);
        if let Some(name) = name.filter(|name| OURS.contains(&name.as_str())) {
            errors.over(
                attribute.path(),
                wording::library::attribute_with_body(&name),
            );
        }
    }
}

fn read(attribute: &Attribute, parsed: &mut MethodAttributes, errors: &mut Errors) {
    let Some(name) = attribute.path().get_ident().map(ToString::to_string) else {
        parsed.kept.push(attribute.clone());
        return;
    };
    match name.as_str() {
        "symbol" => symbol(attribute, parsed, errors),
        "optional" => optional(attribute, parsed, errors),
        "since" => since(attribute, parsed, errors),
        "requires" => requires(attribute, parsed, errors),
        "variable" => {
            let mut is_there = parsed.variable.is_some();
            flag(attribute, &mut is_there, errors);
            parsed.variable = Some(attribute.path().span());
        }
        "skip" => skip(attribute, parsed, errors),
        "any_pointer" => flag(attribute, &mut parsed.any_pointer, errors),
        "secret" => flag(attribute, &mut parsed.secret, errors),
        "variadic" => variadic(attribute, parsed, errors),
        "cfg" => parsed.cfgs.push(attribute.clone()),
        name if OF_METHODS.contains(&name) => {
            lowering::parse::outcome(name, attribute, &mut parsed.outcome, errors);
        }
        _ => {
            let hidden = hidden(attribute);
            if name == "cfg_attr" && !hidden.is_empty() {
                for hidden in hidden {
                    let message = wording::hidden_attribute(&hidden.to_string());
                    errors.at(hidden.span(), message);
                }
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

/// `#[link_name = "name"]`; bindgen puts a byte before the name that keeps LLVM from changing it.
fn link_name(attribute: &Attribute, parsed: &mut MethodAttributes, errors: &mut Errors) {
    if parsed.has_symbol {
        errors.over(attribute.path(), wording::duplicate_attribute("symbol"));
        return;
    }
    parsed.has_symbol = true;
    let value = attribute.meta.require_name_value();
    let Ok(Expr::Lit(ExprLit {
        lit: Lit::Str(name),
        ..
    })) = value.map(|pair| &pair.value)
    else {
        errors.over(attribute.path(), wording::library::LINK_NAME_NEEDS_STRING);
        return;
    };
    let written = name.value();
    let stripped = written.strip_prefix('\u{1}').unwrap_or(&written);
    named(LitStr::new(stripped, name.span()), parsed, errors);
}

fn symbol(attribute: &Attribute, parsed: &mut MethodAttributes, errors: &mut Errors) {
    if parsed.has_symbol {
        errors.over(attribute.path(), wording::duplicate_attribute("symbol"));
        return;
    }
    parsed.has_symbol = true;
    parsed.symbol_span = Some(attribute.path().span());
    let Meta::List(list) = &attribute.meta else {
        errors.over(attribute.path(), wording::SYMBOL_NEEDS_STRINGS);
        return;
    };
    let parts = list.parse_args_with(Punctuated::<SymbolPart, Token![,]>::parse_terminated);
    let parts = match parts {
        Ok(parts) => parts,
        Err(error) => return errors.at(error.span(), wording::SYMBOL_NEEDS_STRINGS),
    };
    let has_name = |part: &SymbolPart| matches!(part, SymbolPart::Name(_));
    if !parts.iter().any(has_name) {
        return errors.over(attribute.path(), wording::SYMBOL_NEEDS_STRINGS);
    }
    for part in parts {
        match part {
            SymbolPart::Name(Lit::Str(name)) => named(name, parsed, errors),
            SymbolPart::Name(other) => errors.at(other.span(), wording::SYMBOL_NEEDS_STRINGS),
            SymbolPart::Version(version) => {
                if text(
                    &version,
                    "the version",
                    wording::library::EMPTY_VERSION,
                    errors,
                ) {
                    parsed.symbol_version = Some(version);
                }
            }
        }
    }
}

/// A part of `#[symbol(..)]`.
enum SymbolPart {
    Name(Lit),
    Version(LitStr),
}

impl Parse for SymbolPart {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Ident) {
            return Ok(Self::Version(named_string(input, "version")?));
        }
        input.parse().map(Self::Name)
    }
}

/// `key = ".."`.
fn named_string(input: ParseStream<'_>, key: &str) -> syn::Result<LitStr> {
    let written: Ident = input.parse()?;
    if written != key {
        return Err(syn::Error::new(written.span(), "another key"));
    }
    input.parse::<Token![=]>()?;
    input.parse()
}

fn named(name: LitStr, parsed: &mut MethodAttributes, errors: &mut Errors) {
    if text(&name, "the symbol", wording::EMPTY_SYMBOL, errors) {
        parsed.symbols.push(name);
    }
}

/// Whether a text can be part of a C string that is not empty.
fn text(literal: &LitStr, what: &str, empty: Message, errors: &mut Errors) -> bool {
    let value = literal.value();
    if value.is_empty() {
        errors.at(literal.span(), empty);
    } else if value.contains('\0') {
        errors.at(literal.span(), wording::nul_in(what));
    }
    !value.is_empty() && !value.contains('\0')
}

/// `#[optional]` or `#[optional(group = "..")]`.
fn optional(attribute: &Attribute, parsed: &mut MethodAttributes, errors: &mut Errors) {
    if parsed.optional {
        errors.over(attribute.path(), wording::duplicate_attribute("optional"));
    }
    parsed.optional = true;
    match &attribute.meta {
        Meta::Path(_) => {}
        Meta::List(list) => {
            match list.parse_args_with(|input: ParseStream<'_>| named_string(input, "group")) {
                Ok(group) if syn::parse_str::<Ident>(&group.value()).is_ok() => {
                    parsed.group = Some(group);
                }
                Ok(group) => errors.at(group.span(), wording::library::GROUP_IS_NO_NAME),
                Err(error) => errors.at(error.span(), wording::library::OPTIONAL_TAKES_GROUP),
            }
        }
        Meta::NameValue(_) => errors.at(
            attribute.meta.span(),
            wording::library::OPTIONAL_TAKES_GROUP,
        ),
    }
}

/// `#[requires(3_008_000..)]`.
fn requires(attribute: &Attribute, parsed: &mut MethodAttributes, errors: &mut Errors) {
    if parsed.requires.is_some() {
        errors.over(attribute.path(), wording::duplicate_attribute("requires"));
        return;
    }
    let values = match &attribute.meta {
        Meta::List(list) => list.parse_args::<Expr>(),
        other => Err(syn::Error::new(other.span(), "expected values")),
    };
    match values {
        Ok(values) => parsed.requires = Some(values),
        Err(error) => errors.at(error.span(), wording::library::REQUIRES_NEEDS_VALUES),
    }
}

/// `#[since("3.38")]`, or `#[since(17)]` in a table.
fn since(attribute: &Attribute, parsed: &mut MethodAttributes, errors: &mut Errors) {
    if parsed.since.is_some() || parsed.since_number.is_some() {
        errors.over(attribute.path(), wording::duplicate_attribute("since"));
        return;
    }
    if let Meta::List(list) = &attribute.meta
        && let Ok(number) = list.parse_args::<LitInt>()
    {
        parsed.since_number = Some(number);
        return;
    }
    let version = match &attribute.meta {
        Meta::List(list) => list.parse_args::<LitStr>(),
        other => Err(syn::Error::new(other.span(), "expected a version")),
    };
    match version {
        Ok(version) => {
            if text(
                &version,
                "the version",
                wording::library::EMPTY_VERSION,
                errors,
            ) {
                parsed.since = Some(version);
            }
        }
        Err(error) => errors.at(error.span(), wording::library::SINCE_NEEDS_VERSION),
    }
}

/// `#[skip(3)]`.
fn skip(attribute: &Attribute, parsed: &mut MethodAttributes, errors: &mut Errors) {
    if parsed.skip.is_some() {
        errors.over(attribute.path(), wording::duplicate_attribute("skip"));
        return;
    }
    let count = match &attribute.meta {
        Meta::List(list) => list.parse_args::<LitInt>(),
        other => Err(syn::Error::new(other.span(), "expected a number")),
    };
    match count {
        Ok(count) => parsed.skip = Some(count),
        Err(error) => errors.at(error.span(), wording::table::SKIP_NEEDS_COUNT),
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

/// The attributes that `cfg_attr` would set, and that only this macro can honour.
fn hidden(attribute: &Attribute) -> Vec<Ident> {
    let Meta::List(list) = &attribute.meta else {
        return Vec::new();
    };
    // The first part is the condition.
    let mut hidden = words_after_commas(list.tokens.to_token_stream());
    hidden.retain(|word| OURS.iter().chain(&SEEN).any(|name| word == name));
    hidden
}

/// The first token after each comma of the outermost level, if it is a word.
fn words_after_commas(tokens: TokenStream) -> Vec<Ident> {
    let mut after_comma = false;
    let words = tokens.into_iter().filter_map(|token| {
        let is_first = after_comma;
        after_comma = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
        match token {
            TokenTree::Ident(word) if is_first => Some(word),
            _ => None,
        }
    });
    words.collect()
}
