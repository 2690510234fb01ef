//! *Expand*, the ways to make a callback: one function per kind of closure.
//!
//! The runtime takes closures of one tuple. Each function here takes one of the arguments as written,
//! so that rustc infers their types and names them in its errors, and wraps it. Where there is a
//! trampoline, a function has a twin with `try_` that returns the error.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};

use super::docs;
use super::expand::output;
use super::model::{Callback, Output};
use crate::rewrite::respanned;

/// Why an owner must not be let go at once.
const OWNED: &str = "when this is dropped, C must not call any more";

/// A function that makes a callback.
struct Way {
    name: &'static str,
    text: String,
    must_use: Option<&'static str>,
    /// Type parameters.
    generics: Vec<Ident>,
    /// Arguments with their types.
    inputs: TokenStream,
    /// Names of the arguments.
    names: TokenStream,
    bounds: TokenStream,
    /// What it returns if nothing fails.
    made: TokenStream,
    /// The call of the runtime.
    call: TokenStream,
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
    functions.chain(take_panic).collect()
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
    functions.chain(take_panic).collect()
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
        let unknown = matches!(callback.output, Output::Unknown).then(|| unknown_result(span));
        let generics = generics.iter().chain(&unknown);
        let generics = quote_spanned!(span=> <#(#generics),*>);
        if callback.user_data.is_some() {
            return quote_spanned! {span=>
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
                    ::core::result::Result::Ok(made) => made,
                    ::core::result::Result::Err(error) => ::core::panic!("{}", error),
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
        owner(callback, "new", "Callback", "Fn"),
        owner(callback, "local", "LocalCallback", "FnMut"),
        once(callback),
        scoped(callback, "scoped", "FnMut"),
        scoped(callback, "scoped_sync", "Fn"),
    ];
    if matches!(callback.output, Output::Nothing) {
        if callback.outlives_call() {
            ways.push(channel(callback));
        }
        ways.push(channel_with(callback));
    }
    ways
}

/// `new` and `local`.
fn owner(callback: &Callback, name: &'static str, owner: &str, kind: &str) -> Way {
    let span = Span::mixed_site();
    let krate = &callback.krate;
    let (closure, wrapped) = (closure(callback, kind), wrapped(callback));
    let (threads, mutable): (&[&str], _) = match kind {
        "Fn" => (&["Send", "Sync"], None),
        _ => (&[], Some(quote_spanned!(span=> mut))),
    };
    let bound = owned(callback, &closure, threads);
    let (owner, make) = match callback.user_data {
        None => (owner.to_owned(), "try_new"),
        Some(_) => (owner.replace("Callback", "UserCallback"), "new"),
    };
    let (owner, make) = (Ident::new(&owner, span), Ident::new(make, span));
    Way {
        name,
        text: docs::owner(callback, name),
        must_use: Some(OWNED),
        generics: Vec::new(),
        inputs: quote_spanned!(at_pointer(callback)=> #mutable closure: impl #bound),
        names: quote_spanned!(span=> closure),
        bounds: TokenStream::new(),
        made: quote_spanned!(span=> #krate::callback::#owner<Self>),
        call: quote_spanned!(span=> #krate::callback::#owner::<Self>::#make(#wrapped)),
    }
}

fn once(callback: &Callback) -> Way {
    let span = Span::mixed_site();
    let bound = owned(callback, &closure(callback, "FnOnce"), &["Send"]);
    let (runtime, wrapped) = (support(callback, "once"), wrapped(callback));
    Way {
        name: "once",
        text: docs::once(callback),
        must_use: Some("without the function the closure is never freed"),
        generics: Vec::new(),
        inputs: quote_spanned!(at_pointer(callback)=> closure: impl #bound),
        names: quote_spanned!(span=> closure),
        bounds: TokenStream::new(),
        made: match callback.user_data {
            None => quote_spanned!(span=> Self),
            Some(_) => quote_spanned!(span=> (Self, *mut ::core::ffi::c_void)),
        },
        call: quote_spanned!(span=> #runtime::<Self>(#wrapped)),
    }
}

/// `scoped` and `scoped_sync`.
fn scoped(callback: &Callback, name: &'static str, kind: &str) -> Way {
    let span = Span::mixed_site();
    let closure = closure(callback, kind);
    let (runtime, wrapped) = (support(callback, name), wrapped(callback));
    let (bound, mutable) = match kind {
        "Fn" => (with(callback, &closure, &["Sync"]), None),
        _ => (closure, Some(quote_spanned!(span=> mut))),
    };
    let given = match callback.user_data {
        None => quote_spanned!(span=> Self),
        Some(_) => quote_spanned!(span=> Self, *mut ::core::ffi::c_void),
    };
    Way {
        name,
        text: docs::scoped(callback, name),
        must_use: None,
        generics: vec![Ident::new("T", span)],
        inputs: quote_spanned! {at_pointer(callback)=>
            #mutable closure: impl #bound,
            body: impl ::core::ops::FnOnce(#given) -> T
        },
        names: quote_spanned!(span=> closure, body),
        bounds: TokenStream::new(),
        made: quote_spanned!(span=> T),
        call: quote_spanned!(span=> #runtime::<Self, T>(#wrapped, body)),
    }
}

/// The bound is on types that are known here, and only those who call need it: with `for`, rustc does
/// not check it before.
fn channel(callback: &Callback) -> Way {
    let span = Span::mixed_site();
    let krate = &callback.krate;
    let runtime = support(callback, "channel");
    let types = callback.seen().map(|(_, argument)| &argument.ty);
    let arguments = quote_spanned!(span=> (#(#types,)*));
    let (pattern, names) = pattern(callback);
    Way {
        name: "channel",
        text: docs::channel(callback),
        must_use: Some(OWNED),
        generics: Vec::new(),
        inputs: TokenStream::new(),
        names: TokenStream::new(),
        bounds: quote_spanned!(at_pointer(callback)=> where for<'call> #arguments: ::core::marker::Send),
        made: channel_of(callback, krate, &arguments),
        call: quote_spanned!(span=> #runtime::<Self, #arguments>(|#pattern| (#(#names,)*))),
    }
}

fn channel_with(callback: &Callback) -> Way {
    let span = Span::mixed_site();
    let krate = &callback.krate;
    let (runtime, wrapped) = (support(callback, "channel"), wrapped(callback));
    let item = quote_spanned!(span=> T);
    let closure = closure_to(callback, "Fn", &quote_spanned!(span=> -> #item));
    let bound = owned(callback, &closure, &["Send", "Sync"]);
    Way {
        name: "channel_with",
        text: docs::channel_with(callback),
        must_use: Some(OWNED),
        generics: vec![Ident::new("T", span)],
        inputs: quote_spanned! {at_pointer(callback)=>
            closure: impl #bound
        },
        names: quote_spanned!(span=> closure),
        bounds: quote_spanned!(at_pointer(callback)=> where T: ::core::marker::Send + 'static),
        made: channel_of(callback, krate, &item),
        call: quote_spanned!(span=> #runtime::<Self, #item>(#wrapped)),
    }
}

/// An owner, and the end of a queue of items.
fn channel_of(callback: &Callback, krate: &syn::Path, item: &TokenStream) -> TokenStream {
    let span = Span::mixed_site();
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

/// Where rustc points when it names a bound: at `fn`.
fn at_pointer(callback: &Callback) -> Span {
    Span::mixed_site().located_at(callback.pointer.fn_token.span)
}

/// `for<'a> Fn(A, B) -> R`.
fn closure(callback: &Callback, kind: &str) -> TokenStream {
    closure_to(callback, kind, &result(callback))
}

/// The same with another result.
fn closure_to(callback: &Callback, kind: &str, result: &TokenStream) -> TokenStream {
    let span = at_pointer(callback);
    let (lifetimes, kind) = (callback.lifetimes(), Ident::new(kind, span));
    let types = callback.seen().map(|(_, argument)| &argument.ty);
    quote_spanned!(span=> #lifetimes ::core::ops::#kind(#(#types),*) #result)
}

/// A bound, and marker traits.
fn with(callback: &Callback, bound: &TokenStream, markers: &[&str]) -> TokenStream {
    let span = at_pointer(callback);
    let markers = markers.iter().map(|name| Ident::new(name, span));
    quote_spanned!(span=> #bound #(+ ::core::marker::#markers)*)
}

/// The same for what C may keep.
fn owned(callback: &Callback, bound: &TokenStream, markers: &[&str]) -> TokenStream {
    let bound = with(callback, bound, markers);
    quote_spanned!(at_pointer(callback)=> #bound + 'static)
}

/// `-> R`, or nothing.
fn result(callback: &Callback) -> TokenStream {
    match &callback.output {
        Output::Nothing => TokenStream::new(),
        Output::Unknown => {
            let span = Span::mixed_site();
            let unknown = unknown_result(span);
            quote_spanned!(span=> -> #unknown)
        }
        Output::Value(_) => {
            let output = output(callback);
            quote_spanned!(Span::mixed_site()=> -> #output)
        }
    }
}

/// In a stub: whatever the closure returns.
fn unknown_result(span: Span) -> Ident {
    Ident::new("R", span)
}

/// The user's closure as one that takes a tuple.
fn wrapped(callback: &Callback) -> TokenStream {
    let (pattern, names) = pattern(callback);
    quote_spanned!(Span::mixed_site()=> move |#pattern| closure(#(#names),*))
}

/// The pattern of the tuple, and the names of what the closure sees of it.
fn pattern(callback: &Callback) -> (TokenStream, Vec<Ident>) {
    let span = Span::mixed_site();
    let krate = &callback.krate;
    let name = |position: usize| format_ident!("argument_{}", position, span = span);
    let all = (0..callback.arguments.len()).map(|position| {
        if callback.is_seen(position) {
            name(position).into_token_stream()
        } else {
            quote_spanned!(span=> _)
        }
    });
    let pattern = quote_spanned! {span=>
        (#(#all,)*): <Self as #krate::macro_support::Signature>::Arguments
    };
    (
        pattern,
        callback
            .seen()
            .map(|(position, _)| name(position))
            .collect(),
    )
}
