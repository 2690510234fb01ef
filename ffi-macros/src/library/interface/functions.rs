//! *Expand*, the functions by which the other side calls the methods of a value: the arguments of C become those of the
//! method, and its result becomes C's.
//!
//! Each is a generic function with C's own signature, in which every argument is bytes first (`MaybeUninit`), and runs
//! under a guard against panics. The lifetimes of the call stand as `'static` in it: a method is generic over them, so
//! that it cannot know. An `unsafe` block has one call and nothing that the user wrote but names of types.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::Type;

use super::super::lowering::expand::kept_type;
use super::super::lowering::model::{Check, Crossing, Unit};
use super::super::lowering::types::is_option;
use super::super::model::{Argument, Library, Method, Output};
use super::methods;
use crate::lifetimes::{Names, declared, erase};
use crate::rewrite::own_name;
use crate::types::{is_text, option, plain_function_pointer, reference};

/// The name of a function's code.
pub(super) fn function(position: usize) -> Ident {
    format_ident!("__ffi_function_{}", position, span = Span::mixed_site())
}

/// All of them, and what frees a value.
pub(super) fn of(library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let each = library.methods.iter().enumerate();
    let each = each.map(|(position, method)| one(position, method, library));
    let (released, called) = (called("drop", library), methods::name(library));
    quote_spanned! {span=>
        #(#each)*

        unsafe extern "C" fn __ffi_release<__FfiValue: #called>(
            __ffi_object: *mut ::core::ffi::c_void,
        ) {
            static __FFI_CALLED: #krate::macro_support::Called = #released;
            // SAFETY: whoever calls the function gives an owner of the object up.
            unsafe { #krate::macro_support::release::<__FfiValue>(__ffi_object, &__FFI_CALLED) }
        }
    }
}

/// The names for messages.
fn called(function: &str, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, name) = (&library.krate, library.name());
    quote_spanned! {span=>
        #krate::macro_support::Called {
            interface: ::core::concat!(::core::module_path!(), "::", #name),
            function: #function,
            location: (::core::file!(), ::core::line!()),
        }
    }
}

/// The type of the status, if the method returns a `Result` for it.
fn status(method: &Method) -> Option<&Type> {
    match (&method.outcome.check, &method.result) {
        (Some(_), Output::Value(ty)) => Some(ty),
        _ => None,
    }
}

