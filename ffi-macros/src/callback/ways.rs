//! *Expand*, the ways to make a callback: one function per kind of closure.
//!
//! The runtime takes closures of one tuple. Each function here takes one of the arguments as written,
//! so that rustc infers their types and names them in its errors, and wraps it (`closures`). Where there
//! is a trampoline, a function has a twin with `try_` that returns the error.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};

use super::closures::{
    Kind, UNKNOWN, at_pointer, closure, closure_to, free_name, owned, pattern, with, wrapped,
};
use super::docs;
use super::model::{Callback, Output};
use crate::rewrite::{joined, respanned};

/// Why an owner must not be let go at once.
const OWNED: &str = "when this is dropped, C must not call any more";

/// A function that makes a callback.
#[derive(Default)]
struct Way {
    name: &'static str,
    text: String,
    must_use: Option<&'static str>,
    lifetime: Option<syn::Lifetime>,
    /// Type parameters.
    generics: Vec<Ident>,
    /// Arguments with their types.
    inputs: TokenStream,
    /// Names of the arguments.
    names: TokenStream,
    bounds: TokenStream,
    /// The type that it returns if nothing fails.
    made: TokenStream,
    /// The call of the runtime.
    call: TokenStream,
    /// Whether it is there for its error only: no callback of this type can be made so.
    is_refused: bool,
}

/// All functions, with the calls of the runtime.
pub(super) fn of(callback: &Callback) -> TokenStream {
    let ways = ways(callback).into_iter();
    let functions = ways.map(|way| {
        let call = way.call.clone();
        way.expand(callback, &call)
    });
    let take_panic = callback.on_panic.as_ref().map(|_| {
        let support = &callback.krate;
        let taken = quote_spanned! {Span::mixed_site()=>
            <Self as #support::macro_support::Signature>::panics().take()
        };
        take_panic(callback, &taken)
    });
    joined(&mut functions.chain(take_panic))
}

/// All functions, without a way to run: for the stub.
pub(super) fn stubs(callback: &Callback) -> TokenStream {
    let unreachable = quote_spanned!(Span::mixed_site()=> ::core::unreachable!());
    let ways = ways(callback).into_iter();
    let functions = ways.map(|way| way.expand(callback, &unreachable));
    let take_panic = callback
        .on_panic
        .as_ref()
        .map(|_| take_panic(callback, &unreachable));
    joined(&mut functions.chain(take_panic))
}

