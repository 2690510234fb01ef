//! *Expand*: the body of a lowered method.
//!
//! Always in one order: the lengths, the other arguments, the error state is cleared, the call, the state is read, the
//! result is decided, out parameters are read, and the copies that C got are dropped. Every `unsafe` block has one
//! call and nothing that the user wrote.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::spanned::Spanned;
use syn::{Type, parse_quote_spanned};

use super::super::model::{Argument, Library, Method, Output};
use super::model::{Ask, Check, Crossing, Form, Rule, State, Unit, When};
use super::query;
use super::types::{handle, optional, raw_result, slice_element};
use crate::rewrite::foreign_name;
use crate::spans::{at_place, at_type, called_at_type, relocated};
use crate::types::reference;

/// A method that is lowered: its result, whether that has an error of its own, and how the body goes on after the
/// address.
pub(crate) struct Lowered {
    pub(crate) result: TokenStream,
    pub(crate) has_error: bool,
}

/// Which of the methods of a function: that of its name, or the twin with a buffer of the caller's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Whole,
    Into,
}

/// The result of a lowered method.
pub(crate) fn result(method: &Method, library: &Library, way: Way) -> Lowered {
    let span = decisive(method);
    let krate = &library.krate;
    let mut parts: Vec<TokenStream> = returned_type(method, library).into_iter().collect();
    parts.extend(outs(method).map(|(_, argument)| match argument.crossing {
        Crossing::Grow(_) => query::filled_type(argument, krate, way),
        _ => argument.ty.to_token_stream(),
    }));
    let mut value = joined(parts);
    if way == Way::Into {
        value = quote_spanned!(span=> #krate::lowering::Filled<#value>);
    }
    let error = error_type(method, library);
    let has_error = error.is_some();
    let result = match error {
        None => value,
        Some(error) => quote_spanned!(span=> ::core::result::Result<#value, #error>),
    };
    Lowered { result, has_error }
}

/// The place of the type that decides, or of the result.
fn decisive(method: &Method) -> Span {
    match (&method.outcome.check, &method.result) {
        (
            Some(Check {
                rule: Rule::With(with),
                ..
            }),
            _,
        ) => at_place(with),
        (_, Output::Value(ty)) => at_place(ty),
        (_, Output::Nothing | Output::Never) => Span::mixed_site(),
    }
}

/// One part as it is, several as a tuple.
fn joined(mut parts: Vec<TokenStream>) -> TokenStream {
    match parts.len() {
        1 => parts.remove(0),
        _ => quote_spanned!(Span::mixed_site()=> (#(#parts),*)),
    }
}

/// The out parameters that the method returns, each with its place among the arguments.
fn outs(method: &Method) -> impl Iterator<Item = (usize, &Argument)> {
    let length = match method.outcome.form {
        Form::Slice(_, length) => Some(length),
        _ => None,
    };
    let arguments = method.arguments.iter().enumerate();
    arguments.filter(move |(position, argument)| {
        matches!(argument.crossing, Crossing::Out(_) | Crossing::Grow(_))
            && Some(*position) != length
    })
}

/// The place for an error, if there is one.
fn error_out(method: &Method) -> Option<(usize, &Argument, Option<&Ident>)> {
    let mut arguments = method.arguments.iter().enumerate();
    arguments.find_map(|(position, argument)| match &argument.crossing {
        Crossing::ErrorOut(free) => Some((position, argument, free.as_ref())),
        _ => None,
    })
}

/// The place for a message, if there is one.
fn error_text(method: &Method) -> Option<usize> {
    let mut arguments = method.arguments.iter();
    arguments.position(|argument| matches!(argument.crossing, Crossing::ErrorText(_)))
}

/// Whether a message is the error, and not only a part of it.
fn is_error_text(method: &Method) -> bool {
    error_text(method).is_some()
        && method.outcome.state.is_none()
        && match &method.outcome.check {
            None => true,
            Some(check) => {
                check.error.is_none() && matches!(check.rule, Rule::Predicate(_) | Rule::NotNull)
            }
        }
}

/// The type of what the function itself returned, if the method returns it.
fn returned_type(method: &Method, library: &Library) -> Option<TokenStream> {
    let kept = kept_type(method, library);
    kept.filter(|_| !query::returns_length(method))
}

/// The type of what is left of what the function itself returned.
fn kept_type(method: &Method, library: &Library) -> Option<TokenStream> {
    let Output::Value(ty) = &method.result else {
        return None;
    };
    let Some(check) = &method.outcome.check else {
        return Some(ty.to_token_stream());
    };
    let keeps = check.keeps_value || query::returns_length(method);
    match &check.rule {
        Rule::Status => keeps.then(|| at_type(ty, &status(library), "Value")),
        Rule::With(with) => keeps.then(|| at_type(with, &status(library), "Value")),
        Rule::NotNull => Some(ty.to_token_stream()),
        Rule::Predicate(name) => (keeps || name == "NotNegative").then(|| ty.to_token_stream()),
    }
}

/// The trait of status codes.
fn status(library: &Library) -> TokenStream {
    let krate = &library.krate;
    quote_spanned!(Span::mixed_site()=> #krate::Status)
}

/// The type of the error before it becomes another.
fn error_type(method: &Method, library: &Library) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let of_state = |state: &State| match state {
        State::LastError => quote_spanned!(span=> ::std::io::Error),
        State::Errno(_) => quote_spanned!(span=> #krate::lowering::ErrnoError),
    };
    if is_error_text(method) {
        return Some(quote_spanned!(span=> ::std::string::String));
    }
    let state = method.outcome.state.as_ref().map(of_state);
    let Some(Check { rule, error, .. }) = &method.outcome.check else {
        let reported = error_out(method).map(|(_, argument, _)| argument.ty.to_token_stream());
        let grown = query::grown(method);
        let grown = grown.map(|_| quote_spanned!(span=> #krate::lowering::GrowError));
        return reported.or(state).or(grown);
    };
    if let Some(error) = error {
        return Some(error.to_token_stream());
    }
    let Output::Value(ty) = &method.result else {
        return None;
    };
    Some(match rule {
        Rule::Status => at_type(ty, &status(library), "Error"),
        Rule::With(with) => at_type(with, &status(library), "Error"),
        Rule::Predicate(_) | Rule::NotNull => {
            state.unwrap_or_else(|| quote_spanned!(span=> #krate::lowering::CallError))
        }
    })
}

/// The statements that make the values which C gets, for an argument that is not plain; `None` for one that is.
///
/// The lengths come first, for a slice is given away by its pointer.
pub(crate) fn argument(
    position: usize,
    method: &Method,
    library: &Library,
) -> Option<(TokenStream, Ident)> {
    let argument = &method.arguments[position];
    let span = at_place(&argument.ty);
    let krate = &library.krate;
    let (ident, ty) = (foreign_name(&argument.ident), &argument.ty);
    let value = numbered("value", position);
    let statement = match &argument.crossing {
        Crossing::Plain | Crossing::Fixed(_) => return None,
        Crossing::Terminated => {
            let buffer = numbered("buffer", position);
            let of = quote_spanned!(span=> #krate::lowering::Terminated);
            let given = quote_spanned!(span=> #ident, &mut #buffer);
            let copy = called_at_type(ty, &of, "terminate", &given);
            let copy = fallible(copy, ty, method, library);
            quote_spanned! {span=>
                let mut #buffer = ::core::default::Default::default();
                let #value = #copy;
            }
        }
        Crossing::Slice(_) => {
            let of = quote_spanned!(span=> #krate::lowering::ForeignSlice);
            let pointer = called_at_type(ty, &of, "into_pointer", &ident);
            quote_spanned!(span=> let #value = #pointer;)
        }
        Crossing::Count(_) => return Some((TokenStream::new(), value)),
        Crossing::Out(When::Success) => {
            let slot = numbered("slot", position);
            quote_spanned! {span=>
                let mut #slot = #krate::lowering::slot::<#ty, Self>(self);
                let #value = #slot.as_mut_ptr();
            }
        }
        Crossing::ErrorOut(Some(_)) => {
            let slot = numbered("slot", position);
            quote_spanned! {span=>
                let mut #slot = ::core::ptr::null_mut::<::core::ffi::c_char>();
                let #value = &raw mut #slot;
            }
        }
        Crossing::Out(When::Always) | Crossing::ErrorOut(None) => {
            let slot = numbered("slot", position);
            let ty = optional(ty);
            quote_spanned! {span=>
                let mut #slot = #krate::lowering::slot::<#ty, Self>(self);
                let #value = #slot.as_mut_ptr();
            }
        }
        Crossing::Grow(_) | Crossing::Capacity(_) | Crossing::Length => {
            query::argument(argument, &value, krate)
        }
        Crossing::ErrorText(size) => {
            let slot = numbered("slot", position);
            quote_spanned! {span=>
                let mut #slot = #krate::lowering::error_buffer::<{ #size }>();
                let #value = #slot.as_mut_ptr().cast::<::core::ffi::c_char>();
            }
        }
        Crossing::Freed(_) => quote_spanned! {span=>
            let #value = ::core::ptr::NonNull::as_ptr(#ident);
        },
    };
    Some((statement, value))
}

/// The lengths, and the values that the declaration has.
pub(crate) fn first(method: &Method, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let each = method.arguments.iter().enumerate();
    let each = each.filter_map(|(position, argument)| match &argument.crossing {
        Crossing::Count(slices) => {
            let value = numbered("value", position);
            let ty = &argument.ty;
            let lengths = slices.iter().map(|slice| {
                let argument = &method.arguments[*slice];
                let (ident, slice_ty) = (foreign_name(&argument.ident), &argument.ty);
                let of = quote_spanned!(span=> #krate::lowering::ForeignSlice);
                let given = quote_spanned!(span=> &#ident);
                let elements = called_at_type(slice_ty, &of, "elements", &given);
                match argument.crossing {
                    Crossing::Slice(Unit::Bytes) => {
                        let size = at_type(slice_ty, &of, "ELEMENT_SIZE");
                        quote_spanned!(span=> #elements.map(|__ffi_elements| __ffi_elements * #size))
                    }
                    _ => elements,
                }
            });
            let agreed = fallible(
                quote_spanned!(span=> #krate::lowering::agree(&[#(#lengths),*])),
                ty,
                method,
                library,
            );
            let converted = fallible(
                quote_spanned!(span=> #krate::lowering::length::<#ty>(#agreed)),
                ty,
                method,
                library,
            );
            Some(quote_spanned!(span=> let #value = #converted;))
        }
        Crossing::Fixed(fixed) => {
            let (ident, ty) = (foreign_name(&argument.ident), &argument.ty);
            Some(quote_spanned!(span=> let #ident: #ty = #fixed;))
        }
        _ => None,
    });
    each.collect()
}

/// A value, or the end of the method: with its error, or with a panic. The place of the argument is where rustc says
/// that the error cannot be made.
fn fallible(attempt: TokenStream, place: &Type, method: &Method, library: &Library) -> TokenStream {
    let span = at_place(place);
    let krate = &library.krate;
    if let Some(attempt) = or_error(&attempt, span, method, library) {
        return attempt;
    }
    let name = &method.member.symbol.names[0];
    let panics = relocated(quote_spanned!(span=> #krate::lowering::or_panic), span);
    quote_spanned!(span=> #panics(#attempt, #name))
}

/// A value, or the end of the method with its error, if it has one.
pub(crate) fn or_error(
    attempt: &TokenStream,
    place: Span,
    method: &Method,
    library: &Library,
) -> Option<TokenStream> {
    let span = Span::mixed_site().located_at(place);
    let error = error_type(method, library)?;
    let made = made(&error, place, &quote_spanned!(span=> __ffi_error), library);
    Some(quote_spanned! {span=>
        match #attempt {
            ::core::result::Result::Ok(__ffi_value) => __ffi_value,
            ::core::result::Result::Err(__ffi_error) => {
                return ::core::result::Result::Err(#made);
            }
        }
    })
}

/// The address of an optional function, or the end of the method with what that returns in its place.
pub(crate) fn optional_address(
    method: &Method,
    place: &TokenStream,
    library: &Library,
) -> TokenStream {
    let span = Span::mixed_site();
    let found = quote_spanned!(span=> self.__ffi_bound.optional(#place));
    or_error(&found, method.member.ident.span(), method, library)
        .unwrap_or_else(|| quote_spanned!(span=> #found?))
}

/// An error, made of another.
fn made(error: &TokenStream, place: Span, cause: &TokenStream, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    relocated(
        quote_spanned!(span=> <#error as #krate::lowering::MadeOf<_>>::made_of(#cause)),
        place,
    )
}

/// Whether an argument is made new for every call of a size query.
pub(crate) fn is_of_call(argument: &Argument) -> bool {
    !matches!(argument.crossing, Crossing::Terminated | Crossing::Slice(_))
}

/// Whether the error of a method asks an argument, which then is borrowed for the call only.
pub(crate) fn is_asked(position: usize, method: &Method) -> bool {
    matches!(
        method.outcome.check,
        Some(Check {
            ask: Some(Ask::Argument(asked)),
            ..
        }) if asked == position
    )
}

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
    let decided = decided(method, library, way);
    let again = query::again_by_result(method, krate, way);
    let outs: TokenStream = read_outs(method, library);
    let mut parts: Vec<TokenStream> = returned_type(method, library)
        .map(|_| quote_spanned!(span=> __ffi_kept))
        .into_iter()
        .collect();
    parts.extend(outs_names(method));
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
            let ty = raw_result(method, library).unwrap_or_else(|| ty.to_token_stream());
            quote_spanned!(span=> let __ffi_returned: #ty = #call;)
        }
        Output::Nothing | Output::Never => quote_spanned!(span=> let () = #call;),
    }
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
fn freed(free: &Ident, text: &TokenStream) -> TokenStream {
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
        let has_place = error_out(method).is_some() || is_error_text(method);
        let error = has_place.then(|| {
            quote_spanned! {span=>
                if let ::core::option::Option::Some(__ffi_error) = __ffi_reported {
                    return ::core::result::Result::Err(__ffi_error);
                }
            }
        });
        let error = error.or_else(|| {
            method.outcome.state.as_ref().map(|_| {
                let again = query::again_by_error(method, krate, way);
                quote_spanned! {span=>
                    #again
                    #krate::lowering::ErrorNumber::succeeded(__ffi_state)?;
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
    let again = query::again_by_error(method, krate, way);
    let state = has_state.then(|| {
        if again.is_some() {
            return quote_spanned!(span=> .map_err(|_| ()));
        }
        quote_spanned!(span=> .map_err(|_| __ffi_state))
    });
    // The number of a state that does not say again is the error.
    let stated = (state.is_some()
        && again.is_some()
        && matches!(check.rule, Rule::Predicate(_) | Rule::NotNull))
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
        return quote_spanned! {span=>
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
    for (position, argument) in method.arguments.iter().enumerate() {
        if let Crossing::Out(When::Always) = argument.crossing {
            let (slot, out, ty) = (
                numbered("slot", position),
                numbered("out", position),
                &argument.ty,
            );
            let span = at_place(ty);
            // SAFETY of the expansion: C got the slot, and left it as it was or wrote it, as the declaration promises.
            tokens.extend(quote_spanned! {span=>
                let #out: ::core::option::Option<#ty> =
                    unsafe { #krate::lowering::taken(#slot, self) };
            });
        }
    }
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

/// Makes the value that is kept of a result that is not checked.
fn formed(method: &Method, library: &Library) -> TokenStream {
    let krate = &library.krate;
    let Output::Value(ty) = &method.result else {
        return TokenStream::new();
    };
    let span = at_place(ty);
    // SAFETY of the expansion: C returned the value, which is one of this form as the declaration promises.
    match &method.outcome.form {
        Form::Plain => quote_spanned!(span=> let __ffi_kept = __ffi_returned;),
        Form::Lowered => quote_spanned! {span=>
            let __ffi_kept: #ty = unsafe {
                <#ty as #krate::lowering::ForeignResult<Self>>::from_raw(__ffi_returned, self)
            };
        },
        Form::Copied(free) => {
            let freed = free
                .as_ref()
                .map(|free| freed(free, &quote_spanned!(span=> __ffi_returned)));
            quote_spanned! {span=>
                let __ffi_kept: #ty = unsafe { #krate::lowering::copied(__ffi_returned) };
                #freed
            }
        }
        Form::Slice(unit, length) => {
            let (slot, length_type) = (numbered("slot", *length), &method.arguments[*length].ty);
            let element = slice_element(ty);
            let in_bytes = *unit == Unit::Bytes;
            quote_spanned! {span=>
                let __ffi_length: #length_type = unsafe { #krate::lowering::taken(#slot, self) };
                let __ffi_kept: #ty = unsafe {
                    #krate::lowering::returned_slice::<#element, #length_type>(
                        __ffi_returned,
                        __ffi_length,
                        #in_bytes,
                    )
                };
            }
        }
    }
}

/// The `Option` of a result, of which null is a failure.
fn optional_form(method: &Method, library: &Library) -> TokenStream {
    let krate = &library.krate;
    let Output::Value(ty) = &method.result else {
        return TokenStream::new();
    };
    let span = at_place(ty);
    let option = quote_spanned!(span=> ::core::option::Option<#ty>);
    // SAFETY of the expansion: C returned the value, which is null or one of this form as the declaration promises.
    match &method.outcome.form {
        Form::Copied(free) => {
            let freed = free
                .as_ref()
                .map(|free| freed(free, &quote_spanned!(span=> __ffi_returned)));
            quote_spanned! {span=>
                let __ffi_copy: #option = unsafe { #krate::lowering::copied(__ffi_returned) };
                #freed
                __ffi_copy
            }
        }
        _ => quote_spanned! {span=>
            unsafe {
                <#option as #krate::lowering::ForeignResult<Self>>::from_raw(__ffi_returned, self)
            }
        },
    }
}

/// Reads the out parameters of a success.
fn read_outs(method: &Method, library: &Library) -> TokenStream {
    let krate = &library.krate;
    let each = outs(method).filter(|(_, argument)| !matches!(argument.crossing, Crossing::Grow(_)));
    let each = each.map(|(position, argument)| {
        let (slot, out, ty) = (
            numbered("slot", position),
            numbered("out", position),
            &argument.ty,
        );
        let span = at_place(ty);
        // SAFETY of the expansion: C got the slot, and a function that succeeded wrote it, as the declaration
        // promises.
        match argument.crossing {
            Crossing::Out(When::Always) => quote_spanned! {span=>
                let #out: ::core::option::Option<#ty> =
                    unsafe { #krate::lowering::taken(#slot, self) };
                let #out = #krate::lowering::present(#out);
            },
            _ => quote_spanned! {span=>
                let #out: #ty = unsafe { #krate::lowering::taken(#slot, self) };
            },
        }
    });
    each.collect()
}

fn outs_names(method: &Method) -> impl Iterator<Item = TokenStream> {
    outs(method).map(|(position, _)| numbered("out", position).to_token_stream())
}

fn numbered(of: &str, position: usize) -> Ident {
    format_ident!("__ffi_{}_{}", of, position, span = Span::mixed_site())
}

/// Whether an argument is a mutable reference that the error asks after the call.
pub(crate) fn reborrowed(position: usize, method: &Method) -> Option<TokenStream> {
    let argument = &method.arguments[position];
    let is_mutable = reference(&argument.ty).is_some_and(|ty| ty.mutability.is_some());
    let ident = foreign_name(&argument.ident);
    let is_repeated = query::grown(method).is_some();
    (is_mutable && (is_repeated || is_asked(position, method)))
        .then(|| quote_spanned!(Span::mixed_site()=> &mut *#ident))
}
