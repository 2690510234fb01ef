//! *Lower*, one method: the signature is taken apart, and what C cannot have is refused.

use proc_macro2::Span;
use quote::{ToTokens, format_ident};
use syn::spanned::Spanned;
use syn::{
    Attribute, Expr, ExprLit, FnArg, Ident, Lit, Meta, Pat, PatType, ReturnType, Safety, Signature,
    Type,
};

use super::lowering;
use super::lowering::model::Crossing;
use super::lowering::parse::{OF_PARAMETERS, OutcomeSyntax, ParameterSyntax};
use super::member::{self, Defaults};
use super::model::{Argument, Given, Method, Output, Source, Variadic};
use super::parse::MethodSyntax;
use crate::abi;
use crate::errors::Errors;
use crate::lifetimes;
use crate::types;
use crate::wording;

/// The most arguments that may be named before a tuple.
const NAMED_BEFORE_TUPLE: usize = 8;

pub(super) fn lower(
    syntax: &MethodSyntax,
    defaults: &mut Defaults,
    errors: &mut Errors,
) -> Option<Method> {
    let (signature, attributes) = (&syntax.signature, &syntax.attributes);
    qualifiers(signature, errors);
    lifetimes::check_only(&signature.generics, wording::GENERIC_METHOD, errors);
    let receiver = member::receiver(signature, defaults, errors).unwrap_or_default();
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(argument),
        FnArg::Receiver(_) => None,
    });
    let (mut arguments, mut parameters) = (Vec::new(), Vec::new());
    for (position, argument) in typed.enumerate() {
        let given = &mut defaults.given;
        let (argument, parameter) = lower_argument(argument, position, signature, given, errors);
        arguments.push(argument);
        parameters.push(parameter);
    }
    let mut variadic = variadic(syntax, arguments.len(), errors);
    if let Some(ty) = &defaults.object {
        arguments.insert(0, Some(object(ty)));
        parameters.insert(0, None);
        if let Variadic::Listed(named) = &mut variadic {
            *named += 1;
        }
    }
    let result = lower_result(&signature.output, &attributes.outcome, errors);
    let has_check = attributes.outcome.check.is_some();
    lowering::lower::crossings(&mut arguments, parameters, has_check, errors);
    let outcome = lowering::lower::outcome(
        &attributes.outcome,
        &mut arguments,
        &result,
        attributes.optional,
        errors,
    );
    let abi = match signature.abi.as_ref() {
        None => Some(defaults.abi),
        Some(written) => abi::written(written, errors),
    };
    required(syntax, defaults, errors);
    let visibility = syntax.visibility.clone();
    let member = member::lower(&signature.ident, attributes, visibility, defaults);
    let method = Method {
        member,
        abi: abi?,
        is_unsafe: matches!(signature.safety, Safety::Unsafe(_)),
        takes_any_pointer: attributes.any_pointer,
        is_secret: attributes.secret,
        variadic,
        generics: signature.generics.clone(),
        receiver_lifetime: receiver.lifetime,
        is_mutable: receiver.is_mutable,
        arguments: arguments.into_iter().flatten().collect(),
        result,
        requires: attributes.requires.clone(),
        outcome,
        offload: attributes.outcome.offload.clone(),
    };
    lowering::lower::check_method(&method, errors);
    Some(method)
}

/// Whether the function can be called when the library is bound, if it is to be.
fn required(syntax: &MethodSyntax, defaults: &Defaults, errors: &mut Errors) {
    let (signature, attributes) = (&syntax.signature, &syntax.attributes);
    let Some(values) = &attributes.requires else {
        return;
    };
    let mut passed = signature.inputs.iter().filter(|input| match input {
        FnArg::Receiver(_) => false,
        FnArg::Typed(argument) => {
            let mut attributes = argument.attrs.iter();
            !attributes.any(|attribute| attribute.path().is_ident("bound"))
        }
    });
    let is_optional = attributes.optional || defaults.optional;
    let is_unsafe = matches!(signature.safety, Safety::Unsafe(_));
    if passed.next().is_some() || signature.variadic.is_some() || is_optional || is_unsafe {
        errors.over(values, wording::library::REQUIRES_PLAIN_CALL);
    }
}

fn qualifiers(signature: &Signature, errors: &mut Errors) {
    if let Some(token) = &signature.constness {
        errors.at(token.span, wording::CONST_METHOD);
    }
    if let Some(token) = &signature.asyncness {
        errors.at(token.span, wording::ASYNC_METHOD);
    }
}

/// Whether there are arguments after those that C names, and where they come from.
fn variadic(syntax: &MethodSyntax, arguments: usize, errors: &mut Errors) -> Variadic {
    let signature = &syntax.signature;
    if let Some(variadic) = &signature.variadic {
        let name = match variadic.pat.as_ref().map(|(pat, _)| &**pat) {
            Some(Pat::Ident(name)) => name.ident.clone(),
            Some(Pat::Wild(wild)) => unnamed(wild.underscore_token.span, arguments, signature),
            None => unnamed(variadic.dots.span(), arguments, signature),
            Some(other) => {
                errors.over(other, wording::PATTERN_ARGUMENT);
                return Variadic::No;
            }
        };
        if syntax.attributes.has_variadic {
            errors.over(variadic.dots, wording::library::VARIADIC_TWICE);
        }
        if !matches!(signature.safety, Safety::Unsafe(_)) {
            errors.over(variadic.dots, wording::library::SAFE_VARIADIC);
        }
        if arguments > NAMED_BEFORE_TUPLE {
            errors.over(
                variadic.dots,
                wording::library::named_before_tuple(NAMED_BEFORE_TUPLE),
            );
        }
        return Variadic::Tuple(name);
    }
    listed(syntax, arguments, errors).map_or(Variadic::No, Variadic::Listed)
}

