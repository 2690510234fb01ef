//! *Parse*: the attributes that say how something crosses.

use proc_macro2::{Ident, Span};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, LitStr, Meta, Token, Type};

use super::closure::ClosureSyntax;
use super::grow::GrowSyntax;
use super::lower::is_predicate;
use super::model::{Copied, Encoding, Unit, When};
use super::offload::Offload;
use crate::errors::{Errors, Message};
use crate::nearest::nearest;
use crate::wording;
use crate::wording::lowering as words;

/// Attributes of parameters.
pub(crate) const OF_PARAMETERS: [&str; 10] = [
    "closure",
    "completion",
    "terminated",
    "or_none",
    "slice",
    "grow",
    "out",
    "error_out",
    "error_text",
    "fixed",
];

/// Attributes of methods.
pub(crate) const OF_METHODS: [&str; 9] = [
    "check",
    "or_none",
    "errno",
    "last_error",
    "copied",
    "slice",
    "free",
    "retain",
    "offload",
];

/// An attribute of a parameter.
pub(crate) enum ParameterSyntax {
    Terminated(Encoding),
    OrNone(Span),
    Slice(SliceSyntax),
    Grow(Box<GrowSyntax>),
    Closure(Box<ClosureSyntax>),
    Out(When),
    /// The method that frees a text.
    ErrorOut(Option<Ident>),
    /// The bytes of the buffer.
    ErrorText(Box<Expr>),
    Fixed(Box<Expr>),
}

/// `#[slice(len = n)]` or `#[slice(bytes = n)]`.
pub(crate) struct SliceSyntax {
    pub(crate) unit: Unit,
    pub(crate) count: Ident,
}

/// Attributes of a method.
#[derive(Default)]
pub(crate) struct OutcomeSyntax {
    pub(crate) check: Option<CheckSyntax>,
    pub(crate) errno: Option<(Span, Option<LitStr>)>,
    pub(crate) last_error: Option<Span>,
    pub(crate) copied: Option<(Span, Copied)>,
    pub(crate) slice: Option<(Span, SliceSyntax)>,
    pub(crate) or_none: Option<Span>,
    pub(crate) free: Option<FreeSyntax>,
    pub(crate) retain: Option<Span>,
    pub(crate) offload: Option<Offload>,
    /// How the result crosses is not known, after a mistake that was reported.
    pub(crate) is_mistaken: bool,
}

/// `#[free]` or `#[free(address)]`.
#[derive(Clone, Copy)]
pub(crate) struct FreeSyntax {
    pub(crate) span: Span,
    /// Where `address` is.
    pub(crate) address: Option<Span>,
}

/// `#[check(..)]`.
pub(crate) struct CheckSyntax {
    pub(crate) span: Span,
    /// The predicates that are named.
    pub(crate) predicates: Vec<Ident>,
    pub(crate) with: Option<Type>,
    pub(crate) error: Option<Type>,
    pub(crate) value: Option<Span>,
    pub(crate) ask: Option<(Span, Option<Ident>)>,
}

/// Reads an attribute of a parameter, if it is one of these; `None` after a mistake.
pub(crate) fn parameter(attribute: &Attribute, errors: &mut Errors) -> Option<ParameterSyntax> {
    let name = attribute.path().get_ident()?.to_string();
    match name.as_str() {
        "terminated" => terminated(attribute, errors).map(ParameterSyntax::Terminated),
        "or_none" => {
            alone(attribute, &name, errors);
            Some(ParameterSyntax::OrNone(attribute.path().span()))
        }
        "slice" => slice(attribute, errors).map(ParameterSyntax::Slice),
        "grow" => {
            super::grow::parse(attribute, errors).map(|grow| ParameterSyntax::Grow(Box::new(grow)))
        }
        "closure" => super::closure::parse::closure(attribute, errors)
            .map(|closure| ParameterSyntax::Closure(Box::new(closure))),
        "completion" => super::closure::parse::completion(attribute, errors)
            .map(|closure| ParameterSyntax::Closure(Box::new(closure))),
        "out" => Some(ParameterSyntax::Out(when(attribute, errors))),
        "error_out" => freeing(attribute, &name, errors).map(ParameterSyntax::ErrorOut),
        "fixed" => value(attribute, words::FIXED_NEEDS_VALUE, errors).map(ParameterSyntax::Fixed),
        "error_text" => {
            value(attribute, words::ERROR_TEXT_NEEDS_SIZE, errors).map(ParameterSyntax::ErrorText)
        }
        _ => None,
    }
}

/// The value in `#[name(value)]`.
fn value(attribute: &Attribute, message: Message, errors: &mut Errors) -> Option<Box<Expr>> {
    let value = match &attribute.meta {
        Meta::List(list) => list.parse_args::<Expr>(),
        other => Err(syn::Error::new(other.span(), "expected a value")),
    };
    match value {
        Ok(value) => Some(Box::new(value)),
        Err(error) => {
            errors.at(error.span(), message);
            None
        }
    }
}

