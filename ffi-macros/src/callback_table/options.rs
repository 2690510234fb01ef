//! *Parse*, first part: the options in the brackets of `#[callback_table(..)]`, and those of fields.
//!
//! In: tokens. Out: [`Options`] and [`FieldOptions`] as written; `lower` judges their values.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, Meta, Path, Token};

use crate::callback::options as callback;
use crate::errors::Errors;
use crate::lints::is_level;
use crate::options::{each, krate, value};
use crate::wording::callback_table as wording;

const KNOWN: [&str; 3] = ["user_data", "this", "crate"];

/// The options as written.
#[derive(Default)]
pub(crate) struct Options {
    /// The field with the pointer that C hands on.
    pub(crate) user_data: Option<Ident>,
    /// The argument in which C passes the address of the struct.
    pub(crate) this: Option<Ident>,
    pub(crate) krate: Option<Path>,
    /// Whether `user_data` was written, also if its value could not be read.
    pub(crate) names_user_data: bool,
}

pub(crate) fn parse(arguments: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    each(arguments, &KNOWN, errors, |key, input, errors| {
        option(key, input, &mut options, errors)
    });
    if !options.names_user_data {
        errors.at(Span::call_site(), wording::MISSING_USER_DATA);
    }
    options
}

/// The value of one option; whether there is such an option.
fn option(key: &Ident, input: ParseStream<'_>, options: &mut Options, errors: &mut Errors) -> bool {
    let name = |input: ParseStream<'_>| input.call(Ident::parse_any);
    match key.to_string().as_str() {
        "user_data" => {
            options.names_user_data = true;
            let message = wording::USER_DATA_NEEDS_FIELD;
            options.user_data = value(input, key, message, errors, name);
        }
        "this" => options.this = value(input, key, wording::THIS_NEEDS_ARGUMENT, errors, name),
        "crate" => options.krate = krate(input, key, errors),
        _ => return false,
    }
    true
}

/// The attributes of a field.
#[derive(Default)]
pub(crate) struct FieldOptions {
    /// Documentation and the like, for the method.
    pub(crate) attributes: Vec<Attribute>,
    /// `cfg`s and lint levels: they hold for all that the field becomes.
    pub(crate) shared: Vec<Attribute>,
    /// `#[callback(on_panic = value)]`
    pub(crate) on_panic: Option<Expr>,
    /// `#[foreign(default = value)]`
    pub(crate) default: Option<Expr>,
    /// The word `destroy`.
    pub(crate) destroy: Option<Path>,
    /// The names of the others.
    pub(crate) callback: Option<Path>,
    pub(crate) foreign: Option<Path>,
}

/// The attributes of one field, sorted.
pub(crate) fn of_field(attributes: &[Attribute], errors: &mut Errors) -> FieldOptions {
    let mut options = FieldOptions::default();
    for attribute in attributes {
        let path = attribute.path();
        if path.is_ident("cfg") || is_level(attribute) {
            options.shared.push(attribute.clone());
        } else if path.is_ident("doc") || path.is_ident("deprecated") {
            options.attributes.push(attribute.clone());
        } else if path.is_ident("callback") {
            options.callback = Some(path.clone());
            options.on_panic = on_panic(attribute, errors);
        } else if path.is_ident("destroy") && matches!(attribute.meta, Meta::Path(_)) {
            options.destroy = Some(path.clone());
        } else if path.is_ident("foreign") {
            options.foreign = Some(path.clone());
            options.default = default(attribute, errors);
        } else {
            errors.over(path, wording::FIELD_ATTRIBUTE);
        }
    }
    options
}

/// The value of `#[callback(on_panic = value)]`.
fn on_panic(attribute: &Attribute, errors: &mut Errors) -> Option<Expr> {
    let Meta::List(list) = &attribute.meta else {
        errors.over(attribute.path(), wording::ONLY_ON_PANIC);
        return None;
    };
    let before = errors.count();
    let options = callback::parse(list.tokens.clone(), errors);
    let is_other = options.krate.is_some() || options.user_data.is_some();
    if is_other || (options.on_panic.is_none() && errors.count() == before) {
        errors.over(attribute.path(), wording::ONLY_ON_PANIC);
    }
    options.on_panic
}

/// The value of `#[foreign(default = value)]`.
fn default(attribute: &Attribute, errors: &mut Errors) -> Option<Expr> {
    let parsed = attribute.parse_args_with(|input: ParseStream<'_>| {
        let key: Option<Token![default]> = input.parse()?;
        if key.is_none() {
            return Err(input.error("another option"));
        }
        input.parse::<Token![=]>()?;
        let value = input.parse::<Expr>()?;
        input.parse::<Option<Token![,]>>()?;
        Ok(value)
    });
    if parsed.is_err() {
        errors.over(attribute.path(), wording::ONLY_DEFAULT);
    }
    parsed.ok()
}
