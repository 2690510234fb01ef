//! *Expand*, the call of a method: the body that puts the arguments in their places and calls.
//!
//! In: a method, and the constant of its interface. Out: statements, with the names that they bind. Every
//! `unsafe` block has one call of a function and nothing that the user wrote: arguments are lowered
//! before it, and no macro is looked up through the user's path.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};

use super::model::{Library, Method, Output};
use crate::bindable::bindable;
use crate::rewrite::foreign_name;
use crate::spans::called_at_type;
use crate::types::{mutable_reference, plain_function_pointer};

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
        let lowered = if plain_function_pointer(ty).is_some() || mutable_reference(ty).is_some() {
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

/// What lets every name be bound that a method or the expansion binds; see [`bindable`](crate::bindable).
pub(super) fn names(library: &Library) -> TokenStream {
    let arguments = || library.methods.iter().flat_map(|method| &method.arguments);
    let results = library
        .methods
        .iter()
        .filter_map(|method| match &method.result {
            Output::Value(ty) => Some(&**ty),
            Output::Nothing | Output::Never => None,
        });
    let types = arguments().map(|argument| &argument.ty).chain(results);
    bindable(&BOUND, arguments().map(|argument| &argument.ident), types)
}
