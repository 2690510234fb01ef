//! Capacity: whether the process has what it takes to map one more library.
//!
//! A library that stays mapped for ever keeps mappings, and one with the standard library of Rust or C++ keys of
//! thread-locals. A process has few of both, and a loader or an initializer that finds none ends it. So they are tried
//! out before: as many as a library needs are made, and given back.

/// Something that every library needs, and of which there is nothing left.
///
/// ```
/// use ffi_runtime::plugin::Exhausted;
///
/// assert!(Exhausted::ThreadKeys.to_string().contains("pthread_key_create"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Exhausted {
    /// Keys of thread-locals: Linux has 1,024 for a process.
    #[error("the process has no more keys for thread-locals (`pthread_key_create` fails)")]
    ThreadKeys,
    /// Mappings of memory: Linux has 65,530 for a process (`vm.max_map_count`).
    #[error("the process can have no more mappings of memory (on Linux: `vm.max_map_count`)")]
    Mappings,
}

#[cfg(not(unix))]
pub(crate) fn check() -> Result<(), Exhausted> {
    Ok(())
}

#[cfg(unix)]
pub(crate) use unix::check;

#[cfg(unix)]
mod unix {
    use core::ptr;

    use super::Exhausted;

    /// Keys that the standard library of Rust or C++ makes for itself, generously.
    const KEYS: usize = 8;

    /// Mappings of a library and of those that it depends on, generously.
    const MAPPINGS: usize = 64;

    pub(crate) fn check() -> Result<(), Exhausted> {
        check_keys()?;
        check_mappings()
    }

    fn check_keys() -> Result<(), Exhausted> {
        let mut keys = Vec::with_capacity(KEYS);
        while keys.len() < KEYS {
            let mut key = 0;
            // SAFETY: the key is written to a local, and has no destructor.
            if unsafe { libc::pthread_key_create(&raw mut key, None) } != 0 {
                break;
            }
            keys.push(key);
        }
        let is_enough = keys.len() == KEYS;
        for key in keys {
            // SAFETY: the key was made above, and nobody else knows it.
            unsafe { libc::pthread_key_delete(key) };
        }
        if is_enough {
            Ok(())
        } else {
            Err(Exhausted::ThreadKeys)
        }
    }

    /// Makes one mapping, and as many of it as there are pages, by another protection of every second page.
    fn check_mappings() -> Result<(), Exhausted> {
        // SAFETY: the function only returns a number.
        let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
        let page = usize::try_from(page).unwrap_or(1 << 16);
        let length = page * MAPPINGS;
        // SAFETY: a new mapping at a place of the system's choice touches no other one.
        let mapping = unsafe {
            libc::mmap(
                ptr::null_mut(),
                length,
                libc::PROT_NONE,
                libc::MAP_PRIVATE | libc::MAP_ANON,
                -1,
                0,
            )
        };
        if mapping == libc::MAP_FAILED {
            return Err(Exhausted::Mappings);
        }
        let is_enough = (0..MAPPINGS).step_by(2).all(|index| {
            let start = mapping.wrapping_byte_add(index * page);
            // SAFETY: the page is one of the mapping above, which nobody else knows.
            unsafe { libc::mprotect(start, page, libc::PROT_READ) == 0 }
        });
        // SAFETY: the mapping was made above, and nobody else knows it.
        unsafe { libc::munmap(mapping, length) };
        if is_enough {
            Ok(())
        } else {
            Err(Exhausted::Mappings)
        }
    }
}

#[cfg(all(test, target_os = "linux", not(miri)))]
#[path = "capacity_tests.rs"]
mod tests;
