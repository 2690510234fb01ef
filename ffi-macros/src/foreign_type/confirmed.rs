//! *Expand*, the statements that make the compiler confirm what a macro could only tell by names.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::expand::name;
use super::model::{Described, Field, Generated, GeneratedKind, MarkerKind, Shape};
use crate::rewrite::{joined, own_name};
use crate::types::confirmed_option;
use crate::wording;

/// All that has to hold for a type.
pub(super) fn all(described: &Described) -> TokenStream {
    let (nonzero, markers) = (nonzero(described), markers(described));
    let (options, generated) = (options(&described.shape), generated(described));
    quote!(#nonzero #markers #options #generated)
}

/// Stops a type of no size, whose fields all have none.
fn nonzero(described: &Described) -> TokenStream {
    let message = wording::zero_sized(&name(&described.ident));
    let at_name = Span::mixed_site().located_at(described.ident.span());
    let own = own(described, at_name);
    quote_spanned!(at_name=> ::core::assert!(::core::mem::size_of::<#own>() > 0, #message);)
}

/// Stops a type that is only named as a marker: the descriptor passes it over.
fn markers(described: &Described) -> TokenStream {
    let mut each = described.markers.iter().map(|marker| {
        let ty = &marker.ty;
        let at_type = Span::mixed_site().located_at(ty.span());
        let meant = match marker.kind {
            MarkerKind::Data => quote_spanned!(at_type=> ::core::marker::PhantomData<_>),
            MarkerKind::Pinned => quote_spanned!(at_type=> ::core::marker::PhantomPinned),
        };
        quote_spanned! {at_type=>
            let _: fn(#ty) = |__ffi_marker| { let _: #meant = __ffi_marker; };
        }
    });
    joined(&mut each)
}

/// Stops an `Option` that is only named so: its descriptor is that of the standard one.
fn options(shape: &Shape) -> TokenStream {
    let fields = shape.fields().iter();
    let mut each = fields.filter_map(|field| confirmed_option(&field.ty, |tokens| tokens));
    joined(&mut each)
}

/// Stops a field that is only spelled as one of a generator's: its descriptor is that of another type, which
/// has to have its layout.
fn generated(described: &Described) -> TokenStream {
    let own = own(described, Span::mixed_site());
    let mut each = described.shape.fields().iter().filter_map(|field| {
        let Field { ty, generated, .. } = field;
        let Generated {
            kind,
            described: meant,
        } = generated.as_ref()?;
        let at_type = Span::mixed_site().located_at(ty.span());
        let size = quote_spanned!(at_type=> ::core::mem::size_of);
        let align = quote_spanned!(at_type=> ::core::mem::align_of);
        let (value, condition) = match kind {
            GeneratedKind::Flags => (
                quote_spanned! {at_type=>
                    let _: fn(&#ty) -> &#meant = |__ffi_field| &__ffi_field.0;
                },
                quote_spanned!(at_type=> #size::<#ty>() == #size::<#meant>()),
            ),
            GeneratedKind::BitField => (
                quote_spanned!(at_type=> let _: fn(#meant) -> #ty = <#ty>::new;),
                quote_spanned! {at_type=>
                    #size::<#ty>() == #size::<#meant>() && #align::<#ty>() == #align::<#meant>()
                },
            ),
            GeneratedKind::FlexibleArray => (
                TokenStream::new(),
                quote_spanned!(at_type=> #size::<#ty>() == 0 && #align::<#ty>() == #align::<#meant>()),
            ),
            GeneratedKind::UnionField => (
                TokenStream::new(),
                quote_spanned!(at_type=> #size::<#ty>() == 0 && #size::<#meant>() <= #size::<#own>()),
            ),
        };
        let message = wording::NOT_THE_GENERATORS;
        Some(quote_spanned!(at_type=> #value ::core::assert!(#condition, #message);))
    });
    joined(&mut each)
}

/// The type's name, or `Self` where it has parameters.
fn own(described: &Described, span: Span) -> Ident {
    if described.generics.params.is_empty() {
        own_name(&described.ident, span)
    } else {
        Ident::new("Self", span)
    }
}
