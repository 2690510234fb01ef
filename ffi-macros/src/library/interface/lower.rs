//! *Lower*, an interface: its options and supertraits, and what its functions cannot have.

use proc_macro2::Span;
use quote::ToTokens;
use syn::{LitStr, TypeParamBound};

use super::super::parse::{InterfaceOptions, Syntax};
use super::check;
use super::model::{Interface, Version};
use crate::errors::Errors;
use crate::wording::interface as wording;

/// The interface, if the declaration is one.
pub(in super::super) fn lower(syntax: &Syntax, errors: &mut Errors) -> Option<Interface> {
    let options = syntax.options.interface.as_ref()?;
    let version = version(options, errors);
    let (is_send, is_sync) = supertraits(syntax, options, errors);
    let is_plugin = options.plugin || options.host.is_some();
    check::check(syntax, version, is_plugin, errors);
    Some(Interface {
        name: name(options, errors),
        version,
        host: options.host.clone(),
        is_unique: options.unique,
        is_plugin,
        types: options.types.clone(),
        is_send,
        is_sync,
    })
}

/// The name, which a description has in an ELF note: letters, digits, and some signs between them.
fn name(options: &InterfaceOptions, errors: &mut Errors) -> String {
    /// Bytes of the longest name.
    const LONGEST: usize = 255;

    let Some(name) = &options.name else {
        if !options.mentions_name {
            errors.at(Span::call_site(), wording::NEEDS_NAME);
        }
        return String::new();
    };
    let value = name.value();
    let is_right = |sign: char| sign.is_ascii_alphanumeric() || "._-".contains(sign);
    if value.is_empty() || value.len() > LONGEST || !value.chars().all(is_right) {
        errors.at(name.span(), wording::NAME_IS_NONE);
    }
    value
}

fn version(options: &InterfaceOptions, errors: &mut Errors) -> Version {
    let parsed = |version: &LitStr| Version::parse(&version.value());
    match &options.version {
        None => Version(1, 0),
        Some(version) => parsed(version).unwrap_or_else(|| {
            errors.at(version.span(), wording::VERSION_IS_NONE);
            Version(u32::MAX, u32::MAX)
        }),
    }
}

/// Whether the values are `Send` and `Sync`.
fn supertraits(syntax: &Syntax, options: &InterfaceOptions, errors: &mut Errors) -> (bool, bool) {
    let (mut is_send, mut is_sync) = (!options.unique, !options.unique);
    for bound in &syntax.header.supertraits {
        let last = match bound {
            TypeParamBound::Trait(bound) => bound.path.segments.last(),
            _ => None,
        };
        match last.map(|segment| segment.to_token_stream().to_string()) {
            Some(name) if name == "Send" => is_send = true,
            Some(name) if name == "Sync" => is_sync = true,
            Some(_) | None => errors.over(bound, wording::SUPERTRAIT),
        }
    }
    (is_send, is_sync)
}
