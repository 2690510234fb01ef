//! Statuses: what the numbers of an open enum mean as the result of a function. *Check* first, *expand* at the end.
//!
//! In: the marks on variants. Out: the traits by which `#[check]` knows a success, and an implementation of an interface
//! the statuses that it returns.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt;
use syn::{Attribute, Path};

use super::expand::{cfgs, used};
use super::parse::{OpenEnum, Variant};
use crate::errors::Errors;
use crate::rewrite::own_name;
use crate::types::info::IS_ASKED_FOR;
use crate::wording::open_enum as wording;

/// The meaning of a variant.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Mark {
    /// The function succeeded.
    Success,
    /// A method panicked.
    Panicked,
    /// An argument was refused.
    Refused,
    /// The library has no such function.
    Missing,
}

impl Mark {
    const ALL: [Self; 4] = [Self::Success, Self::Panicked, Self::Refused, Self::Missing];

    fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Panicked => "panicked",
            Self::Refused => "refused",
            Self::Missing => "missing",
        }
    }
}

/// The variants with a meaning, by their places.
pub(super) struct Marks {
    successes: Vec<usize>,
    panicked: Option<usize>,
    refused: Option<usize>,
    missing: Option<usize>,
}

/// Takes the marks out of a variant's attributes.
pub(super) fn take_marks(
    attributes: &mut Vec<Attribute>,
    errors: &mut Errors,
) -> Vec<(Mark, Span)> {
    let mut marks = Vec::new();
    attributes.retain(|attribute| {
        let is_named = |mark: &Mark| attribute.path().is_ident(mark.name());
        let Some(mark) = Mark::ALL.into_iter().find(is_named) else {
            return true;
        };
        if !matches!(attribute.meta, syn::Meta::Path(_)) {
            errors.over(&attribute.meta, wording::mark_takes_nothing(mark.name()));
        }
        let name = attribute.path().get_ident();
        marks.push((mark, name.map_or_else(Span::call_site, syn::Ident::span)));
        false
    });
    marks
}

/// The meanings, if the enum is a status.
pub(super) fn lower(
    variants: &[Variant],
    status: Option<Span>,
    errors: &mut Errors,
) -> Option<Marks> {
    let marks = variants.iter().enumerate();
    let marks = marks.flat_map(|(place, variant)| {
        variant
            .marks
            .iter()
            .map(move |(mark, span)| (place, *mark, *span))
    });
    let Some(status) = status else {
        for (_, mark, span) in marks {
            errors.at(span, wording::mark_without_status(mark.name()));
        }
        return None;
    };
    let mut lowered = Marks {
        successes: Vec::new(),
        panicked: None,
        refused: None,
        missing: None,
    };
    let mut panicked = None;
    for (place, mark, span) in marks {
        let only = match mark {
            Mark::Success => {
                lowered.successes.push(place);
                continue;
            }
            Mark::Panicked => {
                panicked = Some(span);
                &mut lowered.panicked
            }
            Mark::Refused => &mut lowered.refused,
            Mark::Missing => &mut lowered.missing,
        };
        if only.replace(place).is_some() {
            errors.at(span, wording::mark_twice(mark.name()));
        }
    }
    if lowered.successes.is_empty() {
        errors.at(status, wording::NO_SUCCESS);
    }
    if let Some(span) = panicked {
        if lowered.refused.is_none() {
            errors.at(span, wording::PANICKED_WITHOUT_REFUSED);
        }
        if !IS_ASKED_FOR {
            errors.at(span, wording::PANICKED_NEEDS_FEATURE);
        }
    }
    Some(lowered)
}

/// The traits of a status.
pub(super) fn expand(open: &OpenEnum, krate: &Path) -> Option<TokenStream> {
    let marks = open.status.as_ref()?;
    let span = Span::mixed_site();
    let own = own_name(&open.ident, span);
    let (impl_generics, type_generics, _) = open.generics.split_for_impl();
    let own = quote_spanned!(span=> #own #type_generics);
    // No constant of a generic type is a pattern.
    let places: &[usize] = if open.generics.params.is_empty() {
        &marks.successes
    } else {
        &[]
    };
    let successes = places.iter().map(|place| {
        let variant = &open.variants[*place];
        let (cfgs, name) = (cfgs(variant), used(variant));
        quote_spanned!(span=> #(#cfgs)* Self::#name => ::core::result::Result::Ok(self),)
    });
    let name = |place: Option<usize>| place.map(|place| used(&open.variants[place]));
    let from = |place: Option<usize>, error: TokenStream| {
        let name = name(place)?;
        Some(quote_spanned! {span=>
            #[automatically_derived]
            impl #impl_generics ::core::convert::From<#error> for #own {
                fn from(_: #error) -> Self {
                    Self::#name
                }
            }
        })
    };
    let refused = from(marks.refused, quote_spanned!(span=> #krate::ArgumentError));
    let missing = from(marks.missing, quote_spanned!(span=> #krate::MissingSymbol));
    let named = (
        name(marks.successes.first().copied()),
        name(marks.panicked),
        name(marks.refused),
    );
    let returned = if let (Some(success), Some(panicked), Some(refused)) = named
        && IS_ASKED_FOR
    {
        Some(quote_spanned! {span=>
            #[automatically_derived]
            impl #impl_generics #krate::plugin::ReturnedStatus for #own {
                const SUCCESS: Self = Self::#success;
                const PANICKED: Self = Self::#panicked;
                const REFUSED: Self = Self::#refused;

                fn from_error(__ffi_error: Self) -> Self {
                    __ffi_error
                }

                fn from_value(__ffi_value: Self) -> Self {
                    __ffi_value
                }
            }
        })
    } else {
        None
    };
    let title = open.ident.unraw().to_string();
    let unnamed = format!("{title}({{}})");
    let texts = open
        .variants
        .iter()
        .filter(|_| open.generics.params.is_empty());
    let texts = texts.map(|variant| {
        let (cfgs, name) = (cfgs(variant), used(variant));
        let text = format!("{} ({{}})", variant.ident.unraw());
        quote_spanned! {span=>
            #(#cfgs)* Self::#name => ::core::write!(__ffi_formatter, #text, self.0),
        }
    });
    Some(quote_spanned! {span=>
        #[automatically_derived]
        impl #impl_generics #krate::Status for #own {
            type Value = Self;
            type Error = Self;

            #[inline]
            fn into_result(self) -> ::core::result::Result<Self, Self> {
                match self {
                    #(#successes)*
                    _ => ::core::result::Result::Err(self),
                }
            }
        }

        #[automatically_derived]
        impl #impl_generics ::core::fmt::Display for #own {
            fn fmt(&self, __ffi_formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match *self {
                    #(#texts)*
                    _ => ::core::write!(__ffi_formatter, #unnamed, self.0),
                }
            }
        }

        #[automatically_derived]
        impl #impl_generics ::core::error::Error for #own {}

        #refused
        #missing
        #returned
    })
}
