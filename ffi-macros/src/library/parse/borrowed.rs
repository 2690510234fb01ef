//! *Parse*, results of the functions of a block that borrow from an argument.
//!
//! By the rules of Rust for a function, a lifetime that a result leaves out is that of its argument. The function
//! becomes a method, and by the rules for methods it would be that of the library, which lives longer.

use proc_macro2::Span;
use quote::ToTokens;
use syn::{FnArg, Lifetime, PatType, ReturnType, Signature, Type, parse_quote_spanned};

use crate::errors::Errors;
use crate::lifetimes::{name_elided, named};
use crate::wording::library::RESULT_OF_SEVERAL;

/// Attributes of parameters that the method does not have, or of which C gets a copy.
const NO_SOURCES: [&str; 6] = [
    "terminated",
    "fixed",
    "grow",
    "out",
    "error_out",
    "error_text",
];

/// Names the lifetimes that results leave out, where an argument has one.
pub(super) fn name_results(signature: &mut Signature, errors: &mut Errors) {
    let own = Lifetime::new("'__ffi_argument", Span::mixed_site());
    let mut sources = Vec::new();
    for argument in arguments(signature).filter(|argument| is_source(argument)) {
        let elided = name_elided(&mut argument.ty.clone(), &own);
        sources.extend(std::iter::repeat_n(own.clone(), elided));
        let names = named(argument.ty.to_token_stream()).into_iter();
        sources.extend(names.map(|ident| Lifetime {
            apostrophe: ident.span(),
            ident,
        }));
    }
    let Some(source) = sources.first().cloned() else {
        return;
    };
    let is_one = sources.iter().all(|other| *other == source);
    let is_ambiguous = !is_one || source == own && sources.len() > 1;
    let mut is_borrowed = false;
    for ty in results(signature) {
        let written = ty.to_token_stream();
        if name_elided(ty, &source) > 0 {
            is_borrowed = true;
            if is_ambiguous {
                errors.over(written, RESULT_OF_SEVERAL);
            }
        }
    }
    if !is_borrowed || source != own {
        return;
    }
    let parameter = parse_quote_spanned!(Span::mixed_site()=> #own);
    signature.generics.params.insert(0, parameter);
    for argument in arguments(signature).filter(|argument| is_source(argument)) {
        name_elided(&mut argument.ty, &own);
    }
}

fn arguments(signature: &mut Signature) -> impl Iterator<Item = &mut PatType> {
    signature.inputs.iter_mut().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(argument),
        FnArg::Receiver(_) => None,
    })
}

/// The types of what the method returns of C's values: the result and the out parameters.
fn results(signature: &mut Signature) -> impl Iterator<Item = &mut Type> {
    let returned = match &mut signature.output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => Some(&mut **ty),
    };
    let outs = signature.inputs.iter_mut().filter_map(|input| match input {
        FnArg::Typed(argument) if has(argument, &["out"]) => Some(&mut *argument.ty),
        _ => None,
    });
    returned.into_iter().chain(outs)
}

/// Whether a result may borrow from an argument.
fn is_source(argument: &PatType) -> bool {
    !has(argument, &NO_SOURCES)
}

fn has(argument: &PatType, attributes: &[&str]) -> bool {
    let mut written = argument.attrs.iter();
    written.any(|attribute| {
        attributes
            .iter()
            .any(|name| attribute.path().is_ident(name))
    })
}
