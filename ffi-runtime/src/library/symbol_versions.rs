//! Symbol versions: `dlvsym`, where the system has it.
//!
//! For `loader`, which knows the handle.

#[cfg(unix)]
use core::ffi::{CStr, c_char, c_void};

#[cfg(unix)]
use crate::library::{CodePointer, LookupFailure};

#[cfg(unix)]
type Dlvsym = unsafe extern "C" fn(*mut c_void, *const c_char, *const c_char) -> *mut c_void;

/// Whether the system has symbol versions.
#[cfg(unix)]
pub(super) fn exist() -> bool {
    dlvsym().is_some()
}

/// Whether the system has symbol versions.
#[cfg(windows)]
pub(super) fn exist() -> bool {
    false
}

/// Address of a symbol with a version.
///
/// # Safety
///
/// The handle is open.
#[cfg(unix)]
pub(super) unsafe fn address(
    handle: *mut c_void,
    name: &CStr,
    version: &CStr,
) -> Result<CodePointer, LookupFailure> {
    let dlvsym = dlvsym().ok_or(LookupFailure::NoVersions)?;
    libloading::os::unix::with_dlerror(
        // SAFETY: the handle is open, by the contract of this function; both texts are C strings that live
        // over the call.
        || CodePointer::from_ptr(unsafe { dlvsym(handle, name.as_ptr(), version.as_ptr()) }),
        |words| LookupFailure::Loader(words.to_string_lossy().into_owned()),
    )
    .map_err(|failure| failure.unwrap_or(LookupFailure::NullAddress))
}

/// Address of a symbol with a version: there are none.
///
/// # Safety
///
/// None is needed here.
#[cfg(windows)]
pub(super) unsafe fn address(
    _: super::loader::RawHandle,
    _: &core::ffi::CStr,
    _: &core::ffi::CStr,
) -> Result<super::CodePointer, super::LookupFailure> {
    Err(super::LookupFailure::NoVersions)
}

#[cfg(any(
    all(target_os = "linux", target_env = "gnu"),
    target_os = "freebsd",
    target_os = "dragonfly",
    target_os = "netbsd"
))]
fn dlvsym() -> Option<Dlvsym> {
    Some(libc::dlvsym)
}

/// Android has the function since version 7; a program for older ones may not be linked to it.
#[cfg(target_os = "android")]
fn dlvsym() -> Option<Dlvsym> {
    // SAFETY: the name is a C string, and `RTLD_DEFAULT` stands for the libraries of the program.
    let address = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"dlvsym".as_ptr()) };
    let address = CodePointer::from_ptr(address)?;
    // SAFETY: <dlfcn.h> of Android declares the function with this signature.
    Some(unsafe { core::mem::transmute::<CodePointer, Dlvsym>(address) })
}

#[cfg(all(
    unix,
    not(any(
        all(target_os = "linux", target_env = "gnu"),
        target_os = "freebsd",
        target_os = "dragonfly",
        target_os = "netbsd",
        target_os = "android"
    ))
))]
fn dlvsym() -> Option<Dlvsym> {
    None
}
