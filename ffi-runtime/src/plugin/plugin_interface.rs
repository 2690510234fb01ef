//! The seam between a declared interface and the host: what `PluginFolder` asks of the struct that
//! `#[foreign_interface]` writes for the interface of a plugin.

use core::any::Any;
use core::ffi::c_void;

use crate::library::TableError;
use crate::plugin::HostObject;
use crate::plugin::interface::Interface;

/// The host's struct for the instances of a plugin. `#[foreign_interface]` implements it.
///
/// # Safety
///
/// - `INTERFACE` describes the table that the methods of the type read, and `host_object` an object whose table is
///   that of `INTERFACE.host`.
/// - A value gives its object back, by the `release` of the table, before it drops the owner that it was made with.
///   Nothing of it uses the object or the table afterwards.
/// - `as_object` returns the object that `from_object` got.
pub unsafe trait PluginInterface: Sized {
    /// The struct of the interface that a plugin needs of its host, or `()` if there is none.
    type Host: Clone;

    /// The declaration.
    const INTERFACE: &'static Interface;

    /// Makes the object of the host for the plugins of one library.
    fn host_object(host: &Self::Host) -> HostObject;

    /// Takes over an instance that a plugin made.
    ///
    /// # Safety
    ///
    /// - The address is null, or that of an object whose table is one of `INTERFACE`, and the only owner of the object
    ///   gives it away.
    /// - Object, table and functions are there as long as the owner.
    ///
    /// # Errors
    ///
    /// [`TableError`], if the table does not have what the declaration requires. The object is lost then.
    unsafe fn from_object(
        object: *mut c_void,
        owner: impl Any + Send + Sync,
    ) -> Result<Self, TableError>;

    /// The object.
    fn as_object(&self) -> *mut c_void;
}
