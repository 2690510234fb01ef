//! The structs that `#[foreign_interface]` writes, as generic code knows them.

use core::ffi::c_void;

use crate::library::TableError;
use crate::library::table_raw::RawTable;
use crate::plugin::description;
use crate::plugin::interface::{BuiltBy, Interface, LibraryContents};
use crate::plugin::{PluginInterface, Start, StartError, State, header};

/// A struct that [`#[foreign_interface]`](macro@crate::foreign_interface) wrote.
///
/// # Safety
///
/// `INTERFACE` describes the table that the methods of the type read. `raw` is that table with the object that
/// `of_object` got, of which the struct and its clones are one owner: an `ObjectOwner`.
pub unsafe trait ForeignInterface: Sized {
    /// The declaration.
    const INTERFACE: &'static Interface;

    /// The text of a header of C for plugins of the interface, as [`header::write`] gives it.
    #[must_use]
    fn c_header() -> String {
        header::write(Self::INTERFACE)
    }

    /// The object and its table.
    #[doc(hidden)]
    fn raw(&self) -> &RawTable;

    /// Takes one count of an object over.
    ///
    /// # Safety
    ///
    /// The address is null, or that of an object whose table is one of `INTERFACE`, and the caller gives up what one
    /// owner of the object has. Its functions are there as long as the struct and its clones.
    ///
    /// # Errors
    ///
    /// If the table does not have what the declaration requires.
    #[doc(hidden)]
    unsafe fn of_object(object: *mut c_void) -> Result<Self, TableError>;
}

/// The interface of a plugin that is a `T`.
///
/// # Safety
///
/// `object_of` makes an object of this interface with [`object`](crate::plugin::object::object).
pub unsafe trait PluginOf<T>: PluginInterface {
    /// How the state of an instance outlives it.
    const STATE: Option<State<T>>;

    /// The object of an instance, of the plugin with this name.
    fn object_of(value: T, name: &'static str) -> *mut c_void;

    /// Makes an instance.
    ///
    /// # Safety
    ///
    /// `host` is an object of the interface that the plugin needs of its host, and the caller gives up what one owner
    /// has; null if there is no such interface.
    ///
    /// # Errors
    ///
    /// If there is no instance.
    unsafe fn create(host: *mut c_void, start: &Start<'_>) -> Result<T, StartError>;
}

/// Refuses an interface that cannot be described, when it is compiled.
///
/// # Panics
///
/// If something is wrong with it: a type is missing, or two have one name.
pub const fn check_interface(interface: &'static Interface) {
    let _ = description::length(&LibraryContents {
        plugins: &[("checked", interface)],
        built_by: BuiltBy {
            compiler: "",
            package: "",
            profile: "",
        },
        is_unloadable: false,
        has_shutdown: false,
        aborts: false,
    });
}