/// The attribute of these which a name that is none of them is near to.
pub(crate) fn meant(attribute: &Attribute) -> Option<&'static str> {
    let name = attribute.path().get_ident()?.to_string();
    nearest(&name, &OF_PARAMETERS)
}

/// Reads an attribute of a method, which is one of these.
pub(crate) fn outcome(
    name: &str,
    attribute: &Attribute,
    parsed: &mut OutcomeSyntax,
    errors: &mut Errors,
) {
    let span = attribute.path().span();
    let is_twice = match name {
        "check" => parsed.check.is_some(),
        "errno" => parsed.errno.is_some(),
        "last_error" => parsed.last_error.is_some(),
        "copied" => parsed.copied.is_some(),
        "slice" => parsed.slice.is_some(),
        "or_none" => parsed.or_none.is_some(),
        "free" => parsed.free.is_some(),
        "offload" => parsed.offload.is_some(),
        _ => parsed.retain.is_some(),
    };
    if is_twice {
        errors.at(span, wording::duplicate_attribute(name));
        return;
    }
    let before = errors.count();
    match name {
        "check" => parsed.check = Some(check(attribute, errors)),
        "errno" => parsed.errno = Some((span, runtime(attribute, errors))),
        "copied" => {
            parsed.copied = Some((span, copied(attribute, errors)));
        }
        "free" => parsed.free = Some(free(attribute, errors)),
        "offload" => parsed.offload = Some(super::offload::parse::parse(attribute, errors)),
        "slice" => parsed.slice = slice(attribute, errors).map(|slice| (span, slice)),
        _ => {
            alone(attribute, name, errors);
            match name {
                "last_error" => parsed.last_error = Some(span),
                "or_none" => parsed.or_none = Some(span),
                _ => parsed.retain = Some(span),
            }
        }
    }
    parsed.is_mistaken |= errors.count() > before;
}

/// An attribute without arguments.
fn alone(attribute: &Attribute, name: &str, errors: &mut Errors) {
    if !matches!(attribute.meta, Meta::Path(_)) {
        errors.at(attribute.meta.span(), wording::takes_nothing(name));
    }
}

fn slice(attribute: &Attribute, errors: &mut Errors) -> Option<SliceSyntax> {
    let parsed = match &attribute.meta {
        Meta::List(list) => list.parse_args::<SliceSyntax>(),
        other => Err(syn::Error::new(other.span(), "expected a length")),
    };
    match parsed {
        Ok(slice) => Some(slice),
        Err(error) => {
            errors.at(error.span(), words::SLICE_NEEDS_LENGTH);
            None
        }
    }
}

impl Parse for SliceSyntax {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key: Ident = input.parse()?;
        let unit = match key.to_string().as_str() {
            "len" => Unit::Elements,
            "bytes" => Unit::Bytes,
            _ => return Err(syn::Error::new(key.span(), "another key")),
        };
        input.parse::<Token![=]>()?;
        let count = input.parse()?;
        Ok(Self { unit, count })
    }
}

fn when(attribute: &Attribute, errors: &mut Errors) -> When {
    match &attribute.meta {
        Meta::Path(_) => When::Success,
        Meta::List(list) => match list.parse_args::<Ident>() {
            Ok(word) if word == "always" => When::Always,
            _ if list.tokens.is_empty() => {
                errors.at(attribute.path().span(), words::OUT_TAKES_ALWAYS);
                When::Success
            }
            _ => {
                errors.over(&list.tokens, words::OUT_TAKES_ALWAYS);
                When::Success
            }
        },
        Meta::NameValue(_) => {
            errors.at(attribute.meta.span(), words::OUT_TAKES_ALWAYS);
            When::Success
        }
    }
}

fn free(attribute: &Attribute, errors: &mut Errors) -> FreeSyntax {
    let span = attribute.path().span();
    let address = match &attribute.meta {
        Meta::Path(_) => None,
        Meta::List(list) => match list.parse_args::<Ident>() {
            Ok(word) if word == "address" => Some(word.span()),
            _ => {
                errors.over(&list.tokens, words::FREE_TAKES_ADDRESS);
                None
            }
        },
        Meta::NameValue(pair) => {
            errors.over(pair, words::FREE_TAKES_ADDRESS);
            None
        }
    };
    FreeSyntax { span, address }
}

/// Nothing, or `(utf16)`.
fn terminated(attribute: &Attribute, errors: &mut Errors) -> Option<Encoding> {
    let parsed = match &attribute.meta {
        Meta::Path(_) => return Some(Encoding::OfType),
        Meta::List(list) => list.parse_args::<Ident>().ok(),
        Meta::NameValue(_) => None,
    };
    if parsed.is_some_and(|word| word == "utf16") {
        return Some(Encoding::Utf16);
    }
    errors.at(attribute.meta.span(), words::TERMINATED_TAKES_UTF16);
    None
}

