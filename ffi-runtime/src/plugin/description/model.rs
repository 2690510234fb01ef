//! A description as values: what `read` gives and `compare` takes.

use std::fmt;
use std::sync::Arc;

use super::Target;
use crate::plugin::interface::Role;

/// Everything that a library of plugins says of itself.
///
/// ```
/// use ffi_runtime::plugin::description::Description;
///
/// let error = Description::read(b"something else").unwrap_err();
/// assert!(error.to_string().contains("no description of plugins"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Description {
    /// The target that the library is made for.
    pub target: Target,
    /// Who made the library: shown, and never compared.
    pub built_by: Builder,
    /// Whether its author says that nothing of it runs or is used after its shutdown, so that it can be unmapped.
    pub is_unloadable: bool,
    /// Whether it has a function to call before it is unmapped.
    pub has_shutdown: bool,
    /// Whether a panic ends the process.
    pub aborts: bool,
    pub(super) plugins: Vec<DescribedPlugin>,
}

/// The tools that a library was made with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Builder {
    /// The compiler: `rustc`, or the text of C's `__VERSION__`.
    pub compiler: String,
    /// The name and the version of the package.
    pub package: String,
    /// `debug` or `release`, if it is known.
    pub profile: String,
}

/// A plugin of a library.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DescribedPlugin {
    /// Its name.
    pub name: String,
    /// Its interface.
    pub interface: Arc<DescribedInterface>,
}

/// An interface, as a description has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DescribedInterface {
    /// The name that both sides know it by.
    pub name: String,
    /// Major and minor version.
    pub version: (u32, u32),
    /// The functions, in the order of the table.
    pub functions: Vec<DescribedFunction>,
    /// The types with a definition.
    pub types: Vec<DescribedType>,
    /// The interface that a plugin needs from its host.
    pub host: Option<Arc<Self>>,
}

/// A function, as a description has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DescribedFunction {
    /// Its name.
    pub name: String,
    /// The version of the interface that has it first.
    pub since: (u32, u32),
    /// Whether it may be missing.
    pub is_optional: bool,
    /// The calling convention, as Rust names it.
    pub abi: String,
    /// The parameters behind the object.
    pub parameters: Vec<DescribedParameter>,
    /// The type of the result.
    pub result: DescribedReference,
    /// The meaning of the result.
    pub result_role: Role,
}

/// A parameter, as a description has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DescribedParameter {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: DescribedReference,
    /// Its meaning.
    pub role: Role,
}

/// A type with a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DescribedType {
    /// Its name.
    pub name: String,
    /// Its definition.
    pub definition: Definition,
}

/// The definition of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Definition {
    /// A struct or a union.
    Aggregate(DescribedAggregate),
    /// A type of its own with the layout of another one.
    Transparent {
        /// Bytes.
        size: u32,
        /// A power of two.
        align: u32,
        /// The other one.
        inner: DescribedReference,
    },
    /// An enum.
    Enum(DescribedEnum),
    /// A pointer to a function that has a name.
    Callback(DescribedSignature),
}

/// A struct or a union.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DescribedAggregate {
    /// Whether it is a union.
    pub is_union: bool,
    /// Bytes.
    pub size: u32,
    /// A power of two.
    pub align: u32,
    /// The `N` of `packed(N)`, or 0.
    pub packed: u32,
    /// Whether newer declarations may have more fields.
    pub is_growing: bool,
    /// The fields, in their order.
    pub fields: Vec<DescribedField>,
}

/// An enum.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DescribedEnum {
    /// Bytes.
    pub size: u32,
    /// Whether its integer has a sign.
    pub is_signed: bool,
    /// Whether other numbers are values too.
    pub is_open: bool,
    /// The numbers by their names.
    pub values: Vec<(String, i128)>,
}

/// A field of a struct or union.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DescribedField {
    /// Its name.
    pub name: String,
    /// Where it begins, in bytes.
    pub offset: u32,
    /// Bytes.
    pub size: u32,
    /// Its type.
    pub ty: DescribedReference,
}

/// A type as another one refers to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DescribedReference {
    /// A number, `bool` or nothing, by its name in Rust.
    Number(&'static str),
    /// A type of the interface, by its place.
    Named(u16),
    /// A type that only its maker looks into. Empty if it has no name.
    Opaque(String),
    /// A pointer that is never null.
    Pointer {
        /// The type that it points to.
        to: Box<Self>,
        /// Whether C may write there.
        is_mutable: bool,
    },
    /// A pointer that may be null.
    Optional(Box<Self>),
    /// An array.
    Array {
        /// The type of its elements.
        element: Box<Self>,
        /// How many there are.
        length: u32,
    },
    /// A pointer to a function.
    Function(Box<DescribedSignature>),
}

/// The signature of a function that a pointer points to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DescribedSignature {
    /// The calling convention, as Rust names it.
    pub abi: String,
    /// Whether `...` follows the parameters.
    pub is_variadic: bool,
    /// The types of the parameters.
    pub parameters: Vec<DescribedReference>,
    /// The type of the result.
    pub result: DescribedReference,
}

impl Description {
    /// The plugins of the library, in the order of its table.
    pub fn plugins(&self) -> impl ExactSizeIterator<Item = &DescribedPlugin> {
        self.plugins.iter()
    }
}

impl DescribedInterface {
    /// A reference in the words of Rust.
    pub(super) fn show<'a>(&'a self, reference: &'a DescribedReference) -> Shown<'a> {
        Shown {
            interface: self,
            reference,
        }
    }

    /// The type at a place that the reader has checked.
    pub(super) fn named(&self, place: u16) -> &DescribedType {
        &self.types[usize::from(place)]
    }
}

/// A reference with the names of its interface.
pub(super) struct Shown<'a> {
    interface: &'a DescribedInterface,
    reference: &'a DescribedReference,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |reference| self.interface.show(reference);
        match self.reference {
            DescribedReference::Number(name) => f.write_str(name),
            DescribedReference::Named(place) => f.write_str(&self.interface.named(*place).name),
            DescribedReference::Opaque(name) if name.is_empty() => f.write_str("c_void"),
            DescribedReference::Opaque(name) => f.write_str(name),
            DescribedReference::Pointer { to, is_mutable } => {
                write!(f, "&{}{}", if *is_mutable { "mut " } else { "" }, show(to))
            }
            DescribedReference::Optional(inner) => match &**inner {
                DescribedReference::Pointer { to, is_mutable } => {
                    write!(
                        f,
                        "*{} {}",
                        if *is_mutable { "mut" } else { "const" },
                        show(to)
                    )
                }
                other => write!(f, "Option<{}>", show(other)),
            },
            DescribedReference::Array { element, length } => {
                write!(f, "[{}; {length}]", show(element))
            }
            DescribedReference::Function(signature) => self.interface.write(signature, f),
        }
    }
}

impl DescribedInterface {
    fn write(&self, signature: &DescribedSignature, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "extern \"{}\" fn(", signature.abi)?;
        for (index, parameter) in signature.parameters.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{}", self.show(parameter))?;
        }
        let more = if signature.is_variadic { ", .." } else { "" };
        write!(f, "{more}) -> {}", self.show(&signature.result))
    }

    /// A signature in the words of Rust.
    pub(super) fn signature(&self, signature: &DescribedSignature) -> String {
        struct Words<'a>(&'a DescribedInterface, &'a DescribedSignature);
        impl fmt::Display for Words<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.write(self.1, f)
            }
        }
        Words(self, signature).to_string()
    }
}
