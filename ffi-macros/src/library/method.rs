//! *Lower*, one method: the signature is taken apart, and what C cannot have is refused.

use syn::ext::IdentExt;
use syn::{FnArg, Pat, PatType, Receiver, ReceiverKind, ReturnType, Safety, Signature, Type};

use super::model::{Argument, Method, Symbol};
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
    let arguments = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(lower_argument(argument, errors)),
        FnArg::Receiver(_) => None,
    });
    let arguments: Vec<Option<Argument>> = arguments.collect();
    let fixed = fixed(syntax, arguments.len(), errors);
    let result = lower_result(&signature.output, errors);
    let abi = match signature.abi.as_ref() {
        None => Some(defaults.abi),
        Some(written) => abi::written(written, errors),
    };
    Some(Method {
        ident: signature.ident.clone(),
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

fn lower_argument(argument: &PatType, errors: &mut Errors) -> Option<Argument> {
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
            &name.ident
        }
        other => {
            errors.over(other, wording::PATTERN_ARGUMENT);
            return None;
        }
    };
    crosses.then(|| Argument {
        ident: ident.clone(),
        ty: (*argument.ty).clone(),
    })
}

/// `None` for `()`, written or not.
fn lower_result(output: &ReturnType, errors: &mut Errors) -> Option<Type> {
    let ReturnType::Type(_, ty) = output else {
        return None;
    };
    types::check(ty, Position::Result, errors);
    match &**ty {
        Type::Tuple(tuple) if tuple.elems.is_empty() => None,
        other => Some(other.clone()),
    }
}

fn symbols(syntax: &MethodSyntax, defaults: &Defaults) -> Vec<Symbol> {
    if syntax.attributes.has_symbol {
        let given = syntax.attributes.symbols.iter();
        return given
            .map(|name| Symbol {
                name: name.value(),
                span: name.span(),
            })
            .collect();
    }
    let ident = &syntax.signature.ident;
    vec![Symbol {
        name: format!("{}{}", defaults.prefix, ident.unraw()),
        span: ident.span(),
    }]
}
