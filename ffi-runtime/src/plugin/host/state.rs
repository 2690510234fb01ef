//! State: what an instance hands to its successor of another generation.

use core::ffi::c_void;
use core::slice;
use std::path::PathBuf;
use std::sync::Arc;

use crate::plugin::PluginInterface;
use crate::plugin::host::generation::Generation;
use crate::plugin::host::loaded::{self, CreateError};

/// Bytes of a state at most.
const STATE_LIMIT: usize = 1 << 30;

/// Why the state of an instance did not move to a new generation of its plugin.
///
/// ```
/// use ffi_runtime::plugin::StateError;
///
/// let error = StateError::NoRestore { plugin: "blur".to_owned(), file: "plugins/blur.so".into(), version: 2 };
/// assert_eq!(
///     error.to_string(),
///     "plugin \"blur\" in \"plugins/blur.so\" takes no state, and the one before it saved one of version 2",
/// );
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// The new generation has no plugin of this name.
    #[error("{file:?} has no plugin {plugin:?} any more, of which instances are in use")]
    Gone {
        /// The plugin.
        plugin: String,
        /// Its library.
        file: PathBuf,
    },
    /// The old generation could not save the state.
    #[error("plugin {plugin:?} in {file:?} did not save its state: it returned {status}")]
    Save {
        /// The plugin.
        plugin: String,
        /// Its library.
        file: PathBuf,
        /// The number that its `save` returned instead of a version.
        status: i64,
    },
    /// The state does not fit into memory.
    #[error(
        "plugin {plugin:?} in {file:?} saved more than {limit} bytes, or more than there is memory for"
    )]
    TooLong {
        /// The plugin.
        plugin: String,
        /// Its library.
        file: PathBuf,
        /// Bytes that a state has at most.
        limit: usize,
    },
    /// The new generation takes no state, though the old one saved one.
    #[error(
        "plugin {plugin:?} in {file:?} takes no state, and the one before it saved one of version {version}"
    )]
    NoRestore {
        /// The plugin.
        plugin: String,
        /// Its library.
        file: PathBuf,
        /// The version of the state.
        version: u32,
    },
    /// The new generation could not take the state.
    #[error(
        "plugin {plugin:?} in {file:?} did not take its state of version {version}: it returned {status}"
    )]
    Restore {
        /// The plugin.
        plugin: String,
        /// Its library.
        file: PathBuf,
        /// The version of the state.
        version: u32,
        /// The number that its `restore` returned instead of 0.
        status: i32,
    },
    /// The new generation made no instance.
    #[error(transparent)]
    Create(#[from] CreateError),
}

/// Makes an instance of a new generation with the state of one of an old generation, which stays as it is.
///
/// `old` is the generation of `instance`, and `index` the number of its plugin there.
pub(crate) fn transfer<I: PluginInterface>(
    instance: &mut I,
    (old, index): (&Arc<Generation>, usize),
    new: &Arc<Generation>,
) -> Result<I, StateError> {
    let plugin = old.name(index).to_owned();
    let file = new.original().to_owned();
    let Some(new_index) = new.index_of(&plugin) else {
        return Err(StateError::Gone { plugin, file });
    };
    let saved = match save(instance.as_object(), old, index) {
        Ok(saved) => saved,
        Err(Unsaved::Status(status)) => {
            return Err(StateError::Save {
                plugin,
                file,
                status,
            });
        }
        Err(Unsaved::TooLong) => {
            return Err(StateError::TooLong {
                plugin,
                file,
                limit: STATE_LIMIT,
            });
        }
    };
    let restore = new.entry(new_index).restore;
    if let (Some(State { version, .. }), None) = (&saved, restore) {
        return Err(StateError::NoRestore {
            plugin,
            file,
            version: *version,
        });
    }
    let successor: I = loaded::create(new, new_index)?;
    if let (Some(State { version, bytes }), Some(restore)) = (saved, restore) {
        // SAFETY: the function is that of the plugin which made the instance; nothing else uses the instance, and the
        // bytes live over the call.
        let status =
            unsafe { restore(successor.as_object(), version, bytes.as_ptr(), bytes.len()) };
        if status != 0 {
            return Err(StateError::Restore {
                plugin,
                file,
                version,
                status,
            });
        }
    }
    Ok(successor)
}

/// A saved state.
struct State {
    version: u32,
    bytes: Vec<u8>,
}

enum Unsaved {
    Status(i64),
    TooLong,
}

/// The bytes that come in.
struct Sink {
    bytes: Vec<u8>,
    is_too_long: bool,
}

/// Has an instance save its state. `None` if its plugin has none to keep.
fn save(
    object: *mut c_void,
    generation: &Generation,
    index: usize,
) -> Result<Option<State>, Unsaved> {
    let Some(save) = generation.entry(index).save else {
        return Ok(None);
    };
    let mut sink = Sink {
        bytes: Vec::new(),
        is_too_long: false,
    };
    // SAFETY: the function is that of the plugin which made the instance, which its owner lends for this call; `write`
    // gets the sink, a local that nothing else uses.
    let status = unsafe { save(object, write, (&raw mut sink).cast()) };
    let Ok(version) = u32::try_from(status) else {
        return Err(Unsaved::Status(status));
    };
    if sink.is_too_long {
        return Err(Unsaved::TooLong);
    }
    Ok(Some(State {
        version,
        bytes: sink.bytes,
    }))
}

unsafe extern "C" fn write(sink: *mut c_void, bytes: *const u8, length: usize) {
    if bytes.is_null() || length == 0 {
        return;
    }
    // SAFETY: it is the sink of a `save` that runs, by the contract of `PluginEntry::save`.
    let sink = unsafe { &mut *sink.cast::<Sink>() };
    let is_too_long = STATE_LIMIT - sink.bytes.len() < length;
    if is_too_long || sink.bytes.try_reserve(length).is_err() {
        sink.is_too_long = true;
        return;
    }
    // SAFETY: there are as many bytes, by the contract of `WriteState`, and they are only read here.
    let bytes = unsafe { slice::from_raw_parts(bytes, length) };
    sink.bytes.extend_from_slice(bytes);
}
