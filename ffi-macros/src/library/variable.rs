//! *Lower*, one variable: a method with `#[variable]` in a trait, or a `static` in a block.

use syn::spanned::Spanned;
use syn::{FnArg, Generics, PointerMutability, ReturnType, Safety, Type};

use super::member::{self, Defaults};
use super::model::{Access, Pointer, Variable};
use super::parse::{MethodSyntax, StaticSyntax};
use crate::errors::Errors;
use crate::types::{self, Position, reference};
use crate::{lifetimes, wording};

/// A method with `#[variable]`, whose result says how the variable is reached.
pub(super) fn of_method(
    syntax: &MethodSyntax,
    defaults: &mut Defaults,
    errors: &mut Errors,
) -> Option<Variable> {
    let (signature, attributes) = (&syntax.signature, &syntax.attributes);
    lifetimes::check_only(&signature.generics, wording::GENERIC_METHOD, errors);
    let receiver = member::receiver(signature, defaults, errors);
    for input in &signature.inputs {
        if let FnArg::Typed(argument) = input {
            errors.over(&argument.pat, wording::library::VARIABLE_WITH_ARGUMENT);
        }
    }
    if let Some(variadic) = &signature.variadic {
        errors.over(variadic.dots, wording::library::VARIABLE_WITH_ARGUMENT);
    }
    if let Some(abi) = &signature.abi {
        errors.over(abi, wording::library::VARIABLE_WITH_ABI);
    }
    if let Safety::Unsafe(token) = &signature.safety {
        errors.at(token.span, wording::library::UNSAFE_VARIABLE);
    }
    let is_called = attributes.has_variadic
        || attributes.any_pointer
        || attributes.secret
        || attributes.outcome.offload.is_some();
    if is_called || attributes.requires.is_some() {
        let at = attributes.variable.expect("the method is a variable");
        errors.at(at, wording::library::VARIABLE_WITH_ATTRIBUTE);
    }
    Some(Variable {
        member: member::lower(
            &signature.ident,
            attributes,
            syntax.visibility.clone(),
            defaults,
        ),
        generics: signature.generics.clone(),
        receiver_lifetime: receiver?.lifetime,
        access: access(&signature.output, signature.ident.span(), errors)?,
    })
}

/// How the result of a method says that the variable is reached.
fn access(output: &ReturnType, name: proc_macro2::Span, errors: &mut Errors) -> Option<Access> {
    let ReturnType::Type(_, ty) = output else {
        errors.at(name, wording::library::VARIABLE_WITHOUT_POINTER);
        return None;
    };
    if let Some(reference) = reference(ty) {
        if let Some(token) = &reference.mutability {
            errors.at(token.span, wording::library::VARIABLE_BEHIND_MUT);
            return None;
        }
        types::check(ty, Position::Result, errors);
        return Some(Access::Shared(
            reference.lifetime.clone(),
            (*reference.elem).clone(),
        ));
    }
    match unparenthesized(ty) {
        Type::Ptr(pointer) if matches!(pointer.mutability, PointerMutability::Mut(_)) => {
            Some(Access::Mut((*pointer.elem).clone()))
        }
        Type::Ptr(pointer) => Some(Access::Const((*pointer.elem).clone())),
        other if is_variable(other) => Some(Access::Typed(Pointer::Written(other.clone()))),
        other => {
            errors.at(other.span(), wording::library::VARIABLE_WITHOUT_POINTER);
            None
        }
    }
}

/// Whether a type is named as the runtime's `Variable`; the compiler says if it is another one.
fn is_variable(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let last = path.path.segments.last();
    last.is_some_and(|segment| segment.ident == "Variable")
}

fn unparenthesized(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => unparenthesized(&inner.elem),
        Type::Group(inner) => unparenthesized(&inner.elem),
        other => other,
    }
}

/// A `static`, which is reached through a pointer unless it is safe.
pub(super) fn of_static(syntax: &StaticSyntax, defaults: &mut Defaults) -> Variable {
    let ty = syntax.ty.clone();
    Variable {
        member: member::lower(
            &syntax.ident,
            &syntax.attributes,
            Some(syntax.visibility.clone()),
            defaults,
        ),
        generics: Generics::default(),
        receiver_lifetime: None,
        access: if syntax.is_safe {
            Access::Shared(None, ty)
        } else {
            Access::Typed(Pointer::To(ty))
        },
    }
}
