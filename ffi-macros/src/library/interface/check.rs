//! *Lower*, the functions of an interface: what has no way back from the call to the method that implements it.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{FnArg, PatType, ReturnType, Type};

use super::super::lowering::types::owned;
use super::super::parse::{MethodAttributes, MethodSyntax, Syntax};
use super::model::Version;
use crate::errors::Errors;
use crate::wording::interface as wording;

/// The attributes of parameters that have a way back, or that are no matter of the call.
const OF_PARAMETERS: [&str; 4] = ["slice", "terminated", "out", "secret"];

/// Attributes of parameters that have none.
const REFUSED: [&str; 8] = [
    "closure",
    "completion",
    "or_none",
    "grow",
    "error_out",
    "error_text",
    "fixed",
    "bound",
];

pub(super) fn check(syntax: &Syntax, version: Version, is_plugin: bool, errors: &mut Errors) {
    let mut before = Version(0, 0);
    for method in &syntax.methods {
        attributes(&method.attributes, errors);
        signature(method, errors);
        for input in &method.signature.inputs {
            if let FnArg::Typed(argument) = input {
                parameter(argument, errors);
            }
        }
        since(method, version, &mut before, errors);
        if is_plugin {
            reserved(method, errors);
        }
    }
    for (_, skipped) in &syntax.skipped {
        errors.at(skipped.count.span(), wording::SKIP);
    }
}

/// Attributes of the function.
fn attributes(attributes: &MethodAttributes, errors: &mut Errors) {
    let outcome = &attributes.outcome;
    let mut refuse = |span: Option<Span>, name: &str| {
        if let Some(span) = span {
            errors.at(span, wording::no_way_back(name));
        }
    };
    refuse(outcome.errno.as_ref().map(|(span, _)| *span), "errno");
    refuse(outcome.last_error, "last_error");
    refuse(outcome.copied.as_ref().map(|(span, _)| *span), "copied");
    refuse(outcome.slice.as_ref().map(|(span, _)| *span), "slice");
    refuse(outcome.or_none, "or_none");
    refuse(outcome.free.map(|free| free.span), "free");
    refuse(outcome.retain, "retain");
    refuse(
        outcome.offload.as_ref().map(|offload| offload.span),
        "offload",
    );
    if let Some(check) = &outcome.check {
        let word = check.predicates.first().map(Spanned::span);
        let with = check.with.as_ref().map(Spanned::span);
        let error = check.error.as_ref().map(Spanned::span);
        let ask = check.ask.as_ref().map(|(span, _)| *span);
        if let Some(span) = word.or(with).or(error).or(ask) {
            errors.at(span, wording::CHECK_TAKES_STATUS);
        }
    }
    if let Some(count) = &attributes.variadic {
        errors.at(count.span(), wording::VARIADIC);
    }
    if let Some(number) = &attributes.since_number {
        errors.at(number.span(), wording::SINCE_NEEDS_TEXT);
    }
}

fn signature(method: &MethodSyntax, errors: &mut Errors) {
    let signature = &method.signature;
    if let Some(variadic) = &signature.variadic {
        errors.over(variadic.dots, wording::VARIADIC);
    }
    if let Some(name) = signature.abi.as_ref().and_then(|abi| abi.name.as_ref())
        && name.value().ends_with("-unwind")
    {
        errors.at(name.span(), wording::UNWIND);
    }
    if let ReturnType::Type(_, ty) = &signature.output {
        match &**ty {
            Type::Never(never) => errors.over(never, wording::NEVER),
            ty if is_owned(ty) => errors.over(ty, wording::OWNED),
            _ => {}
        }
    }
}

fn parameter(argument: &PatType, errors: &mut Errors) {
    let mut is_out = false;
    for attribute in &argument.attrs {
        let Some(name) = attribute.path().get_ident().map(ToString::to_string) else {
            continue;
        };
        let takes_word = !matches!(attribute.meta, syn::Meta::Path(_)) && name != "slice";
        is_out |= name == "out";
        if REFUSED.contains(&name.as_str()) {
            errors.over(attribute.path(), wording::no_way_back(&name));
        } else if takes_word && OF_PARAMETERS.contains(&name.as_str()) {
            errors.over(&attribute.meta, wording::plain_only(&name));
        }
    }
    if is_out && is_owned(&argument.ty) {
        errors.over(&argument.ty, wording::OWNED);
    }
}

/// Whether a type is spelled as a handle that the other side frees.
fn is_owned(ty: &Type) -> bool {
    let inner = super::super::lowering::types::optional_element(ty);
    owned(inner.unwrap_or(ty)).is_some()
}

/// Names that the trait of a plugin has already.
fn reserved(method: &MethodSyntax, errors: &mut Errors) {
    let ident = &method.signature.ident;
    let name = ident.to_string();
    if is_reserved(&name, method.attributes.optional) {
        errors.at(ident.span(), wording::reserved_method(&name));
    }
}

/// Whether the trait of a plugin has this method, or this constant for an optional function.
pub(super) fn is_reserved(name: &str, is_optional: bool) -> bool {
    if is_optional {
        name.eq_ignore_ascii_case("state")
    } else {
        name == "create"
    }
}

/// The version that has the function first.
fn since(method: &MethodSyntax, version: Version, before: &mut Version, errors: &mut Errors) {
    let since = match &method.attributes.since {
        None => Version(0, 0),
        Some(text) => {
            let Some(since) = Version::parse(&text.value()) else {
                errors.at(text.span(), wording::VERSION_IS_NONE);
                return;
            };
            if since > version {
                errors.at(text.span(), wording::SINCE_LATER_THAN_VERSION);
            }
            since
        }
    };
    if since < *before {
        let ident = &method.signature.ident;
        errors.at(ident.span(), wording::SINCE_BEFORE_EARLIER);
    }
    *before = since;
}
