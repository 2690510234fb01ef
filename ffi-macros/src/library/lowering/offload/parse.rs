//! *Parse*: the attribute, which is the model too.

use proc_macro2::{Ident, Span};
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Attribute, Meta, Token};

use crate::errors::Errors;
use crate::wording::offload as words;

/// `#[offload]` or `#[offload(cancel = method)]`.
#[derive(Clone)]
pub(crate) struct Offload {
    pub(crate) span: Span,
    /// The method that makes the function return early.
    pub(crate) cancel: Option<Ident>,
}

/// Reads the attribute.
pub(in super::super) fn parse(attribute: &Attribute, errors: &mut Errors) -> Offload {
    let span = attribute.path().span();
    let parsed = match &attribute.meta {
        Meta::Path(_) => return Offload { span, cancel: None },
        Meta::List(list) => list.parse_args_with(|input: ParseStream<'_>| {
            let key: Ident = input.parse()?;
            if key != "cancel" {
                return Err(syn::Error::new(key.span(), "another key"));
            }
            input.parse::<Token![=]>()?;
            input.parse::<Ident>()
        }),
        Meta::NameValue(pair) => Err(syn::Error::new(pair.eq_token.span, "another form")),
    };
    let cancel = parsed.map_err(|error| errors.at(error.span(), words::TAKES_CANCEL));
    Offload {
        span,
        cancel: cancel.ok(),
    }
}
