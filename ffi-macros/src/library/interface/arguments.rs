//! *Expand*, the arguments of a function that the other side calls: what C gave becomes what the method gets, or the end
//! of the call.
//!
//! In: an argument of the model. Out: the type of the parameter, and the statement that makes the value. `functions` puts
//! both into a function.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::super::lowering::model::{Crossing, Unit};
use super::super::lowering::types::is_option;
use super::super::model::{Argument, Method, Output};
use crate::lifetimes::{Names, erase};
use crate::types::{is_text, option, plain_function_pointer, reference};

/// The type of the status, if the method returns a `Result` for it.
pub(super) fn status(method: &Method) -> Option<&Type> {
    match (&method.outcome.check, &method.result) {
        (Some(_), Output::Value(ty)) => Some(ty),
        _ => None,
    }
}

/// A type of a signature, without lifetimes of the call.
pub(super) fn erased(ty: &Type, names: &Names) -> Type {
    let mut ty = ty.clone();
    erase(&mut ty, names);
    ty
}

/// A reference to one value, as the type of an argument.
pub(super) struct Reference<'t> {
    /// The type that it leads to.
    pub(super) target: &'t Type,
    pub(super) is_mutable: bool,
    /// Whether null is a value too.
    pub(super) is_optional: bool,
    /// Whether it may be kept for longer than the call, or be a part of the result.
    pub(super) has_lifetime: bool,
}

impl<'t> Reference<'t> {
    /// Made of an argument that is no text and crosses as it is.
    pub(super) fn of(ty: &'t Type, crossing: &Crossing) -> Option<Self> {
        if !matches!(crossing, Crossing::Plain) || is_text(ty) {
            return None;
        }
        let inner = option(ty);
        let written = reference(inner.unwrap_or(ty))?;
        let lifetime = written.lifetime.as_ref();
        Some(Self {
            target: &written.elem,
            is_mutable: written.mutability.is_some(),
            is_optional: inner.is_some(),
            has_lifetime: lifetime.is_some_and(|lifetime| lifetime.ident != "_"),
        })
    }
}

/// An argument on its way from C to the method.
pub(super) struct Crossed<'m> {
    pub(super) argument: &'m Argument,
    /// The type that is written, without lifetimes of the call.
    pub(super) ty: Type,
    /// The name of what C gave, of what became of it, and of a result that goes there.
    pub(super) given: Ident,
    pub(super) value: Ident,
    pub(super) out: Ident,
    /// The type of the parameter, and the same as the check of the signature gets it.
    pub(super) parameter: TokenStream,
    pub(super) described: TokenStream,
}

