//! The main thread: whether it is the current one, for declarations with `threads = "main"`.
//!
//! Nothing is kept between two questions: after a `fork`, the thread that called it is the main one of the child.

use core::fmt;
use std::thread::{self, Thread};

/// A declaration with `threads = "main"` that was to be used on another thread than the main one.
///
/// ```
/// use std::thread;
///
/// use ffi_runtime::{LibraryError, foreign_library};
/// use ffi_runtime::library::MainThreadError;
///
/// #[foreign_library(name = "ui", threads = "main")]
/// unsafe trait Ui {
///     fn draw(&self);
/// }
///
/// let painter = thread::Builder::new().name("painter".to_owned());
/// let error = painter.spawn(|| Ui::load().map(drop)).unwrap().join().unwrap().unwrap_err();
/// assert!(matches!(error, LibraryError::MainThread(MainThreadError::Other { item: "Ui", .. })));
/// let words = error.to_string();
/// assert!(words.starts_with("`Ui` can be used on the main thread only, and not on thread \"painter\""));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MainThreadError {
    /// The current thread is not the main one.
    #[error(
        "`{item}` can be used on the main thread only, and not on {}",
        Described(thread)
    )]
    Other {
        /// Name of the trait.
        item: &'static str,
        /// The current thread.
        thread: Thread,
    },
    /// The system has no way to ask which thread is the main one: NetBSD, illumos and WebAssembly with threads,
    /// for example.
    #[error(
        "`{item}` can be used on the main thread only, and this system does not say whether {} is it",
        Described(thread)
    )]
    Unknown {
        /// Name of the trait.
        item: &'static str,
        /// The current thread.
        thread: Thread,
    },
}

/// Refuses every thread but the main one, for the declaration of this name.
///
/// # Errors
///
/// [`MainThreadError`].
///
/// ```
/// use ffi_runtime::macro_support::on_main_thread;
///
/// let elsewhere = std::thread::spawn(|| on_main_thread("Ui")).join().unwrap();
/// assert!(elsewhere.is_err());
/// ```
pub fn on_main_thread(item: &'static str) -> Result<(), MainThreadError> {
    judge(item, is_main())
}

/// The answer to "is this the main thread?" as a result; `None` if there is no answer.
fn judge(item: &'static str, is_main: Option<bool>) -> Result<(), MainThreadError> {
    let thread = thread::current();
    match is_main {
        Some(true) => Ok(()),
        Some(false) => Err(MainThreadError::Other { item, thread }),
        None => Err(MainThreadError::Unknown { item, thread }),
    }
}

/// `thread "painter" (ThreadId(2))`, or without a name `thread ThreadId(2)`.
struct Described<'a>(&'a Thread);

impl fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.0.id();
        match self.0.name() {
            Some(name) => write!(f, "thread {name:?} ({id:?})"),
            None => write!(f, "thread {id:?}"),
        }
    }
}

/// The main thread has the number of the process.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn is_main() -> Option<bool> {
    // The function of this name came to glibc in version 2.30, and Rust supports older ones.
    // SAFETY: the system call takes no arguments, and only returns a number.
    let thread = unsafe { libc::syscall(libc::SYS_gettid) };
    Some(u32::try_from(thread) == Ok(std::process::id()))
}

#[cfg(any(
    target_vendor = "apple",
    target_os = "freebsd",
    target_os = "dragonfly",
    target_os = "openbsd"
))]
fn is_main() -> Option<bool> {
    // SAFETY: the function takes no arguments, and only returns a number.
    match unsafe { libc::pthread_main_np() } {
        1 => Some(true),
        0 => Some(false),
        // FreeBSD: there are no threads yet.
        _ => None,
    }
}

/// Windows does not mark the main thread. It is the one that started at the entry point of the program, where no
/// other thread starts. The order in which the threads of the process were created would say less: their times are
/// those of a clock that can be set back, and the first of them may have ended.
#[cfg(windows)]
fn is_main() -> Option<bool> {
    Some(windows::start_of_thread()? == windows::entry_of_program()?)
}

