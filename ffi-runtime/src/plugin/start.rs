//! The beginning of an instance: what its plugin gets, and what it says if there is none.

use core::fmt::Display;
use core::{slice, str};
use std::io;
use std::path::Path;

use crate::plugin::contract::PluginStart;

/// Everything that a new instance gets of its host.
///
/// ```
/// use ffi_runtime::plugin::Start;
///
/// fn folder<'a>(start: &Start<'a>) -> Option<&'a std::path::Path> {
///     start.path().parent()
/// }
///
/// assert_eq!(folder(&Start::at("plugins/libblur.so")), Some("plugins".as_ref()));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    path: &'a str,
}

impl<'a> Start<'a> {
    /// The start of an instance without a library, as tests have it.
    #[must_use]
    pub const fn at(path: &'a str) -> Self {
        Self { path }
    }

    /// The file of the plugin's library, as the host names it, or an empty path if it names none. The file that is loaded
    /// may be a copy.
    #[must_use]
    pub fn path(&self) -> &'a Path {
        Path::new(self.path)
    }

    /// The start that a host gave.
    ///
    /// # Safety
    ///
    /// The path of `start` is null, or has as many bytes as it says, for `'a`.
    pub(super) unsafe fn of(start: &PluginStart) -> Option<Self> {
        if start.path.is_null() {
            return (start.path_length == 0).then_some(Self { path: "" });
        }
        // SAFETY: there are as many bytes, by the contract of this function.
        let bytes = unsafe { slice::from_raw_parts(start.path.cast(), start.path_length) };
        let path = str::from_utf8(bytes).ok()?;
        Some(Self { path })
    }
}

/// The reason why a plugin made no instance: the text that its host gets.
///
/// Whatever can be displayed becomes one by `?`.
///
/// ```
/// use ffi_runtime::plugin::StartError;
///
/// fn strength(text: &str) -> Result<f32, StartError> {
///     Ok(text.parse()?)
/// }
///
/// assert_eq!(strength("much").unwrap_err().text(), "invalid float literal");
/// ```
#[derive(Clone, Debug)]
pub struct StartError(String);

impl StartError {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl<E: Display> From<E> for StartError {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// The state of an instance that an instance of a newer generation takes over: how it is written and read.
///
/// ```
/// use std::io::Write;
///
/// use ffi_runtime::plugin::State;
///
/// struct Counter(u64);
///
/// const STATE: State<Counter> = State {
///     version: 1,
///     save: |counter, state| state.write_all(&counter.0.to_le_bytes()),
///     restore: |counter, version, state| {
///         assert_eq!(version, 1);
///         let bytes = state.try_into().map_err(std::io::Error::other)?;
///         counter.0 = u64::from_le_bytes(bytes);
///         Ok(())
///     },
/// };
///
/// let mut saved = Vec::new();
/// (STATE.save)(&Counter(7), &mut saved)?;
/// let mut newer = Counter(0);
/// (STATE.restore)(&mut newer, STATE.version, &saved)?;
/// assert_eq!(newer.0, 7);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct State<T> {
    /// The version of the format that `save` writes.
    pub version: u32,
    /// Writes the state of an instance.
    pub save: fn(instance: &T, state: &mut dyn io::Write) -> io::Result<()>,
    /// Takes over a state, with the version that wrote it: another one than `version` if an older or a newer
    /// generation did.
    pub restore: fn(instance: &mut T, version: u32, state: &[u8]) -> io::Result<()>,
}
