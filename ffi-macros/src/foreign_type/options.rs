//! *Parse*, the options in `#[foreign(..)]`: those of a type, and those of a field.
//!
//! Next is `lower`, which knows where an option has a meaning.

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, ExprArray, Ident, Meta, Path, Token, Type};

use super::chain::ChainOptions;
use crate::errors::{Errors, Message};
use crate::options::{each, krate, value};
use crate::wording::{self as common, foreign_type as wording};

/// The options of a type.
#[derive(Default)]
pub(crate) struct TypeOptions {
    /// `crate = path`
    pub(crate) krate: Option<Path>,
    /// `default`: the word itself.
    pub(crate) default: Option<Ident>,
    /// `growing`: the word itself.
    pub(crate) growing: Option<Ident>,
    /// `invalid = [values]`: the word, and the values.
    pub(crate) invalid: Option<(Ident, Vec<Expr>)>,
    /// `mirrors = Type`: the word, and the type of another crate.
    pub(crate) mirrors: Option<(Ident, Type)>,
    /// `chain` or `chain(..)`
    pub(crate) chain: Option<ChainOptions>,
}

/// The options of a field.
#[derive(Default)]
pub(crate) struct FieldOptions {
    /// `default = value`
    pub(crate) default: Option<(Ident, Expr)>,
    /// `size`: the word itself.
    pub(crate) size: Option<Ident>,
    /// `size_up_to = NAME`: the word, and the name of the constant.
    pub(crate) size_up_to: Option<(Ident, Ident)>,
    /// `with = Type` or `unsafe(with = Type)`
    pub(crate) with: Option<With>,
}

/// The type that describes a field in place of the field's own.
#[derive(Clone)]
pub(crate) struct With {
    /// The word by which the user promises that the two are the same to C. Without it the compiler has to prove it.
    pub(crate) unsafety: Option<Token![unsafe]>,
    pub(crate) ty: Type,
}

const OF_TYPE: [&str; 6] = ["chain", "crate", "default", "growing", "invalid", "mirrors"];
const OF_FIELD: [&str; 4] = ["default", "size", "size_up_to", "with"];

impl TypeOptions {
    /// Reads one `#[foreign(..)]` of the type.
    pub(crate) fn read(&mut self, attribute: &Attribute, errors: &mut Errors) {
        of_attribute(attribute, &OF_TYPE, errors, &mut |key, input, errors| {
            match key.to_string().as_str() {
                "chain" => {
                    let given = ChainOptions::read(key, input, errors);
                    once(&mut self.chain, key, given, errors);
                }
                "crate" => once(&mut self.krate, key, krate(input, key, errors), errors),
                "default" => {
                    if input.peek(Token![=]) {
                        errors.at(key.span(), wording::DEFAULT_OF_TYPE);
                    }
                    once(&mut self.default, key, Some(key.clone()), errors);
                }
                "growing" => {
                    if input.peek(Token![=]) {
                        errors.at(key.span(), wording::GROWING_WITH_VALUE);
                    }
                    once(&mut self.growing, key, Some(key.clone()), errors);
                }
                "invalid" => {
                    let given = value(input, key, wording::INVALID_NEEDS_VALUES, errors, values);
                    let given = given.map(|values| (key.clone(), values));
                    once(&mut self.invalid, key, given, errors);
                }
                "mirrors" => {
                    let given = value(input, key, wording::MIRRORS_NEEDS_TYPE, errors, Type::parse);
                    let given = given.map(|ty| (key.clone(), ty));
                    once(&mut self.mirrors, key, given, errors);
                }
                _ => return false,
            }
            true
        });
    }
}

impl FieldOptions {
    /// The options in all `#[foreign(..)]` of a field.
    pub(crate) fn of(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut options = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident("foreign") {
                options.read(attribute, errors);
            }
        }
        options
    }

    fn read(&mut self, attribute: &Attribute, errors: &mut Errors) {
        of_attribute(attribute, &OF_FIELD, errors, &mut |key, input, errors| {
            match key.to_string().as_str() {
                "default" => {
                    let given = value(input, key, wording::DEFAULT_OF_FIELD, errors, Expr::parse);
                    let given = given.map(|value| (key.clone(), value));
                    once(&mut self.default, key, given, errors);
                }
                "size" => {
                    if input.peek(Token![=]) {
                        errors.at(key.span(), wording::SIZE_WITH_VALUE);
                    }
                    once(&mut self.size, key, Some(key.clone()), errors);
                }
                "size_up_to" => {
                    let given = value(input, key, wording::SIZE_UP_TO, errors, Ident::parse);
                    let given = given.map(|name| (key.clone(), name));
                    once(&mut self.size_up_to, key, given, errors);
                }
                "unsafe" => {
                    let given = in_unsafe(key, input, errors);
                    once(&mut self.with, key, given, errors);
                }
                "with" => {
                    let given = value(input, key, wording::WITH_NEEDS_TYPE, errors, Type::parse);
                    let given = given.map(|ty| With { unsafety: None, ty });
                    once(&mut self.with, key, given, errors);
                }
                _ => return false,
            }
            true
        });
    }
}

/// `[value, value]`, at least one.
fn values(input: ParseStream<'_>) -> syn::Result<Vec<Expr>> {
    let list: ExprArray = input.parse()?;
    if list.elems.is_empty() {
        return Err(input.error("no value"));
    }
    Ok(list.elems.into_iter().collect())
}

/// `(with = Type)`, after `unsafe`.
fn in_unsafe(key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> Option<With> {
    let parse = |input: ParseStream<'_>| {
        let inner;
        syn::parenthesized!(inner in input);
        let word = inner.call(Ident::parse_any)?;
        inner.parse::<Token![=]>()?;
        let ty = inner.parse()?;
        inner.parse::<Option<Token![,]>>()?;
        Ok((word, inner.is_empty().then_some(ty)))
    };
    let Ok((word, Some(ty))) = parse(input) else {
        errors.at(key.span(), wording::UNSAFE_OPTION);
        return None;
    };
    if word != "with" {
        let unknown = common::unknown_option(&word.to_string(), &["with"]);
        errors.at(word.span(), unknown);
        return None;
    }
    let unsafety = Some(Token![unsafe](key.span()));
    Some(With { unsafety, ty })
}

/// Keeps the value of an option; a second one, in another attribute, is reported.
fn once<T>(kept: &mut Option<T>, key: &Ident, given: Option<T>, errors: &mut Errors) {
    if kept.is_some() {
        errors.at(key.span(), common::duplicate_option(&key.to_string()));
    } else {
        *kept = given;
    }
}

/// Reads the options of one attribute.
fn of_attribute(
    attribute: &Attribute,
    known: &[&str],
    errors: &mut Errors,
    read: &mut dyn FnMut(&Ident, ParseStream<'_>, &mut Errors) -> bool,
) {
    match &attribute.meta {
        Meta::List(list) => each(list.tokens.clone(), known, errors, read),
        Meta::Path(_) | Meta::NameValue(_) => {
            errors.over(attribute.path(), wording::foreign_without_options(known));
        }
    }
}

/// Reports an option where it has no meaning, at its word.
pub(crate) fn refuse(word: Option<&Ident>, message: fn(&str) -> Message, errors: &mut Errors) {
    if let Some(word) = word {
        errors.at(word.span(), message(&word.to_string()));
    }
}
