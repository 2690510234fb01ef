//! Environment: what this host and this process say about a search.
//!
//! The only place that reads variables. Out goes an `Environment` of plain values, for `search`.

use crate::library::OperatingSystem;
use crate::library::search::{Environment, FOLDERS_VARIABLE, override_variable};

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
    /// What there is for this library.
    ///
    /// Nothing in a program with elevated privileges: whoever starts it chooses its variables, and,
    /// by a hard link, the folder it lies in.
    pub(crate) fn read(name: &str) -> Self {
        if has_elevated_privileges() {
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
    use core::ffi::c_ulong;

    /// `<elf.h>`: whether the kernel asks for care with the environment.
    const AT_SECURE: c_ulong = 23;

    unsafe extern "C" {
        /// `<sys/auxv.h>`; 0 for an entry that is not there.
        safe fn getauxval(kind: c_ulong) -> c_ulong;
    }

    getauxval(AT_SECURE) != 0
}

/// Whether the program has rights that whoever started it lacks (set-user-ID and the like).
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
fn has_elevated_privileges() -> bool {
    // `uid_t` and `gid_t` are 32 bits wide on every Unix that is supported.
    unsafe extern "C" {
        safe fn getuid() -> u32;
        safe fn geteuid() -> u32;
        safe fn getgid() -> u32;
        safe fn getegid() -> u32;
    }

    getuid() != geteuid() || getgid() != getegid()
}

/// Windows has no set-user-ID: an elevated process takes its environment from the system.
#[cfg(windows)]
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
