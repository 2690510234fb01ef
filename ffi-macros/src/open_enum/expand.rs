//! *Expand*: the struct, a constant for each name, and what it implements. The last stage.
//!
//! The names of the constants are located where the user wrote them, but are ours, so that no lint about the
//! style of constants or about unused ones looks at them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Attribute, Path};

use super::parse::{Integer, OpenEnum, Variant};
use super::status;
use crate::lints::{is_level, lint_level, mentions_deprecated};
use crate::rewrite::{own_name, respanned};
use crate::stub::marker;
use crate::types::info::IS_ASKED_FOR;

pub(super) fn expand(open: &OpenEnum, krate: &Path) -> TokenStream {
    let OpenEnum {
        attributes,
        visibility,
        ident,
        generics,
        ..
    } = open;
    let span = Span::mixed_site();
    let integer = integer(open, krate);
    let within = within(open);
    let own = own_name(ident, span);
    let marker = (!generics.params.is_empty()).then(|| marker(generics));
    let constants = constants(open, &integer);
    let functions = functions(open, &integer);
    let traits = traits(open, krate, &integer);
    let status = status::expand(open, krate);
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    quote_spanned! {span=>
        #(#attributes)*
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::cmp::PartialOrd,
            ::core::cmp::Ord,
            ::core::hash::Hash,
        )]
        #[repr(transparent)]
        #visibility struct #ident #impl_generics (#integer, #marker);

        #within
        impl #impl_generics #own #type_generics {
            #constants
            #functions
        }

        #within
        const _: () = {
            #traits
            #status
        };
    }
}

