//! *Parse*, the options in the brackets of `#[foreign_library(..)]`.
//!
//! In: tokens. Out: [`Options`] as written; `lower` judges their values.

use proc_macro2::Span;
use proc_macro2::TokenStream;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Ident, LitStr, Path, Token, Visibility, bracketed, parenthesized, token};

use super::table::TableOptions;
use crate::errors::Errors;
use crate::nearest::nearest;
use crate::options::{each, krate, value};
use crate::wording;

/// The options that are no system's part.
const OPTIONS: [&str; 13] = [
    "name",
    "version",
    "process",
    "prefix",
    "suffix",
    "rename_all",
    "optional",
    "bind",
    "threads",
    "linked",
    "struct",
    "abi",
    "crate",
];

/// A part for one system: its name, and the condition of the compiler for it. A part comes before those that
/// are as wide or wider.
const SYSTEMS: [(&str, &str); 7] = [
    ("linux", "target_os = \"linux\""),
    ("android", "target_os = \"android\""),
    ("freebsd", "target_os = \"freebsd\""),
    ("macos", "target_os = \"macos\""),
    ("apple", "target_vendor = \"apple\""),
    ("windows", "windows"),
    ("unix", "unix"),
];

/// The options as written.
#[derive(Default)]
pub(crate) struct Options {
    /// In order of preference.
    pub(crate) names: Vec<LitStr>,
    /// In order of preference.
    pub(crate) versions: Vec<LitStr>,
    /// The names that some systems have instead, the narrower systems first.
    pub(crate) systems: Vec<SystemPart>,
    pub(crate) process: Option<Span>,
    pub(crate) prefix: Option<LitStr>,
    pub(crate) suffix: Option<LitStr>,
    pub(crate) rename_all: Option<LitStr>,
    /// Whether every function is optional.
    pub(crate) optional: bool,
    pub(crate) bind: Option<LitStr>,
    pub(crate) threads: Option<LitStr>,
    pub(crate) linked: Option<Linked>,
    pub(crate) structure: Option<Structure>,
    pub(crate) abi: Option<LitStr>,
    pub(crate) krate: Option<Path>,
    /// The options that only tables have, if this is one.
    pub(crate) table: Option<TableOptions>,
    /// The options that only interfaces have, if this is one.
    #[cfg(feature = "plugin")]
    pub(crate) interface: Option<super::InterfaceOptions>,
    /// Whether a name was meant, even if it could not be read.
    pub(crate) mentions_name: bool,
    /// Whether a struct was meant, even if it could not be read.
    pub(crate) mentions_structure: bool,
}

impl Options {
    /// Whether the declaration is one of both sides.
    pub(crate) fn is_interface(&self) -> bool {
        #[cfg(feature = "plugin")]
        let is_interface = self.interface.is_some();
        #[cfg(not(feature = "plugin"))]
        let is_interface = false;
        is_interface
    }
}

/// How a library is linked instead of loaded.
#[derive(Clone)]
pub(crate) struct Linked {
    /// The feature of the user's crate that says so.
    pub(crate) feature: LitStr,
    /// The kind of library, as `#[link(kind = "..")]` has it.
    pub(crate) kind: Option<LitStr>,
}

/// The struct of a block.
#[derive(Clone)]
pub(crate) struct Structure {
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
}

/// The names that a library has on one system.
#[derive(Default)]
pub(crate) struct SystemPart {
    /// The place in [`SYSTEMS`].
    order: usize,
    /// A condition of the compiler.
    pub(crate) condition: TokenStream,
    pub(crate) names: Vec<LitStr>,
    pub(crate) versions: Vec<LitStr>,
}

pub(crate) fn parse(arguments: TokenStream, errors: &mut Errors) -> Options {
    parse_with(arguments, &[], errors, |_, _, _| false)
}

