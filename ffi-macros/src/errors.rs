//! The error bag: every stage puts its mistakes in, and the border before `expand` empties it.

use std::borrow::Cow;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The text of a mistake, and one hint.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    what: Cow<'static, str>,
    hint: Cow<'static, str>,
}

impl Message {
    pub(crate) const fn fixed(what: &'static str, hint: &'static str) -> Self {
        Self {
            what: Cow::Borrowed(what),
            hint: Cow::Borrowed(hint),
        }
    }

    pub(crate) fn new(
        what: impl Into<Cow<'static, str>>,
        hint: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            what: what.into(),
            hint: hint.into(),
        }
    }

    fn text(&self) -> String {
        format!("{}\nhelp: {}", self.what, self.hint)
    }
}

/// The mistakes of one declaration, in the order in which they were found.
#[derive(Default)]
pub(crate) struct Errors(Option<syn::Error>);

impl Errors {
    /// Records a mistake at one token.
    pub(crate) fn at(&mut self, span: Span, message: Message) {
        self.add(syn::Error::new(span, message.text()));
    }

    /// Records a mistake that the whole of `tokens` makes up.
    pub(crate) fn over(&mut self, tokens: impl ToTokens, message: Message) {
        let tokens = tokens.into_token_stream();
        self.add(syn::Error::new_spanned(tokens, message.text()));
    }

    /// Records an error of the parser.
    pub(crate) fn add(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            None => self.0 = Some(error),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// How many mistakes there are.
    pub(crate) fn count(&self) -> usize {
        self.0.iter().flatten().count()
    }

    /// The words for each mistake.
    pub(crate) fn texts(self) -> Vec<String> {
        let each = self.0.into_iter().flatten();
        each.map(|error| error.to_string()).collect()
    }

    /// One `compile_error!` per mistake.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.0
            .map(syn::Error::into_compile_error)
            .unwrap_or_default()
    }
}
