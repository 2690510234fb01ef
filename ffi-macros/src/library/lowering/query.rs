//! *Expand*: a size query, which calls the function until its buffer is large enough, and its twin, which calls it
//! once with a buffer of the caller's.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::Lifetime;
use syn::spanned::Spanned;

use super::super::model::{Argument, Library, Method, Output};
use super::expand::{Way, written_always};
use super::model::{Check, Crossing, Encoding, Grow, Length, Nul, Rule, Unit};
use super::types::vec_element;
use crate::rewrite::foreign_name;
use crate::spans::{at_type, called_at_type, ends};

/// The elements of the first buffer, where C cannot be asked how many there are.
const FIRST: usize = 256;

/// The buffer of a method, by its place among the arguments.
pub(crate) fn grown(method: &Method) -> Option<(usize, &Argument, &Grow)> {
    let mut arguments = method.arguments.iter().enumerate();
    arguments.find_map(|(position, argument)| match &argument.crossing {
        Crossing::Grow(grow) => Some((position, argument, &**grow)),
        _ => None,
    })
}

/// Whether the result of the function is a length, which the method does not return.
pub(super) fn returns_length(method: &Method) -> bool {
    grown(method).is_some_and(|(_, _, grow)| grow.length == Length::Result)
}

/// The name of the twin.
pub(crate) fn twin_name(method: &Method) -> Ident {
    let ident = foreign_name(&method.member.ident);
    format_ident!("{}_into", ident, span = ident.span())
}

/// The element, as the user wrote it where there is one.
fn element(argument: &Argument, krate: &syn::Path) -> TokenStream {
    let ty = &argument.ty;
    if let Crossing::Grow(grow) = &argument.crossing
        && grow.encoding == Encoding::Utf16
    {
        return quote_spanned!(Span::mixed_site()=> ::core::primitive::u16);
    }
    vec_element(ty).map_or_else(
        || at_type(ty, &grown_trait(krate), "Element"),
        ToTokens::to_token_stream,
    )
}

