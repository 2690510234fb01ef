//! *Expand*, traces: with the feature `tracing-calls` of the runtime, each method tells of its call.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt;

use super::lowering::model::Crossing;
use super::model::{Argument, Library, Method, Output, Variadic};
use crate::rewrite::foreign_name;

/// Whether methods may tell: the runtime hands its feature on. Those of a build script, whose runtime may have another
/// set of features than that of the program, do not tell then: the runtime's macro chooses.
const TELLS: bool = cfg!(feature = "tracing-calls");

/// The body of a method with this result, with what tells of the call around it; otherwise the body as it is.
pub(super) fn around(
    body: TokenStream,
    result: &TokenStream,
    method: &Method,
    library: &Library,
) -> TokenStream {
    let passed = method
        .arguments
        .iter()
        .filter(|argument| argument.is_of_method());
    told(body, result, passed, method, library)
}

/// As [`around`], for a raw twin, which has all arguments of C.
pub(super) fn around_raw(
    body: TokenStream,
    result: &TokenStream,
    method: &Method,
    library: &Library,
) -> TokenStream {
    let passed = method
        .arguments
        .iter()
        .filter(|argument| argument.source.is_method());
    told(body, result, passed, method, library)
}

fn told<'a>(
    body: TokenStream,
    result: &TokenStream,
    arguments: impl Iterator<Item = &'a Argument>,
    method: &Method,
    library: &Library,
) -> TokenStream {
    if !TELLS {
        return body;
    }
    let span = Span::mixed_site();
    let krate = &library.krate;
    let (own, symbol) = (library.name(), &method.member.symbol.names[0]);
    let shown = quote_spanned!(span=> #krate::macro_support::trace::Shown);
    let arguments = arguments.map(|argument| {
        let (ident, name) = (foreign_name(&argument.ident), plain_name(&argument.ident));
        let show = match &argument.crossing {
            _ if argument.is_secret => hidden("secret"),
            Crossing::Closure(_) => hidden("closure"),
            _ => quote_spanned!(span=> |__ffi_text| (&#shown(&#ident)).__ffi_show(__ffi_text)),
        };
        quote_spanned!(span=> __ffi_arguments.add(#name, #show);)
    });
    let tuple = match &method.variadic {
        Variadic::Tuple(name) => {
            let text = plain_name(name);
            Some(quote_spanned! {span=>
                __ffi_arguments.add(#text, |__ffi_text| (&#shown(&#name)).__ffi_show(__ffi_text));
            })
        }
        Variadic::No | Variadic::Listed(_) => None,
    };
    let begun = quote_spanned! {span=>
        let __ffi_call = #krate::macro_support::trace::Call::begin(#own, #symbol, |__ffi_arguments| {
            use #krate::macro_support::trace::{ByDebug as _, ByType as _};
            #(#arguments)*
            #tuple
        });
    };
    if let Output::Never = method.result {
        return quote_spanned! {span=>
            #krate::macro_support::told!({
                #begun
                if let ::core::option::Option::Some(__ffi_call) = __ffi_call { __ffi_call.leave(); }
                #body
            } { #body })
        };
    }
    // A place for a result is in it.
    let is_secret = |argument: &Argument| argument.is_secret && !argument.is_of_method();
    let show = if method.is_secret || method.arguments.iter().any(is_secret) {
        hidden("secret")
    } else {
        quote_spanned!(span=> |__ffi_text| (&#shown(&__ffi_outcome)).__ffi_show(__ffi_text))
    };
    quote_spanned! {span=>
        #krate::macro_support::told!({
            #begun
            let __ffi_outcome = #krate::macro_support::apart(move || -> #result { #body });
            if let ::core::option::Option::Some(__ffi_call) = __ffi_call {
                use #krate::macro_support::trace::{ByDebug as _, ByType as _};
                __ffi_call.end(#show);
            }
            __ffi_outcome
        } { #body })
    }
}

fn plain_name(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// Shows a word in place of a value.
fn hidden(word: &str) -> TokenStream {
    let text = format!("<{word}>");
    quote_spanned! {Span::mixed_site()=>
        |__ffi_text| { let _ = ::core::fmt::Write::write_str(__ffi_text, #text); }
    }
}