/// The integer as a type.
fn integer(open: &OpenEnum, krate: &Path) -> TokenStream {
    let span = Span::mixed_site();
    match &open.integer {
        // As `repr` understands it, whatever the name means in the user's scope.
        Integer::Named(name) => quote_spanned!(span=> ::core::primitive::#name),
        Integer::C { is_negative: true } => quote_spanned!(span=> ::core::ffi::c_int),
        Integer::C { is_negative: false } => {
            quote_spanned!(span=> #krate::macro_support::EnumInteger)
        }
    }
}

/// Conditions and lint levels of the enum, which hold for its implementations.
fn within(open: &OpenEnum) -> TokenStream {
    let span = Span::mixed_site();
    let shared: Vec<Attribute> = open
        .attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg") || is_level(attribute))
        .map(lint_level)
        .collect();
    let deprecated = open.attributes.iter().any(mentions_deprecated).then(|| {
        let reason = "the code of a deprecated type uses it";
        quote_spanned!(span=> #[allow(deprecated, reason = #reason)])
    });
    quote_spanned!(span=> #deprecated #(#shared)*)
}

/// The names. All of a constant is where its name is, for messages to point there.
fn constants(open: &OpenEnum, integer: &TokenStream) -> TokenStream {
    let visibility = respanned(&open.visibility);
    let marker = rest(open);
    let each = open.variants.iter().enumerate().map(|(index, variant)| {
        let Variant {
            attributes,
            discriminant,
            ..
        } = variant;
        let name = constant(variant);
        let number = match discriminant {
            Some(expression) => quote!(#expression),
            None => next(&open.variants[..index], integer, name.span()),
        };
        let at_name = name.span();
        let visibility = visibility.clone().into_iter().map(|mut token| {
            token.set_span(at_name);
            token
        });
        let value = quote_spanned!(at_name=> Self(#number, #marker));
        if !is_deprecated(variant) {
            return quote_spanned! {at_name=>
                #(#attributes)*
                #(#visibility)* const #name: Self = #value;
            };
        }
        let (cfgs, twin) = (cfgs(variant), used(variant));
        quote_spanned! {at_name=>
            #(#cfgs)*
            const #twin: Self = #value;
            #(#attributes)*
            #(#visibility)* const #name: Self = Self::#twin;
        }
    });
    each.collect()
}

/// The number after those of the variants before, at the place of the name. A variant under a `cfg` may not be there.
fn next(before: &[Variant], integer: &TokenStream, span: Span) -> TokenStream {
    let after = |variant: &Variant| {
        let name = used(variant);
        quote_spanned!(span=> Self::#name.0 + 1)
    };
    let certain = before
        .iter()
        .rposition(|variant| cfgs(variant).next().is_none());
    let first = match certain {
        Some(index) => after(&before[index]),
        None => quote_spanned!(span=> 0),
    };
    let possible = &before[certain.map_or(0, |index| index + 1)..];
    if possible.is_empty() {
        return first;
    }
    let possible = possible.iter().map(|variant| {
        let (cfgs, after) = (cfgs(variant), after(variant));
        quote_spanned!(span=> #(#cfgs)* let __ffi_next: #integer = #after;)
    });
    quote_spanned! {span=> {
        let __ffi_next: #integer = #first;
        #(#possible)*
        __ffi_next
    }}
}

/// From and to the number.
fn functions(open: &OpenEnum, integer: &TokenStream) -> TokenStream {
    let span = Span::mixed_site();
    let visibility = respanned(&open.visibility);
    let marker = rest(open);
    quote_spanned! {span=>
        /// The value with this number, which need not have a name.
        #[inline]
        #[must_use]
        #visibility const fn from_raw(number: #integer) -> Self {
            Self(number, #marker)
        }

        /// The number, as C has it.
        #[inline]
        #[must_use]
        #visibility const fn raw(self) -> #integer {
            self.0
        }
    }
}

/// The traits of every open enum that the compiler's derives do not implement.
fn traits(open: &OpenEnum, krate: &Path, integer: &TokenStream) -> TokenStream {
    let span = Span::mixed_site();
    let own = own_name(&open.ident, span);
    let name = open.ident.unraw().to_string();
    let marker = rest(open);
    let (impl_generics, type_generics, _) = open.generics.split_for_impl();
    let own = quote_spanned!(span=> #own #type_generics);
    let info = info(open, krate);
    // No constant of a generic type is a pattern.
    let patterns: &[Variant] = if marker.is_none() {
        &open.variants
    } else {
        &[]
    };
    let named = patterns.iter().map(|variant| {
        let (cfgs, constant) = (cfgs(variant), used(variant));
        let name = variant.ident.unraw().to_string();
        quote_spanned!(span=> #(#cfgs)* Self::#constant => __ffi_formatter.write_str(#name),)
    });
    let (promoted, promotion) = if is_narrow(&open.integer) {
        (
            quote_spanned!(span=> ::core::ffi::c_int),
            quote_spanned!(span=> self.0 as ::core::ffi::c_int),
        )
    } else {
        (quote_spanned!(span=> Self), quote_spanned!(span=> self))
    };
    // SAFETY of the expansion: the struct is transparent over the integer, and every number is a value of it; C
    // promotes integers that are narrower than `int`, and no others.
    quote_spanned! {span=>
        #[automatically_derived]
        unsafe impl #impl_generics #krate::ForeignType for #own {
            const TYPE: #krate::Type<'static> = <#integer as #krate::ForeignType>::TYPE;
            #info
        }

        #[automatically_derived]
        unsafe impl #impl_generics #krate::VariadicArgument for #own {
            type Promoted = #promoted;
            fn promote(self) -> #promoted { #promotion }
        }

        #[automatically_derived]
        impl #impl_generics ::core::fmt::Debug for #own {
            fn fmt(&self, __ffi_formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match *self {
                    #(#named)*
                    _ => __ffi_formatter.debug_tuple(#name).field(&self.0).finish(),
                }
            }
        }

        #[automatically_derived]
        impl #impl_generics ::core::convert::From<#integer> for #own {
            #[inline]
            fn from(__ffi_number: #integer) -> Self {
                Self(__ffi_number, #marker)
            }
        }

        #[automatically_derived]
        impl #impl_generics ::core::convert::From<#own> for #integer {
            #[inline]
            fn from(__ffi_value: #own) -> Self {
                __ffi_value.0
            }
        }
    }
}

/// The type by name, if the runtime asks for it.
fn info(open: &OpenEnum, krate: &Path) -> Option<TokenStream> {
    if !IS_ASKED_FOR {
        return None;
    }
    let span = Span::mixed_site();
    let name = open.ident.unraw().to_string();
    let values = open.variants.iter().map(|variant| {
        let (cfgs, constant) = (cfgs(variant), used(variant));
        let name = variant.ident.unraw().to_string();
        quote_spanned!(span=> #(#cfgs)* (#name, Self::#constant.0 as ::core::primitive::i128))
    });
    Some(quote_spanned! {span=>
        const REFERENCE: #krate::types::TypeReference = #krate::types::TypeReference::Named(#name);
        const INFO: &'static #krate::types::TypeInfo = &const {
            #krate::types::TypeInfo {
                reference: <Self as #krate::ForeignType>::REFERENCE,
                ty: <Self as #krate::ForeignType>::TYPE,
                shape: #krate::types::Shape::Enum {
                    is_open: true,
                    values: &const { [#(#values),*] },
                },
            }
        };
    })
}

/// Whether C promotes the integer where it stands in place of `...`.
fn is_narrow(integer: &Integer) -> bool {
    match integer {
        Integer::Named(name) => ["i8", "u8", "i16", "u16"]
            .iter()
            .any(|narrow| name == narrow),
        Integer::C { .. } => false,
    }
}

/// The name of a variant as that of a constant of ours.
fn constant(variant: &Variant) -> Ident {
    let at_name = Span::mixed_site().located_at(variant.ident.span());
    own_name(&variant.ident, at_name)
}

/// The name by which the code here uses a variant: a deprecated one has a constant of the same number that is not.
pub(super) fn used(variant: &Variant) -> Ident {
    let constant = constant(variant);
    if !is_deprecated(variant) {
        return constant;
    }
    format_ident!("__FFI_{}", constant.unraw(), span = constant.span())
}

fn is_deprecated(variant: &Variant) -> bool {
    variant.attributes.iter().any(mentions_deprecated)
}

pub(super) fn cfgs(variant: &Variant) -> impl Iterator<Item = &Attribute> {
    let attributes = variant.attributes.iter();
    attributes.filter(|attribute| attribute.path().is_ident("cfg"))
}

/// The field beside the number, which uses the parameters that there are only after an error.
fn rest(open: &OpenEnum) -> Option<TokenStream> {
    let has_parameters = !open.generics.params.is_empty();
    has_parameters.then(|| quote_spanned!(Span::mixed_site()=> ::core::marker::PhantomData))
}
