//! *Expand*: the model becomes code. The last stage; nothing can be wrong here.
//!
//! All but the struct stands in a `const _`, so that the names of the parts are seen by nothing
//! else. Per method there are a variant of the index, a symbol, a row of the table of signatures,
//! and the method itself; per signature there are its types and the function that calls. The same `cfg`s
//! stand on each piece, and the index counts what is left.
//!
//! Spans: code of ours has the span of the macro, so that no lint of rustc looks at it; method names,
//! arguments and types keep their own, but for names that are none in Rust's style. An `allow` would
//! collide with a `forbid` of the user's crate (E0453), so there is one only where a span does not
//! help: see [`allowed`] and [`method_attributes`].

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::Attribute;

use super::call::{call, names, returned};
use super::docs;
use super::model::{Library, Method};
use super::pointers;
use super::signatures::{Signature, Signatures, many_arguments};
use crate::lints::{lint_level, mentions_deprecated};
use crate::rewrite::{foreign_name, own_name, respanned};

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
    let krate = &library.krate;
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
    let (definitions, table) = (&signatures.definitions, signatures.table(library));
    let ways_in = ways_in(library);
    let methods = library
        .methods
        .iter()
        .zip(&signatures.of_methods)
        .enumerate();
    let methods = methods
        .map(|(position, (method, signature))| expand_method(method, position, signature, library));
    let debug = debug(library);
    let hints = pointers::hints(library);

    let structure = quote_spanned! {span=>
        #(#attributes)*
        #(#shared)*
        #[derive(::core::clone::Clone)]
        #visibility struct #ident {
            __ffi_bound: #krate::macro_support::Bound<#own, { #own::__FFI_COUNT }>,
        }
    };
    quote_spanned! {span=>
        #structure

        #(#cfgs)*
        #allowed
        #(#levels)*
        const _: () = {
            #names
            #declaration
            #(#definitions)*
            #table
            #ways_in
            #promise
            impl #own {
                #(#methods)*
            }
            #debug
        };

        #hints
    }
}

