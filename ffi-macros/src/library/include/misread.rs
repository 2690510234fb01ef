//! *Lower*, the types that bindgen has no Rust type for: what it writes instead is passed in other registers.
//!
//! In: the items of the file. Out: for each signature the first such type. A pointer to such a type is right, except
//! to a `va_list`, which C passes by itself.

use std::collections::HashMap;

use syn::punctuated::Punctuated;
use syn::{
    Field, Fields, FieldsNamed, FnArg, GenericArgument, Item, PathArguments, PathSegment,
    ReturnType, Signature, Token, Type,
};

/// A type of C that bindgen writes as another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misread {
    /// `long double` and `__float128`, which become `u128`.
    LongDouble,
    /// `va_list`, which on some targets is an array that decays to a pointer, on others a struct.
    VaList,
    /// `_Complex`, which becomes a struct.
    Complex,
    /// `_Float16`, which becomes an integer.
    Half,
}

/// The deepest that types contain each other, before a file is not bindgen's any more.
const DEEPEST: usize = 100;

impl Misread {
    pub(crate) const ALL: [Self; 4] = [Self::LongDouble, Self::VaList, Self::Complex, Self::Half];

    /// The word in the option `skip`.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::LongDouble => "long_double",
            Self::VaList => "va_list",
            Self::Complex => "complex",
            Self::Half => "half",
        }
    }

    fn named(name: &str) -> Option<Self> {
        match name {
            "u128" | "i128" => Some(Self::LongDouble),
            "__va_list_tag" | "__va_list" | "va_list" | "__builtin_va_list" | "__gnuc_va_list" => {
                Some(Self::VaList)
            }
            "__BindgenComplex" => Some(Self::Complex),
            "__BindgenFloat16" => Some(Self::Half),
            _ => None,
        }
    }

    /// Whether a struct that contains the type is passed in other registers too.
    const fn counts_inside(self) -> bool {
        match self {
            Self::LongDouble | Self::Half => true,
            Self::VaList | Self::Complex => false,
        }
    }
}

/// The types that a file defines, by their names.
pub(super) struct Scope<'f> {
    types: HashMap<String, Defined<'f>>,
    has_wide_integers: bool,
}

/// A type that the file defines.
#[derive(Clone, Copy)]
enum Defined<'f> {
    Alias(&'f Type),
    Struct(&'f Fields),
    Union(&'f FieldsNamed),
}

impl<'f> Defined<'f> {
    fn alias(self) -> Option<&'f Type> {
        match self {
            Self::Alias(ty) => Some(ty),
            Self::Struct(_) | Self::Union(_) => None,
        }
    }

    fn fields(self) -> Option<&'f Punctuated<Field, Token![,]>> {
        match self {
            Self::Struct(Fields::Named(fields)) | Self::Union(fields) => Some(&fields.named),
            Self::Struct(Fields::Unnamed(fields)) => Some(&fields.unnamed),
            Self::Struct(Fields::Unit) | Self::Alias(_) => None,
        }
    }
}

impl<'f> Scope<'f> {
    /// With wide integers, those of 16 bytes are such in C, and not read from a `long double`.
    pub(super) fn of(items: &'f [Item], has_wide_integers: bool) -> Self {
        let mut types = HashMap::new();
        for item in items {
            let (name, defined) = match item {
                Item::Type(item) => (&item.ident, Defined::Alias(&item.ty)),
                Item::Struct(item) => (&item.ident, Defined::Struct(&item.fields)),
                Item::Union(item) => (&item.ident, Defined::Union(&item.fields)),
                _ => continue,
            };
            types.insert(name.to_string(), defined);
        }
        Self {
            types,
            has_wide_integers,
        }
    }

    /// The first type of a signature that is misread.
    pub(super) fn signature(&self, signature: &Signature) -> Option<Misread> {
        for input in &signature.inputs {
            if let FnArg::Typed(argument) = input {
                let misread = self.passed(&argument.ty, DEEPEST);
                if misread.is_some() {
                    return misread;
                }
            }
        }
        self.passed(output(&signature.output)?, DEEPEST)
    }

    /// A type that is passed by itself.
    fn passed(&self, ty: &Type, depth: usize) -> Option<Misread> {
        let depth = depth.checked_sub(1)?;
        match ty {
            Type::Paren(inner) => self.passed(&inner.elem, depth),
            Type::Group(inner) => self.passed(&inner.elem, depth),
            Type::Array(array) => self.passed(&array.elem, depth),
            Type::Ptr(pointer) => self.pointed(&pointer.elem, depth),
            Type::Reference(reference) => self.pointed(&reference.elem, depth),
            Type::FnPtr(pointer) => {
                for argument in &pointer.inputs {
                    let misread = self.passed(&argument.ty, depth);
                    if misread.is_some() {
                        return misread;
                    }
                }
                self.passed(output(&pointer.output)?, depth)
            }
            Type::Path(path) => {
                let segment = path.path.segments.last()?;
                let name = segment.ident.to_string();
                if let Some(misread) = self.named(&name) {
                    return Some(misread);
                }
                if let Some(alias) = self.alias(&name) {
                    return self.passed(alias, depth);
                }
                for argument in arguments(segment).into_iter().flatten() {
                    if let GenericArgument::Type(ty) = argument {
                        let misread = self.passed(ty, depth);
                        if misread.is_some() {
                            return misread;
                        }
                    }
                }
                self.contained(ty, depth)
            }
            _ => None,
        }
    }

