//! Lifetimes of one call, and `'static` in their place where a type stands outside of a signature.

use std::collections::HashSet;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    BoundLifetimes, GenericArgument, GenericParam, Generics, Lifetime, PathArguments, ReturnType,
    Type, TypeParamBound, TypeReference, WherePredicate,
};

use crate::errors::{Errors, Message};
use crate::wording;

/// Names without the tick.
pub(crate) type Names = HashSet<String>;

/// The lifetimes that `for<'a, 'b>` binds.
pub(crate) fn bound(lifetimes: Option<&BoundLifetimes>) -> Names {
    let mut names = Names::new();
    let Some(bound) = lifetimes else {
        return names;
    };
    for parameter in &bound.lifetimes {
        match parameter {
            GenericParam::Lifetime(parameter) => {
                names.insert(parameter.lifetime.ident.to_string());
            }
            GenericParam::Type(_) | GenericParam::Const(_) => {}
        }
    }
    names
}

/// The lifetimes that a signature declares.
pub(crate) fn declared(generics: &Generics) -> Names {
    let parameters = generics.lifetimes();
    let names = parameters.map(|parameter| parameter.lifetime.ident.to_string());
    names.collect()
}

/// Reports parameters that are no lifetimes, with `message`, and what a `where` clause says of others.
pub(crate) fn check_only(generics: &Generics, message: Message, errors: &mut Errors) {
    for parameter in &generics.params {
        if !matches!(parameter, GenericParam::Lifetime(_)) {
            errors.over(parameter, message.clone());
        }
    }
    let clause = generics.where_clause.iter();
    for predicate in clause.flat_map(|clause| &clause.predicates) {
        if !matches!(predicate, WherePredicate::Lifetime(_)) {
            errors.over(predicate, wording::WHERE_CLAUSE);
        }
    }
}

/// A type in which lifetimes of these names are `'static`.
pub(crate) fn erased(tokens: TokenStream, lifetimes: &Names) -> TokenStream {
    if lifetimes.is_empty() {
        return tokens;
    }
    let mut after_tick = false;
    let each = tokens.into_iter().map(|token| {
        let is_name = std::mem::replace(
            &mut after_tick,
            matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\''),
        );
        match token {
            TokenTree::Ident(name) if is_name && lifetimes.contains(&name.to_string()) => {
                Ident::new("static", name.span()).into()
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), erased(group.stream(), lifetimes));
                inner.set_span(group.span());
                inner.into()
            }
            other => other,
        }
    });
    each.collect()
}

/// The lifetimes that tokens name, but for `'static` and `'_`.
pub(crate) fn named(tokens: TokenStream) -> Vec<Ident> {
    let mut found = Vec::new();
    let mut after_tick = false;
    for token in tokens {
        let is_name = std::mem::replace(
            &mut after_tick,
            matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\''),
        );
        match token {
            TokenTree::Ident(name) if is_name && name != "static" && name != "_" => {
                found.push(name);
            }
            TokenTree::Group(group) => found.extend(named(group.stream())),
            _ => {}
        }
    }
    found
}

/// Makes the lifetimes `'static` that a signature leaves out, or that it binds and that have one of
/// these names. Returns the first place where it did so: a reference, or a lifetime.
///
/// Function pointers inside the type leave out lifetimes of their own. Those that a path leaves out
/// altogether (`Node` for `Node<'_>`) cannot be seen; rustc asks for them.
pub(crate) fn erase(ty: &mut Type, names: &Names) -> Option<TokenStream> {
    let mut eraser = Eraser {
        names,
        lifetime: Lifetime::new("'static", Span::mixed_site()),
        elided: true,
        first: None,
        count: 0,
    };
    eraser.ty(ty);
    eraser.first
}

/// Puts a lifetime into the places where a type of a signature leaves one out. Returns the number of places.
pub(crate) fn name_elided(ty: &mut Type, lifetime: &Lifetime) -> usize {
    let mut eraser = Eraser {
        names: &Names::new(),
        lifetime: lifetime.clone(),
        elided: true,
        first: None,
        count: 0,
    };
    eraser.ty(ty);
    eraser.count
}

