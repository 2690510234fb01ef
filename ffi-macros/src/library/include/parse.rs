//! *Parse*, the call of the macro: `#[attribute] unsafe "path", option, ..`.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, Lit, LitStr, Token, bracketed};

use super::misread::Misread;
use super::path::Wrong;
use crate::errors::Errors;
use crate::library::parse::{Options, options};
use crate::options::value;
use crate::wording::{self, include};

/// The options that only an included file has.
const MORE: [&str; 2] = ["skip", "wide"];

/// A call as written.
pub(super) struct Call {
    /// Documentation and attributes of the struct.
    pub(super) attributes: Vec<Attribute>,
    pub(super) promise: Option<Token![unsafe]>,
    pub(super) path: Expr,
    options: TokenStream,
}

/// The options of a call.
pub(super) struct Choices {
    /// The options that a block has too.
    pub(super) options: Options,
    pub(super) skipped: Skipped,
    /// Whether integers of 16 bytes are such in C.
    pub(super) has_wide_integers: bool,
}

/// The functions and variables to leave out.
#[derive(Default)]
pub(super) struct Skipped {
    /// Names, in which `*` stands for any letters.
    pub(super) names: Vec<LitStr>,
    /// Whatever is misread in this way.
    pub(super) kinds: Vec<Misread>,
}

impl Parse for Call {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let promise = input.parse()?;
        let path = input.parse()?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        Ok(Self {
            attributes,
            promise,
            path,
            options: input.parse()?,
        })
    }
}

/// The parts of the call; `None` if not even a path can be seen.
pub(super) fn parse(input: TokenStream, errors: &mut Errors) -> Option<(Call, Choices)> {
    if input.is_empty() {
        errors.at(proc_macro2::Span::call_site(), include::NO_PATH);
        return None;
    }
    let mut call: Call = match syn::parse2(input) {
        Ok(call) => call,
        Err(error) => {
            errors.at(error.span(), include::NO_PATH);
            return None;
        }
    };
    if call.promise.is_none() {
        errors.over(&call.path, include::NOT_UNSAFE);
    }
    for attribute in &call.attributes {
        if attribute.path().is_ident("derive") {
            errors.over(attribute.path(), wording::DERIVE_ON_TRAIT);
        } else if attribute.path().is_ident("cfg") {
            errors.over(attribute.path(), include::CFG);
        }
    }
    let choices = choices(std::mem::take(&mut call.options), errors);
    Some((call, choices))
}

fn choices(arguments: TokenStream, errors: &mut Errors) -> Choices {
    let mut skipped = Skipped::default();
    let mut has_wide_integers = false;
    let mut options = options::parse_with(arguments, &MORE, errors, |key, input, errors| {
        match key.to_string().as_str() {
            "skip" => skipped = skip(key, input, errors),
            "wide" => {
                let meant = value(input, key, include::WIDE, errors, |input| {
                    let meant: LitStr = input.parse()?;
                    if meant.value() == "__int128" {
                        return Ok(());
                    }
                    Err(syn::Error::new(meant.span(), "another type"))
                });
                has_wide_integers = true;
                // The functions would be reported once more.
                let _: Option<()> = meant;
            }
            _ => return false,
        }
        true
    });
    let renames = [&options.prefix, &options.suffix, &options.rename_all];
    for option in renames.into_iter().chain([&options.abi]).flatten() {
        errors.at(option.span(), include::SAID_BY_FILE);
    }
    if options.structure.is_none() && !options.mentions_structure {
        errors.at(proc_macro2::Span::call_site(), include::WITHOUT_STRUCT);
    }
    if options.process.is_none() && !options.mentions_name {
        errors.at(proc_macro2::Span::call_site(), include::WITHOUT_NAME);
        options.mentions_name = true;
    }
    Choices {
        options,
        skipped,
        has_wide_integers,
    }
}

/// `skip = ["name", long_double]`.
fn skip(key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> Skipped {
    let list = value(input, key, include::SKIP, errors, |input| {
        let content;
        bracketed!(content in input);
        Punctuated::<Expr, Token![,]>::parse_terminated(&content)
    });
    let mut skipped = Skipped::default();
    for part in list.into_iter().flatten() {
        match one(part) {
            Ok(One::Name(name)) => skipped.names.push(name),
            Ok(One::Kind(kind)) => skipped.kinds.push(kind),
            Err((tokens, message)) => errors.over(tokens, message),
        }
    }
    skipped
}

/// One part of a list of what is left out.
enum One {
    Name(LitStr),
    Kind(Misread),
}

fn one(part: Expr) -> Result<One, Wrong> {
    match &part {
        Expr::Lit(literal) => {
            if let Lit::Str(name) = &literal.lit {
                return Ok(One::Name(name.clone()));
            }
        }
        Expr::Path(path) => {
            if let Some(word) = path.path.get_ident() {
                let word = word.to_string();
                let kind = Misread::ALL.into_iter().find(|kind| kind.word() == word);
                let unknown = || {
                    let known = Misread::ALL.map(Misread::word);
                    (part.to_token_stream(), include::unknown_kind(&word, &known))
                };
                return kind.map(One::Kind).ok_or_else(unknown);
            }
        }
        _ => {}
    }
    Err((part.to_token_stream(), include::SKIP))
}