/// Reads further options too, of the names in `more`; `read` has the contract of that of [`each`].
pub(crate) fn parse_with(
    arguments: TokenStream,
    more: &[&str],
    errors: &mut Errors,
    mut read: impl FnMut(&Ident, ParseStream<'_>, &mut Errors) -> bool,
) -> Options {
    let mut options = Options::default();
    let systems = SYSTEMS.iter().map(|(name, _)| *name);
    let known: Vec<&str> = OPTIONS
        .into_iter()
        .chain(systems)
        .chain(more.iter().copied())
        .collect();
    each(arguments, &known, errors, |key, input, errors| {
        option(key, input, &mut options, errors) || read(key, input, errors)
    });
    options.systems.sort_by_key(|part| part.order);
    options
}

/// The value of one option; whether there is such an option.
fn option(key: &Ident, input: ParseStream<'_>, options: &mut Options, errors: &mut Errors) -> bool {
    let name = key.to_string();
    options.mentions_name |= name == "name" || nearest(&name, &OPTIONS) == Some("name");
    match name.as_str() {
        "name" => options.names = strings(input, key, errors),
        "version" => options.versions = strings(input, key, errors),
        "prefix" => options.prefix = string(input, key, errors),
        "suffix" => options.suffix = string(input, key, errors),
        "rename_all" => options.rename_all = string(input, key, errors),
        "bind" => options.bind = string(input, key, errors),
        "threads" => options.threads = string(input, key, errors),
        "abi" => options.abi = string(input, key, errors),
        "process" => {
            options.process = Some(key.span());
            flag(input, key, errors);
        }
        "optional" => {
            options.optional = true;
            flag(input, key, errors);
        }
        "linked" => options.linked = linked(key, input, errors),
        "struct" => {
            options.mentions_structure = true;
            let message = wording::library::STRUCT_NEEDS_NAME;
            options.structure = value(input, key, message, errors, |input| {
                Ok(Structure {
                    visibility: input.parse()?,
                    ident: input.parse()?,
                })
            });
        }
        "crate" => options.krate = krate(input, key, errors),
        _ => {
            let Some(order) = SYSTEMS.iter().position(|(system, _)| name == *system) else {
                return false;
            };
            if let Some(part) = system(order, key, input, errors) {
                options.mentions_name |= !part.names.is_empty();
                options.systems.push(part);
            }
        }
    }
    true
}

/// `windows(name = "..", version = "..")`.
fn system(
    order: usize,
    key: &Ident,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> Option<SystemPart> {
    let system = key.to_string();
    let Ok(content) = in_parentheses(input) else {
        errors.at(key.span(), wording::library::system_needs_name(&system));
        return None;
    };
    let condition = SYSTEMS[order].1.parse().expect("a condition is tokens");
    let mut part = SystemPart {
        order,
        condition,
        ..SystemPart::default()
    };
    let before = errors.count();
    let is_apple = ["macos", "apple"].contains(&system.as_str());
    let known: &[&str] = if is_apple {
        &["name", "version", "framework"]
    } else {
        &["name", "version"]
    };
    each(content, known, errors, |key, input, errors| {
        match key.to_string().as_str() {
            "name" => part.names.extend(strings(input, key, errors)),
            // The names of the files of a framework follow from its name, as those of a library do.
            "framework" if is_apple => part.names.extend(strings(input, key, errors)),
            "version" => part.versions = strings(input, key, errors),
            _ => return false,
        }
        true
    });
    if part.names.is_empty() && errors.count() == before {
        errors.at(key.span(), wording::library::system_needs_name(&system));
    }
    Some(part)
}

/// `linked(feature = "..", kind = "..")`.
fn linked(key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> Option<Linked> {
    let Ok(content) = in_parentheses(input) else {
        errors.at(key.span(), wording::library::LINKED_NEEDS_FEATURE);
        return None;
    };
    let (mut feature, mut kind) = (None, None);
    let before = errors.count();
    each(
        content,
        &["feature", "kind"],
        errors,
        |key, input, errors| {
            match key.to_string().as_str() {
                "feature" => feature = string(input, key, errors),
                "kind" => kind = string(input, key, errors),
                _ => return false,
            }
            true
        },
    );
    if feature.is_none() && errors.count() == before {
        errors.at(key.span(), wording::library::LINKED_NEEDS_FEATURE);
    }
    let feature = feature?;
    Some(Linked { feature, kind })
}

/// The tokens between parentheses.
fn in_parentheses(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    if !input.peek(token::Paren) {
        return Err(input.error("expected parentheses"));
    }
    let content;
    parenthesized!(content in input);
    content.parse()
}

/// An option that is there or not.
pub(super) fn flag(input: ParseStream<'_>, key: &Ident, errors: &mut Errors) {
    if input.peek(Token![=]) {
        errors.at(
            key.span(),
            wording::library::takes_no_value(&key.to_string()),
        );
    }
}

pub(super) fn string(input: ParseStream<'_>, key: &Ident, errors: &mut Errors) -> Option<LitStr> {
    let message = wording::option_needs_string(&key.to_string());
    value(input, key, message, errors, |input| input.parse())
}

/// One string, or several in brackets.
fn strings(input: ParseStream<'_>, key: &Ident, errors: &mut Errors) -> Vec<LitStr> {
    let message = wording::library::option_needs_strings(&key.to_string());
    let parsed = value(input, key, message, errors, |input| {
        if !input.peek(token::Bracket) {
            return Ok(vec![input.parse()?]);
        }
        let content;
        bracketed!(content in input);
        let list = Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?;
        if list.is_empty() {
            return Err(content.error("expected a string"));
        }
        Ok(list.into_iter().collect())
    });
    parsed.unwrap_or_default()
}
