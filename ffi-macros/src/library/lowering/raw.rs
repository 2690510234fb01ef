//! *Expand*: the raw twins of lowered methods, which take C's arguments and return C's result.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::super::call::{generics, raw_call};
use super::super::declaration::place;
use super::super::model::{Argument, Library, Method, Output, Variadic};
use super::super::signatures::{Signatures, many_arguments};
use super::super::trace;
use super::types::{raw_argument, raw_result, unchecked_result};
use crate::rewrite::{foreign_name, respanned};

/// `raw()`, and what it returns; nothing if no method is lowered.
pub(crate) fn twins(library: &Library, signatures: &Signatures) -> TokenStream {
    if !library.has_raw() {
        return TokenStream::new();
    }
    let span = Span::mixed_site();
    let own = library.own();
    let visibility = respanned(&library.visibility);
    let name = library.name();
    let methods = library.methods.iter().zip(&signatures.of_methods);
    let methods = methods
        .enumerate()
        .filter(|(_, (method, _))| method.is_lowered());
    let methods = methods.map(|(position, (method, signature))| {
        let krate = &library.krate;
        let cfgs = &method.member.cfgs;
        let ident = foreign_name(&method.member.ident);
        let (generics, where_clause) = (generics(method, library, None), &method.generics.where_clause);
        let arguments = method.arguments.iter().filter(|argument| argument.source.is_method());
        let arguments = arguments.map(|argument: &Argument| {
            let (ident, ty) = (foreign_name(&argument.ident), raw_argument(argument, library));
            quote_spanned!(span=> #ident: #ty)
        });
        let tuple = match &method.variadic {
            Variadic::Tuple(name) => Some(quote_spanned!(span=> #name: __FfiTuple)),
            Variadic::No | Variadic::Listed(_) => None,
        };
        let arguments = arguments.chain(tuple);
        let result = match &method.result {
            Output::Value(ty) => {
                raw_result(method, library).unwrap_or_else(|| ty.to_token_stream())
            }
            Output::Nothing | Output::Never => quote_spanned!(span=> ()),
        };
        let text = format!(
            " Calls `{}` as C has it.\n\n# Safety\n\nThe arguments are right for the function.",
            method.member.symbol.names[0],
        );
        let many = many_arguments(method);
        let (place, call) = (place(position), raw_call(method, signature));
        // SAFETY of the expansion: it is the result of this call.
        let call = match unchecked_result(method, library) {
            None => call,
            Some(unchecked) => quote_spanned! {span=>
                {
                    let __ffi_returned: #unchecked = #call;
                    unsafe { __ffi_returned.checked_or_panic() }
                }
            },
        };
        let (result, address, call) = if method.member.symbol.is_optional {
            (
                quote_spanned!(span=> ::core::result::Result<#result, #krate::MissingSymbol>),
                quote_spanned!(span=> self.0.__ffi_bound.optional(#place)?),
                quote_spanned!(span=> ::core::result::Result::Ok(#call)),
            )
        } else {
            (
                result,
                quote_spanned!(span=> self.0.__ffi_bound.required(#place)),
                call,
            )
        };
        let given = given(method);
        let body = quote_spanned! {span=>
            let address = #address;
            #given
            #call
        };
        let body = trace::around_raw(body, &result, method, library);
        // SAFETY of the expansion: whoever wrote `unsafe` at the declaration promised that the signature is right, and
        // the caller that the arguments are.
        quote_spanned! {span=>
            #(#cfgs)*
            #[doc = #text]
            #many
            #[inline]
            #visibility unsafe fn #ident #generics (&self, #(#arguments),*) -> #result #where_clause {
                #body
            }
        }
    });
    let text = format!(" The lowered methods of [`{name}`] with C's own arguments and results.");
    quote_spanned! {span=>
        #[doc = #text]
        #[derive(::core::clone::Clone, ::core::marker::Copy)]
        #visibility struct __FfiRaw<'__ffi>(&'__ffi #own);

        impl #own {
            /// The lowered methods with C's own arguments and results.
            #[must_use]
            #[inline]
            #visibility const fn raw(&self) -> __FfiRaw<'_> {
                __FfiRaw(self)
            }
        }

        impl __FfiRaw<'_> {
            #(#methods)*
        }
    }
}

/// Values that the struct keeps, and the object of a table.
fn given(method: &Method) -> TokenStream {
    let span = Span::mixed_site();
    let each = method.arguments.iter().filter_map(|argument| {
        let ident: Ident = foreign_name(&argument.ident);
        let value = argument.source.value(&quote_spanned!(span=> self.0))?;
        Some(quote_spanned!(span=> let #ident = #value;))
    });
    each.collect()
}
