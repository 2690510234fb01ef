//! Flags: ways of loading that only some systems have, as one type on all of them.
//!
//! In comes what a `Search` asks for; out go the constants of the system, for `loader`.

use core::fmt;
use core::ops::{BitAnd, BitOr};

/// How a library is loaded, beside the way in which every system does it.
///
/// Every constant exists on every system; asking for one that the system lacks is
/// [`LibraryError::Flags`](crate::LibraryError::Flags). What the system lacks can be left out:
/// `flags & LoadFlags::AVAILABLE`.
///
/// | flag | Linux with glibc | Linux with musl, Android, FreeBSD, Apple | Windows |
/// |---|---|---|---|
/// | [`GLOBAL`](Self::GLOBAL) | yes | yes | |
/// | [`LAZY`](Self::LAZY) | yes | yes | |
/// | [`DEEPBIND`](Self::DEEPBIND) | yes | | |
/// | [`NODELETE`](Self::NODELETE) | yes | yes | yes |
///
/// ```
/// use ffi_runtime::library::{LoadFlags, Search};
///
/// let flags = (LoadFlags::GLOBAL | LoadFlags::NODELETE) & LoadFlags::AVAILABLE;
/// // SAFETY: the C library's initializers may run in every program.
/// let math = unsafe { Search::new("m").flags(flags).load() }?;
/// assert!(math.symbol("cos").is_ok());
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct LoadFlags(u8);

impl LoadFlags {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// Libraries that are loaded later find the symbols of this one (`RTLD_GLOBAL`): for hosts of plugins
    /// that are not linked to what they need.
    pub const GLOBAL: Self = Self(1);
    /// Functions that the library imports are looked up when it calls them first (`RTLD_LAZY`). One that is
    /// missing then ends the process.
    pub const LAZY: Self = Self(2);
    /// The library finds its own symbols before those of the program (`RTLD_DEEPBIND`).
    pub const DEEPBIND: Self = Self(4);
    /// The library is never unloaded, whoever closes it (`RTLD_NODELETE`; a pinned module on Windows).
    pub const NODELETE: Self = Self(8);

    /// The flags that this system has.
    pub const AVAILABLE: Self = if cfg!(unix) {
        let mut available = Self::GLOBAL.0 | Self::LAZY.0;
        if cfg!(all(target_os = "linux", target_env = "gnu")) {
            available |= Self::DEEPBIND.0;
        }
        if cfg!(any(
            target_os = "linux",
            target_os = "android",
            target_os = "freebsd",
            target_os = "dragonfly",
            target_os = "openbsd",
            target_vendor = "apple"
        )) {
            available |= Self::NODELETE.0;
        }
        Self(available)
    } else if cfg!(windows) {
        Self::NODELETE
    } else {
        Self::NONE
    };

    const NAMES: [(Self, &'static str); 4] = [
        (Self::GLOBAL, "GLOBAL"),
        (Self::LAZY, "LAZY"),
        (Self::DEEPBIND, "DEEPBIND"),
        (Self::NODELETE, "NODELETE"),
    ];

    /// Whether all of `other` are among these.
    ///
    /// ```
    /// use ffi_runtime::library::LoadFlags;
    ///
    /// assert!((LoadFlags::GLOBAL | LoadFlags::LAZY).contains(LoadFlags::LAZY));
    /// assert_eq!(LoadFlags::AVAILABLE.contains(LoadFlags::GLOBAL), cfg!(unix));
    /// ```
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// These except `other`.
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The mode for `dlopen`. Symbols that the library imports are looked up at once unless `LAZY` is set,
    /// so that a library that lacks something fails here and not in the middle of a call.
    #[cfg(unix)]
    pub(crate) fn mode(self) -> core::ffi::c_int {
        use libloading::os::unix::{RTLD_GLOBAL, RTLD_LAZY, RTLD_LOCAL, RTLD_NOW};

        let mut mode = if self.contains(Self::LAZY) {
            RTLD_LAZY
        } else {
            RTLD_NOW
        };
        mode |= if self.contains(Self::GLOBAL) {
            RTLD_GLOBAL
        } else {
            RTLD_LOCAL
        };
        #[cfg(all(target_os = "linux", target_env = "gnu"))]
        if self.contains(Self::DEEPBIND) {
            mode |= libc::RTLD_DEEPBIND;
        }
        #[cfg(any(
            target_os = "linux",
            target_os = "android",
            target_os = "freebsd",
            target_os = "dragonfly",
            target_os = "openbsd",
            target_vendor = "apple"
        ))]
        if self.contains(Self::NODELETE) {
            mode |= libc::RTLD_NODELETE;
        }
        mode
    }
}

/// Both.
impl BitOr for LoadFlags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The flags that are in both.
impl BitAnd for LoadFlags {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// `GLOBAL | LAZY`
impl fmt::Debug for LoadFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::NONE {
            return f.write_str("NONE");
        }
        let mut or = "";
        for (flag, name) in Self::NAMES {
            if self.contains(flag) {
                write!(f, "{or}{name}")?;
                or = " | ";
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_printed_by_their_names() {
        let rows = [
            (LoadFlags::NONE, "NONE"),
            (LoadFlags::DEEPBIND, "DEEPBIND"),
            (LoadFlags::NODELETE | LoadFlags::GLOBAL, "GLOBAL | NODELETE"),
        ];
        for (flags, text) in rows {
            assert_eq!(format!("{flags:?}"), text);
        }
    }

    /// A flag that is available and has no constant would be ignored.
    #[cfg(unix)]
    #[test]
    fn every_available_flag_changes_the_mode() {
        let plain = LoadFlags::NONE.mode();
        for (flag, name) in LoadFlags::NAMES {
            let is_available = LoadFlags::AVAILABLE.contains(flag);
            assert_eq!(flag.mode() != plain, is_available, "{name}");
        }
    }
}
