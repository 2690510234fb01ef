//! Types that can never cross a foreign call, told from their spelling alone.
//!
//! In: a type as written. Out: the smallest wrong token and the words for it. What only *might* be
//! wrong (a user's own type) passes: the trait bounds of the expansion decide about it, and rustc
//! words the error. What the spelling of other types is good for is in `written`.

pub(crate) mod info;
mod written;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    GenericArgument, Ident, PathArguments, PathSegment, Type, TypeFnPtr, TypeParamBound, TypePath,
};

pub(crate) use self::written::{
    WIDE_TEXTS, confirmed_name_of_option, confirmed_option, crossing, is_text, mutable_reference,
    option, plain_function_pointer, reference, reference_descriptor,
};
use crate::errors::{Errors, Message};
use crate::wording;

/// Where a type stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// An argument of a foreign function.
    Argument,
    /// The result of a foreign function.
    Result,
    Field,
    /// An argument of a function that C calls: nothing is lowered on the way.
    CallbackArgument,
    /// The result of a function that C calls.
    CallbackResult,
}

impl Position {
    fn is_result(self) -> bool {
        matches!(self, Self::Result | Self::CallbackResult)
    }

    /// The words for where C calls, or for where C is called.
    fn choose(self, called_by_c: Message, calls_c: Message) -> Message {
        match self {
            Self::CallbackArgument | Self::CallbackResult => called_by_c,
            Self::Argument | Self::Result | Self::Field => calls_c,
        }
    }

    fn vector(self) -> Message {
        self.choose(wording::callback::VECTOR, wording::VECTOR)
    }

    fn slice(self) -> Message {
        self.choose(wording::callback::SLICE, wording::SLICE)
    }
}

/// The tokens that cannot cross, and why.
pub(crate) struct Flaw {
    tokens: TokenStream,
    message: Message,
}

impl Flaw {
    fn over(tokens: impl ToTokens, message: Message) -> Option<Self> {
        Some(Self {
            tokens: tokens.into_token_stream(),
            message,
        })
    }

    pub(crate) fn report(self, errors: &mut Errors) {
        errors.over(self.tokens, self.message);
    }
}

/// Reports the flaw of `ty`, if it has one; whether it has none.
pub(crate) fn check(ty: &Type, position: Position, errors: &mut Errors) -> bool {
    let Some(flaw) = flaw(ty, position) else {
        return true;
    };
    flaw.report(errors);
    false
}

/// Reports a variadic argument that C would promote before it passes it (C11 6.5.2.2, 6). Other names
/// of such types are found when the signature is evaluated.
pub(crate) fn check_promoted(ty: &Type, errors: &mut Errors) {
    const PROMOTED: &[(&str, &str)] = &[
        ("f32", "f64"),
        ("c_float", "c_double"),
        ("bool", "c_int"),
        ("i8", "c_int"),
        ("i16", "c_int"),
        ("u8", "c_int"),
        ("u16", "c_int"),
        ("c_char", "c_int"),
        ("c_schar", "c_int"),
        ("c_uchar", "c_int"),
        ("c_short", "c_int"),
        ("c_ushort", "c_int"),
    ];
    if let Type::Path(path) = ty
        && let Some(segment) = standard_segment(path)
        && let Some((name, instead)) = PROMOTED.iter().find(|(name, _)| segment.ident == name)
    {
        errors.over(segment, wording::not_promoted(name, instead));
    }
}