impl<'m> Crossed<'m> {
    pub(super) fn new(
        position: usize,
        argument: &'m Argument,
        names: &Names,
        krate: &syn::Path,
    ) -> Self {
        let span = Span::mixed_site();
        let name = |of: &str| format_ident!("__ffi_{}_{}", of, position, span = span);
        let ty = erased(&argument.ty, names);
        let behind = Reference::of(&ty, &argument.crossing).map(|behind| behind.target.clone());
        let described = match &argument.crossing {
            Crossing::Slice(_) => {
                quote_spanned!(span=> <#ty as #krate::lowering::ForeignSlice>::Pointer)
            }
            Crossing::Terminated(_) => {
                quote_spanned!(span=> *const <#ty as #krate::lowering::Terminated>::Unit)
            }
            Crossing::Out(_) => {
                quote_spanned!(span=> *mut <#ty as #krate::ForeignArgument>::Raw)
            }
            _ if is_text(&ty) => {
                quote_spanned!(span=> <#ty as #krate::lowering::ForeignResult<()>>::Raw)
            }
            _ if plain_function_pointer(&ty).is_some() && !is_option(&ty) => {
                quote_spanned!(span=> ::core::option::Option<#ty>)
            }
            _ => ty.to_token_stream(),
        };
        let is_value = matches!(argument.crossing, Crossing::Plain | Crossing::Count(_))
            && !is_text(&ty)
            && behind.is_none()
            && plain_function_pointer(&ty).is_none();
        let parameter = match &behind {
            Some(target) => quote_spanned!(span=> *mut #target),
            None if is_value => quote_spanned!(span=> ::core::mem::MaybeUninit<#described>),
            None => described.clone(),
        };
        // A function over any lifetime is no `ForeignType`, and a pointer.
        let described = match plain_function_pointer(&ty) {
            Some(_) if matches!(argument.crossing, Crossing::Plain) => {
                quote_spanned!(span=> *const ())
            }
            Some(_) | None => described,
        };
        Self {
            argument,
            ty,
            given: name("given"),
            value: name("value"),
            out: name("out"),
            parameter,
            described,
        }
    }

    /// The statement that makes the value, or ends the call.
    pub(super) fn taken(&self, method: &Method, krate: &syn::Path) -> TokenStream {
        let span = Span::mixed_site();
        let support = quote_spanned!(span=> #krate::macro_support);
        let (ty, given, value) = (&self.ty, &self.given, &self.value);
        if let Some(behind) = Reference::of(&self.argument.ty, &self.argument.crossing) {
            return self.referred(&behind, method, krate);
        }
        let attempt = match &self.argument.crossing {
            Crossing::Slice(unit) => {
                let count = method.arguments.iter().position(|other| {
                    let own = method
                        .arguments
                        .iter()
                        .position(|argument| std::ptr::eq(argument, self.argument));
                    matches!((&other.crossing, own), (Crossing::Count(slices), Some(own))
                        if slices.contains(&own))
                });
                let count = format_ident!("__ffi_value_{}", count.unwrap_or(0), span = span);
                let in_bytes = *unit == Unit::Bytes;
                quote_spanned! {span=>
                    unsafe { <#ty as #support::GivenSlice>::given(#given, #count, #in_bytes) }
                }
            }
            Crossing::Terminated(_) => {
                quote_spanned!(span=> unsafe { <#ty as #support::GivenText>::given(#given) })
            }
            Crossing::Out(_) => quote_spanned!(span=> #support::place(#given)),
            Crossing::Count(_) => {
                let number = self.ended(
                    &quote_spanned!(span=> unsafe { #support::Given::<#ty>::take(#given) }),
                    method,
                    krate,
                );
                quote_spanned!(span=> #support::length::<#ty>(#number))
            }
            _ if is_text(ty) && is_option(ty) => {
                let of = quote_spanned!(span=> #krate::lowering::ForeignResult<()>);
                return quote_spanned! {span=>
                    let #value = unsafe { <#ty as #of>::from_raw(#given, &()) };
                };
            }
            _ if is_text(ty) => {
                let of = quote_spanned!(span=> #krate::lowering::ForeignResult<()>);
                let text = quote_spanned!(span=> ::core::option::Option<#ty>);
                quote_spanned! {span=>
                    #support::present(unsafe { <#text as #of>::from_raw(#given, &()) })
                }
            }
            _ if plain_function_pointer(ty).is_some() => {
                if is_option(ty) {
                    return quote_spanned!(span=> let #value = #given;);
                }
                quote_spanned!(span=> #support::present(#given))
            }
            _ => {
                let attempt =
                    quote_spanned!(span=> unsafe { #support::Given::<#ty>::take(#given) });
                let taken = self.ended(&attempt, method, krate);
                let at_type = span.located_at(self.argument.ty.span());
                // All of the call is at the type, for the message to point there alone.
                let imported = quote_spanned! {span=>
                    use #krate::ForeignType as __FfiForeign;
                    use #support::assert_spelled as __ffi_assert;
                };
                let spelled = quote_spanned! {at_type=>
                    const _: () = {
                        #imported
                        __ffi_assert(<#ty as __FfiForeign>::POINTS_TO_GROWING);
                    };
                };
                return quote_spanned!(span=> #spelled let #value = #taken;);
            }
        };
        let taken = self.ended(&attempt, method, krate);
        quote_spanned!(span=> let #value = #taken;)
    }

    /// Takes a reference: the value behind it may be shorter than the method knows it.
    fn referred(&self, behind: &Reference<'_>, method: &Method, krate: &syn::Path) -> TokenStream {
        let span = Span::mixed_site();
        let support = quote_spanned!(span=> #krate::macro_support);
        let (ty, given, value, whole) = (&self.ty, &self.given, &self.value, &self.out);
        let Some(Reference { target, .. }) = Reference::of(ty, &self.argument.crossing) else {
            return TokenStream::new();
        };
        let is_mutable = behind.is_mutable;
        let at_type = span.located_at(self.argument.ty.span());
        let kept = behind.has_lifetime.then(|| {
            let imported = quote_spanned! {span=>
                use #support::{AnyBehind as _, Behind as __FfiBehind, assert_not_growing as __ffi_assert};
            };
            quote_spanned! {at_type=>
                const _: () = {
                    #imported
                    __ffi_assert(__FfiBehind::<#target>::IS_GROWING);
                };
            }
        });
        let attempt = quote_spanned! {span=>
            unsafe { #support::Behind::<#target>::whole(#given, #is_mutable) }
        };
        let taken = self.ended(&attempt, method, krate);
        let of = if is_mutable {
            quote_spanned!(span=> #support::reference_mut)
        } else {
            quote_spanned!(span=> #support::reference)
        };
        let there = quote_spanned!(span=> unsafe { #of(#whole.as_ptr()) });
        let there = if behind.is_optional {
            quote_spanned!(span=> #there.ok())
        } else {
            self.ended(&there, method, krate)
        };
        quote_spanned! {span=>
            #kept
            let mut #whole = #taken;
            let #value: #ty = #there;
        }
    }

    /// The value, or the end of the call.
    fn ended(&self, attempt: &TokenStream, method: &Method, krate: &syn::Path) -> TokenStream {
        let span = Span::mixed_site();
        let name = self.argument.ident.to_string();
        let refused = match status(method) {
            Some(status) => quote_spanned! {span=>
                ::core::result::Result::Err(_) => {
                    return <#status as #krate::plugin::ReturnedStatus>::REFUSED;
                }
            },
            None => quote_spanned! {span=>
                ::core::result::Result::Err(__ffi_refused) => __ffi_refused.refuse(#name),
            },
        };
        quote_spanned! {span=>
            match #attempt {
                ::core::result::Result::Ok(__ffi_taken) => __ffi_taken,
                #refused
            }
        }
    }
}
