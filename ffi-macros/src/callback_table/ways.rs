//! *Expand*, the ways to make a table of a value.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::expand::{own, within};
use super::model::Table;
use super::{docs, methods};
use crate::rewrite::respanned;

/// All functions, with the calls of the runtime.
pub(super) fn of(table: &Table) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &table.krate;
    functions(table, |function| match function {
        Way::New => quote_spanned!(span=> #krate::callback::CallbackTable::new(value)),
        Way::Local => quote_spanned!(span=> #krate::callback::LocalCallbackTable::new(value)),
        Way::Scoped => quote_spanned!(span=> #krate::macro_support::table_scoped(value, body)),
        Way::ScopedSync => {
            quote_spanned!(span=> #krate::macro_support::table_scoped_sync(value, body))
        }
    })
}

/// All functions, without a way to run: for the stub.
pub(super) fn stubs(table: &Table) -> TokenStream {
    functions(
        table,
        |_| quote_spanned!(Span::mixed_site()=> ::core::unreachable!()),
    )
}

/// A function that makes a table.
#[derive(Clone, Copy)]
enum Way {
    New,
    Local,
    Scoped,
    ScopedSync,
}

fn functions(table: &Table, call: impl Fn(Way) -> TokenStream) -> TokenStream {
    let span = Span::mixed_site();
    let (within, krate, own) = (within(table), &table.krate, own(table));
    let (methods, visibility) = (methods::name(table), respanned(&table.visibility));
    // Type parameters that are not called as the table or the crate is.
    let first = table.krate.segments.first();
    let free = |name: &str| {
        let is_taken = table.ident == name || first.is_some_and(|first| first.ident == name);
        Ident::new(&format!("{name}{}", if is_taken { "_" } else { "" }), span)
    };
    let (value, result) = (free("T"), free("R"));
    let (new, local) = (call(Way::New), call(Way::Local));
    let (scoped, scoped_sync) = (call(Way::Scoped), call(Way::ScopedSync));
    let [new_text, local_text, scoped_text, scoped_sync_text] =
        [docs::NEW, docs::LOCAL, docs::SCOPED, docs::SCOPED_SYNC];
    let owned = docs::OWNED.to_token_stream();
    quote_spanned! {span=>
        #within
        impl #own {
            #[doc = #new_text]
            #[must_use = #owned]
            #visibility fn new<#value>(value: #value) -> #krate::callback::CallbackTable<Self, #value>
            where
                #value: #methods + ::core::marker::Send + ::core::marker::Sync + 'static,
            {
                #new
            }

            #[doc = #local_text]
            #[must_use = #owned]
            #visibility fn local<#value>(value: #value) -> #krate::callback::LocalCallbackTable<Self, #value>
            where
                #value: #methods + 'static,
            {
                #local
            }

            #[doc = #scoped_text]
            #visibility fn scoped<#value: #methods, #result>(
                value: &#value,
                body: impl ::core::ops::FnOnce(&Self) -> #result,
            ) -> #result {
                #scoped
            }

            #[doc = #scoped_sync_text]
            #visibility fn scoped_sync<#value: #methods + ::core::marker::Sync, #result>(
                value: &#value,
                body: impl ::core::ops::FnOnce(&Self) -> #result,
            ) -> #result {
                #scoped_sync
            }
        }
    }
}