/// What the lints that see code of ours would say of this library.
fn allowed(library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let mut tokens = TokenStream::new();
    if library.attributes.iter().any(mentions_deprecated) {
        let reason = "the code of a deprecated library uses it";
        tokens.extend(quote_spanned!(span=> #[allow(deprecated, reason = #reason)]));
    }
    for (name, lint) in CLIPPY_NAMES {
        if library.methods.iter().any(|method| method.name() == name) {
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

/// The index of the methods, and what to look for.
fn declaration(library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let (own, item) = (library.own(), library.name());
    let name = library.name.iter();
    let version = library.version.iter();
    let methods = library.methods.iter().enumerate();
    let variants = methods.map(|(position, Method { cfgs, .. })| {
        let variant = variant(position);
        quote_spanned!(span=> #(#cfgs)* #variant,)
    });
    let symbols = library.methods.iter().map(
        |Method {
             symbols,
             cfgs,
             is_optional,
             ..
         }| {
            let optional = is_optional.then(|| quote_spanned!(span=> .optional()));
            quote_spanned! {span=>
                #(#cfgs)*
                #krate::macro_support::SymbolDeclaration::required(&[#(#symbols),*]) #optional,
            }
        },
    );
    quote_spanned! {span=>
        #[repr(usize)]
        enum __FfiIndex {
            #(#variants)*
            Count,
        }

        impl #own {
            const __FFI_COUNT: ::core::primitive::usize =
                __FfiIndex::Count as ::core::primitive::usize;
        }

        static __FFI_DECLARATION: #krate::macro_support::Declaration<{ #own::__FFI_COUNT }> =
            #krate::macro_support::Declaration {
                item: #item,
                names: &[#(#name),*],
                versions: &[#(#version),*],
                groups: &[],
                symbols: [#(#symbols)*],
            };
    }
}

/// The functions that every library has.
fn ways_in(library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let own = library.own();
    let visibility = respanned(&library.visibility);
    let result = quote_spanned!(span=> ::core::result::Result<Self, #krate::LibraryError>);
    // SAFETY of the expansion: declaration and methods are of one trait. Whoever wrote `unsafe trait`
    // promised that the signatures are those of the library of that name, or of this process, which is
    // what `load` binds; the other functions are unsafe, and their callers promise it of the library
    // that they choose.
    let bind = |call: TokenStream| {
        quote_spanned! {span=>
            ::core::result::Result::map(
                unsafe { #krate::macro_support::Bound::#call },
                |bound| Self { __ffi_bound: bound },
            )
        }
    };
    let load = docs::load(library);
    let load_body = bind(quote_spanned!(span=> load(&__FFI_DECLARATION)));
    let open_body = bind(
        quote_spanned!(span=> open(&__FFI_DECLARATION, ::core::convert::AsRef::as_ref(&path))),
    );
    let library_body = bind(quote_spanned!(span=> from_library(&__FFI_DECLARATION, library)));
    let process_body = bind(quote_spanned!(span=> from_process(&__FFI_DECLARATION)));
    let (open, from_library, from_process) = (docs::OPEN, docs::FROM_LIBRARY, docs::FROM_PROCESS);
    let (library, interface) = (docs::LIBRARY, docs::INTERFACE);
    quote_spanned! {span=>
        impl #own {
            #[doc = #load]
            #visibility fn load() -> #result { #load_body }

            #[doc = #open]
            #visibility unsafe fn open(
                path: impl ::core::convert::AsRef<::std::path::Path>,
            ) -> #result {
                #open_body
            }

            #[doc = #from_library]
            #visibility unsafe fn from_library(library: #krate::Library) -> #result { #library_body }

            #[doc = #from_process]
            #visibility unsafe fn from_process() -> #result { #process_body }

            #[doc = #library]
            #[must_use]
            #visibility fn library(&self) -> &#krate::Library { self.__ffi_bound.library() }

            #[doc = #interface]
            #[must_use]
            #visibility fn interface(
                name: &::core::primitive::str,
            ) -> ::core::option::Option<&'static #krate::CallInterface> {
                let mut rows = __FFI_SIGNATURES.iter();
                ::core::option::Option::and_then(
                    ::core::iter::Iterator::find(&mut rows, |row| row.0 == name),
                    |row| row.1.placed(),
                )
            }
        }
    }
}

fn expand_method(
    method: &Method,
    position: usize,
    signature: &Signature,
    library: &Library,
) -> TokenStream {
    let Method { cfgs, .. } = method;
    let ident = foreign_name(&method.ident);
    let span = Span::mixed_site();
    let krate = &library.krate;
    let visibility = method.visibility.as_ref();
    let visibility = respanned(visibility.unwrap_or(&library.visibility));
    let attributes = method_attributes(method);
    let safety = method.is_unsafe.then(|| quote_spanned!(span=> unsafe));
    let (generics, where_clause) = (&method.generics, &method.generics.where_clause);
    let lifetime = &method.receiver_lifetime;
    let arguments = method.arguments.iter().map(|argument| {
        let (ident, ty) = (foreign_name(&argument.ident), &argument.ty);
        quote_spanned!(span=> #ident: #ty)
    });
    let result = returned(method, method.is_optional);
    let variant = variant(position);
    let place = quote_spanned!(span=> __FfiIndex::#variant as ::core::primitive::usize);
    let call = call(method, signature, library);
    let head = quote_spanned! {span=>
        #(#cfgs)*
        #attributes
        #visibility #safety fn #ident #generics (& #lifetime self, #(#arguments),*)
    };
    if !method.is_optional {
        return quote_spanned! {span=>
            #head -> #result #where_clause {
                let address = self.__ffi_bound.required(#place);
                #call
            }
        };
    }
    let has = Ident::new(&method.has_name(), span.located_at(ident.span()));
    let has_doc = docs::has(&method.symbols[0]);
    quote_spanned! {span=>
        #head -> ::core::result::Result<#result, #krate::MissingSymbol> #where_clause {
            let address = self.__ffi_bound.optional(#place)?;
            ::core::result::Result::Ok({ #call })
        }

        #(#cfgs)*
        #[doc = #has_doc]
        #[must_use]
        #visibility fn #has(&self) -> ::core::primitive::bool { self.__ffi_bound.has(#place) }
    }
}

/// Those that the user wrote, and what optional methods and inlining need beside them.
fn method_attributes(method: &Method) -> TokenStream {
    let span = Span::mixed_site();
    let has = |name: &str| {
        method
            .attributes
            .iter()
            .any(|attribute| attribute.path().is_ident(name))
    };
    // `Result` is `must_use` already, and clippy minds a second one without a message.
    let redundant = |attribute: &Attribute| {
        method.is_optional
            && attribute.path().is_ident("must_use")
            && matches!(attribute.meta, syn::Meta::Path(_))
    };
    let mut tokens: TokenStream = method
        .attributes
        .iter()
        .filter(|attribute| !redundant(attribute))
        .map(ToTokens::to_token_stream)
        .collect();
    if method.is_optional {
        let first = (!has("doc")).then(|| docs::undocumented(&method.symbols[0]));
        let text = format!("{}{}", first.unwrap_or_default(), docs::OPTIONAL);
        tokens.extend(quote_spanned!(span=> #[doc = #text]));
    }
    if !has("inline") {
        tokens.extend(quote_spanned!(span=> #[inline]));
    }
    tokens.extend(many_arguments(method));
    tokens
}

fn debug(library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let (own, item) = (library.own(), library.name());
    quote_spanned! {span=>
        impl ::core::fmt::Debug for #own {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.debug_struct(#item).field("library", self.__ffi_bound.library()).finish()
            }
        }
    }
}

/// The variant of the index that the method at a position has. No variant has the name of a method,
/// which may be any.
fn variant(position: usize) -> Ident {
    format_ident!("Method{}", position, span = Span::mixed_site())
}
