//! The contract between a host and a plugin: what a plugin's library exports, as C has it.
//!
//! A library of plugins exports two symbols. [`DESCRIPTION_SYMBOL`] is the description, bytes that are read in the file
//! before it is loaded; [`LIBRARY_SYMBOL`] is a [`PluginLibrary`], whose entries make instances. Everything else in the
//! library is private, so that two libraries, or two plugins in one, do not clash.
//!
//! An instance, and the host that a plugin gets, are *objects*: their first field is the address of a table of
//! functions, which begins with an [`InterfaceHeader`]. Each function gets the object first.
//!
//! ```text
//!  object             table of an interface
//! ┌────────────┐     ┌──────────────────────┐
//! │ table      │────>│ size, in bytes       │  InterfaceHeader
//! │ its value  │     │ retain               │
//! └────────────┘     │ release              │
//!                    │ function 0           │  in the order of the declaration
//!                    │ function 1 ..        │
//!                    └──────────────────────┘
//! ```

use core::ffi::{c_char, c_void};

/// The version of this contract, which is part of the symbols' names.
pub const VERSION: u32 = 1;

/// The symbol of the description: its bytes, behind the [`NoteHeader`].
pub const DESCRIPTION_SYMBOL: &str = "ffi_plugin_description_1";

/// The symbols of descriptions, up to the version.
pub const DESCRIPTION_PREFIX: &str = "ffi_plugin_description_";

/// The symbol of the [`PluginLibrary`].
pub const LIBRARY_SYMBOL: &str = "ffi_plugin_library_1";

/// The section of the description on ELF, which a segment of notes keeps when sections are stripped.
pub const NOTE_SECTION: &str = ".note.ffi_plugin";

/// The head of a note of ELF (System V gABI, "Note Section"), in front of every description on every system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct NoteHeader {
    /// Bytes of the name, its NUL included.
    pub name_size: u32,
    /// Bytes of the description.
    pub description_size: u32,
    /// Number of the kind of note: [`VERSION`].
    pub kind: u32,
    /// The owner of the kind: `FFI-PLUGIN`, NUL, padded to a multiple of 4.
    pub name: [u8; 12],
}

/// The owner of the notes, without the NUL that ends it and its padding.
pub const OWNER: &str = "FFI-PLUGIN";

/// The name in a [`NoteHeader`].
pub const NOTE_NAME: [u8; 12] = *b"FFI-PLUGIN\0\0";

/// A description as a library has it: the bytes behind their head.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(4))]
pub struct DescriptionNote<const N: usize> {
    /// The head.
    pub header: NoteHeader,
    /// The description.
    pub bytes: [u8; N],
}

impl<const N: usize> DescriptionNote<N> {
    /// Puts a head before a description.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a description has few kilobytes, and one that is longer is refused when it is written"
    )]
    pub const fn new(bytes: [u8; N]) -> Self {
        Self {
            header: NoteHeader {
                name_size: 11,
                description_size: N as u32,
                kind: VERSION,
                name: NOTE_NAME,
            },
            bytes,
        }
    }
}

/// The plugins of a library.
#[derive(Debug)]
#[repr(C)]
pub struct PluginLibrary {
    /// Bytes of this struct: a newer contract may have more fields.
    pub size: usize,
    /// The plugins, in the order of the description.
    pub entries: *const PluginEntry,
    /// How many there are.
    pub count: usize,
    /// Bytes from one entry to the next.
    pub entry_size: usize,
    /// Ends what the library runs by itself: threads, timers, handlers; and releases what it keeps of the host. Called
    /// once, when no instance is left, before the library is unmapped; returns 0 if nothing of it runs any more. Null if
    /// there is nothing to end.
    pub shutdown: Option<unsafe extern "C" fn() -> i32>,
}

// SAFETY: the entries are constants of the library, and nobody writes to them.
unsafe impl Sync for PluginLibrary {}

/// A plugin: how its instances are made.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct PluginEntry {
    /// Makes an instance, an object whose table is that of the plugin's interface. Returns null if it cannot, and says
    /// why through [`PluginStart::fail`].
    pub create: unsafe extern "C" fn(start: *const PluginStart) -> *mut c_void,
    /// Gives the state of an instance to `write`, in as many pieces as it likes. Returns the version of the state's
    /// format, or a negative number if it cannot. Null if the plugin has no state to keep.
    pub save: Option<
        unsafe extern "C" fn(instance: *mut c_void, write: WriteState, sink: *mut c_void) -> i64,
    >,
    /// Takes over the state that an older generation saved. Returns 0, or another number if it cannot.
    pub restore: Option<
        unsafe extern "C" fn(
            instance: *mut c_void,
            version: u32,
            bytes: *const u8,
            length: usize,
        ) -> i32,
    >,
}

/// Takes a piece of a saved state.
pub type WriteState = unsafe extern "C" fn(sink: *mut c_void, bytes: *const u8, length: usize);

/// Everything that a new instance gets. It is there until `create` returns.
#[derive(Debug)]
#[repr(C)]
pub struct PluginStart {
    /// Bytes of this struct: a newer host may have more fields.
    pub size: usize,
    /// An object with the table of the host's interface, of which the plugin owns one count; null if the interface
    /// has no host.
    pub host: *mut c_void,
    /// The file that the library was loaded for, as the host names it, in UTF-8: not that of the copy which is loaded.
    pub path: *const c_char,
    /// Bytes of the path. No NUL follows.
    pub path_length: usize,
    /// Says why no instance was made: a text in UTF-8, which is copied.
    pub fail: unsafe extern "C" fn(start: *const Self, text: *const u8, length: usize),
    /// For `fail`.
    pub sink: *mut c_void,
}

/// The head of an interface's table.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct InterfaceHeader {
    /// Bytes of the table, this head included. Functions behind the end are not there.
    pub size: usize,
    /// Counts one owner of the object more. Null for an object that has one owner: the instance of a plugin.
    pub retain: Option<unsafe extern "C" fn(object: *mut c_void)>,
    /// Counts one owner less; the last one frees the object.
    pub release: Option<unsafe extern "C" fn(object: *mut c_void)>,
}

/// The head of an object: of an instance, or of a host.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ObjectHeader {
    /// The table of its interface.
    pub table: *const InterfaceHeader,
}
