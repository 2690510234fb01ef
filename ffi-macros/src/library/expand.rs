//! *Expand*: the model becomes code. The last stage; nothing can be wrong here.
//!
//! All but the struct stands in a `const _`, so that the names of the parts are seen by nothing
//! else. Per member there are a variant of the index and a symbol, and the method itself (`methods`); per
//! signature there are its types and the function that calls (`signatures`). The same `cfg`s stand on each piece,
//! and the index counts what is left.
//!
//! Spans: code of ours has the span of the macro, so that no lint of rustc looks at it; method names,
//! arguments and types keep their own, but for names that are none in Rust's style. An `allow` would
//! collide with a `forbid` of the user's crate (E0453), so there is one only where a span does not
//! help: see [`allowed`] and `methods`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Expr};

use super::call::names;
use super::declaration::declaration;
use super::linked::linked;
use super::methods::{members, plain};
use super::model::{Given, Library, Threads};
use super::signatures::Signatures;
use super::{docs, lowering, pointers};
use crate::lints::{lint_level, mentions_deprecated};
use crate::rewrite::{own_name, respanned};

/// Names of methods of which clippy expects more, and the lint that says so.
const CLIPPY_NAMES: [(&str, &str); 3] = [
    ("len", "len_without_is_empty"),
    ("iter", "iter_not_returning_iterator"),
    ("iter_mut", "iter_not_returning_iterator"),
];

