//! Types by name: what a descriptor leaves out, for those who compare two declarations.
//!
//! In: [`ForeignType::INFO`](crate::ForeignType) and [`ForeignType::REFERENCE`](crate::ForeignType), constants that cost
//! nothing where nobody reads them. A descriptor has the layout of a value, and takes every pointer for the same. A
//! [`TypeInfo`] also says what a pointer points to and which numbers an enum has.
//!
//! A [`TypeReference`] stops at names. So a struct may point to itself, although the compiler evaluates no constant that
//! contains itself.

use core::marker::PhantomData;

use crate::types::{ForeignType, Referent, Type};

/// A type of C with its definition, and those of all that is in it.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct TypeInfo {
    /// The type as another one refers to it.
    pub reference: TypeReference,
    /// The descriptor.
    pub ty: Type<'static>,
    /// The rest.
    pub shape: Shape,
}

/// The part of a type that its descriptor does not say.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Nothing is to be added: a number, a pointer, or a type of which only the layout is known.
    Plain,
    /// Nothing is to be added but the type inside: an array, or the `Option` of a pointer with a name.
    Inner(&'static TypeInfo),
    /// A struct or union with such fields, in the order of the descriptor's.
    Fields {
        /// The types of the fields.
        fields: &'static [&'static TypeInfo],
        /// The `N` of `packed(N)`, or 0.
        packed: u32,
        /// Whether the first field says how many bytes there are, so that a newer declaration may have more fields.
        is_growing: bool,
    },
    /// A type of its own with the layout of another one: flags, handles, units.
    Transparent(&'static TypeInfo),
    /// An enum.
    Enum {
        /// Whether other numbers than those that are listed are values too.
        is_open: bool,
        /// The numbers, by their names.
        values: &'static [(&'static str, i128)],
    },
    /// A pointer to a function that has a name.
    Callback(&'static Signature),
}

/// A type as another one refers to it. A struct, union or enum is there by its name alone.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum TypeReference {
    /// A number, `bool`, nothing; or a type of which only the descriptor is known.
    Descriptor(Type<'static>),
    /// A number with the name that C has for it.
    Number {
        /// `size_t`, `char`.
        name: &'static str,
        /// The descriptor.
        ty: Type<'static>,
    },
    /// A type with a definition: the name in Rust, without a path.
    Named(&'static str),
    /// A type that only its maker looks into, behind a pointer. Empty if it has no name.
    Opaque(&'static str),
    /// A pointer that is never null.
    Pointer {
        /// The type that it points to.
        to: &'static Self,
        /// Whether C may write there.
        is_mutable: bool,
    },
    /// A pointer to a function, never null.
    Function(&'static Signature),
    /// A pointer that may be null.
    Optional(&'static Self),
    /// An array.
    Array {
        /// The type of its elements.
        element: &'static Self,
        /// How many there are.
        length: usize,
    },
}

/// The signature of a function that a pointer points to.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Signature {
    /// The calling convention, as Rust names it: `C`, `system`.
    pub abi: &'static str,
    /// The types of the parameters.
    pub parameters: &'static [TypeReference],
    /// Whether `...` follows.
    pub is_variadic: bool,
    /// The type of the result.
    pub result: TypeReference,
}

impl TypeInfo {
    /// Whether newer declarations may have more fields.
    #[must_use]
    pub const fn is_growing(&self) -> bool {
        matches!(
            self.shape,
            Shape::Fields {
                is_growing: true,
                ..
            }
        )
    }

    /// A type without a definition.
    #[must_use]
    pub const fn plain(reference: TypeReference, ty: Type<'static>) -> Self {
        Self {
            reference,
            ty,
            shape: Shape::Plain,
        }
    }
}

impl TypeReference {
    /// The pointer to something that nobody knows.
    pub(crate) const TO_UNKNOWN: Self = Self::Pointer {
        to: &Self::Opaque(""),
        is_mutable: true,
    };

    /// The `Option` of a pointer. A number that is never 0 has no other type than its `Option`.
    #[must_use]
    pub const fn optional(inner: &'static Self) -> Self {
        match inner {
            Self::Descriptor(Type::Pointer)
            | Self::Named(_)
            | Self::Pointer { .. }
            | Self::Function(_) => Self::Optional(inner),
            Self::Descriptor(_)
            | Self::Number { .. }
            | Self::Opaque(_)
            | Self::Optional(_)
            | Self::Array { .. } => *inner,
        }
    }

    /// With a name, if it is a type that nobody knows.
    #[must_use]
    pub const fn or_opaque(self, name: &'static str) -> Self {
        match self {
            Self::Opaque(known) if known.is_empty() => Self::Opaque(name),
            Self::Descriptor(_)
            | Self::Number { .. }
            | Self::Named(_)
            | Self::Opaque(_)
            | Self::Pointer { .. }
            | Self::Function(_)
            | Self::Optional(_)
            | Self::Array { .. } => self,
        }
    }
}

/// A type behind a pointer: `REFERENCE` is that of `T` if it is a [`Referent`], and `INFO` that of a [`ForeignType`];
/// otherwise they are those of [`AnyPointee`]. The code that the macros write asks for them by these names alone, so that
/// rustc chooses.
#[doc(hidden)]
#[derive(Debug)]
pub struct Pointee<T: ?Sized>(PhantomData<T>);

impl<T: Referent> Pointee<T> {
    /// The type as it is referred to.
    pub const REFERENCE: TypeReference = <T as Referent>::REFERENCE;
}

impl<T: ForeignType> Pointee<T> {
    /// The type with its definition.
    pub const INFO: Option<&'static TypeInfo> = Some(T::INFO);
}

/// A type behind a pointer of which this crate knows nothing.
#[doc(hidden)]
pub trait AnyPointee {
    /// The type as it is referred to.
    const REFERENCE: TypeReference = TypeReference::Opaque("");
    /// Nothing is known of the type.
    const INFO: Option<&'static TypeInfo> = None;
}

impl<T: ?Sized> AnyPointee for Pointee<T> {}
