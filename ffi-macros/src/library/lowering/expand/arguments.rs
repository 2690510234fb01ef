//! Before the call: the values that C gets.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::Type;

use super::super::super::model::{Argument, Library, Method};
use super::super::closure;
use super::super::model::{Ask, Check, Crossing, Encoding, Ownership, Unit, When};
use super::super::query;
use super::super::types::{copied_unit, optional};
use super::signature::error_type;
use crate::rewrite::foreign_name;
use crate::spans::{at_place, at_type, called_at_type, relocated};
use crate::types::reference;

/// The statements that make the values which C gets, for an argument that is not plain; `None` for one that is.
///
/// The lengths come first, for a slice is given away by its pointer. A receiver that C's pointers come from is a
/// reference: no trait of the user's has a method for it that comes before the one which is meant.
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
        Crossing::OrNone(handle) => {
            let of = quote_spanned!(span=> #krate::types::InvalidValues);
            let mut given = ident.into_token_stream();
            if query::grown(method).is_some() {
                let repeated = quote_spanned!(span=> #krate::lowering::Repeated);
                given = called_at_type(ty, &repeated, "repeated", &quote_spanned!(span=> &#given));
            }
            let given = called_at_type(handle, &of, "or_none", &given);
            quote_spanned!(span=> let #value = #given;)
        }
        Crossing::Terminated(encoding) => {
            let buffer = numbered("buffer", position);
            let of = match encoding {
                Encoding::OfType => quote_spanned!(span=> #krate::lowering::Terminated),
                Encoding::Utf16 => quote_spanned!(span=> #krate::lowering::EncodedText),
            };
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
        Crossing::Closure(closure) => closure::expand::kept(position, argument, closure),
        Crossing::Count(_) | Crossing::ClosureData | Crossing::Destructor => {
            return Some((TokenStream::new(), value));
        }
        Crossing::Out(When::Success) => {
            let slot = numbered("slot", position);
            quote_spanned! {span=>
                let mut #slot = #krate::lowering::slot::<#ty, Self>(self);
                let #value = (&mut #slot).as_mut_ptr();
            }
        }
        Crossing::ErrorOut(Some(_)) => {
            let slot = numbered("slot", position);
            let unit = copied_unit(ty, library);
            quote_spanned! {span=>
                let mut #slot = ::core::ptr::null_mut::<#unit>();
                let #value = &raw mut #slot;
            }
        }
        Crossing::Out(When::Always) | Crossing::ErrorOut(None) => {
            let slot = numbered("slot", position);
            let ty = optional(ty);
            quote_spanned! {span=>
                let mut #slot = #krate::lowering::slot::<#ty, Self>(self);
                let #value = (&mut #slot).as_mut_ptr();
            }
        }
        Crossing::Grow(_) | Crossing::Capacity(_) | Crossing::Length => {
            query::argument(argument, &value, krate)
        }
        Crossing::ErrorText(size) => {
            let slot = numbered("slot", position);
            quote_spanned! {span=>
                let mut #slot = #krate::lowering::error_buffer::<{ #size }>();
                let #value = (&raw mut #slot).cast::<::core::ffi::c_char>();
            }
        }
        Crossing::Freed(freed) => match freed.ownership {
            Ownership::Handle => {
                quote_spanned!(span=> let #value = ::core::ptr::NonNull::as_ptr(#ident);)
            }
            Ownership::Value => quote_spanned!(span=> let #value = #ident;),
            // C has freed the members after the call, so that nothing of the struct is dropped.
            Ownership::Address => {
                let slot = numbered("slot", position);
                quote_spanned! {span=>
                    let mut #slot = ::core::mem::MaybeUninit::new(#ident);
                    let #value = (&mut #slot).as_mut_ptr();
                }
            }
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
            let lengths: Vec<TokenStream> = lengths.collect();
            let agreed = match &lengths[..] {
                [only] => quote_spanned!(span=> #only.unwrap_or(0)),
                _ => fallible(
                    quote_spanned!(span=> #krate::lowering::agree(&[#(#lengths),*])),
                    ty,
                    method,
                    library,
                ),
            };
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
pub(super) fn made(
    error: &TokenStream,
    place: Span,
    cause: &TokenStream,
    library: &Library,
) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    relocated(
        quote_spanned!(span=> <#error as #krate::lowering::MadeOf<_>>::made_of(#cause)),
        place,
    )
}

/// Whether an argument is made new for every call of a size query.
pub(crate) fn is_of_call(argument: &Argument) -> bool {
    !matches!(
        argument.crossing,
        Crossing::Terminated(_) | Crossing::Slice(_)
    )
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

/// Whether an argument is a mutable reference that the error asks after the call.
pub(crate) fn reborrowed(position: usize, method: &Method) -> Option<TokenStream> {
    let argument = &method.arguments[position];
    let is_mutable = reference(&argument.ty).is_some_and(|ty| ty.mutability.is_some());
    let ident = foreign_name(&argument.ident);
    let is_repeated = query::grown(method).is_some();
    (is_mutable && (is_repeated || is_asked(position, method)))
        .then(|| quote_spanned!(Span::mixed_site()=> &mut *#ident))
}

/// A name of the expansion's own, for an argument.
pub(crate) fn numbered(of: &str, position: usize) -> Ident {
    format_ident!("__ffi_{}_{}", of, position, span = Span::mixed_site())
}
