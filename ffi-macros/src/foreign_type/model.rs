//! *Model*: what a descriptor is made of.
//!
//! In: decisions of `lower`. Out: what `expand` writes down.

use syn::{Attribute, Expr, Generics, Ident, Member, Path, Type, Visibility};

use super::chain::Chain;
use super::options::With;

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
    /// The number of `repr(packed(2))`; 1 for `packed`, 0 without it.
    pub(crate) packed: u32,
    /// Whether a newer declaration may have more fields, which C knows from the size in the first field.
    pub(crate) is_growing: bool,
    /// Fields that are passed over because of the names of their types.
    pub(crate) markers: Vec<Marker>,
    /// For a struct: the values of its fields in `Default`, if it is to be implemented.
    pub(crate) defaults: Option<Defaults>,
    /// For a struct: the sizes that C reads.
    pub(crate) sizes: Option<Sizes>,
    /// For a transparent struct: its values that are no handle.
    pub(crate) invalid: Option<Vec<Expr>>,
    /// For a struct: the type of another crate that has the same fields.
    pub(crate) mirrored: Option<Type>,
    /// For a struct: how it is linked to others.
    pub(crate) chain: Option<Chain>,
}

/// All fields of a struct, in their order, with their first values.
pub(crate) struct Defaults(pub(crate) Vec<InitialField>);

/// A field with its first value.
pub(crate) struct InitialField {
    pub(crate) member: Member,
    pub(crate) ty: Type,
    pub(crate) value: InitialValue,
    /// Whether the type depends on a type parameter, so that the implementation needs a bound.
    pub(crate) is_generic: bool,
}

/// The first value of a field.
pub(crate) enum InitialValue {
    /// The user's own.
    Given(Expr),
    /// The size of the struct in bytes.
    Size,
    /// The `Default` of the field's type.
    Standard,
}

/// The field and the constants that hold sizes of a struct.
pub(crate) struct Sizes {
    /// The visibility of the constants, which is that of the struct.
    pub(crate) vis: Visibility,
    pub(crate) field: Option<SizeField>,
    pub(crate) constants: Vec<SizeConstant>,
}

/// The field from which C reads the size.
pub(crate) struct SizeField {
    pub(crate) member: Member,
    /// An integer.
    pub(crate) ty: Type,
}

/// A constant that holds the size up to and including a field.
pub(crate) struct SizeConstant {
    pub(crate) name: Ident,
    pub(crate) member: Member,
    /// The type of the field.
    pub(crate) ty: Type,
}

/// A field whose type is named as one that holds no data; `expand` has the compiler check that it is
/// the one of that name.
pub(crate) struct Marker {
    pub(crate) member: Member,
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
    /// An enum with a primitive representation: the integer's name, and the variants.
    Integer(Ident, Vec<Ident>),
    /// An enum as wide as C makes it; its variants.
    CEnum(Vec<Ident>),
}

/// A field that holds data.
pub(crate) struct Field {
    pub(crate) member: Member,
    pub(crate) ty: Type,
    /// For the field that another macro or bindgen writes: the type that describes it.
    pub(crate) generated: Option<Generated>,
    /// The type that describes the field, if the user names one.
    pub(crate) with: Option<With>,
    /// Whether the type depends on a type parameter, so that the implementation needs a bound.
    pub(crate) is_generic: bool,
}

/// A field type that a generator has of its own, told by its name; `expand` has the compiler check that it has the
/// layout of what stands for it.
pub(crate) struct Generated {
    pub(crate) kind: GeneratedKind,
    /// The type that describes the field.
    pub(crate) described: Type,
}

/// The field types of generators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GeneratedKind {
    /// `<Flags as ..::PublicFlags>::Internal` of `bitflags`: its integer.
    Flags,
    /// `__BindgenBitfieldUnit<[u8; N]>`: `[u8; N]`, the bytes of neighbouring bit-fields.
    BitField,
    /// `__IncompleteArrayField<T>`: `[T; 0]`.
    FlexibleArray,
    /// `__BindgenUnionField<T>`: a `T` at the start of the struct, which is a union in C.
    UnionField,
}

impl Field {
    /// Whether the field is that of `bitflags`.
    pub(crate) fn is_flags(&self) -> bool {
        let generated = self.generated.as_ref();
        generated.is_some_and(|generated| generated.kind == GeneratedKind::Flags)
    }

    /// The type whose spelling says what C has: the one that the user names, or the field's own.
    pub(crate) fn spelled(&self) -> &Type {
        self.with.as_ref().map_or(&self.ty, |with| &with.ty)
    }

    /// The type that describes the field.
    pub(crate) fn described(&self) -> &Type {
        let generated = self.generated.as_ref();
        generated.map_or(self.spelled(), |generated| &generated.described)
    }
}

impl Shape {
    /// The fields whose types the descriptor contains.
    pub(crate) fn fields(&self) -> &[Field] {
        match self {
            Self::Struct(fields) | Self::Union(fields) => fields,
            Self::Transparent(field) => std::slice::from_ref(field),
            Self::Integer(..) | Self::CEnum(_) => &[],
        }
    }
}
