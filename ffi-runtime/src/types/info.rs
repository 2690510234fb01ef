//! Types by name: what a descriptor leaves out, for those who compare two declarations.
//!
//! In: [`ForeignType::INFO`](crate::ForeignType), a constant that costs nothing where nobody reads it. A descriptor has
//! the layout of a value, and takes every pointer for the same. A [`TypeInfo`] also says what a pointer points to and
//! which numbers an enum has. What points from a field is known by its name only: a struct may point to itself, and the
//! compiler evaluates no constant that contains itself.

use crate::types::Type;

/// A type of C with its name.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct TypeInfo {
    /// The name in Rust, without a path: `Frame`, `u32`. Empty for pointers, arrays, and types without a name.
    pub name: &'static str,
    /// The descriptor.
    pub ty: Type<'static>,
    /// The rest.
    pub shape: Shape,
}

/// The part of a type that its descriptor does not say.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// There is none: a number, `bool`, nothing, or a struct of which only the layout is known.
    Plain,
    /// A pointer to a value, null included if it is nullable.
    Pointer {
        /// The type that it points to.
        to: Pointee,
        /// Whether C may write there.
        is_mutable: bool,
        /// Whether it may be null.
        is_nullable: bool,
    },
    /// A pointer to a function, by the text of its signature or the name of its callback type.
    Function(&'static str),
    /// An array of such elements; the descriptor has the length.
    Array(&'static TypeInfo),
    /// A struct or union with such fields, in the order of the descriptor's.
    Fields {
        /// The types of the fields.
        fields: &'static [&'static TypeInfo],
        /// The `N` of `packed(N)`, or 0.
        packed: u32,
        /// Whether the first field says how many bytes there are, so that a newer declaration may have more fields.
        is_sized: bool,
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
}

/// The type that a pointer points to.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Pointee {
    /// The name in Rust, without a path.
    pub name: &'static str,
    /// Whether this crate knows the layout; otherwise only whoever made the value looks into it.
    pub is_known: bool,
}

impl TypeInfo {
    /// A type without a name and without a shape.
    #[must_use]
    pub const fn plain(ty: Type<'static>) -> Self {
        Self {
            name: "",
            ty,
            shape: Shape::Plain,
        }
    }
}