    /// A type behind a pointer, where only a `va_list` counts.
    fn pointed(&self, ty: &Type, depth: usize) -> Option<Misread> {
        let depth = depth.checked_sub(1)?;
        match ty {
            Type::Paren(inner) => self.pointed(&inner.elem, depth),
            Type::Group(inner) => self.pointed(&inner.elem, depth),
            Type::Path(path) => {
                let name = path.path.segments.last()?.ident.to_string();
                self.named(&name)
                    .filter(|misread| *misread == Misread::VaList)
                    .or_else(|| self.pointed(self.alias(&name)?, depth))
            }
            _ => None,
        }
    }

    /// A type that is part of an aggregate, where pointers are no more than pointers.
    fn contained(&self, ty: &Type, depth: usize) -> Option<Misread> {
        let depth = depth.checked_sub(1)?;
        match ty {
            Type::Paren(inner) => self.contained(&inner.elem, depth),
            Type::Group(inner) => self.contained(&inner.elem, depth),
            Type::Array(array) => self.contained(&array.elem, depth),
            Type::Path(path) => {
                let segment = path.path.segments.last()?;
                let name = segment.ident.to_string();
                if let Some(misread) = self.named(&name) {
                    return misread.counts_inside().then_some(misread);
                }
                let defined = self.types.get(&name).copied();
                if let Some(alias) = defined.and_then(Defined::alias) {
                    return self.contained(alias, depth);
                }
                for argument in arguments(segment).into_iter().flatten() {
                    if let GenericArgument::Type(ty) = argument {
                        let misread = self.contained(ty, depth);
                        if misread.is_some() {
                            return misread;
                        }
                    }
                }
                for field in defined.and_then(Defined::fields).into_iter().flatten() {
                    let misread = self.contained(&field.ty, depth);
                    if misread.is_some() {
                        return misread;
                    }
                }
                None
            }
            _ => None,
        }
    }

    fn alias(&self, name: &str) -> Option<&'f Type> {
        self.types.get(name).copied().and_then(Defined::alias)
    }

    fn named(&self, name: &str) -> Option<Misread> {
        let is_meant =
            |misread: &Misread| !(self.has_wide_integers && *misread == Misread::LongDouble);
        Misread::named(name).filter(is_meant)
    }
}

fn output(output: &ReturnType) -> Option<&Type> {
    match output {
        ReturnType::Type(_, ty) => Some(ty),
        ReturnType::Default => None,
    }
}

/// The `T` of `Option<T>`.
fn arguments(segment: &PathSegment) -> Option<&Punctuated<GenericArgument, Token![,]>> {
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn misread_types_are_found_where_they_are_passed() {
        let file: syn::File = parse_quote! {
            pub type _Float64x = u128;
            pub type va_list = [__va_list_tag; 1usize];
            pub struct Wide { pub a: c_int, pub b: [_Float64x; 2usize] }
            pub struct Outer { pub wide: Wide }
            pub union Either { pub outer: ManuallyDrop<Outer>, pub b: c_int }
            pub struct Behind { pub wide: *mut Wide, pub call: Option<unsafe extern "C" fn(x: u128)> }
            pub type Callback = ::std::option::Option<unsafe extern "C" fn(x: f64) -> u128>;
            pub struct Loop { inner: Loop }
        };
        let scope = Scope::of(&file.items, false);
        let rows: [(Type, Option<Misread>); 15] = [
            (parse_quote!(u128), Some(Misread::LongDouble)),
            (parse_quote!(_Float64x), Some(Misread::LongDouble)),
            (parse_quote!(*mut _Float64x), None),
            (parse_quote!(Wide), Some(Misread::LongDouble)),
            (parse_quote!(Outer), Some(Misread::LongDouble)),
            (parse_quote!(Either), Some(Misread::LongDouble)),
            (parse_quote!(*const Either), None),
            (parse_quote!(Behind), None),
            (parse_quote!(Callback), Some(Misread::LongDouble)),
            (parse_quote!(*mut __va_list_tag), Some(Misread::VaList)),
            (parse_quote!(*mut va_list), Some(Misread::VaList)),
            (parse_quote!(__BindgenComplex<f64>), Some(Misread::Complex)),
            (parse_quote!(__BindgenFloat16), Some(Misread::Half)),
            (parse_quote!(Loop), None),
            (parse_quote!(::std::os::raw::c_int), None),
        ];
        for (ty, expected) in rows {
            let text = quote::quote!(#ty).to_string();
            let as_argument = parse_quote!(fn f(&self, x: #ty));
            assert_eq!(scope.signature(&as_argument), expected, "{text}");
            let as_result = parse_quote!(fn f(&self) -> #ty);
            assert_eq!(scope.signature(&as_result), expected, "{text}");
        }
        let wide = Scope::of(&file.items, true);
        assert_eq!(wide.signature(&parse_quote!(fn f(&self, x: Outer))), None);
    }
}
