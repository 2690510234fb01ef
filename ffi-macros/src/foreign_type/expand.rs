//! *Expand*: the descriptor as a constant. The last stage.
//!
//! Size, alignment and offsets come from the compiler, so that `packed`, `align` and nesting need
//! no rule here. The bound or projection of a field stands at the field's type, which is where
//! rustc then says that a type cannot cross.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Attribute, Generics, Ident, Member, Path, parse_quote_spanned};

use super::lower::INTEGERS;
use super::model::{Described, Field, Shape};
use super::parse::Syntax;
use super::{chain, confirmed, expand_defaults, info, invalid, mirror};
use crate::rewrite::own_name;
use crate::spans::derived_at_type;
use crate::types::{plain_function_pointer, reference, reference_descriptor};
use crate::wording;

pub(crate) fn expand(described: &Described) -> TokenStream {
    let Described {
        krate,
        ident,
        shape,
        ..
    } = described;
    let span = Span::mixed_site();
    let value = match shape {
        Shape::Struct(fields) => aggregate(described, fields, "Struct"),
        Shape::Union(fields) => aggregate(described, fields, "Union"),
        Shape::Transparent(field) => field_descriptor(krate, field),
        // As `repr` understands it, whatever the name means in the user's scope.
        Shape::Integer(integer, _) => {
            descriptor(krate, quote_spanned!(span=> ::core::primitive::#integer))
        }
        Shape::CEnum(variants) => c_enum(krate, variants),
    };
    let mut generics = described.generics.clone();
    let is_bound =
        |field: &&Field| field.is_generic && plain_function_pointer(field.spelled()).is_none();
    for field in shape.fields().iter().filter(is_bound) {
        let ty = field.described();
        let bound = parse_quote_spanned!(span=> #ty: #krate::ForeignType);
        generics.make_where_clause().predicates.push(bound);
    }
    let all = confirmed::all(described);
    let (in_constant, at_once) = if generics.params.is_empty() {
        (None, Some(all))
    } else {
        (Some(all), None)
    };
    let checks = shape
        .fields()
        .iter()
        .filter(|field| field.is_generic)
        .map(|field| {
            let ty = field_descriptor(krate, field);
            let message = wording::void_field(&name(ident), &field_name(&field.member));
            quote_spanned! {span=>
                ::core::assert!(
                    #ty.size() > 0 || ::core::matches!(#ty, #krate::Type::Array(_)),
                    #message
                );
            }
        });
    let value = quote_spanned!(span=> #in_constant #(#checks)* #value);
    let allowed = described.has_deprecated.then(|| -> Attribute {
        parse_quote_spanned!(span=> #[allow(deprecated, reason = "the offset of a deprecated field")])
    });
    let levels: Vec<Attribute> = allowed
        .into_iter()
        .chain(described.levels.clone())
        .collect();
    let (closed, enums) = (closed(krate, shape), enums(described));
    let info = info::expand(described);
    let constants = quote_spanned!(span=> #closed #enums #info);
    let implementation = implement(krate, ident, &levels, &generics, &value, &constants);
    let variadic = variadic(described, &generics);
    let nullable = nullable(described, &generics);
    let defaults = expand_defaults::all(described, &levels);
    let (invalid, mirror) = (invalid::expand(described), mirror::expand(described));
    let chain = chain::expand(described, &generics);
    let growing = info::growing(described);
    let at_once = at_once.map(|checks| quote_spanned!(span=> const _: () = { #checks };));
    quote!(#implementation #variadic #nullable #defaults #invalid #mirror #chain #growing #at_once)
}

/// After an error: an implementation that nothing runs.
pub(crate) fn stub(syntax: &Syntax) -> TokenStream {
    let krate = &syntax.krate;
    let value = quote_spanned!(Span::mixed_site()=> #krate::Type::U8);
    let item = &syntax.item;
    let nothing = TokenStream::new();
    implement(krate, &item.ident, &[], &item.generics, &value, &nothing)
}

fn implement(
    krate: &Path,
    ident: &Ident,
    levels: &[Attribute],
    generics: &Generics,
    value: &TokenStream,
    others: &TokenStream,
) -> TokenStream {
    let span = Span::mixed_site();
    let own = own_name(ident, span);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    // SAFETY of the expansion: the descriptor has the compiler's own numbers, and the types of the
    // fields describe themselves.
    quote_spanned! {span=>
        #[automatically_derived]
        #(#levels)*
        unsafe impl #impl_generics #krate::ForeignType for #own #type_generics #where_clause {
            const TYPE: #krate::Type<'static> = { #value };
            #others
        }
    }
}

/// The `Option` of a handle: of a transparent struct around a pointer or an integer that is never 0, as its type is
/// spelled. The bound has the compiler confirm the name.
fn nullable(described: &Described, generics: &Generics) -> Option<TokenStream> {
    let Shape::Transparent(field) = &described.shape else {
        return None;
    };
    if field.with.is_some() || !is_never_zero(&field.ty) {
        return None;
    }
    let span = Span::mixed_site();
    let (krate, ty) = (&described.krate, &field.ty);
    let own = own_name(&described.ident, span);
    let mut generics = generics.clone();
    let bound = parse_quote_spanned!(span=> #ty: #krate::macro_support::Nullable);
    generics.make_where_clause().predicates.push(bound);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    // SAFETY of the expansion: the standard library guarantees it of a transparent struct around such a type.
    Some(quote_spanned! {span=>
        #[automatically_derived]
        unsafe impl #impl_generics #krate::macro_support::Nullable for #own #type_generics #where_clause {}
    })
}

/// Whether a type is spelled as one that is never null or 0: a reference, a `NonNull` or a `NonZero`.
fn is_never_zero(ty: &syn::Type) -> bool {
    let syn::Type::Path(path) = ty else {
        return reference(ty).is_some();
    };
    let last = path.path.segments.last().map(|last| last.ident.to_string());
    last.is_some_and(|name| match name.strip_prefix("NonZero") {
        Some("") => true,
        // `NonZeroU32` and the other aliases of the standard library.
        Some(integer) => INTEGERS.contains(&integer.to_lowercase().as_str()),
        None => name == "NonNull",
    })
}

/// The type as an argument in place of `...`. C promotes an enum that is narrower than `int`; a transparent struct
/// around such an integer or a `float` is refused where it is passed.
fn variadic(described: &Described, generics: &Generics) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &described.krate;
    let own = own_name(&described.ident, span);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let is_narrow = |integer: &Ident| {
        ["i8", "u8", "i16", "u16"]
            .iter()
            .any(|name| integer == name)
    };
    let (promoted, value) = match &described.shape {
        Shape::Integer(integer, _) if is_narrow(integer) => (
            quote_spanned!(span=> ::core::ffi::c_int),
            quote_spanned!(span=> self as ::core::ffi::c_int),
        ),
        Shape::Struct(_)
        | Shape::Union(_)
        | Shape::Transparent(_)
        | Shape::Integer(..)
        | Shape::CEnum(_) => (quote_spanned!(span=> Self), quote_spanned!(span=> self)),
    };
    // SAFETY of the expansion: C promotes integers that are narrower than `int`, and no others.
    quote_spanned! {span=>
        #[automatically_derived]
        unsafe impl #impl_generics #krate::VariadicArgument for #own #type_generics #where_clause {
            type Promoted = #promoted;
            fn promote(self) -> #promoted { #value }
        }
    }
}

/// The constant that says whether some bytes are no value: an enum has only the values that it lists, and a struct is as closed
/// as its fields are. A union has any bytes.
fn closed(krate: &Path, shape: &Shape) -> TokenStream {
    let span = Span::mixed_site();
    let kind = |name: &str| {
        let name = Ident::new(name, span);
        quote_spanned!(span=> #krate::types::Closed::#name)
    };
    let closed = match shape {
        Shape::Struct(_) | Shape::Transparent(_) => {
            open_and_closed(shape).fold(kind("No"), |closed, field| {
                let of = quote_spanned!(span=> #krate::ForeignType);
                let field = derived_at_type(field.described(), &of, "CLOSED");
                quote_spanned!(span=> #closed.or(#field))
            })
        }
        Shape::Union(_) => kind("No"),
        Shape::Integer(..) | Shape::CEnum(_) => kind("Mutable"),
    };
    quote_spanned!(span=> const CLOSED: #krate::types::Closed = #closed;)
}

/// The fields that may be closed: any bytes are a pointer, and the integer inside of flags.
fn open_and_closed(shape: &Shape) -> impl Iterator<Item = &Field> {
    shape.fields().iter().filter(|field| {
        let ty = field.spelled();
        let is_pointer = plain_function_pointer(ty).is_some() || reference(ty).is_some();
        !is_pointer && !field.is_flags()
    })
}

/// The numbers of an enum, and where in other types there are enums.
fn enums(described: &Described) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let Described { krate, shape, .. } = described;
    let of = quote_spanned!(span=> #krate::ForeignType);
    let in_field = |field: &Field| derived_at_type(field.described(), &of, "ENUMS");
    let value = match shape {
        Shape::Struct(_) | Shape::Union(_) => {
            let mut rows = Vec::new();
            // Without one of its members a union would look as if all had an enum.
            let is_union = matches!(shape, Shape::Union(_));
            let fields = open_and_closed(shape).collect::<Vec<_>>();
            if fields.is_empty() || is_union && fields.len() < shape.fields().len() {
                return None;
            }
            for field in fields {
                let (member, enums) = (&field.member, in_field(field));
                rows.push(quote_spanned! {span=>
                    (::core::mem::offset_of!(Self, #member), #enums)
                });
            }
            let function = Ident::new(if is_union { "of_members" } else { "of_fields" }, span);
            quote_spanned!(span=> #krate::types::Enums::#function(&const { [#(#rows),*] }))
        }
        Shape::Transparent(_) => in_field(open_and_closed(shape).next()?),
        Shape::Integer(_, variants) | Shape::CEnum(variants) => {
            let name = name(&described.ident);
            quote_spanned! {span=>
                #krate::types::Enums::One(&const {
                    #krate::types::ClosedEnum::new(
                        #name,
                        <Self as #krate::ForeignType>::TYPE,
                        &const {
                            #krate::types::ClosedEnum::ascending(
                                [#(Self::#variants {} as ::core::primitive::i64),*]
                            )
                        },
                    )
                })
            }
        }
    };
    Some(quote_spanned!(span=> const ENUMS: #krate::types::Enums = #value;))
}

/// A struct or union, field by field.
fn aggregate(described: &Described, fields: &[Field], variant: &str) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &described.krate;
    let variant = Ident::new(variant, span);
    let aggregate_name = name(&described.ident);
    let rows = fields.iter().map(|field| {
        let (member, field_name) = (&field.member, field_name(&field.member));
        let ty = field_descriptor(krate, field);
        quote_spanned! {span=>
            #krate::types::Field {
                name: #field_name,
                offset: ::core::mem::offset_of!(Self, #member),
                ty: #ty,
            }
        }
    });
    quote_spanned! {span=>
        #krate::Type::#variant(&const {
            #krate::types::Aggregate {
                name: #aggregate_name,
                size: ::core::mem::size_of::<Self>(),
                align: ::core::mem::align_of::<Self>(),
                fields: &const { [#(#rows),*] },
            }
        })
    }
}

/// The integer that C gives an enum: `int`, or wider if a value needs it; unsigned if none is
/// negative.
fn c_enum(krate: &Path, variants: &[Ident]) -> TokenStream {
    let span = Span::mixed_site();
    quote_spanned! {span=>
        let __ffi_signed = false #(|| (Self::#variants as ::core::primitive::i128) < 0)*;
        match (::core::mem::size_of::<Self>(), __ffi_signed) {
            (1, true) => #krate::Type::I8,
            (1, false) => #krate::Type::U8,
            (2, true) => #krate::Type::I16,
            (2, false) => #krate::Type::U16,
            (4, true) => #krate::Type::I32,
            (4, false) => #krate::Type::U32,
            (8, true) => #krate::Type::I64,
            (8, false) => #krate::Type::U64,
            _ => ::core::panic!("a C enum is 1, 2, 4 or 8 bytes wide"),
        }
    }
}

fn field_descriptor(krate: &Path, field: &Field) -> TokenStream {
    // A generic field is described through the bound that the implementation has for it.
    if let Some(reference) = reference(field.spelled()).filter(|_| !field.is_generic) {
        return reference_descriptor(reference, krate, |tokens| tokens);
    }
    let plain = plain_function_pointer(field.spelled());
    let ty = plain.unwrap_or_else(|| field.described().to_token_stream());
    descriptor(krate, ty)
}

/// `<T as ForeignType>::TYPE`, at the place of the type.
fn descriptor(krate: &Path, ty: TokenStream) -> TokenStream {
    derived_at_type(
        &ty,
        &quote_spanned!(Span::mixed_site()=> #krate::ForeignType),
        "TYPE",
    )
}

pub(super) fn name(ident: &Ident) -> String {
    ident.unraw().to_string()
}

pub(super) fn field_name(member: &Member) -> String {
    match member {
        Member::Named(ident) => name(ident),
        Member::Unnamed(index) => index.index.to_string(),
    }
}