/// How many arguments are named, if the function is variadic and declared with one list of them.
fn listed(syntax: &MethodSyntax, arguments: usize, errors: &mut Errors) -> Option<usize> {
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

/// The text of a documentation comment.
fn documentation(attribute: &Attribute) -> Option<String> {
    let pair = attribute.meta.require_name_value().ok()?;
    match &pair.value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) if pair.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

fn lower_argument(
    argument: &PatType,
    position: usize,
    signature: &Signature,
    given: &mut Vec<Given>,
    errors: &mut Errors,
) -> (Option<Argument>, Option<ParameterSyntax>) {
    let mut docs = Vec::new();
    let (mut is_given, mut is_secret) = (false, false);
    let (mut parameter, mut is_mistaken) = (None, false);
    for attribute in &argument.attrs {
        let is_ours = |name: &&str| attribute.path().is_ident(name);
        if let Some(name) = OF_PARAMETERS.iter().find(|name| is_ours(name)) {
            if parameter.is_some() {
                errors.over(attribute.path(), wording::lowering::second_attribute(name));
            }
            parameter = lowering::parse::parameter(attribute, errors);
            is_mistaken |= parameter.is_none();
            continue;
        }
        if let Some(name) = ["bound", "secret"].iter().find(|name| is_ours(name)) {
            if !matches!(attribute.meta, Meta::Path(_)) {
                errors.at(attribute.meta.span(), wording::takes_nothing(name));
            }
            match *name {
                "bound" => is_given = true,
                _ => is_secret = true,
            }
            continue;
        }
        if let Some(text) = documentation(attribute) {
            docs.push(text);
            continue;
        }
        let is_lint = ["allow", "expect", "warn", "deny"]
            .iter()
            .any(|name| attribute.path().is_ident(name));
        if !is_lint {
            let message = if attribute.path().is_ident("cfg") {
                wording::library::ARGUMENT_CFG
            } else if let Some(meant) = lowering::parse::meant(attribute) {
                let name = attribute.path().to_token_stream().to_string();
                wording::misspelt_attribute(&name, meant)
            } else {
                wording::ARGUMENT_ATTRIBUTE
            };
            errors.over(attribute.path(), message);
        }
    }
    if is_given && parameter.is_some() {
        errors.over(&argument.pat, wording::lowering::BOUND_IS_PLAIN);
    }
    // How a type crosses is not known after a mistake in the attribute.
    let crosses =
        !is_mistaken && lowering::lower::check_type(&argument.ty, parameter.as_ref(), errors);
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
        Pat::Wild(wild) => unnamed(wild.underscore_token.span, position, signature),
        other => {
            errors.over(other, wording::PATTERN_ARGUMENT);
            return (None, None);
        }
    };
    let argument = crosses.then(|| Argument {
        ty: (*argument.ty).clone(),
        docs,
        source: if is_given {
            Source::Kept(given_index(&ident, &argument.ty, given, errors))
        } else {
            Source::Method
        },
        crossing: Crossing::Plain,
        is_secret,
        ident,
    });
    (argument, parameter)
}

/// The object that has the table, which every function of it gets first.
fn object(ty: &Type) -> Argument {
    Argument {
        ident: Ident::new("__ffi_object", Span::mixed_site()),
        ty: ty.clone(),
        docs: Vec::new(),
        source: Source::Object,
        crossing: Crossing::Plain,
        is_secret: false,
    }
}

/// The place of a value that the struct keeps, by its name.
fn given_index(ident: &Ident, ty: &Type, given: &mut Vec<Given>, errors: &mut Errors) -> usize {
    if let Some(position) = given.iter().position(|known| known.ident == *ident) {
        let spelling = |ty: &Type| ty.to_token_stream().to_string();
        if spelling(&given[position].ty) != spelling(ty) {
            let name = ident.to_string();
            errors.over(ty, wording::library::bound_of_another_type(&name));
        }
        return position;
    }
    let (ident, ty) = (ident.clone(), ty.clone());
    given.push(Given { ident, ty });
    given.len() - 1
}

/// A name for `_`, for the method hands the argument on: one that no other argument has.
fn unnamed(place: Span, position: usize, signature: &Signature) -> Ident {
    let is_taken = |name: &Ident| {
        signature.inputs.iter().any(|input| {
            matches!(input, FnArg::Typed(PatType { pat, .. })
                if matches!(&**pat, Pat::Ident(other) if other.ident == *name))
        })
    };
    let span = Span::mixed_site().located_at(place);
    let mut name = format_ident!("argument_{}", position, span = span);
    while is_taken(&name) {
        name = format_ident!("{}_", name);
    }
    name
}

fn lower_result(output: &ReturnType, outcome: &OutcomeSyntax, errors: &mut Errors) -> Output {
    let ReturnType::Type(_, ty) = output else {
        return Output::Nothing;
    };
    if let Type::Never(_) = &**ty {
        return Output::Never;
    }
    lowering::lower::check_result(ty, outcome, errors);
    match &**ty {
        Type::Tuple(tuple) if tuple.elems.is_empty() => Output::Nothing,
        other => Output::Value(Box::new(other.clone())),
    }
}
