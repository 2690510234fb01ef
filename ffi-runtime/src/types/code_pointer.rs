//! The address of foreign code or data: what a lookup returns and a call takes.

use core::ffi::c_void;
use core::fmt;
use core::ptr::NonNull;

use crate::types::{ForeignType, Nullable, Type};

/// Address of a foreign function or variable; never null.
///
/// It does not keep its library loaded, and says nothing about what is behind it: that is the
/// promise of whoever calls it. A declared function that looks up others, as `vkGetInstanceProcAddr` does, can
/// return `Option<CodePointer>`.
///
/// ```
/// use ffi_runtime::Library;
///
/// // SAFETY: the C library's initializers may run in every program.
/// let address = unsafe { Library::load("m") }?.symbol("cos")?;
/// // SAFETY: `<math.h>` declares `double cos(double)`.
/// let cos: extern "C" fn(f64) -> f64 = unsafe { std::mem::transmute(address) };
/// assert_eq!(cos(0.0), 1.0);
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
/// A function that looks up others:
///
#[cfg_attr(unix, doc = "```")]
#[cfg_attr(not(unix), doc = "```no_run")]
/// use std::ffi::{CStr, c_void};
/// use std::ptr;
///
/// use ffi_runtime::{CodePointer, Library, foreign_library};
///
/// #[foreign_library(process)]
/// unsafe trait Loader {
///     unsafe fn dlsym(&self, handle: *mut c_void, name: &CStr) -> Option<CodePointer>;
/// }
///
/// let loader = Loader::load()?;
/// // SAFETY: the null handle stands for all libraries of this program; they stay loaded.
/// let process = unsafe {
///     Library::from_symbols(move |name| loader.dlsym(ptr::null_mut(), name))
/// };
/// # if cfg!(target_os = "linux") {
/// assert!(process.symbol("strlen").is_ok());
/// # }
/// assert!(process.symbol("no_such_function").is_err());
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct CodePointer(NonNull<c_void>);

// SAFETY: an address is a number; nothing is read through it without `unsafe`.
unsafe impl Send for CodePointer {}

// SAFETY: as above.
unsafe impl Sync for CodePointer {}

// SAFETY: a transparent struct around a pointer to code is one C pointer. That C does not return null is the
// promise of whoever declares the function.
#[diagnostic::do_not_recommend]
unsafe impl ForeignType for CodePointer {
    const TYPE: Type<'static> = Type::Pointer;
}

// SAFETY: `Option` guarantees that the `None` of a transparent struct around a `NonNull` is null.
unsafe impl Nullable for CodePointer {}

impl CodePointer {
    /// The address, unless it is null.
    ///
    /// ```
    /// use ffi_runtime::CodePointer;
    ///
    /// assert!(CodePointer::from_ptr(std::ptr::null()).is_none());
    /// ```
    #[inline(always)]
    #[must_use]
    pub const fn from_ptr(address: *const c_void) -> Option<Self> {
        match NonNull::new(address.cast_mut()) {
            Some(address) => Some(Self(address)),
            None => None,
        }
    }

    /// The address, never null.
    ///
    /// ```
    /// use ffi_runtime::CodePointer;
    ///
    /// let variable = 7;
    /// let address = CodePointer::from_ptr((&raw const variable).cast()).unwrap();
    /// assert_eq!(address.as_ptr().cast(), &raw const variable);
    /// ```
    #[inline(always)]
    #[must_use]
    pub const fn as_ptr(self) -> *const c_void {
        self.0.as_ptr()
    }
}

impl CodePointer {
    /// The address.
    pub(crate) const fn non_null(self) -> NonNull<c_void> {
        self.0
    }
}

/// The address, as `0x7f..`.
impl fmt::Debug for CodePointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Pointer::fmt(&self.0, f)
    }
}

const _: () = assert!(size_of::<Option<CodePointer>>() == size_of::<*const c_void>());
