//! *Model*: the part of an interface that a table does not have.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Path, Type};

/// An interface.
pub(crate) struct Interface {
    /// The name that both sides know it by.
    pub(crate) name: String,
    pub(crate) version: Version,
    /// The interface that a plugin needs of its host.
    pub(crate) host: Option<Type>,
    /// Whether an object has one owner.
    pub(crate) is_unique: bool,
    /// Whether plugins have it.
    pub(crate) is_plugin: bool,
    /// Types behind pointers of fields.
    pub(crate) types: Vec<Type>,
    /// Whether the value may be used on another thread than the one it was made on.
    pub(crate) is_send: bool,
    /// Whether several threads may use the value at once.
    pub(crate) is_sync: bool,
}

/// Major and minor version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(pub(crate) u32, pub(crate) u32);

impl Version {
    /// `2.1`, or `2` for `2.0`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
        let number = |text: &str| {
            let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| text.parse().ok()).flatten()
        };
        Some(Self(number(major)?, number(minor)?))
    }
}

impl Interface {
    /// See `Library::thread_marker`.
    pub(crate) fn thread_marker(&self, krate: &Path) -> Option<TokenStream> {
        let span = Span::mixed_site();
        let marker = match (self.is_send, self.is_sync) {
            (true, true) => return None,
            (true, false) => quote_spanned!(span=> ::core::cell::Cell<()>),
            (false, true) => quote_spanned!(span=> #krate::macro_support::StaysOnThread),
            (false, false) => quote_spanned!(span=> *mut ()),
        };
        Some(quote_spanned!(span=> ::core::marker::PhantomData<#marker>))
    }
}
