//! The values of a handle that are none, `#[foreign(invalid = [0, -1])]`.
//!
//! Short enough for one file: *lower* and *expand*.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Expr, Ident, Type};

use super::lower_defaults::is_no_integer;
use super::model::{Described, MarkerKind, Shape};
use super::parse::Syntax;
use crate::errors::Errors;
use crate::rewrite::own_name;
use crate::wording::foreign_type as wording;

/// The values, if the type can have some.
pub(super) fn lower(
    syntax: &Syntax,
    shape: Option<&Shape>,
    errors: &mut Errors,
) -> Option<Vec<Expr>> {
    let (word, values) = syntax.options.invalid.as_ref()?;
    match shape {
        Some(Shape::Transparent(field)) if can_be_listed(&field.ty) => {}
        Some(Shape::Transparent(field)) => errors.over(&field.ty, wording::INVALID_NOT_AN_INTEGER),
        Some(_) => errors.at(word.span(), wording::INVALID_NOT_TRANSPARENT),
        // Another mistake has been reported.
        None => return None,
    }
    Some(values.clone())
}

/// Whether values of a type can be listed, as far as its spelling says: those of integers and raw pointers.
fn can_be_listed(ty: &Type) -> bool {
    match ty {
        Type::Paren(inner) => can_be_listed(&inner.elem),
        Type::Group(inner) => can_be_listed(&inner.elem),
        Type::Ptr(_) => true,
        _ => !is_no_integer(ty),
    }
}

/// `impl InvalidValues`
pub(super) fn expand(described: &Described) -> Option<TokenStream> {
    let (values, Shape::Transparent(field)) = (described.invalid.as_ref()?, &described.shape)
    else {
        return None;
    };
    let span = Span::mixed_site();
    let krate = &described.krate;
    let own = own_name(&described.ident, span);
    let (impl_generics, type_generics, where_clause) = described.generics.split_for_impl();
    let (member, ty) = (&field.member, &field.ty);
    let markers = described.markers.iter().map(|marker| {
        let kind = match marker.kind {
            MarkerKind::Data => "PhantomData",
            MarkerKind::Pinned => "PhantomPinned",
        };
        let (member, kind) = (&marker.member, Ident::new(kind, span));
        quote_spanned!(span=> #member: ::core::marker::#kind)
    });
    Some(quote_spanned! {span=>
        #[automatically_derived]
        impl #impl_generics #krate::types::InvalidValues for #own #type_generics #where_clause {
            type Value = #ty;
            const INVALID: &'static [#ty] = &[#(#values),*];
            const NONE: Self = Self {
                #member: <Self as #krate::types::InvalidValues>::INVALID[0],
                #(#markers),*
            };
            #[inline]
            fn value(&self) -> &#ty {
                &self.#member
            }
        }
    })
}
