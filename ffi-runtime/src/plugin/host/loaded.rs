//! Plugin: one that was loaded, from which instances are made.

use core::ffi::{c_char, c_void};
use core::marker::PhantomData;
use core::{fmt, slice};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::library::TableError;
use crate::plugin::PluginInterface;
use crate::plugin::contract::PluginStart;
use crate::plugin::host::generation::Generation;
use crate::plugin::host::instances::Instances;

/// Bytes of an error's text that are taken from a plugin at most.
const TEXT_LIMIT: usize = 64 << 10;

/// A plugin of one generation of its library. Cheap to clone; makes any number of instances.
///
/// As long as it is there, and as long as an instance is, the library stays mapped. It never becomes another generation:
/// after [`reload_changed`](crate::plugin::PluginFolder::reload_changed) the folder has a new one, and
/// [`load`](crate::plugin::PluginFolder::load) returns that.
///
/// ```
/// use ffi_runtime::plugin::{CreateError, Plugin, PluginInterface};
///
/// fn two<Filter: PluginInterface>(plugin: &Plugin<Filter>) -> Result<[Filter; 2], CreateError> {
///     println!("{} of generation {}", plugin.name(), plugin.generation());
///     Ok([plugin.create()?, plugin.create()?])
/// }
/// ```
pub struct Plugin<I: PluginInterface> {
    generation: Arc<Generation>,
    index: usize,
    /// No instance is inside.
    interface: PhantomData<fn() -> I>,
}

impl<I: PluginInterface> Plugin<I> {
    /// The plugin number `index` of a generation, whose interface was found to fit that of `I`.
    pub(crate) fn new(generation: Arc<Generation>, index: usize) -> Self {
        Self {
            generation,
            index,
            interface: PhantomData,
        }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.generation.name(self.index)
    }

    /// The library's file: not the copy that is loaded.
    #[must_use]
    pub fn file(&self) -> &Path {
        self.generation.original()
    }

    /// The number of the generation. Each library that a folder loads has another one, and a later one a higher.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation.number()
    }

    /// Makes an instance.
    ///
    /// # Errors
    ///
    /// [`CreateError::Refused`] with the plugin's own words; [`CreateError::Table`].
    pub fn create(&self) -> Result<I, CreateError> {
        create(&self.generation, self.index)
    }
}

impl<I: PluginInterface> Clone for Plugin<I> {
    fn clone(&self) -> Self {
        Self::new(self.generation.clone(), self.index)
    }
}

/// `Plugin("blur", generation 2 of "plugins/blur.so")`
impl<I: PluginInterface> fmt::Debug for Plugin<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, number, file) = (self.name(), self.generation(), self.file());
        write!(f, "Plugin({name:?}, generation {number} of {file:?})")
    }
}

/// Why a plugin made no instance.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CreateError {
    /// The plugin could not.
    #[error("plugin {plugin:?} in {file:?} made no instance: {}", words(reason))]
    Refused {
        /// The plugin.
        plugin: String,
        /// Its library.
        file: PathBuf,
        /// The plugin's own words. Empty if it said nothing.
        reason: String,
    },
    /// The instance lacks functions that the description promised.
    #[error("plugin {plugin:?} in {file:?} made an instance that cannot be used: {error}")]
    Table {
        /// The plugin.
        plugin: String,
        /// Its library.
        file: PathBuf,
        /// The error of its table.
        #[source]
        error: TableError,
    },
}

fn words(reason: &str) -> &str {
    if reason.is_empty() {
        "it does not say why"
    } else {
        reason
    }
}

/// Makes an instance of the plugin number `index` of a generation.
pub(crate) fn create<I: PluginInterface>(
    generation: &Arc<Generation>,
    index: usize,
) -> Result<I, CreateError> {
    let plugin = || generation.name(index).to_owned();
    let file = || generation.original().to_owned();
    let path = generation.original().to_string_lossy();
    let reason = Mutex::new(String::new());
    let start = PluginStart {
        size: size_of::<PluginStart>(),
        host: generation.host().reference(),
        path: path.as_ptr().cast::<c_char>(),
        path_length: path.len(),
        fail,
        sink: (&raw const reason).cast_mut().cast::<c_void>(),
    };
    // SAFETY: the function is an entry of the library, which is mapped as long as `generation` is; `start` and what it
    // points to live until it returns. The plugin was checked to need the host that it gets.
    let object = unsafe { (generation.entry(index).create)(&raw const start) };
    if object.is_null() {
        let reason = reason.into_inner().unwrap_or_else(PoisonError::into_inner);
        return Err(CreateError::Refused {
            plugin: plugin(),
            file: file(),
            reason,
        });
    }
    let owner = Instances::add(generation, index, object);
    // SAFETY: the plugin made the object for this caller, with a table that was checked to be that of `I`; the owner
    // keeps the library mapped.
    let made = unsafe { I::from_object(object, owner) };
    made.map_err(|error| CreateError::Table {
        plugin: plugin(),
        file: file(),
        error,
    })
}

/// Takes the text of a plugin that makes no instance.
unsafe extern "C" fn fail(start: *const PluginStart, text: *const u8, length: usize) {
    if start.is_null() || text.is_null() {
        return;
    }
    // SAFETY: it is the `start` of a `create` that runs, by the contract of `PluginStart`.
    let start = unsafe { &*start };
    // SAFETY: the sink of that `start` is the text of `create`, which lives as long.
    let reason = unsafe { &*start.sink.cast::<Mutex<String>>() };
    // SAFETY: the text has as many bytes, by the contract of `PluginStart`, and is only read here.
    let text = unsafe { slice::from_raw_parts(text, length.min(TEXT_LIMIT)) };
    let text = String::from_utf8_lossy(text).into_owned();
    *reason.lock().unwrap_or_else(PoisonError::into_inner) = text;
}
