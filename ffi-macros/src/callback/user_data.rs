//! *Lower*, user data: the names in `user_data = ..` become positions of arguments.
//!
//! A type that is spelled as anything but a pointer to `c_void` is refused here; what may be an alias
//! of one is left to rustc, which the code of `expand` asks.

use syn::{Ident, Type, TypeFnPtr};

use super::model::UserData;
use super::options::UserDataOption;
use crate::errors::Errors;
use crate::nearest::nearest;
use crate::types;
use crate::wording::callback as wording;

/// After a mistake, what was probably meant; one past the end if nothing was.
pub(crate) fn lower(option: &UserDataOption, pointer: &TypeFnPtr, errors: &mut Errors) -> UserData {
    if let Some(third) = option.names.get(2) {
        errors.at(third.span(), wording::THREE_USER_DATA);
    }
    let mut positions = Vec::new();
    for name in option.names.iter().take(2) {
        let Some(position) = position(name, pointer, errors) else {
            continue;
        };
        if positions.contains(&position) {
            errors.at(name.span(), wording::same_user_data(&name.to_string()));
            continue;
        }
        positions.push(position);
    }
    let meant = || {
        let mut inputs = pointer.inputs.iter();
        inputs.position(|input| is_void_pointer(&input.ty) == Some(true))
    };
    let mut positions = positions.into_iter();
    let first = positions.next().or_else(meant);
    UserData {
        first: first.unwrap_or(pointer.inputs.len()),
        second: positions.next(),
        is_table: false,
    }
}

/// The argument of a name, or of the nearest one after an error.
fn position(name: &Ident, pointer: &TypeFnPtr, errors: &mut Errors) -> Option<usize> {
    let names: Vec<String> = pointer
        .inputs
        .iter()
        .map(|input| input.name.as_ref().map(|(name, _)| name.to_string()))
        .map(Option::unwrap_or_default)
        .collect();
    let find = |name: &str| names.iter().position(|known| known == name);
    let text = name.to_string();
    let Some(position) = find(&text) else {
        let known = names.iter().map(String::as_str);
        let known: Vec<&str> = known.filter(|name| !["", "_"].contains(name)).collect();
        errors.at(name.span(), wording::unknown_user_data(&text, &known));
        return nearest(&text, &known).and_then(find);
    };
    let ty = &pointer.inputs[position].ty;
    if is_void_pointer(ty) == Some(false) {
        errors.over(ty, wording::not_user_data(&text));
    }
    Some(position)
}

/// Whether the type is a pointer to `c_void`; `None` if its spelling does not tell.
pub(crate) fn is_void_pointer(ty: &Type) -> Option<bool> {
    match ty {
        Type::Paren(inner) => is_void_pointer(&inner.elem),
        Type::Group(inner) => is_void_pointer(&inner.elem),
        Type::Ptr(pointer) => Some(is_void(&pointer.elem)),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let is_other = types::scalar(ty).is_some() || !last.arguments.is_none();
            is_other.then_some(false)
        }
        _ => Some(false),
    }
}

fn is_void(ty: &Type) -> bool {
    match ty {
        Type::Paren(inner) => is_void(&inner.elem),
        Type::Group(inner) => is_void(&inner.elem),
        Type::Path(path) => {
            let last = path.path.segments.last();
            last.is_some_and(|segment| segment.ident == "c_void")
        }
        _ => false,
    }
}
