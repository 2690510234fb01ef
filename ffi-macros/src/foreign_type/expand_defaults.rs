//! *Expand*, what a struct begins with: `Default`, and constants for the sizes of older versions.
//!
//! No memory is made of zeros here: a null pointer and `None` are what `Default` gives for their types, so that a
//! type without such a value (a reference, a callback) does not compile without a value of the user's.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Generics, Ident, Lit, Path, Type, parse_quote_spanned};

use super::expand::{field_name, name};
use super::model::{Described, InitialField, InitialValue, SizeField};
use crate::rewrite::own_name;
use crate::spans::{derived_at_type, relocated};
use crate::wording;

/// Both, as far as the user asks for them.
pub(super) fn all(described: &Described, levels: &[Attribute]) -> TokenStream {
    let default = default(described, levels);
    let sizes = size_constants(described, levels);
    quote!(#default #sizes)
}

/// `impl Default`
fn default(described: &Described, levels: &[Attribute]) -> Option<TokenStream> {
    let fields = &described.defaults.as_ref()?.0;
    let span = Span::mixed_site();
    let own = own_name(&described.ident, span);
    let generics = bounds(&described.generics, fields);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let values = fields.iter().map(|field| {
        let InitialField {
            member, ty, value, ..
        } = field;
        let value = match value {
            InitialValue::Given(value) => quote!(#value),
            InitialValue::Size => {
                let field = SizeField {
                    member: member.clone(),
                    ty: ty.clone(),
                };
                let size = whole_size(described, &field, &Ident::new("Self", span));
                if described.generics.params.is_empty() {
                    // A constant of its own, which `confirmed` writes, has checked it.
                    size
                } else {
                    quote_spanned!(span=> const { #size })
                }
            }
            InitialValue::Standard => standard(&described.krate, ty),
        };
        quote_spanned!(span=> #member: #value)
    });
    Some(quote_spanned! {span=>
        #[automatically_derived]
        #(#levels)*
        impl #impl_generics ::core::default::Default for #own #type_generics #where_clause {
            fn default() -> Self {
                Self { #(#values),* }
            }
        }
    })
}

/// The parameters, with a bound for each field that gets the default of its type.
fn bounds(generics: &Generics, fields: &[InitialField]) -> Generics {
    let mut generics = generics.clone();
    for field in fields {
        if field.is_generic
            && matches!(field.value, InitialValue::Standard)
            && let Some(ty) = element(&field.ty)
        {
            let bound = parse_quote_spanned!(Span::mixed_site()=> #ty: ::core::default::Default);
            generics.make_where_clause().predicates.push(bound);
        }
    }
    generics
}

/// The type that has to have a default: that of the elements of an array, unless there are none.
fn element(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Paren(inner) => element(&inner.elem),
        Type::Group(inner) => element(&inner.elem),
        Type::Array(array) if is_zero(&array.len) => None,
        Type::Array(array) => element(&array.elem),
        _ => Some(ty),
    }
}

/// The default of a type. The standard library has that of arrays of up to 32 elements only.
fn standard(krate: &Path, ty: &Type) -> TokenStream {
    let span = Span::mixed_site();
    match ty {
        Type::Paren(inner) => standard(krate, &inner.elem),
        Type::Group(inner) => standard(krate, &inner.elem),
        Type::Array(array) if is_zero(&array.len) => quote_spanned!(span=> []),
        Type::Array(array) => {
            let element = standard(krate, &array.elem);
            quote_spanned!(span=> ::core::array::from_fn(|_| #element))
        }
        _ => {
            let of = quote_spanned!(span=> #krate::macro_support::FieldDefault);
            let function = derived_at_type(ty, &of, "field_default");
            let at_type = span.located_at(ty.span());
            quote_spanned!(at_type=> #function())
        }
    }
}

fn is_zero(length: &Expr) -> bool {
    matches!(
        length,
        Expr::Lit(ExprLit { lit: Lit::Int(length), .. }) if length.base10_digits() == "0"
    )
}

/// The size of the struct as the integer that its size field is: an expression that does not compile if the integer
/// is too small.
pub(super) fn whole_size(described: &Described, field: &SizeField, own: &Ident) -> TokenStream {
    let at_type = Span::mixed_site().located_at(field.ty.span());
    let size = quote_spanned!(at_type=> ::core::mem::size_of::<#own>());
    as_integer(described, field, &size)
}

fn as_integer(described: &Described, field: &SizeField, size: &TokenStream) -> TokenStream {
    let (krate, ty) = (&described.krate, &field.ty);
    let at_type = Span::mixed_site().located_at(ty.span());
    let message =
        wording::foreign_type::size_too_large(&name(&described.ident), &field_name(&field.member));
    // All of it at the place of the type, which is where rustc then says that the size is too large.
    let support = relocated(quote!(#krate::macro_support), at_type);
    quote_spanned!(at_type=> #support::size_as::<#ty>(#size, #message))
}

/// The sizes of older versions: each ends with a field.
fn size_constants(described: &Described, levels: &[Attribute]) -> Option<TokenStream> {
    let sizes = described.sizes.as_ref()?;
    if sizes.constants.is_empty() {
        return None;
    }
    let span = Span::mixed_site();
    let own = own_name(&described.ident, span);
    let (impl_generics, type_generics, where_clause) = described.generics.split_for_impl();
    let vis = &sizes.vis;
    let constants = sizes.constants.iter().map(|constant| {
        let (constant_name, member, ty) = (&constant.name, &constant.member, &constant.ty);
        let docs = format!(
            "The size of `{}` up to and including `{}`, in bytes.",
            name(&described.ident),
            field_name(member)
        );
        let size = quote_spanned! {span=>
            ::core::mem::offset_of!(Self, #member) + ::core::mem::size_of::<#ty>()
        };
        let (integer, size) = match &sizes.field {
            Some(field) => {
                let ty = &field.ty;
                (quote!(#ty), as_integer(described, field, &size))
            }
            None => (quote_spanned!(span=> ::core::primitive::usize), size),
        };
        quote_spanned!(span=> #[doc = #docs] #vis const #constant_name: #integer = #size;)
    });
    Some(quote_spanned! {span=>
        #[automatically_derived]
        #(#levels)*
        impl #impl_generics #own #type_generics #where_clause {
            #(#constants)*
        }
    })
}
