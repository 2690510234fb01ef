//! *Expand*: `Tagged`, `Chained`, and `Extends` for each root.
//!
//! The types of the fields, which the user could only name, are confirmed in `link`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Generics, Lifetime, PathArguments, Type};

use super::{Chain, ChainField, ChainFields};
use crate::foreign_type::expand::name;
use crate::foreign_type::model::Described;
use crate::rewrite::{joined, own_name};
use crate::spans::{derived_at_type, relocated};

/// All of it, for a struct in a chain. `bounded` are its parameters with the bounds that `ForeignType` needs.
pub(in crate::foreign_type) fn expand(
    described: &Described,
    bounded: &Generics,
) -> Option<TokenStream> {
    let chain = described.chain.as_ref()?;
    let tagged = tagged(described, chain, bounded);
    let chained = chained(described, chain, bounded);
    let extends = extends(described, chain, bounded);
    Some(quote!(#tagged #chained #extends))
}

/// `impl Tagged`, and the number at once, so that a wrong one is reported where it stands.
fn tagged(described: &Described, chain: &Chain, bounded: &Generics) -> Option<TokenStream> {
    let tag = chain.tag.as_ref()?;
    let krate = &described.krate;
    let (span, at_tag) = (
        Span::mixed_site(),
        Span::mixed_site().located_at(tag.span()),
    );
    let own = own_name(&described.ident, span);
    let (impl_generics, type_generics, where_clause) = bounded.split_for_impl();
    let number = relocated(quote!(#krate::chain::number), at_tag);
    let number = quote_spanned!(at_tag=> #number(#tag));
    let at_once = with_static(&described.generics).map(|arguments| {
        let number = derived_at_type(
            &relocated(quote!(#own #arguments), at_tag),
            &quote_spanned!(at_tag=> #krate::chain::Tagged),
            "NUMBER",
        );
        quote_spanned!(at_tag=> const _: ::core::primitive::u32 = #number;)
    });
    Some(quote_spanned! {span=>
        #[automatically_derived]
        impl #impl_generics #krate::chain::Tagged for #own #type_generics #where_clause {
            const NUMBER: ::core::primitive::u32 = #number;
        }
        #at_once
    })
}

/// `impl Chained`
fn chained(described: &Described, chain: &Chain, bounded: &Generics) -> TokenStream {
    let krate = &described.krate;
    let span = Span::mixed_site();
    let own = own_name(&described.ident, span);
    let (impl_generics, type_generics, where_clause) = bounded.split_for_impl();
    let linked = with_lifetime(&described.generics, &chain.lifetime, &linked_lifetime());
    let name = name(&described.ident);
    let number = quote_spanned!(span=> <Self as #krate::chain::Tagged>::NUMBER);
    let linked_lifetime = quote_spanned!(span=> '__ffi_linked,);
    let (header, link) = match &chain.fields {
        ChainFields::Apart { next, tag } => {
            let member = &next.member;
            let tag_at = match tag {
                Some(ChainField { member, .. }) => quote_spanned! {span=>
                    ::core::option::Option::Some((::core::mem::offset_of!(Self, #member), #number))
                },
                None => quote_spanned!(span=> ::core::option::Option::None),
            };
            let header = quote_spanned! {span=>
                #krate::chain::Header {
                    name: #name,
                    next: ::core::mem::offset_of!(Self, #member),
                    tag: #tag_at,
                }
            };
            let tag = tag.as_ref().map(|tag| {
                let tag = confirmed(krate, tag, "Tag", &TokenStream::new());
                quote_spanned!(span=> let _ = #tag;)
            });
            let next = confirmed(krate, next, "Next", &linked_lifetime);
            (header, quote!(#tag #next))
        }
        ChainFields::Together(field) => {
            let member = &field.member;
            let header = quote_spanned! {span=>
                #krate::chain::Header::of_chained_struct(
                    #name,
                    ::core::mem::offset_of!(Self, #member),
                    #number,
                )
            };
            let both = confirmed(krate, field, "ChainedStruct", &linked_lifetime);
            (header, quote_spanned!(span=> #both.next_mut()))
        }
    };
    // SAFETY of the expansion: `Linked` differs in one lifetime, which is that of the field `link` returns; the offsets
    // are the compiler's, and of fields of these types.
    quote_spanned! {span=>
        #[automatically_derived]
        unsafe impl #impl_generics #krate::chain::Chained for #own #type_generics #where_clause {
            type Linked<'__ffi_linked> = #own #linked;
            const HEADER: #krate::chain::Header = #header;
            #[inline]
            fn link<'__ffi_borrow, '__ffi_linked>(
                __ffi_this: &'__ffi_borrow mut Self::Linked<'__ffi_linked>,
            ) -> &'__ffi_borrow mut #krate::chain::Next<'__ffi_linked, Self::Linked<'__ffi_linked>> {
                #link
            }
        }
    }
}

/// A field as the type of ours that it is named as. It compiles only if the field has this type exactly: a reference to
/// another type would be dereferenced where one to ours is expected.
fn confirmed(
    krate: &syn::Path,
    field: &ChainField,
    name: &str,
    lifetime: &TokenStream,
) -> TokenStream {
    let ChainField { member, place } = field;
    let at_type = Span::mixed_site().located_at(*place);
    let name = Ident::new(name, at_type);
    let chain = relocated(quote!(#krate::chain), at_type);
    quote_spanned! {at_type=>
        #chain::Exactly::<#chain::#name<#lifetime Self::Linked<'__ffi_linked>>>::exactly(
            &mut __ffi_this.#member
        )
    }
}

/// `impl Extends` for each root, and the user's `unsafe`.
fn extends(described: &Described, chain: &Chain, bounded: &Generics) -> Option<TokenStream> {
    let roots = chain.extends.as_ref()?;
    let krate = &described.krate;
    let span = Span::mixed_site();
    let own = own_name(&described.ident, span);
    let (impl_generics, type_generics, where_clause) = bounded.split_for_impl();
    let mut each = roots.types.iter().map(|root| {
        let at_root = span.located_at(root.span());
        let borrowed = root_with(root, &chain.lifetime);
        let at_once = with_static(&described.generics)
            .filter(|_| has_no_arguments(root))
            .map(|arguments| {
                let root = root_with(root, &Lifetime::new("'static", at_root));
                let proof = derived_at_type(
                    &relocated(quote!(#own #arguments), at_root),
                    &quote_spanned!(at_root=> #krate::chain::Extends<#root>),
                    "PROOF",
                );
                quote_spanned!(at_root=> const _: () = #proof;)
            });
        // At the root, which is where rustc then says that it is no struct of a chain.
        let extends = relocated(quote!(#krate::chain::Extends), at_root);
        let extends = quote_spanned!(at_root=> #extends<#borrowed>);
        // SAFETY of the expansion: the user promises it, in the `unsafe` below.
        quote_spanned! {span=>
            #[automatically_derived]
            unsafe impl #impl_generics #extends for #own #type_generics #where_clause {}
            #at_once
        }
    });
    let implementations = joined(&mut each);
    let unsafety = &roots.unsafety;
    let promise = quote_spanned!(unsafety.span=> { #krate::chain::promise_extends() });
    Some(quote! {
        #implementations
        const _: () = #unsafety #promise;
    })
}

/// A root as a type: a path without arguments gets a lifetime.
fn root_with(root: &Type, lifetime: &Lifetime) -> TokenStream {
    if has_no_arguments(root) {
        // At the path, which is where rustc then says that it has no lifetime.
        let at_root = Span::mixed_site().located_at(root.span());
        let mut lifetime = lifetime.clone();
        lifetime.set_span(lifetime.span().located_at(root.span()));
        return quote_spanned!(at_root=> #root<#lifetime>);
    }
    root.to_token_stream()
}

fn has_no_arguments(ty: &Type) -> bool {
    let Type::Path(path) = ty else {
        return false;
    };
    let last = path.path.segments.last();
    last.is_some_and(|last| matches!(last.arguments, PathArguments::None))
}

/// The lifetime of the trait's `Linked`.
fn linked_lifetime() -> Lifetime {
    Lifetime::new("'__ffi_linked", Span::mixed_site())
}

/// The arguments of the struct with a lifetime in place of another.
fn with_lifetime(generics: &Generics, from: &Lifetime, to: &Lifetime) -> TokenStream {
    arguments(generics, &|lifetime| {
        if lifetime.ident == from.ident {
            to.clone()
        } else {
            lifetime.clone()
        }
    })
}

/// The arguments of a struct that has lifetimes only, each of them `'static`.
fn with_static(generics: &Generics) -> Option<TokenStream> {
    let has_lifetimes_only = generics.lifetimes().count() == generics.params.len();
    let to_static = |_: &Lifetime| Lifetime::new("'static", Span::mixed_site());
    has_lifetimes_only.then(|| arguments(generics, &to_static))
}

/// `<'a, T>`, in which each lifetime is another.
fn arguments(generics: &Generics, lifetime: &dyn Fn(&Lifetime) -> Lifetime) -> TokenStream {
    let mut each = generics.params.iter().map(|parameter| match parameter {
        syn::GenericParam::Lifetime(parameter) => {
            let lifetime = lifetime(&parameter.lifetime);
            quote!(#lifetime,)
        }
        syn::GenericParam::Type(parameter) => own_argument(&parameter.ident),
        syn::GenericParam::Const(parameter) => own_argument(&parameter.ident),
    });
    let arguments = joined(&mut each);
    quote!(<#arguments>)
}

fn own_argument(parameter: &Ident) -> TokenStream {
    quote!(#parameter,)
}
