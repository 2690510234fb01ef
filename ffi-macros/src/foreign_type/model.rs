//! *Model*: what a descriptor is made of.
//!
//! In: decisions of `lower`. Out: what `expand` writes down.

use syn::{Attribute, Generics, Ident, Member, Path, Type};

/// A type with a C layout.
pub(crate) struct Described {
    /// Path of `ffi-runtime`.
    pub(crate) krate: Path,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    /// Lint levels of the type and its fields, which hold for the implementation.
    pub(crate) levels: Vec<Attribute>,
    /// Whether the type or a field is deprecated, which also concerns the code that asks for its offset.
    pub(crate) has_deprecated: bool,
    pub(crate) shape: Shape,
    /// Fields that are passed over because of the names of their types.
    pub(crate) markers: Vec<Marker>,
}

/// A field whose type is named as one that holds no data; `expand` has the compiler check that it is
/// the one of that name.
pub(crate) struct Marker {
    pub(crate) ty: Type,
    pub(crate) kind: MarkerKind,
}

/// The types that hold no data and stand in fields for what they say about the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkerKind {
    /// `PhantomData`
    Data,
    /// `PhantomPinned`
    Pinned,
}

/// Where the descriptor comes from.
pub(crate) enum Shape {
    /// A struct; its fields.
    Struct(Vec<Field>),
    /// A union; its fields.
    Union(Vec<Field>),
    /// The one field that a transparent struct has.
    Transparent(Box<Field>),
    /// An enum with a primitive representation: the integer's name.
    Integer(Ident),
    /// An enum as wide as C makes it; its variants.
    CEnum(Vec<Ident>),
}

/// A field that holds data.
pub(crate) struct Field {
    pub(crate) member: Member,
    pub(crate) ty: Type,
    /// For the field that `bitflags` writes, whose type is private to it: the integer inside.
    pub(crate) flags: Option<Type>,
    /// Whether the type depends on a type parameter, so that the implementation needs a bound.
    pub(crate) is_generic: bool,
}

impl Shape {
    /// The fields whose types the descriptor contains.
    pub(crate) fn fields(&self) -> &[Field] {
        match self {
            Self::Struct(fields) | Self::Union(fields) => fields,
            Self::Transparent(field) => std::slice::from_ref(field),
            Self::Integer(_) | Self::CEnum(_) => &[],
        }
    }
}
