//! The place of a loaded library: its file, and its address in memory.
//!
//! In comes a handle of the loader; out goes what the loader knows about it.

use std::path::PathBuf;

use crate::library::handle::Source;
use crate::library::{CodePointer, Library, Origin};

/// Where a library is.
pub(super) struct Module {
    file: Option<PathBuf>,
    base: Option<CodePointer>,
}

impl Library {
    /// The file that was loaded, as the loader knows it: what a search by name found in the end.
    ///
    /// `None` for this process and for a [resolver](Self::from_symbols), and where the system does not tell.
    /// Compare [`path`](Self::path), which is what the loader was given.
    ///
    /// # Platform-specific behaviour
    ///
    /// Linux, Android, FreeBSD, NetBSD, DragonFly and Windows tell the file. Elsewhere it is the path that
    /// the loader was given, if that is an absolute one. The file may have been replaced since.
    ///
    /// ```
    /// use ffi_runtime::Library;
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let math = unsafe { Library::load("m") }?;
    /// if let Some(file) = math.file() {
    ///     println!("{:?} was found as {}", math.path(), file.display());
    /// }
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        let known = self.module().and_then(|module| module.file);
        known.or_else(|| {
            let path = self.path().filter(|path| path.is_absolute())?;
            Some(path.to_owned())
        })
    }

    /// The address of the first byte of the library in memory: of the header of the file.
    ///
    /// `None` for this process and for a [resolver](Self::from_symbols), and where the system does not tell:
    /// Linux, Android, FreeBSD, NetBSD, DragonFly and Windows do.
    ///
    /// ```
    /// use ffi_runtime::Library;
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let math = unsafe { Library::load("m") }?;
    /// if let Some(base) = math.base_address() {
    ///     let cos = math.symbol("cos")?.as_ptr() as usize;
    ///     println!("cos is at offset {:#x}", cos - base.as_ptr() as usize);
    /// }
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[must_use]
    pub fn base_address(&self) -> Option<CodePointer> {
        self.module().and_then(|module| module.base)
    }

    fn module(&self) -> Option<Module> {
        match self.source() {
            Source::Loader(_) if *self.origin() == Origin::Process => None,
            Source::Loader(handle) => handle.module(),
            Source::Resolver(_) => None,
        }
    }
}

#[cfg(windows)]
impl Module {
    /// # Safety
    ///
    /// The handle is that of a loaded module.
    pub(super) unsafe fn of(handle: *mut core::ffi::c_void) -> Option<Self> {
        use std::ffi::OsString;
        use std::os::windows::ffi::OsStringExt;

        use windows_sys::Win32::System::LibraryLoader::GetModuleFileNameW;

        // The longest path of Windows has as many units.
        let mut units = vec![0; 1 << 15];
        // SAFETY: the handle is that of a module, by the contract of this function; the buffer has as many
        // units.
        let length = unsafe { GetModuleFileNameW(handle, units.as_mut_ptr(), units.len() as u32) };
        units.truncate(length as usize);
        Some(Self {
            file: (length > 0).then(|| OsString::from_wide(&units).into()),
            base: CodePointer::from_ptr(handle),
        })
    }
}

#[cfg(any(
    target_os = "linux",
    target_os = "android",
    target_os = "freebsd",
    target_os = "netbsd",
    target_os = "dragonfly"
))]
mod elf {
    use core::ffi::{CStr, c_int, c_void};
    use core::mem::MaybeUninit;
    use core::ptr;
    use std::ffi::{CString, OsStr};
    use std::os::unix::ffi::OsStrExt;

    use super::{CodePointer, Module};

    /// A loaded object.
    struct Object {
        name: CString,
        /// An address in it: that of its program headers.
        inside: *const c_void,
    }

    impl Module {
        /// The loader has no portable way from a handle to an object, but one from an object's name to its
        /// handle: the same one for the same object.
        ///
        /// # Safety
        ///
        /// The handle is open.
        pub(in crate::library) unsafe fn of(handle: *mut c_void) -> Option<Self> {
            let mut objects = objects().into_iter();
            let object = objects.find(|object| is_open_as(handle, &object.name))?;
            let mut info = MaybeUninit::<libc::Dl_info>::zeroed();
            // SAFETY: the structure is writable; any address may be asked for.
            let known = unsafe { libc::dladdr(object.inside, info.as_mut_ptr()) };
            // SAFETY: zeros are pointers and numbers.
            let info = unsafe { info.assume_init() };
            Some(Self {
                file: Some(OsStr::from_bytes(object.name.to_bytes()).into()),
                base: CodePointer::from_ptr(info.dli_fbase).filter(|_| known != 0),
            })
        }
    }

    /// Whether the library of that name is loaded, and has this handle.
    fn is_open_as(handle: *mut c_void, name: &CStr) -> bool {
        // The program itself has no name for some loaders; others take an empty one for it.
        if name.is_empty() {
            return false;
        }
        // SAFETY: the name is a C string. With this flag nothing is loaded, so that no initializer runs.
        let opened = unsafe { libc::dlopen(name.as_ptr(), libc::RTLD_LAZY | libc::RTLD_NOLOAD) };
        if !opened.is_null() {
            // SAFETY: the handle was opened once more above. If another thread closed the last other one in
            // between, the library is unloaded here instead of there: whoever closed it promised that
            // nothing of it is in use.
            unsafe { libc::dlclose(opened) };
        }
        opened == handle
    }

    /// The objects that are loaded now. The names are copied, for an object may be unloaded afterwards.
    fn objects() -> Vec<Object> {
        let mut objects: Vec<Object> = Vec::new();
        let collected = (&raw mut objects).cast();
        // SAFETY: `collect` is called with `collected` before this function returns, and not afterwards.
        unsafe { libc::dl_iterate_phdr(Some(collect), collected) };
        objects
    }

    /// Adds one object to those at `objects`.
    ///
    /// # Safety
    ///
    /// `info` describes an object, and `objects` points to a `Vec<Object>` that nothing else uses.
    unsafe extern "C" fn collect(
        info: *mut libc::dl_phdr_info,
        _: libc::size_t,
        objects: *mut c_void,
    ) -> c_int {
        // SAFETY: the loader describes an object, by the contract of this function.
        let libc::dl_phdr_info {
            dlpi_name,
            dlpi_phdr,
            ..
        } = *unsafe { &*info };
        if dlpi_name.is_null() || ptr::eq(dlpi_phdr, ptr::null()) {
            return 0;
        }
        // SAFETY: the name is a C string, which lives until this function returns.
        let name = unsafe { CStr::from_ptr(dlpi_name) }.to_owned();
        // SAFETY: it is the vector of `objects`, by the contract of this function.
        let objects = unsafe { &mut *objects.cast::<Vec<Object>>() };
        objects.push(Object {
            name,
            inside: dlpi_phdr.cast(),
        });
        0
    }
}

/// The loader tells nothing of a handle: dyld's list of images may not be read while others unload.
#[cfg(all(
    unix,
    not(any(
        target_os = "linux",
        target_os = "android",
        target_os = "freebsd",
        target_os = "netbsd",
        target_os = "dragonfly"
    ))
))]
impl Module {
    /// # Safety
    ///
    /// None is needed here.
    pub(super) unsafe fn of(_: *mut core::ffi::c_void) -> Option<Self> {
        None
    }
}

#[cfg(all(
    test,
    not(any(miri, all(target_env = "musl", target_feature = "crt-static")))
))]
#[path = "file_tests.rs"]
mod tests;
