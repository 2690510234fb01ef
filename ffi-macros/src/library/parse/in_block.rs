//! *Parse*, a block: Rust's own syntax for foreign items, in which nothing says `&self`.

use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, FnArg, ForeignItem, ForeignItemFn, ForeignItemStatic, Generics, ItemForeignMod,
    Safety, StaticMutability, Token, parse_quote_spanned,
};

use super::{Header, MethodSyntax, Options, StaticSyntax, Syntax, attributes, borrowed};
use crate::errors::Errors;
use crate::wording;

/// `None` if nothing names the struct.
pub(super) fn parse(
    block: ItemForeignMod,
    options: Options,
    errors: &mut Errors,
) -> Option<Syntax> {
    if block.unsafety.is_none() {
        errors.over(&block.abi, wording::library::BLOCK_NOT_UNSAFE);
    }
    for attribute in &block.attrs {
        if attribute.path().is_ident("link") {
            errors.over(attribute.path(), wording::library::LINK);
        }
    }
    if options.structure.is_none() && !options.mentions_structure {
        errors.at(Span::call_site(), wording::library::BLOCK_WITHOUT_STRUCT);
    }
    let mut syntax = empty(block.attrs.clone(), block.unsafety, options)?;
    items(block, &mut syntax, errors);
    Some(syntax)
}

/// A declaration without items; `None` if nothing names the struct.
pub(crate) fn empty(
    attributes: Vec<Attribute>,
    promise: Option<Token![unsafe]>,
    options: Options,
) -> Option<Syntax> {
    let structure = options.structure.clone()?;
    Some(Syntax {
        options,
        methods: Vec::new(),
        statics: Vec::new(),
        skipped: Vec::new(),
        plain: Vec::new(),
        header: Header {
            attributes,
            visibility: structure.visibility,
            promise,
            ident: structure.ident,
            generics: Generics::default(),
            #[cfg(feature = "plugin")]
            supertraits: syn::punctuated::Punctuated::new(),
        },
    })
}

/// Adds the items of a block.
pub(crate) fn items(block: ItemForeignMod, syntax: &mut Syntax, errors: &mut Errors) {
    for item in block.items {
        match item {
            ForeignItem::Fn(item) => {
                let method = function(item, &block.abi, errors);
                syntax.methods.push(method);
            }
            ForeignItem::Static(item) => {
                let variable = variable(item, errors);
                syntax.statics.push(variable);
            }
            ForeignItem::Type(item) => {
                errors.at(item.type_token.span, wording::library::EXTERN_TYPE)
            }
            ForeignItem::Macro(item) => errors.over(&item.mac.path, wording::MACRO_ITEM),
            other => errors.over(other, wording::library::NOT_A_FOREIGN_ITEM),
        }
    }
}

/// A function, which becomes a method: it gets the convention of the block, and a receiver.
fn function(item: ForeignItemFn, abi: &syn::Abi, errors: &mut Errors) -> MethodSyntax {
    let mut signature = item.sig;
    borrowed::name_results(&mut signature, errors);
    let receiver: FnArg = parse_quote_spanned!(Span::mixed_site()=> &self);
    let mut inputs = Punctuated::<FnArg, Token![,]>::new();
    inputs.push(receiver);
    inputs.extend(signature.inputs);
    signature.inputs = inputs;
    signature.abi = Some(abi.clone());
    // An item of an `unsafe extern` block is unsafe unless it says that it is safe.
    if matches!(signature.safety, Safety::Default) {
        signature.safety = Safety::Unsafe(Token![unsafe](signature.fn_token.span));
    }
    MethodSyntax {
        attributes: attributes::parse_foreign(&item.attrs, errors),
        visibility: Some(item.vis),
        signature,
    }
}

fn variable(item: ForeignItemStatic, errors: &mut Errors) -> StaticSyntax {
    let is_safe = matches!(item.safety, Safety::Safe(_));
    if let (StaticMutability::Mut(token), true) = (&item.mutability, is_safe) {
        errors.at(token.span, wording::library::SAFE_STATIC_MUT);
    }
    let attributes = attributes::parse_foreign(&item.attrs, errors);
    if let Some(offload) = &attributes.outcome.offload {
        errors.at(offload.span, wording::library::VARIABLE_WITH_ATTRIBUTE);
    }
    StaticSyntax {
        attributes,
        visibility: item.vis,
        is_safe,
        ident: item.ident,
        ty: *item.ty,
    }
}