/// The first reason why `ty` cannot stand at `position`.
pub(crate) fn flaw(ty: &Type, position: Position) -> Option<Flaw> {
    match ty {
        Type::Paren(inner) => flaw(&inner.elem, position),
        Type::Group(inner) => flaw(&inner.elem, position),
        Type::Path(path) => of_path(path, position),
        Type::Reference(reference) => {
            let is_mutable = reference.mutability.is_some();
            let mutable = || is_mutable.then(|| mutable_bool(&reference.elem)).flatten();
            of_pointee(&reference.elem, position).or_else(mutable)
        }
        Type::FnPtr(pointer) => of_function(pointer),
        Type::Array(array) if position == Position::Field => flaw(&array.elem, position),
        Type::Array(array) => Flaw::over(array, wording::ARRAY),
        Type::Slice(slice) if position == Position::Field => {
            Flaw::over(slice, wording::FLEXIBLE_ARRAY)
        }
        Type::Slice(slice) => Flaw::over(slice, position.slice()),
        Type::Tuple(tuple) if !tuple.elems.is_empty() => Flaw::over(tuple, wording::TUPLE),
        Type::Tuple(_) if position.is_result() => None,
        Type::Tuple(unit) => Flaw::over(unit, wording::UNIT),
        Type::TraitObject(object) => of_bounds(object, &object.bounds, wording::TRAIT_OBJECT),
        Type::ImplTrait(opaque) => of_bounds(opaque, &opaque.bounds, wording::IMPL_TRAIT),
        Type::Never(never) => {
            let message = position.choose(wording::callback::NEVER, wording::NEVER);
            Flaw::over(never, message)
        }
        Type::Infer(infer) => Flaw::over(infer, wording::INFERRED),
        // Raw pointers may point to anything; macros and syntax that syn does not know are rustc's.
        _ => None,
    }
}

