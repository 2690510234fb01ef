//! *Expand*, the statements that make the compiler confirm what a macro could only tell by names.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::expand::{field_name, name};
use super::expand_defaults::whole_size;
use super::model::{Described, Field, Generated, GeneratedKind, MarkerKind, Shape};
use super::options::With;
use crate::rewrite::{joined, own_name};
use crate::spans::derived_at_type;
use crate::types::confirmed_option;
use crate::wording;

/// All that has to hold for a type.
pub(super) fn all(described: &Described) -> TokenStream {
    let (nonzero, markers) = (nonzero(described), markers(described));
    let (options, generated) = (options(&described.shape), generated(described));
    let (with, size) = (with(described), size(described));
    quote!(#nonzero #markers #options #generated #with #size)
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
    let mut each = fields.filter_map(|field| confirmed_option(field.spelled(), |tokens| tokens));
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

/// Stops a type that the user names for a field, if it has another layout than the field. It is a mirror of the field's
/// type, or all else is a promise, for which the user's own `unsafe` stands.
fn with(described: &Described) -> TokenStream {
    let krate = &described.krate;
    let mut each = described.shape.fields().iter().filter_map(|field| {
        let (
            ty,
            With {
                unsafety,
                ty: meant,
            },
        ) = (&field.ty, field.with.as_ref()?);
        let at_type = Span::mixed_site().located_at(meant.span());
        let (size, align) = (
            quote_spanned!(at_type=> ::core::mem::size_of),
            quote_spanned!(at_type=> ::core::mem::align_of),
        );
        let name = field_name(&field.member);
        let (other_size, other_alignment) = (
            wording::foreign_type::other_size(&name),
            wording::foreign_type::other_alignment(&name),
        );
        let rest = match unsafety {
            Some(unsafety) => {
                let promise = quote_spanned!(unsafety.span=> {
                    #krate::macro_support::promise_same_type()
                });
                quote!(#unsafety #promise)
            }
            None => {
                let of = quote_spanned!(at_type=> #krate::types::Mirror<#ty>);
                let proof = derived_at_type(meant, &of, "PROOF");
                quote_spanned!(at_type=> let () = #proof;)
            }
        };
        Some(quote_spanned! {at_type=>
            ::core::assert!(#size::<#meant>() == #size::<#ty>(), #other_size);
            ::core::assert!(#align::<#meant>() == #align::<#ty>(), #other_alignment);
            #rest
        })
    });
    joined(&mut each)
}

/// Stops a field for the size that is no integer, or too small.
fn size(described: &Described) -> Option<TokenStream> {
    let field = described.sizes.as_ref()?.field.as_ref()?;
    let own = own(described, Span::mixed_site());
    let (size, ty) = (whole_size(described, field, &own), &field.ty);
    Some(quote_spanned!(Span::mixed_site()=> let _: #ty = #size;))
}

/// The type's name, or `Self` where it has parameters.
fn own(described: &Described, span: Span) -> Ident {
    if described.generics.params.is_empty() {
        own_name(&described.ident, span)
    } else {
        Ident::new("Self", span)
    }
}