#[cfg(windows)]
mod windows {
    use core::ffi::c_void;
    use core::ptr::{self, NonNull};

    use windows_sys::Wdk::System::Threading::{
        NtQueryInformationThread, ThreadQuerySetWin32StartAddress,
    };
    use windows_sys::Win32::Foundation::STATUS_SUCCESS;
    use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
    use windows_sys::Win32::System::ProcessStatus::{K32GetModuleInformation, MODULEINFO};
    use windows_sys::Win32::System::Threading::{GetCurrentProcess, GetCurrentThread};

    /// Where the current thread started.
    pub(super) fn start_of_thread() -> Option<NonNull<c_void>> {
        let mut start: *mut c_void = ptr::null_mut();
        let size = u32::try_from(size_of_val(&start)).ok()?;
        // SAFETY: the function only returns a constant, which stands for the current thread.
        let thread = unsafe { GetCurrentThread() };
        // SAFETY: for this class the function writes a pointer, to `start`, which has the size that is given; it
        // allows no pointer to a length.
        let status = unsafe {
            NtQueryInformationThread(
                thread,
                ThreadQuerySetWin32StartAddress,
                (&raw mut start).cast(),
                size,
                ptr::null_mut(),
            )
        };
        NonNull::new(start).filter(|_| status == STATUS_SUCCESS)
    }

    /// Where the program of the process begins.
    pub(super) fn entry_of_program() -> Option<NonNull<c_void>> {
        // SAFETY: null stands for the program, whose handle is not counted.
        let program = unsafe { GetModuleHandleW(ptr::null()) };
        let mut information = MODULEINFO {
            lpBaseOfDll: ptr::null_mut(),
            SizeOfImage: 0,
            EntryPoint: ptr::null_mut(),
        };
        let size = u32::try_from(size_of_val(&information)).ok()?;
        // SAFETY: the function only returns a constant, which stands for this process.
        let process = unsafe { GetCurrentProcess() };
        // SAFETY: the program is loaded as long as the process runs, and the function writes a `MODULEINFO` of the
        // size that is given.
        let written =
            unsafe { K32GetModuleInformation(process, program, &raw mut information, size) };
        NonNull::new(information.EntryPoint).filter(|_| written != 0)
    }
}

/// There is one thread. With the feature of threads there can be others; the versions of WASI with threads and
/// without are the same to stable Rust, so that there nothing is known.
#[cfg(all(
    target_family = "wasm",
    any(target_os = "unknown", target_env = "p2"),
    not(target_feature = "atomics")
))]
fn is_main() -> Option<bool> {
    Some(true)
}

#[cfg(not(any(
    target_os = "linux",
    target_os = "android",
    target_vendor = "apple",
    target_os = "freebsd",
    target_os = "dragonfly",
    target_os = "openbsd",
    windows,
    all(
        target_family = "wasm",
        any(target_os = "unknown", target_env = "p2"),
        not(target_feature = "atomics")
    )
)))]
fn is_main() -> Option<bool> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answer_that_the_system_does_not_give_is_an_error() {
        assert!(judge("Ui", Some(true)).is_ok());
        let [other, unknown] = [Some(false), None].map(|is_main| {
            thread::scope(|scope| {
                let named = thread::Builder::new().name("painter".to_owned());
                let judged = named.spawn_scoped(scope, || judge("Ui", is_main)).unwrap();
                judged.join().unwrap().unwrap_err()
            })
        });
        assert!(matches!(other, MainThreadError::Other { item: "Ui", .. }));
        let words = unknown.to_string();
        let start = "`Ui` can be used on the main thread only, and this system does not say whether thread \"painter\" (ThreadId(";
        assert!(words.starts_with(start), "{words}");
        assert!(words.ends_with("is it"), "{words}");
    }
}