/// The flaw of a type that a reference must not point to: Rust types that C would read as something else, and
/// types whose references are two words wide.
fn of_pointee(ty: &Type, position: Position) -> Option<Flaw> {
    match ty {
        Type::Paren(inner) => of_pointee(&inner.elem, position),
        Type::Group(inner) => of_pointee(&inner.elem, position),
        Type::Slice(slice) => Flaw::over(slice, position.slice()),
        Type::TraitObject(object) => of_bounds(object, &object.bounds, wording::TRAIT_OBJECT),
        Type::ImplTrait(opaque) => of_bounds(opaque, &opaque.bounds, wording::IMPL_TRAIT),
        Type::Infer(infer) => Flaw::over(infer, wording::INFERRED),
        Type::Tuple(tuple) if !tuple.elems.is_empty() => Flaw::over(tuple, wording::TUPLE),
        Type::Array(array) => of_pointee(&array.elem, position),
        Type::Path(path) => {
            let segment = standard_segment(path)?;
            let name = segment.ident.to_string();
            match name.as_str() {
                "str" | "String" | "CString" => string(segment, &name, position),
                // As an argument it is lowered to a pointer; elsewhere nothing does that.
                "CStr" if position != Position::Argument => string(segment, &name, position),
                "Vec" if only_argument(segment).is_some() => {
                    Flaw::over(&segment.ident, position.vector())
                }
                "Box" => of_box(segment),
                "char" => Flaw::over(segment, wording::CHAR),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The `bool` that C could write to: `&mut` leads to it, or to an array of it.
fn mutable_bool(ty: &Type) -> Option<Flaw> {
    match ty {
        Type::Paren(inner) => mutable_bool(&inner.elem),
        Type::Group(inner) => mutable_bool(&inner.elem),
        Type::Array(array) => mutable_bool(&array.elem),
        Type::Path(path) => {
            let segment = standard_segment(path).filter(|segment| segment.ident == "bool")?;
            Flaw::over(segment, wording::MUTABLE_BOOL)
        }
        _ => None,
    }
}

fn of_path(path: &TypePath, position: Position) -> Option<Flaw> {
    let segment = standard_segment(path)?;
    let name = segment.ident.to_string();
    match name.as_str() {
        "String" | "str" | "CString" | "CStr" | "OsString" | "PathBuf" => {
            string(segment, &name, position)
        }
        // Without an element type it is somebody's own vector.
        "Vec" if only_argument(segment).is_some() => Flaw::over(&segment.ident, position.vector()),
        "Box" => of_box(segment),
        "char" => Flaw::over(segment, wording::CHAR),
        "MaybeUninit" if position != Position::Field && only_argument(segment).is_some() => {
            Flaw::over(&segment.ident, wording::MAYBE_UNINIT)
        }
        "Self" if position != Position::Field => {
            let message = position.choose(wording::callback::SELF_TYPE, wording::SELF_TYPE);
            Flaw::over(segment, message)
        }
        "Option" => of_option(segment, position),
        "Result" if only_argument(segment).is_some() => {
            let message = position.choose(wording::callback::RESULT_TYPE, wording::RESULT_TYPE);
            Flaw::over(&segment.ident, message)
        }
        _ => None,
    }
}

fn string(segment: &PathSegment, name: &str, position: Position) -> Option<Flaw> {
    let instead = match position {
        Position::Argument => wording::STRING_ARGUMENT,
        Position::Result => wording::STRING_RESULT,
        Position::Field => wording::STRING_FIELD,
        Position::CallbackArgument => wording::callback::STRING_ARGUMENT,
        Position::CallbackResult => wording::callback::STRING_RESULT,
    };
    Flaw::over(&segment.ident, wording::owned_string(name, instead))
}

/// `Option` is a pointer or a `NonZero` with `None` as null or 0, or nothing that C knows.
fn of_option(segment: &PathSegment, position: Position) -> Option<Flaw> {
    let inner = only_argument(segment)?;
    if let Some(scalar) = scalar(inner) {
        return Flaw::over(segment, wording::optional_value(&scalar.to_string()));
    }
    flaw(inner, position)
}

/// The name of a type that is surely an integer, a float or `bool`.
pub(crate) fn scalar(ty: &Type) -> Option<&Ident> {
    const NAMES: &[&str] = &[
        "bool",
        "u8",
        "u16",
        "u32",
        "u64",
        "u128",
        "usize",
        "i8",
        "i16",
        "i32",
        "i64",
        "i128",
        "isize",
        "f32",
        "f64",
        "c_char",
        "c_schar",
        "c_uchar",
        "c_short",
        "c_ushort",
        "c_int",
        "c_uint",
        "c_long",
        "c_ulong",
        "c_longlong",
        "c_ulonglong",
        "c_float",
        "c_double",
    ];
    let Type::Path(path) = ty else {
        return None;
    };
    let name = &standard_segment(path)?.ident;
    NAMES.iter().any(|known| name == known).then_some(name)
}

fn of_box(segment: &PathSegment) -> Option<Flaw> {
    match only_argument(segment)? {
        Type::TraitObject(object) => of_bounds(object, &object.bounds, wording::TRAIT_OBJECT),
        _ => Flaw::over(&segment.ident, wording::BOX),
    }
}

fn of_function(pointer: &TypeFnPtr) -> Option<Flaw> {
    match &pointer.abi {
        None => Flaw::over(pointer.fn_token, wording::RUST_FUNCTION),
        Some(abi) => match &abi.name {
            Some(name) if name.value() == "Rust" => Flaw::over(name, wording::RUST_FUNCTION),
            _ => None,
        },
    }
}

/// `Fn`, `FnMut` and `FnOnce` are closures, and have a better hint than other traits.
fn of_bounds<'b>(
    whole: &impl ToTokens,
    bounds: impl IntoIterator<Item = &'b TypeParamBound>,
    other: Message,
) -> Option<Flaw> {
    let closure = bounds.into_iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|last| {
            ["Fn", "FnMut", "FnOnce"]
                .iter()
                .any(|name| last.ident == name)
        }),
        _ => false,
    });
    Flaw::over(whole, if closure { wording::CLOSURE } else { other })
}

/// The last segment of a path that can only mean the standard library: alone, or after `std`,
/// `core` or `alloc`.
fn standard_segment(path: &TypePath) -> Option<&PathSegment> {
    let segments = &path.path.segments;
    let standard = segments.len() == 1
        || ["std", "core", "alloc"]
            .iter()
            .any(|root| segments[0].ident == root);
    if path.qself.is_none() && standard {
        segments.last()
    } else {
        None
    }
}

/// The `T` of `Option<T>`, and the first of several.
fn only_argument(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
