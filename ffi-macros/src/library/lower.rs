//! *Lower*: values of options and parts of the declaration become the model's pieces.
//!
//! In: [`Syntax`]. Out: a [`Library`]; members with a mistake are left out of it, which is harmless
//! because no model with mistakes is expanded. `member`, `method` and `variable` lower the members.

use proc_macro2::Span;
use quote::quote_spanned;
use syn::{Attribute, LitStr, Type};

use super::member::Defaults;
use super::model::{Library, Method, Searched, Threads};
use super::parse::{MethodSyntax, Options, Syntax};
use super::rename::Rename;
use super::{method, table, variable};
use crate::abi::{self, Abi};
use crate::errors::{Errors, Message};
use crate::lints::is_level;
use crate::{krate, wording};

pub(crate) fn lower(syntax: &Syntax, errors: &mut Errors) -> Library {
    let options = &syntax.options;
    let table = table::lower(syntax, errors);
    if table.is_none() {
        naming(options, errors);
    }
    let bind = options.bind.as_ref();
    if let Some(bind) = bind.filter(|text| text.value() != "lazy") {
        errors.at(bind.span(), wording::library::UNKNOWN_BIND);
    }
    let mut defaults = defaults(options, errors);
    let (mut methods, mut variables) = (Vec::new(), Vec::new());
    for part in &syntax.methods {
        table::check_member(&part.attributes, table.is_some(), errors);
        if part.attributes.variable.is_some() {
            variables.extend(variable::of_method(part, &mut defaults, errors));
        } else {
            methods.extend(method::lower(part, &mut defaults, errors));
        }
    }
    let statics = syntax.statics.iter();
    variables.extend(statics.map(|part| variable::of_static(part, &mut defaults)));

    let header = &syntax.header;
    let (attributes, shared) = attributes(&header.attributes);
    Library {
        krate: krate::path_or_default(options.krate.clone()),
        ident: header.ident.clone(),
        promise: header.promise,
        visibility: header.visibility.clone(),
        attributes,
        shared,
        searched: searched(&options.names, &options.versions),
        systems: systems(options),
        linked: options.linked.clone(),
        methods,
        variables,
        plain: syntax.plain.clone(),
        groups: defaults.groups,
        is_lazy: options.bind.is_some(),
        threads: threads(options, errors),
        given: defaults.given,
        table,
        #[cfg(feature = "plugin")]
        interface: super::interface::lower(syntax, errors),
    }
}

/// The threads that the option names.
fn threads(options: &Options, errors: &mut Errors) -> Threads {
    let Some(written) = &options.threads else {
        return Threads::Any;
    };
    match written.value().as_str() {
        "one" => Threads::One,
        "main" => Threads::Main,
        _ => {
            errors.at(written.span(), wording::library::UNKNOWN_THREADS);
            Threads::Any
        }
    }
}

/// Reports what is wrong with one method by itself.
pub(super) fn check_method(syntax: &MethodSyntax, errors: &mut Errors) {
    let mut defaults = defaults(&Options::default(), errors);
    method::lower(syntax, &mut defaults, errors);
}

/// A method by itself, if nothing is wrong with it.
pub(super) fn alone(part: &MethodSyntax, syntax: &Syntax) -> Option<Method> {
    if part.attributes.outcome.is_mistaken || part.attributes.variable.is_some() {
        return None;
    }
    let mut defaults = defaults(&syntax.options, &mut Errors::default());
    let mut errors = Errors::default();
    let method = method::lower(part, &mut defaults, &mut errors);
    method.filter(|_| errors.is_empty())
}

/// Collects the defaults that the options give to members.
fn defaults(options: &Options, errors: &mut Errors) -> Defaults {
    let affixes = [(&options.prefix, "prefix"), (&options.suffix, "suffix")];
    let [prefix, suffix] = affixes.map(|(affix, name)| {
        let affix = affix.as_ref()?;
        without_nul(affix, name, errors);
        Some(affix.value())
    });
    let rename = options.rename_all.as_ref().and_then(|rule| {
        let found = Rename::named(&rule.value());
        if found.is_none() {
            let message = wording::library::unknown_rename(&rule.value(), &Rename::NAMES);
            errors.at(rule.span(), message);
        }
        found
    });
    let abi = options
        .abi
        .as_ref()
        .and_then(|abi| abi::named(abi, errors))
        .unwrap_or(Abi::C);
    Defaults {
        prefix: prefix.unwrap_or_default(),
        suffix: suffix.unwrap_or_default(),
        rename: rename.unwrap_or(Rename::No),
        abi,
        // What is not looked up at the load may be missing at the call.
        optional: options.optional || options.bind.is_some(),
        groups: Vec::new(),
        given: Vec::new(),
        object: object(options),
        shared: shared(options),
    }
}

/// Why functions take `&self`; `None` if they may take `&mut self`.
fn shared(options: &Options) -> Option<Message> {
    #[cfg(feature = "plugin")]
    if let Some(interface) = &options.interface {
        return (!interface.unique).then_some(wording::interface::MUTABLE_IN_SHARED);
    }
    let _ = options;
    Some(wording::RECEIVER_NOT_SHARED)
}

/// The type of the object that has the table.
fn object(options: &Options) -> Option<Type> {
    options.table.as_ref().filter(|table| table.object)?;
    let span = Span::mixed_site();
    let krate = krate::path_or_default(options.krate.clone());
    let ty = quote_spanned!(span=> #krate::macro_support::Object);
    Some(syn::parse2(ty).expect("a path is a type"))
}

/// Names and versions, or this process.
fn naming(options: &Options, errors: &mut Errors) {
    let own = [(&options.names, "name"), (&options.versions, "version")];
    let of_systems = options
        .systems
        .iter()
        .flat_map(|part| [(&part.names, "name"), (&part.versions, "version")]);
    for (values, option) in own.into_iter().chain(of_systems) {
        for value in values {
            if options.process.is_some() {
                errors.at(value.span(), wording::PROCESS_WITH_NAME);
            }
            text(value, option, errors);
            if value.value().contains(['/', '\\']) {
                errors.at(value.span(), wording::separator_in_option(option));
            }
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

fn searched(names: &[LitStr], versions: &[LitStr]) -> Searched {
    Searched {
        names: names.iter().map(LitStr::value).collect(),
        versions: versions.iter().map(LitStr::value).collect(),
    }
}

/// The parts of systems. On a system without a part, and without a name outside of the parts, there is nothing to
/// search, which the search says.
fn systems(options: &Options) -> Vec<(proc_macro2::TokenStream, Searched)> {
    let parts = options.systems.iter();
    parts
        .map(|part| {
            let searched = searched(&part.names, &part.versions);
            (part.condition.clone(), searched)
        })
        .collect()
}

/// Separates the attributes of the struct from those of all that the declaration becomes.
fn attributes(attributes: &[Attribute]) -> (Vec<Attribute>, Vec<Attribute>) {
    attributes
        .iter()
        .cloned()
        .partition(|attribute| !attribute.path().is_ident("cfg") && !is_level(attribute))
}
