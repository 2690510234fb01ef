//! Environment: what this host and this process say about a search.
//!
//! The only place that reads variables. Out goes an `Environment` of plain values, for `search`.

use crate::library::OperatingSystem;
use crate::library::plan::{Environment, FOLDERS_VARIABLE, override_variable};

impl OperatingSystem {
    /// The operating system that this code was compiled for.
    ///
    /// ```
    /// use ffi_runtime::library::OperatingSystem;
    ///
    /// assert_eq!(OperatingSystem::HOST == OperatingSystem::Windows, cfg!(windows));
    /// ```
    pub const HOST: Self = if cfg!(target_os = "linux") {
        Self::Linux
    } else if cfg!(target_os = "android") {
        Self::Android
    } else if cfg!(target_vendor = "apple") {
        Self::Apple
    } else if cfg!(windows) {
        Self::Windows
    } else if cfg!(target_os = "freebsd") {
        Self::FreeBsd
    } else {
        Self::OtherUnix
    };
}

impl Environment {
    /// Reads the environment for this library.
    ///
    /// Nothing in a program with elevated privileges: whoever starts it chooses its variables, and,
    /// by a hard link, the folder it lies in.
    pub(crate) fn read(name: &str) -> Self {
        // Miri lets a program see nothing of its environment.
        if cfg!(miri) || has_elevated_privileges() {
            return Self::default();
        }
        Self {
            file: override_variable(name).and_then(std::env::var_os),
            folders: std::env::var_os(FOLDERS_VARIABLE),
            executable: std::env::current_exe().ok(),
        }
    }
}

/// Whether the program has rights that whoever started it lacks (set-user-ID and the like).
#[cfg(any(target_os = "linux", target_os = "android"))]
fn has_elevated_privileges() -> bool {
    // SAFETY: the function only returns a number, 0 for an entry that is not there.
    let is_secure = unsafe { libc::getauxval(libc::AT_SECURE) };
    is_secure != 0
}

/// Whether the program has rights that whoever started it lacks, or had them since it was started.
#[cfg(any(
    target_vendor = "apple",
    target_os = "freebsd",
    target_os = "dragonfly",
    target_os = "netbsd",
    target_os = "openbsd"
))]
fn has_elevated_privileges() -> bool {
    // SAFETY: the function only returns a number.
    let is_tainted = unsafe { libc::issetugid() };
    is_tainted != 0
}

/// Whether the program has rights that whoever started it lacks (set-user-ID and the like).
#[cfg(all(
    unix,
    not(any(
        target_os = "linux",
        target_os = "android",
        target_vendor = "apple",
        target_os = "freebsd",
        target_os = "dragonfly",
        target_os = "netbsd",
        target_os = "openbsd"
    ))
))]
fn has_elevated_privileges() -> bool {
    // SAFETY: the function only returns a number.
    let user = unsafe { libc::getuid() };
    // SAFETY: the function only returns a number.
    let effective_user = unsafe { libc::geteuid() };
    // SAFETY: the function only returns a number.
    let group = unsafe { libc::getgid() };
    // SAFETY: the function only returns a number.
    let effective_group = unsafe { libc::getegid() };
    user != effective_user || group != effective_group
}

/// Windows has no set-user-ID: an elevated process takes its environment from the system. WebAssembly has no
/// users.
#[cfg(not(unix))]
fn has_elevated_privileges() -> bool {
    false
}

#[cfg(all(test, not(miri)))]
mod tests {
    use super::*;

    #[test]
    fn tests_do_not_run_with_elevated_privileges() {
        assert!(!has_elevated_privileges());
    }

    #[test]
    fn executable_is_known() {
        let executable = Environment::read("z").executable.unwrap();
        assert!(executable.is_absolute());
    }
}
