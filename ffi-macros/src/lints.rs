//! Lint levels and what calls for them, for the code that a declaration becomes.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{Attribute, Path};

/// Names of the attributes that set the level of a lint.
const LEVELS: [&str; 5] = ["allow", "expect", "warn", "deny", "forbid"];

/// Whether an attribute sets the level of a lint.
pub(crate) fn is_level(attribute: &Attribute) -> bool {
    LEVELS.iter().any(|name| attribute.path().is_ident(name))
}

/// `expect` as `allow`: it would have to be fulfilled in every part that the trait becomes.
pub(crate) fn lint_level(attribute: &Attribute) -> Attribute {
    let mut attribute = attribute.clone();
    if attribute.path().is_ident("expect")
        && let syn::Meta::List(list) = &mut attribute.meta
    {
        list.path = Path::from(Ident::new("allow", Span::mixed_site()));
    }
    attribute
}

/// Whether an attribute is `deprecated`, or sets it under a condition.
pub(crate) fn mentions_deprecated(attribute: &Attribute) -> bool {
    let is_conditional = || {
        attribute.path().is_ident("cfg_attr")
            && attribute
                .to_token_stream()
                .to_string()
                .contains("deprecated")
    };
    attribute.path().is_ident("deprecated") || is_conditional()
}
