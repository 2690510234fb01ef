//! *Parse*: the options in `chain(..)`.

use proc_macro2::{Group, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, Token, Type};

use super::Roots;
use crate::errors::Errors;
use crate::options::{each, value};
use crate::wording::{self as common, chain as wording};

/// The options of a chain.
#[derive(Clone)]
pub(crate) struct ChainOptions {
    /// The word `chain` itself.
    pub(super) word: Ident,
    /// `tag = value`
    pub(super) tag: Option<Expr>,
    /// `unsafe(extends = [Type])`: the word `extends`, and the roots.
    pub(super) extends: Option<(Ident, Roots)>,
}

const OPTIONS: [&str; 2] = ["tag", "unsafe"];

impl ChainOptions {
    /// Reads what follows the word.
    pub(crate) fn read(word: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> Option<Self> {
        let mut options = Self {
            word: word.clone(),
            tag: None,
            extends: None,
        };
        if input.peek(Token![=]) {
            errors.at(word.span(), wording::CHAIN_WITH_VALUE);
            return None;
        }
        if input.peek(syn::token::Paren) {
            let (list, before) = (input.parse::<Group>().ok()?, errors.count());
            options.read_list(list.stream(), errors);
            if errors.count() > before {
                return None;
            }
        }
        Some(options)
    }

    fn read_list(&mut self, list: TokenStream, errors: &mut Errors) {
        each(list, &OPTIONS, errors, |key, input, errors| {
            match key.to_string().as_str() {
                "tag" => {
                    self.tag = value(input, key, wording::TAG_NEEDS_VALUE, errors, Expr::parse)
                }
                "unsafe" => self.extends = in_unsafe(key, input, errors),
                "extends" => errors.at(key.span(), wording::EXTENDS_WITHOUT_UNSAFE),
                _ => return false,
            }
            true
        });
    }
}

/// `(extends = [Type, Type])`, after `unsafe`.
fn in_unsafe(key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> Option<(Ident, Roots)> {
    let parse = |list: ParseStream<'_>| {
        let word = list.call(Ident::parse_any)?;
        let types;
        list.parse::<Token![=]>()?;
        syn::bracketed!(types in list);
        let types = Punctuated::<Type, Token![,]>::parse_terminated(&types)?;
        list.parse::<Option<Token![,]>>()?;
        Ok((word, types.into_iter().collect::<Vec<Type>>()))
    };
    let list = input.parse::<Group>();
    let parsed = list.and_then(|list| parse.parse2(list.stream()));
    let Some((word, types)) = parsed.ok().filter(|(_, types)| !types.is_empty()) else {
        errors.at(key.span(), wording::UNSAFE_NEEDS_EXTENDS);
        return None;
    };
    if word != "extends" {
        let unknown = common::unknown_option(&word.to_string(), &["extends"]);
        errors.at(word.span(), unknown);
        return None;
    }
    let unsafety = Token![unsafe](key.span());
    Some((word, Roots { unsafety, types }))
}