fn one(position: usize, method: &Method, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let support = quote_spanned!(span=> #krate::macro_support);
    let (cfgs, convention) = (&method.member.cfgs, method.abi.name());
    let names = declared(&method.generics);
    let arguments: Vec<Crossed<'_>> = method
        .arguments
        .iter()
        .enumerate()
        .filter(|(_, argument)| argument.source.is_method())
        .map(|(position, argument)| Crossed::new(position, argument, &names, krate))
        .collect();
    let parameters = arguments.iter().map(|argument| {
        let (name, ty) = (&argument.given, &argument.parameter);
        quote_spanned!(span=> #name: #ty)
    });
    // What may be wrong by itself comes first: a slice needs its length.
    let (counts, others): (Vec<_>, Vec<_>) = arguments
        .iter()
        .partition(|argument| matches!(argument.argument.crossing, Crossing::Count(_)));
    let taken = counts
        .iter()
        .chain(&others)
        .map(|argument| argument.taken(method, krate));
    let passed = arguments
        .iter()
        .filter(|argument| argument.argument.is_of_method());
    let passed: Vec<&Ident> = passed.map(|argument| &argument.value).collect();
    let raw = raw(method, krate, &names);
    let (call, after) = (
        call(method, library, &passed),
        after(method, &arguments, library, &names),
    );
    let value = Ident::new(
        if method.is_mutable {
            "value_mut"
        } else {
            "value"
        },
        span,
    );
    let on_panic = match status(method) {
        None => quote_spanned!(span=> ::core::option::Option::None),
        Some(ty) => quote_spanned! {span=>
            ::core::option::Option::Some(|| <#ty as #krate::plugin::ReturnedStatus>::PANICKED)
        },
    };
    let checked = checked(method, &arguments, &raw, krate);
    let called = called(&method.member.name(), library);
    let (name, implements) = (function(position), methods::name(library));
    // SAFETY of the expansion: the table is that of a `__FfiValue`, whose object the other side gives, with what the
    // signature says.
    quote_spanned! {span=>
        #(#cfgs)*
        #[allow(clippy::too_many_arguments, reason = "the function has as many")]
        unsafe extern #convention fn #name<__FfiValue: #implements>(
            __ffi_object: *mut ::core::ffi::c_void,
            #(#parameters),*
        ) -> #raw {
            #checked
            static __FFI_CALLED: #support::Called = #called;
            let __ffi_body = move || -> #raw {
                use #support::{AnyBehind as _, AnyGiven as _};
                #(#taken)*
                let __ffi_value = unsafe { #support::#value::<__FfiValue>(__ffi_object) };
                let __ffi_outcome = #call;
                #after
            };
            unsafe {
                #support::run::<__FfiValue, _>(__ffi_object, &__FFI_CALLED, #on_panic, __ffi_body)
            }
        }
    }
}

/// Has the compiler check that rustc compiles the function as C calls it.
fn checked(
    method: &Method,
    arguments: &[Crossed<'_>],
    raw: &TokenStream,
    krate: &syn::Path,
) -> TokenStream {
    let span = Span::mixed_site();
    let abi = Ident::new(method.abi.variant(), span);
    let types = arguments.iter().map(|argument| &argument.described);
    quote_spanned! {span=>
        const _: () = #krate::macro_support::check_function!(
            #abi, #raw, [*mut ::core::ffi::c_void, #(#types),*]
        );
    }
}

/// The type that C gets back.
fn raw(method: &Method, krate: &syn::Path, names: &Names) -> TokenStream {
    let span = Span::mixed_site();
    match &method.result {
        Output::Nothing | Output::Never => quote_spanned!(span=> ()),
        Output::Value(ty) => {
            let ty = erased(ty, names);
            if status(method).is_some() || plain_function_pointer(&ty).is_some() {
                return ty.into_token_stream();
            }
            quote_spanned!(span=> <#ty as #krate::ForeignArgument>::Raw)
        }
    }
}

/// Calls the method.
fn call(method: &Method, library: &Library, passed: &[&Ident]) -> TokenStream {
    let span = Span::mixed_site();
    let implements = methods::name(library);
    let function = if method.member.symbol.is_optional {
        quote_spanned!(span=> __ffi_method)
    } else {
        let ident = own_name(
            &method.member.ident,
            span.located_at(method.member.ident.span()),
        );
        quote_spanned!(span=> <__FfiValue as #implements>::#ident)
    };
    // SAFETY of the expansion: the other side keeps the duties of an `unsafe` function.
    let call = quote_spanned!(span=> #function(__ffi_value, #(#passed),*));
    let call = if method.is_unsafe {
        quote_spanned!(span=> unsafe { #call })
    } else {
        call
    };
    if !method.member.symbol.is_optional {
        return call;
    }
    let constant = methods::constant(method);
    quote_spanned! {span=>
        {
            let ::core::option::Option::Some(__ffi_method) = <__FfiValue as #implements>::#constant
            else {
                ::core::unreachable!("a function that is not there has no place in the table")
            };
            #call
        }
    }
}

/// Hands the outcome of the method back.
fn after(
    method: &Method,
    arguments: &[Crossed<'_>],
    library: &Library,
    names: &Names,
) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let outs: Vec<&Crossed<'_>> = arguments
        .iter()
        .filter(|argument| matches!(argument.argument.crossing, Crossing::Out(_)))
        .collect();
    let kept = kept_type(method, library).map(|_| format_ident!("__ffi_kept", span = span));
    let mut parts: Vec<Ident> = kept.iter().cloned().collect();
    parts.extend(outs.iter().map(|out| out.out.clone()));
    let pattern = match &parts[..] {
        [only] => only.to_token_stream(),
        parts => quote_spanned!(span=> (#(#parts),*)),
    };
    let written = outs.iter().map(|out| {
        let (ty, value, place) = (&out.ty, &out.out, &out.value);
        quote_spanned! {span=>
            let #value = <#ty as #krate::ForeignArgument>::into_raw(#value);
            unsafe { #krate::macro_support::write(#place, #value) }
        }
    });
    let Some(status) = status(method) else {
        let result = match &method.result {
            Output::Nothing | Output::Never => TokenStream::new(),
            Output::Value(ty) => {
                let ty = erased(ty, names);
                match plain_function_pointer(&ty) {
                    Some(_) => quote_spanned!(span=> #kept),
                    None => {
                        quote_spanned!(span=> <#ty as #krate::ForeignArgument>::into_raw(#kept))
                    }
                }
            }
        };
        return quote_spanned! {span=>
            let #pattern = __ffi_outcome;
            #(#written)*
            #result
        };
    };
    let of = quote_spanned!(span=> <#status as #krate::plugin::ReturnedStatus>);
    let success = match (&method.outcome.check, &kept) {
        (
            Some(Check {
                keeps_value: true, ..
            }),
            Some(kept),
        ) => quote_spanned!(span=> #of::from_value(#kept)),
        _ => quote_spanned!(span=> #of::SUCCESS),
    };
    quote_spanned! {span=>
        match __ffi_outcome {
            ::core::result::Result::Ok(#pattern) => {
                #(#written)*
                #success
            }
            ::core::result::Result::Err(__ffi_error) => #of::from_error(__ffi_error),
        }
    }
}

/// A type of a signature, without lifetimes of the call.
fn erased(ty: &Type, names: &Names) -> Type {
    let mut ty = ty.clone();
    erase(&mut ty, names);
    ty
}

/// A reference to one value, as the type of an argument.
pub(super) struct Reference<'t> {
    /// The type that it leads to.
    pub(super) target: &'t Type,
    pub(super) is_mutable: bool,
    /// Whether null is a value too.
    pub(super) is_optional: bool,
    /// Whether it may be kept for longer than the call, or be a part of the result.
    pub(super) has_lifetime: bool,
}

impl<'t> Reference<'t> {
    /// Of an argument that is no text and crosses as it is.
    pub(super) fn of(ty: &'t Type, crossing: &Crossing) -> Option<Self> {
        if !matches!(crossing, Crossing::Plain) || is_text(ty) {
            return None;
        }
        let inner = option(ty);
        let written = reference(inner.unwrap_or(ty))?;
        let lifetime = written.lifetime.as_ref();
        Some(Self {
            target: &written.elem,
            is_mutable: written.mutability.is_some(),
            is_optional: inner.is_some(),
            has_lifetime: lifetime.is_some_and(|lifetime| lifetime.ident != "_"),
        })
    }
}

/// An argument on its way from C to the method.
struct Crossed<'m> {
    argument: &'m Argument,
    /// The type that is written, without lifetimes of the call.
    ty: Type,
    /// The name of what C gave, of what became of it, and of a result that goes there.
    given: Ident,
    value: Ident,
    out: Ident,
    /// The type of the parameter, and the same as the check of the signature gets it.
    parameter: TokenStream,
    described: TokenStream,
}

impl<'m> Crossed<'m> {
    fn new(position: usize, argument: &'m Argument, names: &Names, krate: &syn::Path) -> Self {
        let span = Span::mixed_site();
        let name = |of: &str| format_ident!("__ffi_{}_{}", of, position, span = span);
        let ty = erased(&argument.ty, names);
        let behind = Reference::of(&ty, &argument.crossing).map(|behind| behind.target.clone());
        let described = match &argument.crossing {
            Crossing::Slice(_) => {
                quote_spanned!(span=> <#ty as #krate::lowering::ForeignSlice>::Pointer)
            }
            Crossing::Terminated(_) => {
                quote_spanned!(span=> *const <#ty as #krate::lowering::Terminated>::Unit)
            }
            Crossing::Out(_) => {
                quote_spanned!(span=> *mut <#ty as #krate::ForeignArgument>::Raw)
            }
            _ if is_text(&ty) => {
                quote_spanned!(span=> <#ty as #krate::lowering::ForeignResult<()>>::Raw)
            }
            _ if plain_function_pointer(&ty).is_some() && !is_option(&ty) => {
                quote_spanned!(span=> ::core::option::Option<#ty>)
            }
            _ => ty.to_token_stream(),
        };
        let is_value = matches!(argument.crossing, Crossing::Plain | Crossing::Count(_))
            && !is_text(&ty)
            && behind.is_none()
            && plain_function_pointer(&ty).is_none();
        let parameter = match &behind {
            Some(target) => quote_spanned!(span=> *mut #target),
            None if is_value => quote_spanned!(span=> ::core::mem::MaybeUninit<#described>),
            None => described.clone(),
        };
        // A function over any lifetime is no `ForeignType`, and a pointer.
        let described = match plain_function_pointer(&ty) {
            Some(_) if matches!(argument.crossing, Crossing::Plain) => {
                quote_spanned!(span=> *const ())
            }
            Some(_) | None => described,
        };
        Self {
            argument,
            ty,
            given: name("given"),
            value: name("value"),
            out: name("out"),
            parameter,
            described,
        }
    }

    /// The statement that makes the value, or ends the call.
    fn taken(&self, method: &Method, krate: &syn::Path) -> TokenStream {
        let span = Span::mixed_site();
        let support = quote_spanned!(span=> #krate::macro_support);
        let (ty, given, value) = (&self.ty, &self.given, &self.value);
        if let Some(behind) = Reference::of(&self.argument.ty, &self.argument.crossing) {
            return self.referred(&behind, method, krate);
        }
        let attempt = match &self.argument.crossing {
            Crossing::Slice(unit) => {
                let count = method.arguments.iter().position(|other| {
                    let own = method
                        .arguments
                        .iter()
                        .position(|argument| std::ptr::eq(argument, self.argument));
                    matches!((&other.crossing, own), (Crossing::Count(slices), Some(own))
                        if slices.contains(&own))
                });
                let count = format_ident!("__ffi_value_{}", count.unwrap_or(0), span = span);
                let in_bytes = *unit == Unit::Bytes;
                quote_spanned! {span=>
                    unsafe { <#ty as #support::GivenSlice>::given(#given, #count, #in_bytes) }
                }
            }
            Crossing::Terminated(_) => {
                quote_spanned!(span=> unsafe { <#ty as #support::GivenText>::given(#given) })
            }
            Crossing::Out(_) => quote_spanned!(span=> #support::place(#given)),
            Crossing::Count(_) => {
                let number = self.ended(
                    &quote_spanned!(span=> unsafe { #support::Given::<#ty>::take(#given) }),
                    method,
                    krate,
                );
                quote_spanned!(span=> #support::length::<#ty>(#number))
            }
            _ if is_text(ty) && is_option(ty) => {
                let of = quote_spanned!(span=> #krate::lowering::ForeignResult<()>);
                return quote_spanned! {span=>
                    let #value = unsafe { <#ty as #of>::from_raw(#given, &()) };
                };
            }
            _ if is_text(ty) => {
                let of = quote_spanned!(span=> #krate::lowering::ForeignResult<()>);
                let text = quote_spanned!(span=> ::core::option::Option<#ty>);
                quote_spanned! {span=>
                    #support::present(unsafe { <#text as #of>::from_raw(#given, &()) })
                }
            }
            _ if plain_function_pointer(ty).is_some() => {
                if is_option(ty) {
                    return quote_spanned!(span=> let #value = #given;);
                }
                quote_spanned!(span=> #support::present(#given))
            }
            _ => quote_spanned!(span=> unsafe { #support::Given::<#ty>::take(#given) }),
        };
        let taken = self.ended(&attempt, method, krate);
        quote_spanned!(span=> let #value = #taken;)
    }

    /// The same for a reference: what it leads to may be shorter than the method knows it.
    fn referred(&self, behind: &Reference<'_>, method: &Method, krate: &syn::Path) -> TokenStream {
        let span = Span::mixed_site();
        let support = quote_spanned!(span=> #krate::macro_support);
        let (ty, given, value, whole) = (&self.ty, &self.given, &self.value, &self.out);
        let Some(Reference { target, .. }) = Reference::of(ty, &self.argument.crossing) else {
            return TokenStream::new();
        };
        let is_mutable = behind.is_mutable;
        let kept = behind.has_lifetime.then(|| {
            quote_spanned! {span=>
const _: () = {
                    use #support::AnyBehind as _;
                    #support::assert_not_growing(#support::Behind::<#target>::IS_GROWING);
                };
            }
        });
        let attempt = quote_spanned! {span=>
            unsafe { #support::Behind::<#target>::whole(#given, #is_mutable) }
        };
        let taken = self.ended(&attempt, method, krate);
        let of = if is_mutable {
            quote_spanned!(span=> #support::reference_mut)
        } else {
            quote_spanned!(span=> #support::reference)
        };
        let there = quote_spanned!(span=> unsafe { #of(#whole.as_ptr()) });
        let there = if behind.is_optional {
            quote_spanned!(span=> #there.ok())
        } else {
            self.ended(&there, method, krate)
        };
        quote_spanned! {span=>
            #kept
            let mut #whole = #taken;
            let #value: #ty = #there;
        }
    }

    /// The value, or the end of the call.
    fn ended(&self, attempt: &TokenStream, method: &Method, krate: &syn::Path) -> TokenStream {
        let span = Span::mixed_site();
        let name = self.argument.ident.to_string();
        let refused = match status(method) {
            Some(status) => quote_spanned! {span=>
                ::core::result::Result::Err(_) => {
                    return <#status as #krate::plugin::ReturnedStatus>::REFUSED;
                }
            },
            None => quote_spanned! {span=>
                ::core::result::Result::Err(__ffi_refused) => __ffi_refused.refuse(#name),
            },
        };
        quote_spanned! {span=>
            match #attempt {
                ::core::result::Result::Ok(__ffi_taken) => __ffi_taken,
                #refused
            }
        }
    }
}
