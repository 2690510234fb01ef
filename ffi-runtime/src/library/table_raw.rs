//! Tables as C gave them: an address that can be read, and what keeps it so.
//!
//! The next stage is `table`, which checks one against a declaration.

use core::any::{Any, TypeId};
use core::ffi::c_void;
use core::ptr::NonNull;
use std::sync::Arc;

use crate::library::CodePointer;
use crate::library::table_declaration::EntryDeclaration;
use crate::types::{ForeignType, Type};

/// A table of which nothing is declared.
#[derive(Clone)]
pub struct RawTable {
    pub(super) table: NonNull<u8>,
    /// How many bytes of it there are, as far as anybody says.
    pub(super) size: usize,
    /// The object that has the table; that of the table itself if functions get none.
    pub(super) object: Object,
    /// The owner that keeps the table where it is.
    #[cfg_attr(
        not(feature = "plugin"),
        expect(dead_code, reason = "it is only dropped")
    )]
    pub(super) owner: Option<Arc<dyn Any + Send + Sync>>,
}

// SAFETY: an address is a number. The table behind it may be read on any thread, by the contract of
// `BoundTable::from_table`, and the owner is `Send` and `Sync`.
unsafe impl Send for RawTable {}

// SAFETY: as above.
unsafe impl Sync for RawTable {}

impl RawTable {
    /// The object that has the table.
    #[cfg(feature = "plugin")]
    pub(crate) fn object(&self) -> Object {
        self.object
    }

    /// The owner, if the table has one of this type.
    #[cfg(feature = "plugin")]
    pub(crate) fn owner<O: Any>(&self) -> Option<&O> {
        self.owner.as_ref()?.downcast_ref()
    }

    /// Address of an entry that is there and not null.
    ///
    /// # Safety
    ///
    /// The table was checked by a declaration that requires this entry.
    #[inline(always)]
    pub(super) unsafe fn required(&self, entry: &EntryDeclaration) -> CodePointer {
        // SAFETY: the entry is inside of the table, by the contract of this function.
        let place = unsafe { self.table.as_ptr().add(entry.offset) };
        // SAFETY: it is a pointer that is not null, which the check saw and which nobody changes, by the contract
        // of `BoundTable::from_table`. A table of pointers is aligned for them.
        unsafe { place.cast::<CodePointer>().read() }
    }

    /// Address of an entry, if it is there and not null.
    ///
    /// # Safety
    ///
    /// The table is one that the declaration of this entry was written for.
    #[inline(always)]
    pub(super) unsafe fn optional(&self, entry: &EntryDeclaration) -> Option<CodePointer> {
        if entry.end() > self.size {
            return None;
        }
        // SAFETY: the entry ends before the table does.
        let place = unsafe { self.table.as_ptr().add(entry.offset) };
        // SAFETY: it is a pointer or null, and nobody changes it, by the contract of `BoundTable::from_table`.
        unsafe { place.cast::<Option<CodePointer>>().read() }
    }
}

/// The object that a function of a table gets first; never null.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Object(pub(super) NonNull<c_void>);

// SAFETY: an address is a number; nothing is read through it without `unsafe`.
unsafe impl Send for Object {}

// SAFETY: as above.
unsafe impl Sync for Object {}

// SAFETY: a transparent struct around a pointer is one C pointer.
#[diagnostic::do_not_recommend]
unsafe impl ForeignType for Object {
    const TYPE: Type<'static> = Type::Pointer;
}

impl Object {
    /// The address, never null.
    #[must_use]
    pub const fn as_ptr(self) -> *mut c_void {
        self.0.as_ptr()
    }
}

/// A table as it was asked for: where it is, of which version, and what keeps it there.
pub struct GivenTable {
    pub(super) table: *const c_void,
    pub(super) object: *mut c_void,
    pub(super) version: u32,
    pub(super) owner: Option<Arc<dyn Any + Send + Sync>>,
}

impl GivenTable {
    /// A table at an address. `()` owns nothing.
    pub fn table<O: Any + Send + Sync>(table: *const c_void, owner: O) -> Self {
        let is_nothing = TypeId::of::<O>() == TypeId::of::<()>();
        Self {
            table,
            object: table.cast_mut(),
            version: u32::MAX,
            owner: (!is_nothing).then(|| Arc::new(owner) as _),
        }
    }

    /// The table of an object, whose first field is its address.
    ///
    /// # Safety
    ///
    /// `object` is null or points to such an object.
    pub unsafe fn object<O: Any + Send + Sync>(object: *mut c_void, owner: O) -> Self {
        let table = if object.is_null() {
            core::ptr::null()
        } else {
            // SAFETY: the object begins with a pointer to its table, by the contract of this function.
            unsafe { object.cast::<*const c_void>().read() }
        };
        Self {
            object,
            ..Self::table(table, owner)
        }
    }
}
