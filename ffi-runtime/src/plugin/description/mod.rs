//! The description of plugins: what a library says of the interfaces that its plugins have, in bytes that are read before
//! anything of the library runs.
//!
//! [`bytes`] writes it inside the compiler; C writes the same bytes with the header that an interface gives.
//! [`Description::read`] reads it, and [`compare`] says in words what of a plugin does not fit its host.
//!
//! This is no security boundary. A description is what the author of a library says, and it says nothing of what its functions
//! do; it finds mistakes, not attacks.

mod compare;
mod compare_types;
mod difference;
mod enums;
mod error;
pub(crate) mod format;
mod layouts;
mod model;
mod read;
mod reader;
pub(crate) mod table;
mod target;
mod write;
mod write_types;
mod writer;

pub use compare::{compare, compare_library};
pub use difference::{Difference, DifferenceKind};
pub use error::{DescriptionError, DescriptionFlaw};
pub use format::MAX_LENGTH;
pub use model::{
    Builder, Definition, DescribedAggregate, DescribedEnum, DescribedField, DescribedFunction,
    DescribedInterface, DescribedParameter, DescribedPlugin, DescribedReference,
    DescribedSignature, DescribedType, Description,
};
pub use target::Target;
pub(crate) use target::{ARCHITECTURES, SYSTEMS};
pub(crate) use write::interfaces;
pub use write::{bytes, length};
pub(crate) use write_types::is_signed;
pub(crate) use writer::{Mark, MarkOf};

use crate::plugin::interface::{BuiltBy, Interface, LibraryContents};

/// Refuses an interface that cannot be described, when a constant calls it where the interface is declared.
///
/// # Panics
///
/// If the interface has a type behind a pointer that is not among its types, or two types of one name.
pub const fn check(interface: &'static Interface) {
    let plugins = &[("plugin", interface)];
    let _ = length(&LibraryContents::of(plugins));
}

impl DescribedInterface {
    /// The interface of a declaration, as a description has it.
    ///
    /// # Panics
    ///
    /// If it cannot be described, which [`check`] finds when it is compiled.
    ///
    /// ```
    /// use ffi_runtime::plugin::description::DescribedInterface;
    /// use ffi_runtime::plugin::interface::Interface;
    ///
    /// const FILTER: Interface = Interface {
    ///     name: "org.example.filter",
    ///     version: (2, 1),
    ///     functions: &[],
    ///     types: &[],
    ///     host: None,
    /// };
    /// assert_eq!(DescribedInterface::of(&FILTER).version, (2, 1));
    /// ```
    #[must_use]
    pub fn of(interface: &'static Interface) -> Self {
        let plugins = [("plugin", interface)];
        let contents = LibraryContents::of(&plugins);
        let mut bytes = vec![0; length(&contents)];
        write::write(&contents, &mut bytes);
        let description = Description::read(&bytes).expect("a declaration can be described");
        let plugin = description.plugins.into_iter().next();
        let interface = plugin.expect("there is one").interface;
        std::sync::Arc::unwrap_or_clone(interface)
    }
}

impl<'a> LibraryContents<'a> {
    /// Plugins of which nothing else is known.
    const fn of(plugins: &'a [(&'static str, &'static Interface)]) -> Self {
        Self {
            plugins,
            built_by: BuiltBy {
                compiler: "",
                package: "",
                profile: "",
            },
            is_unloadable: false,
            has_shutdown: false,
            aborts: false,
        }
    }
}

#[cfg(test)]
mod compare_tests;
#[cfg(test)]
mod compare_types_tests;
#[cfg(test)]
mod enums_tests;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod growing_tests;
#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
#[path = "new_types_tests.rs"]
mod new_types;
#[cfg(test)]
#[path = "old_types_tests.rs"]
mod old_types;
#[cfg(test)]
mod read_tests;