pub(crate) fn expand(library: &Library) -> TokenStream {
    let Library {
        ident, attributes, ..
    } = library;
    let span = Span::mixed_site();
    let shared = library.shared.iter().map(lint_level);
    let cfgs = library
        .shared
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"));
    let levels = library
        .shared
        .iter()
        .filter(|attribute| !attribute.path().is_ident("cfg"));
    let levels: Vec<Attribute> = levels.map(lint_level).collect();
    let allowed = allowed(library);
    let promise = promise(library);
    let visibility = &library.visibility;
    let own = own_name(ident, span.located_at(ident.span()));

    let names = names(library);
    let declaration = declaration(library);
    let signatures = Signatures::of(library);
    let (handles, twins) = (
        lowering::handles::handles(library, &signatures),
        lowering::raw::twins(library, &signatures),
    );
    let (definitions, table) = (&signatures.definitions, signatures.table(library));
    let ways_in = ways_in(library);
    let (members, plain) = (members(library, &signatures), plain(library));
    let hints = pointers::hints(library);

    let bound = bound(library);
    let thread = library
        .thread_marker()
        .map(|marker| quote_spanned!(span=> __ffi_thread: #marker,));
    let given = library.given.iter().enumerate();
    let given = given.map(|(position, Given { ty, .. })| {
        let field = Library::field(position);
        quote_spanned!(span=> #field: #ty,)
    });
    let copied = copied(library);
    let linked = linked(library);
    let derived = library
        .is_clone()
        .then(|| quote_spanned!(span=> #[derive(::core::clone::Clone)]));
    let structure = quote_spanned! {span=>
        #(#attributes)*
        #(#shared)*
        #derived
        #visibility struct #ident {
            __ffi_bound: #bound,
            #thread
            #(#given)*
        }
    };
    #[cfg(feature = "plugin")]
    let (beside, within) = super::interface::expand(library).unzip();
    #[cfg(not(feature = "plugin"))]
    let (beside, within) = (None::<TokenStream>, None::<TokenStream>);
    quote_spanned! {span=>
        #structure

        #beside

        #(#cfgs)*
        #allowed
        #(#levels)*
        const _: () = {
            #names
            #declaration
            #(#definitions)*
            #table
            #ways_in
            #linked
            #promise
            impl #own {
                #members
            }
            #handles
            #twins
            #plain
            #copied
            #within
        };

        #hints
    }
}

/// Allows the lints that see code of ours and would complain of this library.
fn allowed(library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let mut tokens = TokenStream::new();
    if library.attributes.iter().any(mentions_deprecated) {
        let reason = "the code of a deprecated library uses it";
        tokens.extend(quote_spanned!(span=> #[allow(deprecated, reason = #reason)]));
    }
    for (name, lint) in CLIPPY_NAMES {
        if library.members().any(|member| member.name() == name) {
            let lint = Ident::new(lint, span);
            let reason = "the function has the name that it has";
            tokens.extend(quote_spanned!(span=> #[allow(clippy::#lint, reason = #reason)]));
        }
    }
    tokens
}

/// The `unsafe trait` as its author wrote it, for `unsafe_code`: that lint is deaf to the code of
/// macros, and whoever forbids unsafe code forbids this promise too.
fn promise(library: &Library) -> TokenStream {
    let Some(token) = library.promise else {
        return TokenStream::new();
    };
    quote_spanned!(token.span=>
        #[doc = " Signatures are right.\n\n# Safety\n\nThey are."]
        unsafe trait _Promise {}
    )
}

/// The table of addresses that the struct has.
fn address_table(library: &Library) -> Ident {
    let name = if library.is_lazy {
        "LazyBound"
    } else {
        "Bound"
    };
    Ident::new(name, Span::mixed_site())
}

/// The type of what the struct has inside.
fn bound(library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let own = own_name(&library.ident, span.located_at(library.ident.span()));
    if library.table.is_some() {
        return quote_spanned!(span=> #krate::macro_support::BoundTable<#own>);
    }
    let table = address_table(library);
    quote_spanned!(span=> #krate::macro_support::#table<#own, { #own::__FFI_COUNT }>)
}

/// Has the compiler check that the values which the struct keeps can be passed again and again.
fn copied(library: &Library) -> TokenStream {
    let each = library.given.iter().map(|Given { ty, .. }| {
        let at_type = Span::mixed_site().located_at(ty.span());
        quote_spanned!(at_type=> const _: () = {
            const fn copied<T: ::core::marker::Copy>() {}
            copied::<#ty>()
        };)
    });
    each.collect()
}

/// The functions that every library has, which the runtime's macro writes.
fn ways_in(library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let own = library.own();
    let visibility = respanned(&library.visibility);
    let load = docs::load(library);
    let bound = address_table(library);
    // A value that depends on the caller, or a library of one thread, is none of the whole process.
    let is_shared = library.given.is_empty() && library.threads == Threads::Any;
    let global = is_shared.then(|| quote_spanned!(span=> global));
    // For a table, the declaration says whether the thread is the main one: a table that extends it has to know.
    let thread = match library.threads {
        Threads::Any => None,
        Threads::Main if library.table.is_none() => {
            Some(quote_spanned!(span=> __ffi_thread on_main_thread))
        }
        Threads::One | Threads::Main => Some(quote_spanned!(span=> __ffi_thread)),
    };
    let thread = thread.or_else(|| {
        let marker = library.thread_marker();
        marker.map(|_| quote_spanned!(span=> __ffi_thread))
    });
    let given = library.given.iter().enumerate();
    let given = given.map(|(position, Given { ident, ty })| {
        let field = Library::field(position);
        quote_spanned!(span=> #ident: #ty => #field)
    });
    let checked = library.methods.iter().filter_map(|method| {
        let values = method.requires.as_ref()?;
        let (cfgs, ident) = (&method.member.cfgs, &method.member.ident);
        let accepted = match values {
            Expr::Range(range) => range.to_token_stream(),
            value => {
                quote_spanned!(span=> { let __ffi_value = #value; __ffi_value..=__ffi_value })
            }
        };
        Some(quote_spanned!(span=> #(#cfgs)* #ident in #accepted))
    });
    let linked = library.linked.is_some();
    let linked = linked.then(|| quote_spanned!(span=> __ffi_linked));
    if let Some(table) = &library.table {
        let kind = if library.is_interface() {
            "interface"
        } else {
            "object"
        };
        let object = table.is_object.then(|| Ident::new(kind, span));
        return quote_spanned! {span=>
            #krate::macro_support::table_ways_in! {
                [#visibility] #own __FFI_DECLARATION __FFI_SIGNATURES
                [#object] [#thread] [#(#given),*]
            }
        };
    }
    quote_spanned! {span=>
        #krate::macro_support::ways_in! {
            [#visibility] #own #load __FFI_DECLARATION __FFI_SIGNATURES #bound
            [#global] [#thread] [#(#given),*] [#(#checked),*] [#linked]
        }
    }
}
