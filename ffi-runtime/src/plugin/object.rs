//! Objects: values of Rust that implement an interface, as C has them.
//!
//! In: a value, and the table that the macro made for its type. Out: an object whose owners are counted. The functions
//! of the table find the value by it.

use core::any::{Any, type_name};
use core::ffi::c_void;
use core::marker::PhantomData;
use core::ptr;
use core::sync::atomic::{AtomicUsize, Ordering, fence};
use std::process;

use crate::callback::{Callee, Implementation, guard_callee};
use crate::plugin::contract::{InterfaceHeader, ObjectHeader};
use crate::types::CodePointer;

/// An object as C sees it, and what this side knows of it whatever its value is.
#[repr(C)]
pub(super) struct Head {
    pub(super) header: ObjectHeader,
    pub(super) owners: AtomicUsize,
    /// The name that messages have for it: that of a plugin, or of the type.
    pub(super) name: &'static str,
    /// The value, which an [`Implemented`] has.
    pub(super) value: *mut c_void,
}

/// A value that implements an interface, behind what C sees of it.
#[repr(C)]
struct Implemented<T> {
    head: Head,
    value: T,
}

/// Makes an object with one owner. Without a name, messages have the type's.
///
/// The functions of `table` are those for a `T`, and it may be read as far as its size says.
pub fn object<T>(
    value: T,
    table: *const InterfaceHeader,
    name: Option<&'static str>,
) -> *mut c_void {
    let object = Box::into_raw(Box::new(Implemented {
        head: Head {
            header: ObjectHeader { table },
            owners: AtomicUsize::new(1),
            name: name.unwrap_or_else(type_name::<T>),
            value: ptr::null_mut(),
        },
        value,
    }));
    // SAFETY: the object was just made.
    let place = unsafe { &raw mut (*object).value };
    // SAFETY: as above, and nobody else has it.
    unsafe { (*object).head.value = place.cast() };
    object.cast()
}

/// The value of an object.
///
/// # Safety
///
/// [`object`] made it of a `T`. It has an owner for `'a`, and nobody has its value alone meanwhile.
#[inline(always)]
#[must_use]
pub unsafe fn value<'a, T>(object: *mut c_void) -> &'a T {
    // SAFETY: it is one of these, by the contract of this function.
    let place = unsafe { (*object.cast::<Head>()).value };
    // SAFETY: the value lives for `'a`, by the contract of this function.
    unsafe { &*place.cast::<T>() }
}

/// The value of an object, which nobody else uses.
///
/// # Safety
///
/// [`object`] made it of a `T`. It has an owner for `'a`, and nobody else uses its value meanwhile.
#[inline(always)]
#[must_use]
pub unsafe fn value_mut<'a, T>(object: *mut c_void) -> &'a mut T {
    // SAFETY: it is one of these, by the contract of this function.
    let place = unsafe { (*object.cast::<Head>()).value };
    // SAFETY: the value lives for `'a` and nobody else uses it, by the contract of this function.
    unsafe { &mut *place.cast::<T>() }
}

/// The address of a function, for a table.
#[must_use]
pub const fn entry(function: *const ()) -> Option<CodePointer> {
    CodePointer::from_ptr(function.cast())
}

/// A type that is `Sync` and not `Send`, as the marker of a struct.
pub struct StaysOnThread(PhantomData<*mut ()>);

// SAFETY: there is no value of it.
unsafe impl Sync for StaysOnThread {}

