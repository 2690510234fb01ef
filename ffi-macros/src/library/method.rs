//! *Lower*, one method: the signature is taken apart, and what C cannot have is refused.

use proc_macro2::Span;
use quote::format_ident;
use syn::ext::IdentExt;
use syn::{
    FnArg, Ident, LitStr, Pat, PatType, PatWild, Receiver, ReceiverKind, ReturnType, Safety,
    Signature, Type,
};

use super::model::{Argument, Method, Output};
use super::parse::MethodSyntax;
use crate::abi::{self, Abi};
use crate::errors::Errors;
use crate::lifetimes;
use crate::types::{self, Position};
use crate::wording;

/// What the trait says for methods that say nothing.
pub(crate) struct Defaults {
    pub(crate) prefix: String,
    pub(crate) abi: Abi,
}

pub(crate) fn lower(
    syntax: &MethodSyntax,
    defaults: &Defaults,
    errors: &mut Errors,
) -> Option<Method> {
    let signature = &syntax.signature;
    qualifiers(signature, errors);
    lifetimes::check_only(&signature.generics, wording::GENERIC_METHOD, errors);
    let receiver = receiver(signature, errors);
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(argument),
        FnArg::Receiver(_) => None,
    });
    let arguments = typed.enumerate();
    let arguments =
        arguments.map(|(position, argument)| lower_argument(argument, position, signature, errors));
    let arguments: Vec<Option<Argument>> = arguments.collect();
    let fixed = fixed(syntax, arguments.len(), errors);
    let result = lower_result(&signature.output, errors);
    let abi = match signature.abi.as_ref() {
        None => Some(defaults.abi),
        Some(written) => abi::written(written, errors),
    };
    Some(Method {
        ident: signature.ident.clone(),
        visibility: syntax.visibility.clone(),
        cfgs: syntax.attributes.cfgs.clone(),
        attributes: syntax.attributes.kept.clone(),
        abi: abi?,
        is_unsafe: matches!(signature.safety, Safety::Unsafe(_)),
        is_optional: syntax.attributes.optional,
        takes_any_pointer: syntax.attributes.any_pointer,
        fixed,
        symbols: symbols(syntax, defaults),
        has_symbol: syntax.attributes.has_symbol,
        generics: signature.generics.clone(),
        receiver_lifetime: receiver.and_then(|receiver| match &receiver.kind {
            ReceiverKind::Reference(_, lifetime, _) => lifetime.clone(),
            _ => None,
        }),
        arguments: arguments.into_iter().flatten().collect(),
        result,
    })
}

fn qualifiers(signature: &Signature, errors: &mut Errors) {
    if let Some(token) = &signature.constness {
        errors.at(token.span, wording::CONST_METHOD);
    }
    if let Some(token) = &signature.asyncness {
        errors.at(token.span, wording::ASYNC_METHOD);
    }
    if let Some(variadic) = &signature.variadic {
        errors.over(variadic.dots, wording::VARIADIC);
    }
}

/// How many arguments are named, if the function is variadic.
fn fixed(syntax: &MethodSyntax, arguments: usize, errors: &mut Errors) -> Option<usize> {
    let count = syntax.attributes.variadic.as_ref()?;
    match count.base10_parse::<usize>() {
        Ok(fixed) if fixed <= arguments => {
            for input in syntax.signature.inputs.iter().skip(fixed + 1) {
                if let FnArg::Typed(argument) = input {
                    types::check_promoted(&argument.ty, errors);
                }
            }
            Some(fixed)
        }
        Ok(_) | Err(_) => {
            errors.at(count.span(), wording::variadic_count(arguments));
            None
        }
    }
}

fn receiver<'s>(signature: &'s Signature, errors: &mut Errors) -> Option<&'s Receiver> {
    let Some(receiver) = signature.receiver() else {
        match signature.inputs.first() {
            Some(FnArg::Typed(first)) => errors.over(&first.pat, wording::NO_RECEIVER),
            _ => errors.at(signature.ident.span(), wording::NO_RECEIVER),
        }
        return None;
    };
    match &receiver.kind {
        ReceiverKind::Reference(_, _, None) => {}
        ReceiverKind::Reference(_, _, Some(token)) => {
            errors.at(token.span, wording::RECEIVER_NOT_SHARED);
        }
        _ => errors.over(receiver, wording::RECEIVER_NOT_SHARED),
    }
    Some(receiver)
}

fn lower_argument(
    argument: &PatType,
    position: usize,
    signature: &Signature,
    errors: &mut Errors,
) -> Option<Argument> {
    for attribute in &argument.attrs {
        let is_lint = ["allow", "expect", "warn", "deny"]
            .iter()
            .any(|name| attribute.path().is_ident(name));
        if !is_lint {
            errors.over(attribute.path(), wording::ARGUMENT_ATTRIBUTE);
        }
    }
    let crosses = types::check(&argument.ty, Position::Argument, errors);
    let ident = match &*argument.pat {
        Pat::Ident(name) => {
            if let Some(token) = &name.by_ref {
                errors.at(token.span, wording::PATTERN_ARGUMENT);
            } else if let Some(token) = &name.mutability {
                errors.at(token.span, wording::PATTERN_ARGUMENT);
            } else if let Some((at, _)) = &name.subpat {
                errors.over(at, wording::PATTERN_ARGUMENT);
            }
            name.ident.clone()
        }
        Pat::Wild(wild) => unnamed(wild, position, signature),
        other => {
            errors.over(other, wording::PATTERN_ARGUMENT);
            return None;
        }
    };
    crosses.then(|| Argument {
        ident,
        ty: (*argument.ty).clone(),
    })
}

/// A name for `_`, for the method hands the argument on: one that no other argument has.
fn unnamed(wild: &PatWild, position: usize, signature: &Signature) -> Ident {
    let is_taken = |name: &Ident| {
        signature.inputs.iter().any(|input| {
            matches!(input, FnArg::Typed(PatType { pat, .. })
                if matches!(&**pat, Pat::Ident(other) if other.ident == *name))
        })
    };
    let span = Span::mixed_site().located_at(wild.underscore_token.span);
    let mut name = format_ident!("argument_{}", position, span = span);
    while is_taken(&name) {
        name = format_ident!("{}_", name);
    }
    name
}

fn lower_result(output: &ReturnType, errors: &mut Errors) -> Output {
    let ReturnType::Type(_, ty) = output else {
        return Output::Nothing;
    };
    if let Type::Never(_) = &**ty {
        return Output::Never;
    }
    types::check(ty, Position::Result, errors);
    match &**ty {
        Type::Tuple(tuple) if tuple.elems.is_empty() => Output::Nothing,
        other => Output::Value(Box::new(other.clone())),
    }
}

fn symbols(syntax: &MethodSyntax, defaults: &Defaults) -> Vec<String> {
    if syntax.attributes.has_symbol {
        return syntax
            .attributes
            .symbols
            .iter()
            .map(LitStr::value)
            .collect();
    }
    vec![format!(
        "{}{}",
        defaults.prefix,
        syntax.signature.ident.unraw()
    )]
}