impl Way {
    /// The function; with its twin, if it can fail.
    fn expand(&self, callback: &Callback, call: &TokenStream) -> TokenStream {
        let span = Span::mixed_site();
        let krate = &callback.krate;
        let visibility = respanned(&callback.visibility);
        let Self {
            generics,
            inputs,
            names,
            bounds,
            made,
            ..
        } = self;
        let at_name = span.located_at(callback.ident.span());
        let name = Ident::new(self.name, at_name);
        let text = &self.text;
        let must_use = self
            .must_use
            .map(|reason| quote_spanned!(span=> #[must_use = #reason]));
        let unknown = matches!(callback.output, Output::Unknown) && !self.is_refused;
        let unknown = unknown.then(|| free_name(callback, UNKNOWN));
        let generics = generics.iter().chain(&unknown);
        let lifetime = self.lifetime.iter();
        let generics = quote_spanned!(span=> <#(#lifetime,)* #(#generics),*>);
        if callback.user_data.is_some() || self.is_refused {
            let hidden = self
                .is_refused
                .then(|| quote_spanned!(span=> #[doc(hidden)]));
            return quote_spanned! {span=>
                #hidden
                #[doc = #text]
                #must_use
                #visibility fn #name #generics (#inputs) -> #made #bounds { #call }
            };
        }
        let tried = format_ident!("try_{}", self.name, span = at_name);
        let (text, tried_text) = (docs::plain(text, self.name), docs::tried(self.name));
        quote_spanned! {span=>
            #[doc = #text]
            #must_use
            #[track_caller]
            #visibility fn #name #generics (#inputs) -> #made #bounds {
                match Self::#tried(#names) {
                    ::core::result::Result::Ok(__ffi_made) => __ffi_made,
                    ::core::result::Result::Err(__ffi_error) => ::core::panic!("{}", __ffi_error),
                }
            }

            #[doc = #tried_text]
            #visibility fn #tried #generics (
                #inputs
            ) -> ::core::result::Result<#made, #krate::CallbackError> #bounds {
                #call
            }
        }
    }
}

fn take_panic(callback: &Callback, body: &TokenStream) -> TokenStream {
    let visibility = respanned(&callback.visibility);
    let text = docs::TAKE_PANIC;
    quote_spanned! {Span::mixed_site()=>
        #[doc = #text]
        #visibility fn take_panic() -> ::core::option::Option<
            ::std::boxed::Box<dyn ::core::any::Any + ::core::marker::Send>,
        > {
            #body
        }
    }
}

fn ways(callback: &Callback) -> Vec<Way> {
    let mut ways = vec![
        new(callback),
        local(callback),
        reentrant(callback),
        once(callback),
    ];
    ways.extend(BORROWED.map(|borrowed| while_body_runs(callback, borrowed)));
    ways.extend(BORROWED.map(|borrowed| in_scope(callback, borrowed)));
    if matches!(callback.output, Output::Nothing) {
        if callback.outlives_call() {
            ways.push(channel(callback));
        }
        ways.push(channel_with(callback));
    }
    ways.push(completion(callback));
    ways
}

fn new(callback: &Callback) -> Way {
    let bound = owned(callback, &closure(callback, Kind::Fn), &["Send", "Sync"]);
    Way {
        name: "new",
        text: docs::new(callback),
        ..owner(callback, Kind::Fn, "Callback", "new", &bound)
    }
}

fn local(callback: &Callback) -> Way {
    let bound = owned(callback, &closure(callback, Kind::FnMut), &[]);
    Way {
        name: "local",
        text: docs::local(callback),
        ..owner(callback, Kind::FnMut, "LocalCallback", "new", &bound)
    }
}

fn reentrant(callback: &Callback) -> Way {
    let bound = owned(callback, &closure(callback, Kind::Fn), &[]);
    Way {
        name: "reentrant",
        text: docs::reentrant(callback),
        ..owner(callback, Kind::Fn, "LocalCallback", "reentrant", &bound)
    }
}

/// The common part of the three; owner and function are named as those with a trampoline.
fn owner(callback: &Callback, kind: Kind, owner: &str, make: &str, bound: &TokenStream) -> Way {
    let span = Span::mixed_site();
    let krate = &callback.krate;
    let wrapped = wrapped(callback);
    let (owner, make) = match callback.user_data {
        None => (owner.to_owned(), format!("try_{make}")),
        Some(_) => (owner.replace("Callback", "UserCallback"), make.to_owned()),
    };
    let (owner, make) = (Ident::new(&owner, span), Ident::new(&make, span));
    let mutable = kind.mutability();
    Way {
        must_use: Some(OWNED),
        inputs: quote_spanned!(at_pointer(callback)=> #mutable closure: impl #bound),
        names: quote_spanned!(span=> closure),
        made: quote_spanned!(span=> #krate::callback::#owner<Self>),
        call: quote_spanned!(span=> unsafe { #krate::callback::#owner::<Self>::#make(#wrapped) }),
        ..Way::default()
    }
}

fn once(callback: &Callback) -> Way {
    let span = Span::mixed_site();
    let bound = owned(callback, &closure(callback, Kind::FnOnce), &["Send"]);
    let (runtime, wrapped) = (support(callback, "once"), wrapped(callback));
    Way {
        name: "once",
        text: docs::once(callback),
        must_use: Some("without the function the closure is never freed"),
        inputs: quote_spanned!(at_pointer(callback)=> closure: impl #bound),
        names: quote_spanned!(span=> closure),
        made: match callback.user_data {
            None => quote_spanned!(span=> Self),
            Some(_) => quote_spanned!(span=> (Self, *mut ::core::ffi::c_void)),
        },
        call: quote_spanned!(span=> unsafe { #runtime::<Self>(#wrapped) }),
        ..Way::default()
    }
}

fn completion(callback: &Callback) -> Way {
    let span = Span::mixed_site();
    let krate = &callback.krate;
    let (runtime, wrapped) = (support(callback, "request"), wrapped(callback));
    let answer = free_name(callback, "T");
    let closure = closure_to(callback, Kind::FnOnce, &quote_spanned!(span=> -> #answer));
    let bound = owned(callback, &closure, &["Send"]);
    let completion = quote_spanned!(span=> #krate::callback::Completion<#answer>);
    // C gets the result of another callback, which cannot be the answer as well. The bound says so, to those who call.
    let (nothing, call) = match &callback.output {
        Output::Nothing => (
            None,
            quote_spanned!(span=> unsafe { #runtime::<Self, #answer>(#wrapped) }),
        ),
        Output::Value(output) => (
            Some(quote_spanned! {span=>
                , for<'ffi_call> #output: #krate::macro_support::NoResult
            }),
            quote_spanned!(span=> { let _ = closure; ::core::unreachable!() }),
        ),
        Output::Unknown => (None, quote_spanned!(span=> ::core::unreachable!())),
    };
    Way {
        name: "completion",
        text: docs::completion(callback),
        must_use: Some("without the function nothing answers"),
        inputs: quote_spanned!(at_pointer(callback)=> closure: impl #bound),
        names: quote_spanned!(span=> closure),
        bounds: quote_spanned! {at_pointer(callback)=>
            where #answer: ::core::marker::Send + 'static #nothing
        },
        made: match callback.user_data {
            None => quote_spanned!(span=> (Self, #completion)),
            Some(_) => quote_spanned! {span=>
                (Self, *mut ::core::ffi::c_void, #krate::callback::Destructor, #completion)
            },
        },
        call,
        is_refused: !matches!(callback.output, Output::Nothing),
        generics: vec![answer],
        ..Way::default()
    }
}

/// A kind of closure that may borrow.
#[derive(Clone, Copy)]
struct Borrowed {
    /// Name of the function whose callback lives while its `body` runs.
    scoped: &'static str,
    /// Name of the function whose callback lives until a scope ends.
    in_scope: &'static str,
    kind: Kind,
    markers: &'static [&'static str],
    text: docs::Borrowed,
}

const BORROWED: [Borrowed; 3] = [
    Borrowed {
        scoped: "scoped",
        in_scope: "in_scope",
        kind: Kind::FnMut,
        markers: &[],
        text: docs::Borrowed::Local,
    },
    Borrowed {
        scoped: "scoped_reentrant",
        in_scope: "in_scope_reentrant",
        kind: Kind::Fn,
        markers: &[],
        text: docs::Borrowed::Reentrant,
    },
    Borrowed {
        scoped: "scoped_sync",
        in_scope: "in_scope_sync",
        kind: Kind::Fn,
        markers: &["Sync"],
        text: docs::Borrowed::Sync,
    },
];

fn while_body_runs(callback: &Callback, borrowed: Borrowed) -> Way {
    let span = Span::mixed_site();
    let kind = borrowed.kind;
    let bound = with(callback, &closure(callback, kind), borrowed.markers);
    let (runtime, wrapped) = (support(callback, borrowed.scoped), wrapped(callback));
    let (mutable, result) = (kind.mutability(), free_name(callback, "T"));
    let given = match callback.user_data {
        None => quote_spanned!(span=> Self),
        Some(_) => quote_spanned!(span=> Self, *mut ::core::ffi::c_void),
    };
    Way {
        name: borrowed.scoped,
        text: docs::while_body_runs(callback, borrowed.text),
        inputs: quote_spanned! {at_pointer(callback)=>
            #mutable closure: impl #bound,
            body: impl ::core::ops::FnOnce(#given) -> #result
        },
        names: quote_spanned!(span=> closure, body),
        made: result.to_token_stream(),
        call: quote_spanned!(span=> unsafe { #runtime::<Self, #result>(#wrapped, body) }),
        generics: vec![result],
        ..Way::default()
    }
}

fn in_scope(callback: &Callback, borrowed: Borrowed) -> Way {
    let span = Span::mixed_site();
    let krate = &callback.krate;
    let bound = with(
        callback,
        &closure(callback, borrowed.kind),
        borrowed.markers,
    );
    let (runtime, wrapped) = (support(callback, borrowed.in_scope), wrapped(callback));
    let mutable = borrowed.kind.mutability();
    let lifetime = syn::Lifetime::new("'ffi_scope", span);
    Way {
        name: borrowed.in_scope,
        text: docs::in_scope(callback, borrowed.text),
        must_use: Some("C has no other way to call the closure"),
        lifetime: Some(lifetime.clone()),
        inputs: quote_spanned! {at_pointer(callback)=>
            scope: &#lifetime #krate::callback::Scope<#lifetime, '_>,
            #mutable closure: impl #bound + #lifetime
        },
        names: quote_spanned!(span=> scope, closure),
        made: match callback.user_data {
            None => quote_spanned!(span=> Self),
            Some(_) => quote_spanned!(span=> (Self, *mut ::core::ffi::c_void)),
        },
        call: quote_spanned!(span=> unsafe { #runtime::<Self>(scope, #wrapped) }),
        ..Way::default()
    }
}

/// The bound is on types that are known here, and only those who call need it: with `for`, rustc does
/// not check it before.
fn channel(callback: &Callback) -> Way {
    let span = Span::mixed_site();
    let runtime = support(callback, "channel");
    let types = callback.seen().map(|(_, argument)| &argument.ty);
    let arguments = quote_spanned!(span=> (#(#types,)*));
    let (pattern, given) = pattern(callback);
    Way {
        name: "channel",
        text: docs::channel(callback),
        must_use: Some(OWNED),
        bounds: quote_spanned! {at_pointer(callback)=>
            where for<'ffi_call> #arguments: ::core::marker::Send
        },
        made: channel_of(callback, &arguments),
        call: quote_spanned!(span=> unsafe { #runtime::<Self, #arguments>(|#pattern| (#(#given,)*)) }),
        ..Way::default()
    }
}

fn channel_with(callback: &Callback) -> Way {
    let span = Span::mixed_site();
    let (runtime, wrapped) = (support(callback, "channel"), wrapped(callback));
    let item = free_name(callback, "T");
    let closure = closure_to(callback, Kind::Fn, &quote_spanned!(span=> -> #item));
    let bound = owned(callback, &closure, &["Send", "Sync"]);
    Way {
        name: "channel_with",
        text: docs::channel_with(callback),
        must_use: Some(OWNED),
        inputs: quote_spanned!(at_pointer(callback)=> closure: impl #bound),
        names: quote_spanned!(span=> closure),
        bounds: quote_spanned!(at_pointer(callback)=> where #item: ::core::marker::Send + 'static),
        made: channel_of(callback, &item),
        call: quote_spanned!(span=> unsafe { #runtime::<Self, #item>(#wrapped) }),
        generics: vec![item],
        ..Way::default()
    }
}

/// An owner, and the end of a queue of items.
fn channel_of(callback: &Callback, item: &impl ToTokens) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &callback.krate;
    let owner = match callback.user_data {
        None => Ident::new("Callback", span),
        Some(_) => Ident::new("UserCallback", span),
    };
    quote_spanned! {span=>
        (#krate::callback::#owner<Self>, ::std::sync::mpsc::Receiver<#item>)
    }
}

/// A function of the runtime, in the form that the callback needs.
fn support(callback: &Callback, name: &str) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &callback.krate;
    let name = match callback.user_data {
        None => Ident::new(name, span),
        Some(_) => format_ident!("user_{}", name, span = span),
    };
    quote_spanned!(span=> #krate::macro_support::#name)
}
