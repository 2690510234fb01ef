//! *Expand*, the call of a method: the body that lowers the arguments and calls.
//!
//! In: a method, and the names of its signature. Out: statements, with the names that they bind. Every
//! `unsafe` block has one call of a function and nothing that the user wrote: arguments are lowered
//! before it, and no macro is looked up through the user's path.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};

use super::lowering;
use super::lowering::expand::Way;
use super::model::{Library, Method, Output, Variadic};
use super::signatures::{self, Signature};
use crate::bindable::bindable;
use crate::rewrite::foreign_name;
use crate::spans::called_at_type;
use crate::types::{mutable_reference, plain_function_pointer};

/// Names that the expansion binds beside the arguments of the methods.
const BOUND: [&str; 1] = ["address"];

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

/// The generic parameters of a method: its lifetimes, the type of the tuple in place of `...`, and that of an answer.
pub(super) fn generics(method: &Method, library: &Library, answer: Option<&Ident>) -> TokenStream {
    let span = Span::mixed_site();
    let tuple = tuple(method, library);
    if tuple.is_none() && answer.is_none() {
        return method.generics.to_token_stream();
    }
    let lifetimes = method.generics.params.iter();
    let types = answer.map(|answer| quote_spanned!(span=> #answer: ::core::marker::Send + 'static));
    let types = types.into_iter().chain(tuple);
    quote_spanned!(span=> <#(#lifetimes,)* #(#types),*>)
}

/// Generic parameters of the twin of a size query, which has a buffer with a lifetime.
pub(super) fn generics_of_twin(method: &Method, library: &Library) -> TokenStream {
    let (lifetimes, tuple) = (method.generics.params.iter(), tuple(method, library));
    quote_spanned!(Span::mixed_site()=> <#(#lifetimes,)* '__ffi_buffer, #tuple>)
}

/// The type of the tuple in place of `...`, which is passed more than once by a size query.
fn tuple(method: &Method, library: &Library) -> Option<TokenStream> {
    let Variadic::Tuple(_) = &method.variadic else {
        return None;
    };
    let span = Span::mixed_site();
    let krate = &library.krate;
    let copy =
        lowering::query::grown(method).map(|_| quote_spanned!(span=> + ::core::marker::Copy));
    Some(quote_spanned!(span=> __FfiTuple: #krate::VariadicArguments #copy))
}

/// Calls the function at `address`.
pub(super) fn call(
    method: &Method,
    signature: &Signature,
    library: &Library,
    way: Way,
) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let is_query = lowering::query::grown(method).is_some();
    // Conversions that may fail come first, before anything is given away.
    let mut fallible = vec![lowering::expand::first(method, library)];
    let mut once = Vec::new();
    let mut lowered = Vec::new();
    let mut values = Vec::new();
    for (position, argument) in method.arguments.iter().enumerate() {
        if let Some((statement, value)) = lowering::expand::argument(position, method, library) {
            if argument.crossing.is_fallible() {
                fallible.push(statement);
            } else if is_query && lowering::expand::is_of_call(argument) {
                lowered.push(statement);
            } else {
                once.push(statement);
            }
            values.push(value.into_token_stream());
            continue;
        }
        let (ident, ty) = (foreign_name(&argument.ident), &argument.ty);
        #[cfg(feature = "plugin")]
        once.extend(super::interface::checked(argument, library));
        if let Some(value) = argument.source.value(&quote_spanned!(span=> self)) {
            once.push(quote_spanned!(span=> let #ident = #value;));
        }
        if let Some(borrowed) = lowering::expand::reborrowed(position, method) {
            values.push(borrowed);
            continue;
        }
        if plain_function_pointer(ty).is_some() || mutable_reference(ty).is_some() {
            values.push(ident.into_token_stream());
            continue;
        }
        let of = quote_spanned!(span=> #krate::ForeignArgument);
        let value = format_ident!("__ffi_value_{}", position, span = span);
        if is_query {
            let repeated = quote_spanned!(span=> #krate::lowering::Repeated);
            let copy = called_at_type(ty, &repeated, "repeated", &value);
            let raw = called_at_type(ty, &of, "into_raw", &value);
            lowered.push(quote_spanned! {span=>
                let #value = &#ident;
                let #value = #copy;
                let #value = #raw;
            });
        } else {
            let raw = called_at_type(ty, &of, "into_raw", &ident);
            once.push(quote_spanned!(span=> let #value = #raw;));
        }
        values.push(value.into_token_stream());
    }
    // SAFETY of the expansion: whoever wrote `unsafe trait` promised that the signature is right, and an
    // `unsafe` method passes its caller's duties on.
    let call = with_values(values, method, signature);
    if method.is_lowered() {
        let body = lowering::expand::body(&call, method, library, way);
        let query = lowering::query::before(method, krate, way);
        return match way {
            Way::Whole if is_query => quote_spanned! {span=>
                #(#fallible)*
                #(#once)*
                #query
                loop { #(#lowered)* #body }
            },
            Way::Whole | Way::Into => {
                let rest = lowering::closure::around(body, method, library);
                quote_spanned!(span=> #(#fallible)* #(#once)* #query #(#lowered)* #rest)
            }
        };
    }
    let call = match &method.result {
        Output::Nothing | Output::Value(_) => call,
        Output::Never => {
            let name = method.member.symbol.names.first();
            quote_spanned!(span=> let () = #call; #krate::macro_support::returned(#name))
        }
    };
    quote_spanned!(span=> #(#fallible)* #(#once)* #(#lowered)* #call)
}

/// Calls the function at `address` with arguments as C has them, under the names of the method's.
pub(super) fn raw_call(method: &Method, signature: &Signature) -> TokenStream {
    let arguments = method.arguments.iter();
    let values = arguments.map(|argument| foreign_name(&argument.ident).into_token_stream());
    with_values(values.collect(), method, signature)
}

fn with_values(
    mut values: Vec<TokenStream>,
    method: &Method,
    signature: &Signature,
) -> TokenStream {
    if let Variadic::Tuple(name) = &method.variadic {
        values.push(name.to_token_stream());
    }
    let (declared, function) = (
        &signature.declared,
        signatures::call(method.arguments.len()),
    );
    quote_spanned! {Span::mixed_site()=>
        unsafe { #declared.#function(address, #(#values),*) }
    }
}

/// The items that let every name be bound that a method or the expansion binds; see [`bindable`](crate::bindable).
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
    let tuples = library
        .methods
        .iter()
        .filter_map(|method| match &method.variadic {
            Variadic::Tuple(name) => Some(name),
            Variadic::No | Variadic::Listed(_) => None,
        });
    let theirs = arguments().map(|argument| &argument.ident).chain(tuples);
    bindable(&BOUND, theirs, types)
}
