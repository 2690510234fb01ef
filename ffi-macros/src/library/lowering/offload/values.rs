//! *Expand*, the values that a worker thread owns: of each a reference is made, or it is passed as it is.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::Type;

use super::super::super::call::returned;
use super::super::super::model::{Argument, Library, Method};
use super::super::expand::numbered;
use super::super::model::Crossing;
use super::super::types::optional_element;
use super::super::{closure, handles};
use crate::lifetimes::{self, declared};
use crate::rewrite::foreign_name;
use crate::spans::called_with_type;
use crate::types::reference;

/// The arguments of the two methods, and the result.
#[derive(Default)]
pub(super) struct Values {
    /// The types of values that come back.
    pub(super) generics: Vec<TokenStream>,
    /// Names and types of the parameters.
    pub(super) parameters: Vec<(TokenStream, TokenStream)>,
    /// Checks of types by the compiler, at their places.
    pub(super) checks: TokenStream,
    /// Statements that make references of the values.
    pub(super) references: TokenStream,
    /// The arguments of the blocking method.
    pub(super) passed: Vec<TokenStream>,
    pub(super) result: TokenStream,
    /// The values that come back.
    pub(super) given_back: Vec<Ident>,
    /// Whether the function returns something.
    has_result: bool,
}

impl Values {
    pub(super) fn of(method: &Method, library: &Library) -> Self {
        let mut values = Self::default();
        let mut parts: Vec<TokenStream> = result(method, library).into_iter().collect();
        values.has_result = !parts.is_empty();
        for (position, argument) in method.arguments.iter().enumerate() {
            if argument.is_of_method() {
                parts.extend(values.add(position, argument, method, library));
            }
        }
        values.result = match parts.len() {
            1 => parts.remove(0),
            _ => quote_spanned!(Span::mixed_site()=> (#(#parts),*)),
        };
        values
    }

    /// Adds an argument; the type of its value, if that comes back.
    fn add(
        &mut self,
        position: usize,
        argument: &Argument,
        method: &Method,
        library: &Library,
    ) -> Option<TokenStream> {
        let span = Span::mixed_site();
        let krate = &library.krate;
        let ident = foreign_name(&argument.ident);
        let Some(lent) = lent(argument, method) else {
            let ty = if let Crossing::Closure(closure) = &argument.crossing {
                let closure = closure::argument_type(closure, None);
                quote_spanned!(span=> #closure + ::core::marker::Send + 'static)
            } else {
                let ty = erased(&argument.ty, method).into_token_stream();
                let of = quote_spanned!(span=> #krate::macro_support);
                let check = called_with_type(&ty, &of, "owned_by_worker");
                self.checks.extend(quote_spanned!(span=> #check;));
                ty
            };
            self.parameters.push((ident.to_token_stream(), ty));
            self.passed.push(ident.into_token_stream());
            return None;
        };
        let (owner, lend, mutable) = if lent.is_mutable {
            ("LendMut", "lend_mut", Some(quote_spanned!(span=> mut)))
        } else {
            ("Lend", "lend", None)
        };
        let (owner, lend) = (Ident::new(owner, span), Ident::new(lend, span));
        let pointee = &lent.pointee;
        let lend = quote_spanned!(span=> #krate::macro_support::#owner::<#pointee>::#lend);
        let (guard, name) = (numbered("guard", position), reference_name(position));
        let option = quote_spanned!(span=> ::core::option::Option);
        let (guarded, reference) = if lent.is_optional {
            let [borrow, deref] = if lent.is_mutable {
                ["as_mut", "as_deref_mut"]
            } else {
                ["as_ref", "as_deref"]
            };
            let (borrow, deref) = (Ident::new(borrow, span), Ident::new(deref, span));
            (
                quote_spanned!(span=> #option::map(#option::#borrow(& #mutable #ident), #lend)),
                quote_spanned!(span=> #option::#deref(& #mutable #guard)),
            )
        } else {
            (
                quote_spanned!(span=> #lend(& #mutable #ident)),
                quote_spanned!(span=> & #mutable *#guard),
            )
        };
        self.references.extend(quote_spanned! {span=>
            let #mutable #guard = #guarded;
            let #name = #reference;
        });
        self.passed.push(name.into_token_stream());
        let mut value = quote_spanned!(span=> impl #krate::macro_support::#owner<#pointee>);
        if lent.is_mutable {
            let generic = format_ident!("__FfiOwned{}", position, span = span);
            self.generics
                .push(quote_spanned!(span=> #generic: #krate::macro_support::#owner<#pointee>));
            self.given_back.push(ident.clone());
            value = generic.into_token_stream();
        }
        if lent.is_optional {
            value = quote_spanned!(span=> ::core::option::Option<#value>);
        }
        let pattern = quote_spanned!(span=> #mutable #ident);
        self.parameters.push((pattern, value.clone()));
        lent.is_mutable.then_some(value)
    }

    /// The result of the call, and the values that come back.
    pub(super) fn returned(&self, result: &TokenStream) -> TokenStream {
        let span = Span::mixed_site();
        let given_back = &self.given_back;
        match (self.has_result, &given_back[..]) {
            (_, []) => result.clone(),
            (true, _) => quote_spanned!(span=> (#result, #(#given_back),*)),
            (false, [one]) => quote_spanned!(span=> { let () = #result; #one }),
            (false, _) => quote_spanned!(span=> { let () = #result; (#(#given_back),*) }),
        }
    }
}

/// The type that the blocking method returns, if it returns something.
fn result(method: &Method, library: &Library) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let is_optional = method.member.symbol.is_optional;
    let result = if method.is_lowered() {
        handles::result(method, library)
    } else {
        let result = returned(method, true);
        if is_optional {
            quote_spanned!(span=> ::core::result::Result<#result, #krate::MissingSymbol>)
        } else {
            result
        }
    };
    (result.to_string() != "()").then_some(result)
}

/// A reference that the worker thread makes.
struct Lent {
    pointee: Type,
    is_mutable: bool,
    is_optional: bool,
}

fn lent(argument: &Argument, method: &Method) -> Option<Lent> {
    if let Crossing::Closure(_) = argument.crossing {
        return None;
    }
    let optional = optional_element(&argument.ty);
    let reference = reference(optional.unwrap_or(&argument.ty))?;
    let is_static = |lifetime: &syn::Lifetime| lifetime.ident == "static";
    if reference.lifetime.as_ref().is_some_and(is_static) {
        return None;
    }
    Some(Lent {
        pointee: erased(&reference.elem, method),
        is_mutable: reference.mutability.is_some(),
        is_optional: optional.is_some(),
    })
}

/// Whether the worker thread makes a reference of the value of an argument.
pub(super) fn is_lent(argument: &Argument, method: &Method) -> bool {
    lent(argument, method).is_some()
}

/// The name of a reference that the worker thread makes.
pub(super) fn reference_name(position: usize) -> Ident {
    numbered("lent", position)
}

/// A type whose lifetimes are `'static`, as those of everything that a worker thread owns.
pub(super) fn erased(ty: &Type, method: &Method) -> Type {
    let mut ty = ty.clone();
    lifetimes::erase(&mut ty, &declared(&method.generics));
    ty
}