/// Nothing, or `utf16` and `free = method`, one of them or both.
fn copied(attribute: &Attribute, errors: &mut Errors) -> Copied {
    let mut copied = Copied::default();
    let parsed = match &attribute.meta {
        Meta::Path(_) => return copied,
        Meta::List(list) => list.parse_args_with(|input: ParseStream<'_>| {
            while !input.is_empty() {
                let key: Ident = input.parse()?;
                if key == "utf16" && copied.encoding == Encoding::OfType {
                    copied.encoding = Encoding::Utf16;
                } else if key == "free" && copied.free.is_none() {
                    input.parse::<Token![=]>()?;
                    copied.free = Some(input.parse()?);
                } else {
                    return Err(syn::Error::new(key.span(), "another key"));
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        }),
        Meta::NameValue(pair) => Err(syn::Error::new(pair.eq_token.span, "another form")),
    };
    if let Err(error) = parsed {
        errors.at(error.span(), words::COPIED_TAKES);
    }
    copied
}

/// Nothing, or `(free = method)`; `None` after a mistake.
fn freeing(attribute: &Attribute, name: &str, errors: &mut Errors) -> Option<Option<Ident>> {
    let parsed = match &attribute.meta {
        Meta::Path(_) => return Some(None),
        Meta::List(list) => list.parse_args_with(|input: ParseStream<'_>| {
            let key: Ident = input.parse()?;
            if key != "free" {
                return Err(syn::Error::new(key.span(), "another key"));
            }
            input.parse::<Token![=]>()?;
            input.parse::<Ident>()
        }),
        Meta::NameValue(pair) => Err(syn::Error::new(pair.eq_token.span, "another form")),
    };
    match parsed {
        Ok(method) => Some(Some(method)),
        Err(error) => {
            errors.at(error.span(), words::takes_free(name));
            None
        }
    }
}

/// `#[errno]`, or `#[errno("msvcrt.dll")]`.
fn runtime(attribute: &Attribute, errors: &mut Errors) -> Option<LitStr> {
    let parsed = match &attribute.meta {
        Meta::Path(_) => return None,
        Meta::List(list) => list.parse_args::<LitStr>(),
        Meta::NameValue(pair) => Err(syn::Error::new(pair.eq_token.span, "another form")),
    };
    match parsed {
        Ok(name) if !name.value().is_empty() && !name.value().contains('\0') => Some(name),
        Ok(name) => {
            errors.at(name.span(), words::ERRNO_TAKES_RUNTIME);
            None
        }
        Err(error) => {
            errors.at(error.span(), words::ERRNO_TAKES_RUNTIME);
            None
        }
    }
}

fn check(attribute: &Attribute, errors: &mut Errors) -> CheckSyntax {
    let mut check = CheckSyntax {
        span: attribute.path().span(),
        predicates: Vec::new(),
        with: None,
        error: None,
        value: None,
        ask: None,
    };
    let parts = match &attribute.meta {
        Meta::Path(_) => return check,
        Meta::List(list) => {
            list.parse_args_with(Punctuated::<Part<Type>, Token![,]>::parse_terminated)
        }
        Meta::NameValue(pair) => Err(syn::Error::new(pair.eq_token.span, "another form")),
    };
    let parts = match parts {
        Ok(parts) => parts,
        Err(error) => {
            errors.at(error.span(), words::unknown_check(None));
            return check;
        }
    };
    // The name of an argument is read as a type.
    for Part { key, value } in parts {
        let name = key.to_string();
        let is_twice = match name.as_str() {
            "value" => check.value.is_some(),
            "ask" => check.ask.is_some(),
            "with" => check.with.is_some(),
            "error" => check.error.is_some(),
            _ => false,
        };
        if is_twice {
            errors.at(key.span(), wording::duplicate_attribute(&name));
            continue;
        }
        match (name.as_str(), value) {
            ("value", None) => check.value = Some(key.span()),
            ("ask", None) => check.ask = Some((key.span(), None)),
            ("ask", Some(Type::Path(path))) if path.path.get_ident().is_some() => {
                check.ask = Some((key.span(), path.path.get_ident().cloned()));
            }
            ("ask", Some(other)) => errors.over(&other, words::ASK_NAMES_ARGUMENT),
            ("with", Some(ty)) => check.with = Some(ty),
            ("error", Some(ty)) => check.error = Some(ty),
            ("with" | "error", None) => errors.at(key.span(), words::needs_type(&name)),
            (_, None) => check.predicates.push(key),
            ("value", Some(_)) => errors.at(key.span(), words::word_alone(&name)),
            (_, Some(_)) if is_predicate(&key) => {
                errors.at(key.span(), words::word_alone(&name));
            }
            (_, Some(_)) => errors.at(key.span(), words::unknown_check(Some(&name))),
        }
    }
    check
}

/// `key`, or `key = value`.
pub(super) struct Part<V> {
    pub(super) key: Ident,
    pub(super) value: Option<V>,
}

impl<V: Parse> Parse for Part<V> {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.parse()?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        Ok(Self { key, value })
    }
}
