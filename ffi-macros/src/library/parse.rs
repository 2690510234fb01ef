//! *Parse*: options and trait become [`Syntax`]: what was written, without what has no place.
//!
//! Next is `lower`, which judges signatures and values.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, ItemTrait, Signature, Token, TraitItem, TraitItemFn, Visibility};

use super::attributes::{self, MethodAttributes};
use super::options::{self, Options};
use crate::errors::Errors;
use crate::spans::keyword;
use crate::wording;

/// A declaration as written.
pub(crate) struct Syntax {
    pub(crate) options: Options,
    /// The trait; its `items` are in `methods`.
    pub(crate) item: ItemTrait,
    pub(crate) methods: Vec<MethodSyntax>,
}

/// A method as written.
pub(crate) struct MethodSyntax {
    pub(crate) attributes: MethodAttributes,
    /// `None` if the method says nothing.
    pub(crate) visibility: Option<Visibility>,
    pub(crate) signature: Signature,
}

/// `None` if there is no trait to speak of.
pub(crate) fn parse(
    arguments: TokenStream,
    item: TokenStream,
    errors: &mut Errors,
) -> Option<Syntax> {
    let options = options::parse(arguments, errors);
    let item: ItemTrait = match syn::parse2(without_safe(item.clone())) {
        Ok(item) => item,
        Err(error) => {
            match syn::parse2::<syn::Item>(item) {
                Ok(other) => errors.at(keyword(&other), wording::NOT_A_TRAIT),
                Err(_) => errors.add(error),
            }
            return None;
        }
    };
    header(&item, errors);
    let methods = item
        .items
        .iter()
        .filter_map(|part| method(part, errors))
        .collect();
    Some(Syntax {
        options,
        item,
        methods,
    })
}

/// The trait without the `safe` of its methods, which `extern` blocks have and syn refuses here: it says
/// what a plain `fn` says.
fn without_safe(item: TokenStream) -> TokenStream {
    let body = |token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            let mut tokens = group.stream().into_iter().peekable();
            let mut kept = Vec::new();
            while let Some(token) = tokens.next() {
                let is_qualifier = matches!(&token, TokenTree::Ident(word) if word == "safe")
                    && matches!(
                        tokens.peek(),
                        Some(TokenTree::Ident(next)) if next == "fn" || next == "extern"
                    );
                if !is_qualifier {
                    kept.push(token);
                }
            }
            let mut body = Group::new(Delimiter::Brace, kept.into_iter().collect());
            body.set_span(group.span());
            body.into()
        }
        other => other,
    };
    item.into_iter().map(body).collect()
}

/// Everything before the brace.
fn header(item: &ItemTrait, errors: &mut Errors) {
    for attribute in &item.attrs {
        if attribute.path().is_ident("derive") {
            errors.over(attribute.path(), wording::DERIVE_ON_TRAIT);
        }
    }
    if item.unsafety.is_none() {
        errors.at(item.trait_token.span, wording::NOT_UNSAFE);
    }
    if let Some(auto) = &item.modifiers.auto_token {
        errors.at(auto.span, wording::AUTO_TRAIT);
    }
    if !item.generics.params.is_empty() {
        errors.over(&item.generics.params, wording::GENERIC_TRAIT);
    }
    if !item.supertraits.is_empty() {
        errors.over(&item.supertraits, wording::SUPERTRAITS);
    }
    if let Some(clause) = &item.generics.where_clause {
        errors.at(clause.where_token.span, wording::WHERE_CLAUSE);
    }
}

/// One item of the trait, if it is a method.
fn method(item: &TraitItem, errors: &mut Errors) -> Option<MethodSyntax> {
    match item {
        TraitItem::Fn(method) => Some(function(method, None, errors)),
        TraitItem::Type(item) => {
            errors.at(item.type_token.span, wording::ASSOCIATED_TYPE);
            None
        }
        TraitItem::Const(item) => {
            errors.at(item.const_token.span, wording::ASSOCIATED_CONST);
            None
        }
        TraitItem::Macro(item) => {
            errors.over(&item.mac.path, wording::MACRO_ITEM);
            None
        }
        TraitItem::Verbatim(tokens) => match syn::parse2::<Restricted>(tokens.clone()) {
            Ok(Restricted { visibility, method }) => {
                Some(function(&method, Some(visibility), errors))
            }
            Err(_) => {
                errors.over(tokens, wording::NOT_A_METHOD);
                None
            }
        },
        _ => {
            errors.over(item, wording::NOT_A_METHOD);
            None
        }
    }
}

fn function(
    method: &TraitItemFn,
    visibility: Option<Visibility>,
    errors: &mut Errors,
) -> MethodSyntax {
    if let Some(body) = &method.default {
        errors.at(body.brace_token.span.open(), wording::DEFAULT_BODY);
    }
    MethodSyntax {
        attributes: attributes::parse(&method.attrs, errors),
        visibility,
        signature: method.sig.clone(),
    }
}

/// A method with a visibility, which syn leaves unparsed in a trait.
struct Restricted {
    visibility: Visibility,
    method: TraitItemFn,
}

impl Parse for Restricted {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility: Visibility = input.parse()?;
        if matches!(visibility, Visibility::Inherited) || input.peek(Token![default]) {
            return Err(input.error("expected a visibility"));
        }
        let mut method: TraitItemFn = input.parse()?;
        method.attrs = attributes;
        Ok(Self { visibility, method })
    }
}