struct Eraser<'n> {
    names: &'n Names,
    /// The lifetime that comes into their place.
    lifetime: Lifetime,
    /// Whether a lifetime that is left out is one of the signature.
    elided: bool,
    first: Option<TokenStream>,
    count: usize,
}

impl Eraser<'_> {
    fn ty(&mut self, ty: &mut Type) {
        match ty {
            Type::Reference(reference) => self.reference(reference),
            Type::Array(array) => self.ty(&mut array.elem),
            Type::Group(group) => self.ty(&mut group.elem),
            Type::Paren(paren) => self.ty(&mut paren.elem),
            Type::Ptr(pointer) => self.ty(&mut pointer.elem),
            Type::Slice(slice) => self.ty(&mut slice.elem),
            Type::Tuple(tuple) => tuple.elems.iter_mut().for_each(|ty| self.ty(ty)),
            Type::FnPtr(pointer) => {
                let outer = std::mem::replace(&mut self.elided, false);
                pointer
                    .inputs
                    .iter_mut()
                    .for_each(|input| self.ty(&mut input.ty));
                self.output(&mut pointer.output);
                self.elided = outer;
            }
            Type::Path(path) => {
                if let Some(qself) = &mut path.qself {
                    self.ty(&mut qself.ty);
                }
                self.path(&mut path.path);
            }
            Type::TraitObject(object) => self.bounds(object.bounds.iter_mut()),
            Type::ImplTrait(opaque) => self.bounds(opaque.bounds.iter_mut()),
            // Neither has lifetimes that can be seen.
            _ => {}
        }
    }

    fn reference(&mut self, reference: &mut TypeReference) {
        let written = reference.to_token_stream();
        let is_erased = match &reference.lifetime {
            None => self.elided,
            Some(lifetime) => self.belongs(lifetime),
        };
        if is_erased {
            self.first.get_or_insert(written);
            let span = match &reference.lifetime {
                None => reference.and_token.span,
                Some(lifetime) => lifetime.span(),
            };
            reference.lifetime = Some(self.placed(span));
        }
        self.ty(&mut reference.elem);
    }

    fn path(&mut self, path: &mut syn::Path) {
        for segment in &mut path.segments {
            match &mut segment.arguments {
                PathArguments::None => {}
                PathArguments::AngleBracketed(arguments) => {
                    for argument in &mut arguments.args {
                        match argument {
                            GenericArgument::Lifetime(lifetime) => self.lifetime(lifetime),
                            GenericArgument::Type(ty) => self.ty(ty),
                            GenericArgument::AssocType(associated) => self.ty(&mut associated.ty),
                            _ => {}
                        }
                    }
                }
                PathArguments::Parenthesized(arguments) => {
                    let outer = std::mem::replace(&mut self.elided, false);
                    arguments
                        .inputs
                        .iter_mut()
                        .for_each(|input| self.ty(&mut input.ty));
                    self.output(&mut arguments.output);
                    self.elided = outer;
                }
            }
        }
    }

    fn output(&mut self, output: &mut ReturnType) {
        if let ReturnType::Type(_, ty) = output {
            self.ty(ty);
        }
    }

    fn bounds<'b>(&mut self, bounds: impl Iterator<Item = &'b mut TypeParamBound>) {
        for bound in bounds {
            match bound {
                TypeParamBound::Trait(bound) => self.path(&mut bound.path),
                TypeParamBound::Lifetime(lifetime) => self.lifetime(lifetime),
                _ => {}
            }
        }
    }

    fn lifetime(&mut self, lifetime: &mut Lifetime) {
        if self.belongs(lifetime) {
            self.first.get_or_insert(lifetime.to_token_stream());
            *lifetime = self.placed(lifetime.span());
        }
    }

    /// The lifetime, at the place of another.
    fn placed(&mut self, place: Span) -> Lifetime {
        self.count += 1;
        let mut lifetime = self.lifetime.clone();
        lifetime.set_span(lifetime.span().located_at(place));
        lifetime
    }

    /// Whether it is a lifetime of the signature.
    fn belongs(&self, lifetime: &Lifetime) -> bool {
        let name = lifetime.ident.to_string();
        self.names.contains(&name) || (name == "_" && self.elided)
    }
}