/// A function of an interface, for messages.
#[derive(Clone, Copy, Debug)]
pub struct Called {
    /// The path of the interface.
    pub interface: &'static str,
    /// The function.
    pub function: &'static str,
    /// File and line of the declaration.
    pub location: (&'static str, u32),
}

impl Called {
    fn by(&self, implementor: &'static str) -> Implementation {
        Implementation {
            implementor,
            function: self.function,
            interface: self.interface,
            location: self.location,
        }
    }
}

/// Runs the body of a function that C called. A panic becomes the value of `on_panic`, or ends the process with the
/// names of the plugin and the function.
///
/// # Safety
///
/// [`object`] made the object, and it has an owner until this returns.
#[inline(always)]
pub unsafe fn run<R>(
    object: *mut c_void,
    called: &'static Called,
    on_panic: Option<fn() -> R>,
    body: impl FnOnce() -> R,
) -> R {
    // SAFETY: it is one of these, by the contract of this function.
    let name = unsafe { (*object.cast::<Head>()).name };
    guard_callee(Callee::Implemented(&called.by(name)), on_panic, body)
}

/// Counts one owner more.
///
/// # Safety
///
/// [`object`] made the object, and it has an owner.
pub unsafe extern "C" fn retain(object: *mut c_void) {
    // SAFETY: it is one of these, by the contract of this function.
    let owners = unsafe { &(*object.cast::<Head>()).owners };
    // As `Arc` has it: a count that wrapped around would free the object too early.
    if owners.fetch_add(1, Ordering::Relaxed) > isize::MAX as usize {
        process::abort();
    }
}

/// Counts one owner less; the last one drops the value. A panic of that ends the process with a message.
///
/// # Safety
///
/// [`object`] made the object of a `T`, and the caller gives up what one owner has.
pub unsafe fn release<T>(object: *mut c_void, called: &'static Called) {
    // SAFETY: the caller is an owner of it, by the contract of this function.
    if !unsafe { is_last_owner(object) } {
        return;
    }
    // SAFETY: it is one of these, by the contract of this function.
    let name = unsafe { (*object.cast::<Head>()).name };
    guard_callee(Callee::Implemented(&called.by(name)), None, || {
        // SAFETY: `object` made it with a `Box`, and nobody owns it any more.
        drop(unsafe { Box::from_raw(object.cast::<Implemented<T>>()) });
    });
}

/// Counts one owner less, and returns whether that was the last one.
///
/// # Safety
///
/// The object has a [`Head`], and the caller gives up what one owner has.
pub(super) unsafe fn is_last_owner(object: *mut c_void) -> bool {
    // SAFETY: it has one, by the contract of this function.
    let owners = unsafe { &(*object.cast::<Head>()).owners };
    let is_last = owners.fetch_sub(1, Ordering::Release) == 1;
    if is_last {
        fence(Ordering::Acquire);
    }
    is_last
}

/// The keeper of an object that [`object`] made in this process.
pub struct MadeHere;

/// An object that somebody owns: dropped, it counts one owner less, by the table of the object itself.
///
/// What keeps the table there is dropped after that.
pub struct ObjectOwner {
    object: *mut c_void,
    is_made_here: bool,
    _keeper: Option<Box<dyn Any + Send + Sync>>,
}

// SAFETY: the declared struct around it is on no thread on which the object must not be released.
unsafe impl Send for ObjectOwner {}

// SAFETY: nothing can be done with a shared one.
unsafe impl Sync for ObjectOwner {}

impl ObjectOwner {
    /// Takes one count of an object over, null included.
    ///
    /// # Safety
    ///
    /// `object` is null, or has a table with an [`InterfaceHeader`] until `keeper` is dropped, and the caller gives up
    /// what one owner has. Where the declared struct around it may be dropped, the object may be released. With
    /// [`MadeHere`], [`object`] made it.
    pub unsafe fn new(object: *mut c_void, keeper: impl Any + Send + Sync) -> Self {
        let keeper: Box<dyn Any + Send + Sync> = Box::new(keeper);
        let is_made_here = keeper.is::<MadeHere>();
        let is_nothing = is_made_here || keeper.is::<()>();
        Self {
            object,
            is_made_here,
            _keeper: (!is_nothing).then_some(keeper),
        }
    }

    /// Whether [`object`] made the object, in this process.
    pub(super) fn is_made_here(&self) -> bool {
        self.is_made_here
    }
}

impl Drop for ObjectOwner {
    fn drop(&mut self) {
        // SAFETY: one owner of the object is here.
        if let Some(release) = unsafe { of_header(self.object, |header| header.release) } {
            // SAFETY: it is the function of this object, and its owner is given up.
            unsafe { release(self.object) };
        }
    }
}

/// Counts one owner of an object more, for whoever gets the result.
///
/// # Panics
///
/// If the object cannot have another owner.
///
/// # Safety
///
/// `object` has an owner, and a table with an [`InterfaceHeader`].
#[must_use]
pub(super) unsafe fn retained(object: *mut c_void) -> *mut c_void {
    // SAFETY: by the contract of this function.
    let retain = unsafe { of_header(object, |header| header.retain) };
    let retain = retain.expect("an object of an interface that is not `unique` counts its owners");
    // SAFETY: it is the function of this object, which has an owner.
    unsafe { retain(object) };
    object
}

/// A function of an object's header; `None` if the object has no such header.
///
/// # Safety
///
/// `object` is null, or has an owner, and a table that begins with the size of it.
unsafe fn of_header(
    object: *mut c_void,
    of: fn(&InterfaceHeader) -> Option<unsafe extern "C" fn(*mut c_void)>,
) -> Option<unsafe extern "C" fn(*mut c_void)> {
    if object.is_null() {
        return None;
    }
    // SAFETY: the object begins with the address of its table, by the contract of this function.
    let table = unsafe { (*object.cast::<ObjectHeader>()).table };
    if table.is_null() {
        return None;
    }
    // SAFETY: the table begins with its size, by the contract of this function.
    let size = unsafe { table.cast::<usize>().read() };
    if size < size_of::<InterfaceHeader>() {
        return None;
    }
    // SAFETY: the table has a whole header.
    of(unsafe { &*table })
}

const _: () = assert!(core::mem::offset_of!(InterfaceHeader, size) == 0);

#[cfg(test)]
#[path = "object_tests.rs"]
mod tests;
