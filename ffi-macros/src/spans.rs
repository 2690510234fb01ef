//! Where rustc is to point when it finds the mistake that the macros leave to it.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

/// `<ty as of>::item` with the span of the type, from its first to its last token, so that rustc
/// says there what is wrong with the type. Where the same words stand twice it says so once.
pub(crate) fn at_type(ty: &impl ToTokens, of: &TokenStream, item: &str) -> TokenStream {
    over(ty.to_token_stream(), of, item, |span| span)
}

/// `<ty as of>::item` as code of ours, which keeps rustc from suggesting changes to what the user wrote: it
/// would take the field of a type for a value that can be borrowed.
pub(crate) fn derived_at_type(ty: &impl ToTokens, of: &TokenStream, item: &str) -> TokenStream {
    over(ty.to_token_stream(), of, item, |span| {
        Span::mixed_site().located_at(span)
    })
}

/// `<ty as of>::item(argument)`, all of it with the span of the type: what rustc has to say of the call's
/// own type, it has said of the function already.
pub(crate) fn called_at_type(
    ty: &impl ToTokens,
    of: &TokenStream,
    item: &str,
    argument: &impl ToTokens,
) -> TokenStream {
    let (_, last) = ends(&ty.to_token_stream());
    let function = at_type(ty, of, item);
    let arguments = quote_spanned!(last=> (#argument));
    quote!(#function #arguments)
}

/// `of::function::<ty>()`, all of it at the place of the type.
pub(crate) fn called_with_type(ty: &TokenStream, of: &TokenStream, function: &str) -> TokenStream {
    let (first, last) = ends(ty);
    let of = relocated(of.clone(), first);
    let at_type = Span::mixed_site().located_at(last);
    let function = Ident::new(function, at_type);
    let (open, close) = (
        quote_spanned!(at_type=> ::#function::<),
        quote_spanned!(at_type=> >()),
    );
    quote!(#of #open #ty #close)
}

/// Tokens with the place of a span, for rustc to point to.
pub(crate) fn relocated(tokens: TokenStream, place: Span) -> TokenStream {
    let each = tokens.into_iter().map(|mut token: TokenTree| {
        token.set_span(token.span().located_at(place));
        token
    });
    each.collect()
}

/// The context of the macro at the place of tokens of the user, for rustc to point there and say once what is wrong.
pub(crate) fn at_place(of: &impl ToTokens) -> Span {
    let (_, last) = ends(&of.to_token_stream());
    Span::mixed_site().located_at(last)
}

/// The spans of the first and the last token.
pub(crate) fn ends(tokens: &TokenStream) -> (Span, Span) {
    let mut spans = tokens.clone().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    (first, spans.last().unwrap_or(first))
}

fn over(ty: TokenStream, of: &TokenStream, item: &str, context: fn(Span) -> Span) -> TokenStream {
    let (first, last) = ends(&ty);
    let (first, last) = (context(first), context(last));
    let item = Ident::new(item, last);
    let (open, close) = (quote_spanned!(first=> <), quote_spanned!(last=> >::#item));
    quote!(#open #ty as #of #close)
}

/// The token that says what an item is, or its first one.
pub(crate) fn keyword(item: &syn::Item) -> Span {
    match item {
        syn::Item::Struct(item) => item.struct_token.span,
        syn::Item::Enum(item) => item.enum_token.span,
        syn::Item::Fn(item) => item.sig.fn_token.span,
        syn::Item::Mod(item) => item.mod_token.span,
        syn::Item::Impl(item) => item.impl_token.span,
        syn::Item::ForeignMod(item) => item.abi.extern_token.span,
        syn::Item::Trait(item) => item.trait_token.span,
        syn::Item::Const(item) => item.const_token.span,
        syn::Item::Static(item) => item.static_token.span,
        syn::Item::Union(item) => item.union_token.span,
        syn::Item::Type(item) => item.type_token.span,
        other => other.span(),
    }
}
