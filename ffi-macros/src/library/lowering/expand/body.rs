//! The call and what comes after it: the result is decided, and out parameters are read.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{Type, parse_quote_spanned};

use super::super::super::model::{Argument, Library, Method, Output};
use super::super::closure;
use super::super::model::{Ask, Check, Crossing, Form, Rule, State};
use super::super::query;
use super::super::types::{handle, raw_result, unchecked_result};
use super::Way;
use super::arguments::{made, numbered};
use super::signature::{
    decisive, error_out, error_text, error_type, is_error_text, joined, kept_type, returned_type,
    status,
};
use super::values::{formed, optional_form, outs_names, read_outs, written_always};
use crate::rewrite::foreign_name;
use crate::spans::{at_place, called_at_type, relocated};
use crate::types::reference;

/// The body from the call on.
pub(crate) fn body(
    call: &TokenStream,
    method: &Method,
    library: &Library,
    way: Way,
) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let returned = returned(call, method, library);
    let (clear, read) = match &method.outcome.state {
        None => (None, None),
        Some(State::LastError) => (
            Some(quote_spanned!(span=> #krate::lowering::LastError.clear();)),
            Some(quote_spanned! {span=>
                let __ffi_state = #krate::lowering::LastError.error();
            }),
        ),
        Some(State::Errno(runtime)) => {
            let mut name = runtime.value().into_bytes();
            name.push(0);
            let name = Literal::byte_string(&name);
            (
                Some(quote_spanned! {span=>
                    static __FFI_RUNTIME: #krate::lowering::CRuntime =
                        #krate::lowering::CRuntime::named(#krate::lowering::c_name(#name));
                    __FFI_RUNTIME.clear();
                }),
                Some(quote_spanned!(span=> let __ffi_state = __FFI_RUNTIME.error();)),
            )
        }
    };
    let reported = reported(method, library);
    let checked = checked(method, library);
    let decided = decided(method, library, way);
    let again = query::again_by_result(method, library, way);
    let outs: TokenStream = read_outs(method, library);
    let mut parts: Vec<TokenStream> = returned_type(method, library)
        .map(|_| quote_spanned!(span=> __ffi_kept))
        .into_iter()
        .collect();
    parts.extend(outs_names(method));
    parts.extend(closure::expand::completion(method, library));
    let is_unit = parts.is_empty();
    let value = joined(parts);
    let grown = query::grown(method);
    let finished = grown.and_then(|(position, ..)| {
        query::finished(method, &numbered("out", position), &value, krate, way)
    });
    let at_result = decisive(method);
    let value = match error_type(method, library) {
        _ if finished.is_some() => finished.unwrap_or_default(),
        // The block has no other value.
        None if is_unit => TokenStream::new(),
        None => value,
        Some(_) => quote_spanned!(at_result=> ::core::result::Result::Ok(#value)),
    };
    quote_spanned! {span=>
        #clear
        #returned
        #read
        #reported
        #checked
        #again
        #decided
        #outs
        #value
    }
}

/// The call, which binds what C returned.
fn returned(call: &TokenStream, method: &Method, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    match &method.result {
        Output::Value(ty) => {
            let raw = unchecked_result(method, library).or_else(|| raw_result(method, library));
            let ty = raw.unwrap_or_else(|| ty.to_token_stream());
            quote_spanned!(span=> let __ffi_returned: #ty = #call;)
        }
        Output::Nothing | Output::Never => quote_spanned!(span=> let () = #call;),
    }
}

/// Compares the numbers in a result with those that their enums list: another one is the error of the method.
fn checked(method: &Method, library: &Library) -> Option<TokenStream> {
    unchecked_result(method, library)?;
    let Output::Value(ty) = &method.result else {
        return None;
    };
    let (span, krate) = (at_place(ty), &library.krate);
    let error = error_type(method, library)?;
    let written = written_always(method, library);
    // SAFETY of the expansion: it is the result of the call.
    Some(quote_spanned! {span=>
        let __ffi_returned: #ty = #krate::macro_support::listed!(
            unsafe { __ffi_returned.checked() },
            #error,
            { #written }
        );
    })
}

/// Takes the error that the function wrote, if there is a place for one.
fn reported(method: &Method, library: &Library) -> TokenStream {
    let krate = &library.krate;
    if let Some(position) = error_text(method) {
        let slot = numbered("slot", position);
        return quote_spanned! {Span::mixed_site()=>
            let __ffi_reported = #krate::lowering::error_text(&#slot);
        };
    }
    let Some((position, Argument { ty, .. }, free)) = error_out(method) else {
        return TokenStream::new();
    };
    let span = at_place(ty);
    let slot = numbered("slot", position);
    // SAFETY of the expansion: C got the slot, and left it as it was or wrote an error there, as the declaration
    // promises.
    match free {
        None => quote_spanned! {span=>
            let __ffi_reported: ::core::option::Option<#ty> =
                unsafe { #krate::lowering::taken(#slot, self) };
        },
        Some(free) => {
            let freed = freed(free, &slot.to_token_stream());
            quote_spanned! {span=>
                let __ffi_reported: ::core::option::Option<#ty> =
                    unsafe { #krate::lowering::copied(#slot) };
                #freed
            }
        }
    }
}

/// Has the library free a text that is copied.
pub(super) fn freed(free: &Ident, text: &TokenStream) -> TokenStream {
    let span = Span::mixed_site();
    // SAFETY of the expansion: the declaration promises that this method frees such a text, which nothing uses any
    // more.
    quote_spanned! {span=>
        if !#text.is_null() {
            let __ffi_text = #text.cast();
            let _ = unsafe { self.#free(__ffi_text) };
        }
    }
}

/// The decision between success and failure, and the end of a method that failed. Binds the value that is kept.
fn decided(method: &Method, library: &Library, way: Way) -> TokenStream {
    let krate = &library.krate;
    let Some(check) = &method.outcome.check else {
        let span = Span::mixed_site();
        let form = formed(method, library);
        let written = written_always(method, library);
        let has_place = error_out(method).is_some() || is_error_text(method);
        let error = has_place.then(|| {
            quote_spanned! {span=>
                if let ::core::option::Option::Some(__ffi_error) = __ffi_reported {
                    #written
                    return ::core::result::Result::Err(__ffi_error);
                }
            }
        });
        let error = error.or_else(|| {
            method.outcome.state.as_ref().map(|_| {
                let again = query::again_by_error(method, library, way);
                let error = error_type(method, library);
                let cause = quote_spanned!(span=> __ffi_error);
                let made = made(&error.to_token_stream(), span, &cause, library);
                quote_spanned! {span=>
                    #again
                    if let ::core::result::Result::Err(__ffi_error) =
                        #krate::lowering::ErrorNumber::succeeded(__ffi_state)
                    {
                        #written
                        return ::core::result::Result::Err(#made);
                    }
                }
            })
        });
        return quote_spanned!(span=> #error #form);
    };
    let Output::Value(ty) = &method.result else {
        return TokenStream::new();
    };
    let span = decisive(method);
    let name = &method.member.symbol.names[0];
    let has_state = method.outcome.state.is_some();
    let again = query::again_by_error(method, library, way);
    let state = has_state.then(|| {
        if again.is_some() {
            return quote_spanned!(span=> .map_err(|_| ()));
        }
        quote_spanned!(span=> .map_err(|_| __ffi_state))
    });
    // The number of a state that does not say again is the error.
    let stated = (state.is_some()
        && again.is_some()
        && matches!(check.rule, Rule::Predicate(_) | Rule::NotNull | Rule::Valid))
    .then(|| quote_spanned!(span=> let __ffi_error = { let () = __ffi_error; __ffi_state };));
    let attempt = match &check.rule {
        Rule::Status => {
            let returned = Ident::new("__ffi_returned", span);
            called_at_type(ty, &status(library), "into_result", &returned)
        }
        Rule::With(with) => {
            let of = quote_spanned!(span=> ::core::convert::From<#ty>);
            let returned = Ident::new("__ffi_returned", span);
            let status_of = called_at_type(with, &of, "from", &returned);
            let decided = called_at_type(with, &status(library), "into_result", &status_of);
            match method.outcome.form {
                Form::Lowered => {
                    let form = formed(method, library);
                    quote_spanned!(span=> { #form let __ffi_returned = __ffi_kept; #decided })
                }
                _ => decided,
            }
        }
        Rule::Predicate(predicate) => quote_spanned! {span=>
            #krate::lowering::check::<#ty>(
                #krate::lowering::Predicate::#predicate,
                __ffi_returned,
                #name,
            )#state
        },
        Rule::Valid => {
            let valid = relocated(quote_spanned!(span=> #krate::lowering::valid::<#ty>), span);
            quote_spanned!(span=> #valid(__ffi_returned, #name)#state)
        }
        Rule::NotNull => {
            let value = optional_form(method, library);
            quote_spanned!(span=> #krate::lowering::not_null({ #value }, #name)#state)
        }
    };
    let kept = match kept_type(method, library) {
        Some(_) => quote_spanned!(span=> __ffi_kept),
        None => quote_spanned!(span=> _),
    };
    let failure = failure(check, method, library);
    quote_spanned! {span=>
        let #kept = match #attempt {
            ::core::result::Result::Ok(__ffi_success) => __ffi_success,
            ::core::result::Result::Err(__ffi_error) => {
                #again
                #stated
                #failure
                return ::core::result::Result::Err(__ffi_error);
            }
        };
    }
}

/// The additions to an error: what was written all the same, and what the library says.
fn failure(check: &Check, method: &Method, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let mut tokens = TokenStream::new();
    if is_error_text(method) {
        let written = written_always(method, library);
        return quote_spanned! {span=>
            #written
            let __ffi_error: ::std::string::String = match __ffi_reported {
                ::core::option::Option::Some(__ffi_source) => __ffi_source,
                ::core::option::Option::None => ::std::string::ToString::to_string(&__ffi_error),
            };
        };
    }
    if let Some(error) = &check.error {
        let cause = quote_spanned!(span=> __ffi_error);
        let made = made(&error.to_token_stream(), error.span(), &cause, library);
        tokens.extend(quote_spanned!(span=> let __ffi_error: #error = #made;));
    }
    // There rustc says that the error asks nothing.
    let span = Span::mixed_site().located_at(check.ask_span);
    let error = error_type(method, library);
    let explain = |source: Option<&Type>| {
        let source = match source {
            Some(ty) => ty.to_token_stream(),
            None => quote_spanned!(span=> _),
        };
        let function = quote_spanned!(span=> <#error as #krate::Explain<Self, #source>>::explain);
        relocated(function, check.ask_span)
    };
    tokens.extend(written_always(method, library));
    match &check.ask {
        None => {}
        Some(Ask::Library) => {
            let explain = explain(Some(&parse_quote_spanned!(span=> ())));
            tokens.extend(quote_spanned! {span=>
                let __ffi_error = #explain(__ffi_error, self, &());
            });
        }
        Some(Ask::Argument(position)) => {
            let argument = &method.arguments[*position];
            let ident = foreign_name(&argument.ident);
            tokens.extend(match argument.crossing {
                Crossing::Out(_) => {
                    let explain = explain(handle(&argument.ty));
                    let out = numbered("out", *position);
                    quote_spanned! {span=>
                        let __ffi_error = match &#out {
                            ::core::option::Option::Some(__ffi_source) => {
                                #explain(__ffi_error, self, &**__ffi_source)
                            }
                            ::core::option::Option::None => __ffi_error,
                        };
                    }
                }
                _ => {
                    let explain = explain(reference(&argument.ty).map(|ty| &*ty.elem));
                    quote_spanned!(span=> let __ffi_error = #explain(__ffi_error, self, &*#ident);)
                }
            });
        }
    }
    if error_text(method).is_some() {
        let text = parse_quote_spanned!(span=> ::core::primitive::str);
        let explain = explain(Some(&text));
        tokens.extend(quote_spanned! {span=>
            let __ffi_error = match &__ffi_reported {
                ::core::option::Option::Some(__ffi_source) => {
                    #explain(__ffi_error, self, __ffi_source.as_str())
                }
                ::core::option::Option::None => __ffi_error,
            };
        });
    }
    if let Some((_, argument, _)) = error_out(method) {
        let explain = explain(Some(&argument.ty));
        tokens.extend(quote_spanned! {span=>
            let __ffi_error = match &__ffi_reported {
                ::core::option::Option::Some(__ffi_source) => {
                    #explain(__ffi_error, self, __ffi_source)
                }
                ::core::option::Option::None => __ffi_error,
            };
        });
    }
    tokens
}
