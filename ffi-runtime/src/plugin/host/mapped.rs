//! Mapped: which library an address belongs to, and whether a library is still there, as the loader says.

use core::ffi::c_void;
use std::path::Path;

/// Whether the library that was loaded from a file of this path is still there, if the system says it. No other library
/// has a file of that name.
pub(crate) fn is_mapped(path: &Path) -> Option<bool> {
    system::is_mapped(path)
}

/// Whether an address is one of the library that was loaded from `path`: a symbol that a library lacks is found in
/// those that it depends on. `true` where the system does not say.
pub(crate) fn is_inside(address: *const c_void, path: &Path) -> bool {
    system::is_inside(address, path)
}

#[cfg(unix)]
mod system {
    use core::ffi::{CStr, c_void};
    use core::mem::MaybeUninit;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;

    pub(super) fn is_inside(address: *const c_void, path: &Path) -> bool {
        let mut info = MaybeUninit::<libc::Dl_info>::zeroed();
        // SAFETY: the structure is writable; any address may be asked for.
        let known = unsafe { libc::dladdr(address, info.as_mut_ptr()) };
        // SAFETY: zeros are pointers and numbers.
        let info = unsafe { info.assume_init() };
        if known == 0 || info.dli_fname.is_null() {
            return false;
        }
        // SAFETY: the name is a C string of the loader, which lives as long as the library of the address.
        let name = unsafe { CStr::from_ptr(info.dli_fname) };
        is_same_name(name, path)
    }

    /// Names are compared without their folders, which a loader may resolve.
    fn is_same_name(name: &CStr, path: &Path) -> bool {
        Path::new(OsStr::from_bytes(name.to_bytes())).file_name() == path.file_name()
    }

    #[cfg(any(
        target_os = "linux",
        target_os = "android",
        target_os = "freebsd",
        target_os = "netbsd",
        target_os = "openbsd",
        target_os = "dragonfly"
    ))]
    pub(super) fn is_mapped(path: &Path) -> Option<bool> {
        use core::ffi::c_int;

        struct Search<'a> {
            path: &'a Path,
            is_found: bool,
        }

        /// # Safety
        ///
        /// `info` describes an object, and `search` points to a `Search` that nothing else uses.
        unsafe extern "C" fn visit(
            info: *mut libc::dl_phdr_info,
            _: libc::size_t,
            search: *mut c_void,
        ) -> c_int {
            // SAFETY: the loader describes an object, by the contract of this function.
            let name = unsafe { (*info).dlpi_name };
            if name.is_null() {
                return 0;
            }
            // SAFETY: the name is a C string, which lives until this function returns.
            let name = unsafe { CStr::from_ptr(name) };
            // SAFETY: it is the `Search` below, by the contract of this function.
            let search = unsafe { &mut *search.cast::<Search<'_>>() };
            search.is_found = is_same_name(name, search.path);
            c_int::from(search.is_found)
        }

        let mut search = Search {
            path,
            is_found: false,
        };
        // SAFETY: `visit` is called with the search before this function returns, and not afterwards.
        unsafe { libc::dl_iterate_phdr(Some(visit), (&raw mut search).cast()) };
        Some(search.is_found)
    }

    #[cfg(target_vendor = "apple")]
    pub(super) fn is_mapped(path: &Path) -> Option<bool> {
        use std::ffi::CString;

        let name = CString::new(path.as_os_str().as_bytes()).ok()?;
        // SAFETY: the name is a C string. With this flag nothing is loaded, so that no initializer runs.
        let opened = unsafe { libc::dlopen(name.as_ptr(), libc::RTLD_LAZY | libc::RTLD_NOLOAD) };
        if opened.is_null() {
            return Some(false);
        }
        // SAFETY: the handle was opened above.
        unsafe { libc::dlclose(opened) };
        Some(true)
    }

    #[cfg(not(any(
        target_os = "linux",
        target_os = "android",
        target_os = "freebsd",
        target_os = "netbsd",
        target_os = "openbsd",
        target_os = "dragonfly",
        target_vendor = "apple"
    )))]
    pub(super) fn is_mapped(_: &Path) -> Option<bool> {
        None
    }
}

#[cfg(windows)]
mod system {
    use core::ffi::c_void;
    use core::ptr;
    use std::os::windows::ffi::OsStrExt;
    use std::path::Path;

    use windows_sys::Win32::System::LibraryLoader::{
        GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
        GetModuleHandleExW,
    };

    /// The module of a file, or null.
    fn module(path: &Path) -> *mut c_void {
        let units: Vec<u16> = path.as_os_str().encode_wide().chain([0]).collect();
        let mut module = ptr::null_mut();
        let flags = GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
        // SAFETY: the name ends with NUL, and the place for the handle is a local.
        unsafe { GetModuleHandleExW(flags, units.as_ptr(), &raw mut module) };
        module
    }

    pub(super) fn is_mapped(path: &Path) -> Option<bool> {
        Some(!module(path).is_null())
    }

    pub(super) fn is_inside(address: *const c_void, path: &Path) -> bool {
        let mut found = ptr::null_mut();
        let flags =
            GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
        // SAFETY: with the first flag the name is any address; the place for the handle is a local.
        unsafe { GetModuleHandleExW(flags, address.cast(), &raw mut found) };
        !found.is_null() && found == module(path)
    }
}

#[cfg(not(any(unix, windows)))]
mod system {
    use core::ffi::c_void;
    use std::path::Path;

    pub(super) fn is_mapped(_: &Path) -> Option<bool> {
        None
    }

    pub(super) fn is_inside(_: *const c_void, _: &Path) -> bool {
        true
    }
}
