//! Host objects: the host of a program as the plugins of one library get it.
//!
//! In: the host's declared struct. Out: an object for each instance, and how many of its owners are left. Where this
//! process made the host, each library gets another object of the same value, with owners of its own, so that they can
//! be told from those of other libraries.

use core::ffi::c_void;
use core::mem::MaybeUninit;
use core::sync::atomic::{AtomicUsize, Ordering};

use crate::plugin::ForeignInterface;
use crate::plugin::contract::{InterfaceHeader, ObjectHeader};
use crate::plugin::object::{Head, ObjectOwner, is_last_owner, retain, retained};

/// The host's object, as the plugins of one library get it.
///
/// Made by [`#[foreign_interface]`](macro@crate::foreign_interface) for each library that is loaded.
#[derive(Debug)]
pub struct HostObject {
    object: *mut c_void,
    is_counted: bool,
}

// SAFETY: an interface of a host is for any thread, and so is the count of its owners.
unsafe impl Send for HostObject {}

// SAFETY: as above.
unsafe impl Sync for HostObject {}

impl HostObject {
    /// No host.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            object: core::ptr::null_mut(),
            is_counted: false,
        }
    }

    /// A declared host.
    ///
    /// # Panics
    ///
    /// If its owners are not counted, for the interface is `unique`.
    #[must_use]
    pub fn of(host: &impl ForeignInterface) -> Self {
        let raw = host.raw();
        let object = raw.object().as_ptr();
        let owner = raw.owner::<ObjectOwner>();
        let is_counted = owner.is_some_and(ObjectOwner::is_made_here);
        let object = if is_counted {
            // SAFETY: this process made the object, and the struct owns it.
            unsafe { another(object) }
        } else {
            // SAFETY: the struct owns the object, whose table has a header.
            unsafe { retained(object) }
        };
        Self { object, is_counted }
    }

    /// An object that C made, of which the references of one library are not counted.
    ///
    /// # Safety
    ///
    /// The object has a table with an [`InterfaceHeader`], whose `retain` and `release` may be called on any thread. The
    /// caller gives up what one owner has.
    #[must_use]
    pub const unsafe fn of_c(object: *mut c_void) -> Self {
        Self {
            object,
            is_counted: false,
        }
    }

    /// An object for an instance, which gets what one owner has. Null if there is no host.
    #[must_use]
    pub fn reference(&self) -> *mut c_void {
        if self.object.is_null() {
            return self.object;
        }
        // SAFETY: this is an owner of the object, whose table has a header.
        unsafe { retained(self.object) }
    }

    /// How many owners there are that [`reference`](Self::reference) made, or that the library made of those. `None` if
    /// nobody knows, for this process did not make the host.
    #[must_use]
    pub fn references(&self) -> Option<usize> {
        if !self.is_counted {
            return None;
        }
        // SAFETY: the object is an `Another`, which begins with a head, and this is one of its owners.
        let owners = unsafe { &(*self.object.cast::<Head>()).owners };
        Some(owners.load(Ordering::Acquire) - 1)
    }
}

impl Drop for HostObject {
    fn drop(&mut self) {
        // SAFETY: this is an owner of the object, and is given up.
        drop(unsafe { ObjectOwner::new(self.object, ()) });
    }
}

/// Another object of a value that an object has.
#[repr(C)]
struct Another {
    head: Head,
    /// The table of the original, but for what counts owners.
    table: *mut [Entry],
    /// This is one of its owners.
    original: *mut c_void,
}

/// An entry of a table, which may be padding.
type Entry = MaybeUninit<*const c_void>;

/// Makes another object of the value that an object has.
///
/// # Safety
///
/// [`object`](crate::plugin::object::object) made the original, which has an owner, with a table that has a header.
unsafe fn another(original: *mut c_void) -> *mut c_void {
    // SAFETY: it has a head, by the contract of this function.
    let of = unsafe { &*original.cast::<Head>() };
    // SAFETY: its table has a header, by the contract of this function.
    let InterfaceHeader { size, .. } = unsafe { *of.header.table };
    let entries = vec![Entry::uninit(); size.div_ceil(size_of::<Entry>())];
    let table = Box::into_raw(entries.into_boxed_slice());
    // SAFETY: both have `size` bytes, and the new one is nobody else's.
    unsafe {
        (of.header.table.cast::<u8>()).copy_to_nonoverlapping(table.cast::<u8>(), size);
    }
    let header = table.cast::<InterfaceHeader>();
    let counting = InterfaceHeader {
        size,
        retain: Some(retain),
        release: Some(release_another),
    };
    // SAFETY: the table has a header, and is aligned for pointers.
    unsafe { header.write(counting) };
    let object = Box::new(Another {
        head: Head {
            header: ObjectHeader { table: header },
            owners: AtomicUsize::new(1),
            name: of.name,
            value: of.value,
        },
        table,
        // SAFETY: the original has an owner and a header, by the contract of this function.
        original: unsafe { retained(original) },
    });
    Box::into_raw(object).cast()
}

/// Counts one owner less; the last one gives the original back.
///
/// # Safety
///
/// [`another`] made the object, and the caller gives up what one owner has.
unsafe extern "C" fn release_another(object: *mut c_void) {
    // SAFETY: the caller is an owner of it, by the contract of this function.
    if !unsafe { is_last_owner(object) } {
        return;
    }
    // SAFETY: `another` made it with a `Box`, and nobody owns it any more.
    let Another {
        table, original, ..
    } = *unsafe { Box::from_raw(object.cast::<Another>()) };
    // SAFETY: it was an owner of the original.
    drop(unsafe { ObjectOwner::new(original, ()) });
    // SAFETY: `another` made the table with a `Box`, for this object alone.
    drop(unsafe { Box::from_raw(table) });
}

#[cfg(test)]
#[path = "host_object_tests.rs"]
mod tests;
