//! *Parse*, a trait: each method is a foreign function or variable, or has a body of its own.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, ItemTrait, Token, TraitItem, TraitItemFn, Visibility};

use super::{Header, MethodSyntax, Options, Skipped, Syntax, attributes, table};
use crate::errors::Errors;
use crate::wording;

/// The trait, if the tokens are one.
pub(super) fn item(tokens: TokenStream) -> syn::Result<ItemTrait> {
    syn::parse2(without_safe(tokens))
}

pub(super) fn parse(item: ItemTrait, options: Options, errors: &mut Errors) -> Syntax {
    header(&item, &options, errors);
    if let Some(structure) = &options.structure {
        errors.at(structure.ident.span(), wording::library::STRUCT_OF_A_TRAIT);
    }
    let mut syntax = Syntax {
        options,
        methods: Vec::new(),
        statics: Vec::new(),
        skipped: Vec::new(),
        plain: Vec::new(),
        header: Header {
            attributes: item.attrs,
            visibility: item.vis,
            promise: item.unsafety,
            ident: item.ident,
            generics: item.generics,
            #[cfg(feature = "plugin")]
            supertraits: item.supertraits,
        },
    };
    for part in item.items {
        method(part, &mut syntax, errors);
    }
    syntax
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
fn header(item: &ItemTrait, options: &Options, errors: &mut Errors) {
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
    if !item.supertraits.is_empty() && !options.is_interface() {
        errors.over(&item.supertraits, wording::SUPERTRAITS);
    }
    if let Some(clause) = &item.generics.where_clause {
        errors.at(clause.where_token.span, wording::WHERE_CLAUSE);
    }
}

/// One item of the trait, if it is a method.
fn method(item: TraitItem, syntax: &mut Syntax, errors: &mut Errors) {
    match item {
        TraitItem::Fn(method) => function(method, None, syntax, errors),
        TraitItem::Type(item) => errors.at(item.type_token.span, wording::ASSOCIATED_TYPE),
        TraitItem::Const(item) => errors.at(item.const_token.span, wording::ASSOCIATED_CONST),
        TraitItem::Macro(item)
            if syntax.options.table.is_some() && item.mac.path.is_ident("skip") =>
        {
            let skipped = table::skip(&item, errors);
            let before = syntax.methods.len();
            syntax
                .skipped
                .extend(skipped.map(|skipped| (before, skipped)));
        }
        TraitItem::Macro(item) => errors.over(&item.mac.path, wording::MACRO_ITEM),
        TraitItem::Verbatim(tokens) => match syn::parse2::<Restricted>(tokens.clone()) {
            Ok(Restricted { visibility, method }) => {
                function(method, Some(visibility), syntax, errors);
            }
            Err(_) => errors.over(tokens, wording::NOT_A_METHOD),
        },
        other => errors.over(other, wording::NOT_A_METHOD),
    }
}

fn function(
    method: TraitItemFn,
    visibility: Option<Visibility>,
    syntax: &mut Syntax,
    errors: &mut Errors,
) {
    if method.default.is_some() {
        attributes::check_plain(&method.attrs, errors);
        if let Some(abi) = &method.sig.abi {
            errors.over(abi, wording::library::EXTERN_WITH_BODY);
        }
        syntax.plain.push((visibility, method));
        return;
    }
    if let Some(variadic) = &method.sig.variadic
        && variadic.pat.is_none()
    {
        errors.over(variadic.dots, wording::library::BARE_VARIADIC);
    }
    let attributes = attributes::parse(&method.attrs, errors);
    if let Some(count) = attributes.skip.clone() {
        let cfgs = attributes.cfgs.clone();
        let before = syntax.methods.len();
        syntax.skipped.push((before, Skipped { count, cfgs }));
    }
    syntax.methods.push(MethodSyntax {
        attributes,
        visibility,
        signature: method.sig,
    });
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