/// The trait of what is filled.
fn grown_trait(krate: &syn::Path) -> TokenStream {
    quote_spanned!(Span::mixed_site()=> #krate::lowering::Grown)
}

/// The type that is filled: the one that is written, or the text that it is made of.
fn filled(argument: &Argument, grow: &Grow, krate: &syn::Path) -> TokenStream {
    match grow.encoding {
        Encoding::OfType => argument.ty.to_token_stream(),
        Encoding::Utf16 => quote_spanned!(Span::mixed_site()=> #krate::lowering::FilledUtf16),
    }
}

/// The trait of lengths.
fn count_trait(krate: &syn::Path) -> TokenStream {
    quote_spanned!(Span::mixed_site()=> #krate::lowering::Count)
}

/// The type of the twin's buffer, at the place of the type that is filled.
pub(crate) fn buffer_type(argument: &Argument, krate: &syn::Path) -> TokenStream {
    let span = Span::mixed_site();
    let (first, last) = ends(&argument.ty.to_token_stream());
    let lifetime = Lifetime::new("'__ffi_buffer", span);
    let element = element(argument, krate);
    let element = quote_spanned!(span=> ::core::mem::MaybeUninit<#element>);
    let (reference, elements) = (quote_spanned!(first=> &), quote_spanned!(last=> [#element]));
    quote_spanned!(last=> #reference #lifetime mut #elements)
}

/// The type of the buffer as C has it, at the place of the type that is filled.
pub(super) fn pointer_type(argument: &Argument, krate: &syn::Path) -> TokenStream {
    let (first, _) = ends(&argument.ty.to_token_stream());
    let element = element(argument, krate);
    quote_spanned!(first=> *mut #element)
}

/// The type of the elements that were written: owned, or in the twin's buffer.
pub(super) fn filled_type(argument: &Argument, krate: &syn::Path, way: Way) -> TokenStream {
    match way {
        Way::Whole => argument.ty.to_token_stream(),
        Way::Into => {
            let element = element(argument, krate);
            quote_spanned!(Span::mixed_site()=> &'__ffi_buffer mut [#element])
        }
    }
}

/// The values that the declaration has, and the buffer.
pub(crate) fn before(method: &Method, krate: &syn::Path, way: Way) -> TokenStream {
    let span = Span::mixed_site();
    let Some((_, argument, grow)) = grown(method) else {
        return TokenStream::new();
    };
    let (ident, ty) = (foreign_name(&argument.ident), filled(argument, grow, krate));
    let count = &method.arguments[grow.capacity].ty;
    // First of all, so that rustc reports there, and once, a type that is no length or no buffer.
    let is_length = at_type(count, &count_trait(krate), "ZERO");
    let is_filled = at_type(&ty, &grown_trait(krate), "IS_TEXT");
    let rules = rules(grow, krate);
    let again = grow.again.as_ref().map(|again| {
        let ty = match &method.result {
            Output::Value(ty) => ty.to_token_stream(),
            Output::Nothing | Output::Never => quote_spanned!(span=> ()),
        };
        quote_spanned!(span=> let __ffi_again: #ty = #again;)
    });
    let error = grow.again_error.as_ref().map(
        |error| quote_spanned!(span=> let __ffi_again_error: ::core::primitive::i32 = #error;),
    );
    let query = match way {
        Way::Into => quote_spanned! {span=>
            let mut __ffi_query = #krate::lowering::Fixed::new::<#count>(#rules, #ident);
        },
        Way::Whole => {
            let asks = !grow.is_written;
            let first = match &grow.first {
                Some(first) => first.to_token_stream(),
                None if asks => quote_spanned!(span=> 0),
                None => quote_spanned!(span=> #FIRST),
            };
            quote_spanned! {span=>
                let __ffi_first: ::core::primitive::usize = #first;
                let mut __ffi_query =
                    #krate::lowering::Growing::new::<#count>(#rules, __ffi_first)?;
            }
        }
    };
    quote_spanned!(span=> let _ = (#is_length, #is_filled); #again #error #query)
}

fn rules(grow: &Grow, krate: &syn::Path) -> TokenStream {
    let span = Span::mixed_site();
    let in_bytes = grow.unit == Unit::Bytes;
    let length = match (grow.length, grow.is_written) {
        (Length::Nul, _) => "Terminated",
        (_, true) => "Written",
        (_, false) => "Needed",
    };
    let nul = match (grow.length, grow.nul) {
        (Length::Nul, _) | (_, Nul::None) => "None",
        (_, Nul::Included) => "Included",
        (_, Nul::Excluded) => "Excluded",
    };
    let (length, nul) = (Ident::new(length, span), Ident::new(nul, span));
    let says_again = grow.again.is_some() || grow.again_error.is_some();
    quote_spanned! {span=>
        #krate::lowering::Rules {
            in_bytes: #in_bytes,
            length: #krate::lowering::Length::#length,
            nul: #krate::lowering::Nul::#nul,
            says_again: #says_again,
        }
    }
}

/// Makes the value that C gets, for the arguments of a query.
pub(super) fn argument(argument: &Argument, value: &Ident, krate: &syn::Path) -> TokenStream {
    let span = Span::mixed_site();
    let ty = &argument.ty;
    match argument.crossing {
        Crossing::Grow(_) => quote_spanned!(span=> let #value = (&mut __ffi_query).pointer();),
        Crossing::Capacity(false) => quote_spanned! {span=>
            let #value: #ty = (&__ffi_query).capacity::<#ty>();
        },
        Crossing::Capacity(true) => quote_spanned! {span=>
            let mut __ffi_length: #ty = (&__ffi_query).capacity::<#ty>();
            let #value = &raw mut __ffi_length;
        },
        Crossing::Length => {
            let zero = at_type(ty, &count_trait(krate), "ZERO");
            quote_spanned! {span=>
                let mut __ffi_length: #ty = #zero;
                let #value = &raw mut __ffi_length;
            }
        }
        _ => TokenStream::new(),
    }
}

/// The length that C gave, or that it is none, at the place of its type.
fn given_length(method: &Method, grow: &Grow, krate: &syn::Path) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let of = count_trait(krate);
    let of_argument = |position: usize| {
        let (ty, length) = (
            &method.arguments[position].ty,
            Ident::new("__ffi_length", span),
        );
        called_at_type(ty, &of, "length", &length)
    };
    match (grow.length, &method.result, &method.outcome.check) {
        (Length::Nul, ..) => None,
        (Length::Capacity, ..) => Some(of_argument(grow.capacity)),
        (Length::Argument(position), ..) => Some(of_argument(position)),
        // The length is left of a status.
        (
            Length::Result,
            _,
            Some(Check {
                rule: Rule::Status | Rule::With(_),
                ..
            }),
        )
        | (Length::Result, Output::Nothing | Output::Never, _) => {
            Some(quote_spanned!(span=> #of::length(__ffi_kept)))
        }
        (Length::Result, Output::Value(ty), _) => {
            let length = Ident::new("__ffi_kept", span);
            Some(called_at_type(&**ty, &of, "length", &length))
        }
    }
}

/// Goes on after a call that says the buffer is too small. What it wrote all the same is taken, and freed.
fn again(method: &Method, grow: &Grow, library: &Library, way: Way) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let written = written_always(method, library);
    let length = match given_length(method, grow, krate) {
        Some(length) if grow.length != Length::Result => quote_spanned!(span=> #length.ok()),
        _ => quote_spanned!(span=> ::core::option::Option::None),
    };
    let count = &method.arguments[grow.capacity].ty;
    match way {
        Way::Whole => quote_spanned! {span=>
            #written
            __ffi_query.again::<#count>(#length)?;
            continue;
        },
        Way::Into => quote_spanned! {span=>
            #written
            return ::core::result::Result::Ok(__ffi_query.again(#length));
        },
    }
}

/// Looks at what the function returned, before it is decided whether it failed.
pub(super) fn again_by_result(method: &Method, library: &Library, way: Way) -> Option<TokenStream> {
    let (_, _, grow) = grown(method)?;
    grow.again.as_ref()?;
    let again = again(method, grow, library, way);
    Some(quote_spanned!(Span::mixed_site()=> if __ffi_returned == __ffi_again { #again }))
}

/// Looks at the error state of a function that failed.
pub(super) fn again_by_error(method: &Method, library: &Library, way: Way) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let (_, _, grow) = grown(method)?;
    grow.again_error.as_ref()?;
    let again = again(method, grow, library, way);
    Some(quote_spanned! {span=>
        if #krate::lowering::ErrorNumber::number(&__ffi_state) == __ffi_again_error { #again }
    })
}

/// The end of a call that succeeded. `value` are the results, of which the elements are `out`.
pub(super) fn finished(
    method: &Method,
    out: &Ident,
    value: &TokenStream,
    krate: &syn::Path,
    way: Way,
) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let (_, argument, grow) = grown(method)?;
    let (ty, count) = (
        filled(argument, grow, krate),
        &method.arguments[grow.capacity].ty,
    );
    let length = given_length(method, grow, krate).map_or_else(
        || quote_spanned!(span=> ::core::option::Option::None),
        |length| {
            // By itself, so that an error without a `From` is reported once for both methods.
            quote_spanned! {span=>
                {
                    let __ffi_given = #length;
                    ::core::option::Option::Some(__ffi_given?)
                }
            }
        },
    );
    // Where the type is, rustc has said already that it is none.
    let finish = Ident::new("finish", argument.ty.span());
    let whole = match grow.encoding {
        Encoding::OfType => out.to_token_stream(),
        Encoding::Utf16 => quote_spanned!(span=> #krate::lowering::FilledUtf16(#out)),
    };
    // SAFETY of the expansion: C got the buffer of the query with its capacity, and a function that succeeded wrote
    // as many elements as it says, as the declaration promises.
    Some(match way {
        Way::Whole => quote_spanned! {span=>
            let __ffi_given = #length;
            if let ::core::option::Option::Some(#whole) =
                unsafe { __ffi_query.#finish::<#ty, #count>(__ffi_given) }?
            {
                return ::core::result::Result::Ok(#value);
            }
        },
        Way::Into => quote_spanned! {span=>
            let __ffi_given = #length;
            ::core::result::Result::Ok(match unsafe { __ffi_query.#finish::<#ty>(__ffi_given) }? {
                #krate::lowering::Filled::All(#out) => #krate::lowering::Filled::All(#value),
                #krate::lowering::Filled::TooSmall { needed } => {
                    #krate::lowering::Filled::TooSmall { needed }
                }
            })
        },
    })
}
