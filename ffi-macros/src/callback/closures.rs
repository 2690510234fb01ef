//! *Expand*, closures: what a function asks of one, and how the runtime gets it.
//!
//! In: the model. Out: bounds for the arguments of `ways`, with the types as written, and expressions
//! that wrap a closure into one that takes a tuple, without the arguments that it does not see.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Path, Token, Type};

use super::model::{Callback, Output};
use crate::rewrite;
use crate::spans::at_place;

/// In a stub: the type of what a closure returns.
pub(super) const UNKNOWN: &str = "R";

/// The trait of a closure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Fn,
    FnMut,
    FnOnce,
}

impl Kind {
    /// Name of the trait.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Fn => "Fn",
            Self::FnMut => "FnMut",
            Self::FnOnce => "FnOnce",
        }
    }

    /// The `mut` that the argument needs so that the closure can be called.
    pub(super) fn mutability(self) -> Option<Token![mut]> {
        match self {
            Self::FnMut => Some(Token![mut](Span::mixed_site())),
            Self::Fn | Self::FnOnce => None,
        }
    }
}

/// Where rustc points when it names a bound: at `fn`.
pub(super) fn at_pointer(callback: &Callback) -> Span {
    Span::mixed_site().located_at(callback.pointer.fn_token.span)
}

/// `for<'a> Fn(A, B) -> R`.
pub(super) fn closure(callback: &Callback, kind: Kind) -> TokenStream {
    closure_to(callback, kind, &result(callback))
}

/// `for<'a> Fn(A, B) result`, with this result instead of the callback's.
pub(super) fn closure_to(callback: &Callback, kind: Kind, result: &TokenStream) -> TokenStream {
    let span = at_pointer(callback);
    let (lifetimes, kind) = (callback.lifetimes(), Ident::new(kind.name(), span));
    let types = callback.seen().map(|(_, argument)| &argument.ty);
    quote_spanned!(span=> #lifetimes ::core::ops::#kind(#(#types),*) #result)
}

/// A bound, and marker traits.
pub(super) fn with(callback: &Callback, bound: &TokenStream, markers: &[&str]) -> TokenStream {
    let span = at_pointer(callback);
    let markers = markers.iter().map(|name| Ident::new(name, span));
    quote_spanned!(span=> #bound #(+ ::core::marker::#markers)*)
}

/// A bound, and marker traits, for a closure that C may keep: with `'static`.
pub(super) fn owned(callback: &Callback, bound: &TokenStream, markers: &[&str]) -> TokenStream {
    let bound = with(callback, bound, markers);
    quote_spanned!(at_pointer(callback)=> #bound + 'static)
}

/// `-> R`, or nothing.
fn result(callback: &Callback) -> TokenStream {
    match &callback.output {
        Output::Nothing => TokenStream::new(),
        Output::Unknown => {
            let span = Span::mixed_site();
            let unknown = free_name(callback, UNKNOWN);
            quote_spanned!(span=> -> #unknown)
        }
        Output::Value(_) => {
            let output = callback.output.ty();
            quote_spanned!(Span::mixed_site()=> -> #output)
        }
    }
}

/// A name for a type parameter that no type of the signature has.
pub(super) fn free_name(callback: &Callback, name: &str) -> Ident {
    let pointer = &callback.pointer;
    rewrite::free_name(quote!(#pointer), name)
}

/// The user's closure as one that takes a tuple.
///
/// It is what the `unsafe` blocks of the expansion hand to the runtime. SAFETY of these: the user's closure
/// takes its arguments for every lifetime, by its bound ([`closure`]), so that it can keep none.
pub(super) fn wrapped(callback: &Callback) -> TokenStream {
    let (pattern, given) = pattern(callback);
    quote_spanned!(Span::mixed_site()=> move |#pattern| closure(#(#given),*))
}

/// The name of what the tuple has at a position.
pub(super) fn argument(position: usize) -> Ident {
    format_ident!("__ffi_argument_{}", position, span = Span::mixed_site())
}

/// The pattern of the tuple, and what the closure gets of it.
pub(crate) fn pattern(callback: &Callback) -> (TokenStream, Vec<TokenStream>) {
    let span = Span::mixed_site();
    let krate = &callback.krate;
    let all = (0..callback.arguments.len()).map(|position| {
        if callback.is_seen(position) {
            argument(position).into_token_stream()
        } else {
            quote_spanned!(span=> _)
        }
    });
    let pattern = quote_spanned! {span=>
        (#(#all,)*): <Self as #krate::macro_support::Handled>::Arguments
    };
    (
        pattern,
        callback
            .seen()
            .map(|(position, seen)| {
                let pointer = argument(position);
                if seen.is_text {
                    text(&seen.ty, &pointer, krate)
                } else {
                    pointer.into_token_stream()
                }
            })
            .collect(),
    )
}

/// The text of C that a pointer leads to. Its type is the one that takes it, with the lifetimes there.
///
/// SAFETY of the expansion: C passes a text that lives as long as the signature says, or null; whoever gives C the
/// function promises that C calls it so.
pub(super) fn text(ty: &Type, pointer: &Ident, krate: &Path) -> TokenStream {
    quote_spanned! {at_place(ty)=>
        unsafe { <_ as #krate::lowering::ForeignResult<()>>::from_raw(#pointer, &()) }
    }
}
