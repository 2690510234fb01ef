//! *Expand*, the call of a method: the body that puts the arguments in their places and calls.
//!
//! In: a method, and the constant of its interface. Out: statements, with the names that they bind. Every
//! `unsafe` block has one call of a function and nothing that the user wrote: arguments are lowered
//! before it, and no macro is looked up through the user's path.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote_spanned};

use super::model::{Library, Method, Output};
use crate::rewrite::{foreign_name, own_name};
use crate::spans::called_at_type;
use crate::types::plain_function_pointer;

/// Names that the expansion binds beside the arguments of the methods.
const BOUND: [&str; 10] = [
    "address",
    "arguments",
    "bound",
    "formatter",
    "library",
    "name",
    "path",
    "result",
    "row",
    "rows",
];

/// The result of a method as its signature has it. The never type may not stand inside of another.
pub(super) fn returned(method: &Method, is_inside: bool) -> TokenStream {
    let span = Span::mixed_site();
    match &method.result {
        Output::Nothing => quote_spanned!(span=> ()),
        Output::Value(ty) => ty.to_token_stream(),
        Output::Never if is_inside => quote_spanned!(span=> ::core::convert::Infallible),
        Output::Never => quote_spanned!(span=> !),
    }
}

/// Calls the function at `address`.
pub(super) fn call(method: &Method, interface: &Ident, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let typed = quote_spanned!(span=> #krate::macro_support::typed);
    let form = quote_spanned! {span=>
        { #typed::convention(#interface) },
        { #typed::form(#interface) },
        { #typed::words(#interface) },
        { #typed::shape(#interface) }
    };
    // SAFETY of the expansion: whoever wrote `unsafe trait` promised that the signature is right, and an
    // `unsafe` method passes its caller's duties on. The place of an argument is the one that the
    // interface has for its type, and the values live until the method returns.
    let arguments = method.arguments.iter().enumerate();
    let arguments = arguments.map(|(position, argument)| {
        let (ident, ty) = (foreign_name(&argument.ident), &argument.ty);
        let lowered = if plain_function_pointer(ty).is_some() {
            ident.to_token_stream()
        } else {
            let of = quote_spanned!(span=> #krate::ForeignArgument);
            called_at_type(ty, &of, "into_raw", &ident)
        };
        let value = format_ident!("__ffi_value_{}", position, span = span);
        let index = Literal::usize_unsuffixed(position);
        quote_spanned! {span=>
            let mut #value = #typed::Value::new(#lowered);
            unsafe {
                #typed::put(
                    &mut arguments,
                    const { #typed::place(#interface, #index) },
                    &mut #value,
                )
            };
        }
    });
    let finish = quote_spanned! {span=>
        unsafe {
            #typed::finish::<#form, _>(arguments, const { #typed::Summary::of(#interface) }, address)
        }
    };
    let finish = match &method.result {
        Output::Nothing | Output::Value(_) => finish,
        Output::Never => {
            let name = method.symbols.first();
            quote_spanned!(span=> let () = #finish; #krate::macro_support::returned(#name))
        }
    };
    let mutable = (!method.arguments.is_empty()).then(|| quote_spanned!(span=> mut));
    quote_spanned! {span=>
        let #mutable arguments = #typed::arguments::<#form>();
        #(#arguments)*
        #finish
    }
}

/// A function for every name that a method binds: where a constant, a static or a unit struct of the user
/// is in scope under that name, the name would not be bound but compared. A function may be shadowed.
///
/// What a type mentions by value (`[u8; limit]`) keeps its meaning.
pub(super) fn bindable(library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let methods = library.methods.iter();
    let mut mentioned = BTreeSet::new();
    let mut names = BTreeSet::from(BOUND.map(|name| Ident::new(name, span)));
    for method in methods {
        for argument in &method.arguments {
            values(argument.ty.to_token_stream(), &mut mentioned);
            names.insert(own_name(&argument.ident, span));
        }
        if let Output::Value(ty) = &method.result {
            values(ty.to_token_stream(), &mut mentioned);
        }
    }
    let names = names.iter().filter(|name| !mentioned.contains(*name));
    quote_spanned!(span=> #(fn #names() {})*)
}

/// Collects the words of a type that may be values: those of array lengths and of blocks, and lone generic
/// arguments.
fn values(tokens: TokenStream, found: &mut BTreeSet<Ident>) {
    all_in(tokens, false, found);
}

/// `is_value` says whether all words count.
fn all_in(tokens: TokenStream, is_value: bool, found: &mut BTreeSet<Ident>) {
    let mut is_value = is_value;
    let mut opens = false;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) => {
                let closes = matches!(
                    tokens.peek(),
                    Some(TokenTree::Punct(punct)) if [',', '>'].contains(&punct.as_char())
                );
                if is_value || (opens && closes) {
                    found.insert(word);
                }
                opens = false;
            }
            TokenTree::Group(group) => {
                let is_block = group.delimiter() == Delimiter::Brace;
                all_in(group.stream(), is_value || is_block, found);
                opens = false;
            }
            TokenTree::Punct(punct) => {
                // After `[u8;` comes the length.
                is_value |= punct.as_char() == ';';
                opens = ['<', ','].contains(&punct.as_char());
            }
            TokenTree::Literal(_) => opens = false,
        }
    }
}
