//! An interface as its declaration has it: constants, from which the description of a plugin is written.

use crate::types::TypeInfo;

/// An interface: the functions that a plugin has, or that its host has for it.
#[derive(Clone, Copy, Debug)]
pub struct Interface {
    /// The name that both sides know it by: `org.example.filter`.
    pub name: &'static str,
    /// Major and minor version.
    pub version: (u32, u32),
    /// The functions, in the order of the table.
    pub functions: &'static [Function],
    /// The types that functions point to, and those that fields point to. `None` for those that only their maker looks into.
    pub types: &'static [Option<&'static TypeInfo>],
    /// The interface that a plugin needs from its host.
    pub host: Option<&'static Self>,
}

/// A function of an interface, as C has it.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// The name.
    pub name: &'static str,
    /// The version of the interface that has it first.
    pub since: (u32, u32),
    /// Whether a plugin may lack it.
    pub is_optional: bool,
    /// The calling convention, as Rust names it: `C`, `system`.
    pub abi: &'static str,
    /// The parameters behind the object.
    pub parameters: &'static [Parameter],
    /// The result.
    pub result: &'static TypeInfo,
    /// Its meaning.
    pub result_role: Role,
}

/// A parameter of a function of C.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// The name.
    pub name: &'static str,
    /// The type.
    pub info: &'static TypeInfo,
    /// Its meaning.
    pub role: Role,
}

/// The meaning of a value of C, beyond its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The value itself.
    Value,
    /// A text that ends with NUL.
    Text,
    /// The first of several bytes in UTF-8, whose number is another parameter's.
    Utf8,
    /// The first of several elements, whose number is another parameter's.
    Slice,
    /// The number of elements of the parameter at this place.
    Elements(usize),
    /// The number of bytes of the parameter at this place.
    Bytes(usize),
    /// The place of a result.
    Out,
    /// A status: the function says by it whether it failed.
    Status,
}

/// Everything that the description of a library says.
#[derive(Clone, Copy, Debug)]
pub struct LibraryContents<'a> {
    /// The plugins, each with its name and its interface.
    pub plugins: &'a [(&'static str, &'static Interface)],
    /// The tools that the library is made with.
    pub built_by: BuiltBy,
    /// Whether the author says that the library can be unmapped.
    pub is_unloadable: bool,
    /// Whether it has a function to call before that.
    pub has_shutdown: bool,
    /// Whether a panic ends the process, so that no guard holds: `cfg!(panic = "abort")`.
    pub aborts: bool,
}

/// The tools that a library is made with: shown in errors, and never compared.
#[derive(Clone, Copy, Debug)]
pub struct BuiltBy {
    /// The compiler.
    pub compiler: &'static str,
    /// The name and the version of the package.
    pub package: &'static str,
    /// `debug` or `release`.
    pub profile: &'static str,
}
