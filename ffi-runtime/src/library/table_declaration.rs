//! Declarations of tables: what a `#[foreign_table]` trait says, as data that the macro writes.
//!
//! The next stage is `table`, which checks a table that C gave.

use core::ffi::c_void;

use crate::library::MainThreadError;
use crate::library::declaration::SymbolDeclaration;
use crate::library::main_thread::on_main_thread;

/// The declaration of a `#[foreign_table]` trait, written by the macro as a `static`.
///
/// ```
/// use ffi_runtime::macro_support::{EntryDeclaration, SymbolDeclaration, TableDeclaration};
///
/// static CLOCK: TableDeclaration = TableDeclaration {
///     item: "Clock",
///     base: None,
///     first: 0,
///     length: None,
///     on_main_thread: false,
///     entries: &[EntryDeclaration::new(SymbolDeclaration::required(&["now"]), 0)],
/// };
/// # let _ = &CLOCK;
/// ```
#[derive(Debug)]
pub struct TableDeclaration {
    /// Name of the trait.
    pub item: &'static str,
    /// The table whose entries come first in this one.
    pub base: Option<&'static TableDeclaration>,
    /// Where the first entry is, in bytes.
    pub first: usize,
    /// Says how long a table is, if it has a field for that.
    pub length: Option<LengthOf>,
    /// Whether the table can be used on the main thread only.
    pub on_main_thread: bool,
    /// The declared entries, in the order of their places.
    pub entries: &'static [EntryDeclaration],
}

/// The length that a table has by its own header.
///
/// Unsafe to call: the argument points to a table with that header.
pub type LengthOf = unsafe fn(*const c_void) -> Length;

/// How long a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// In bytes, with what is before the entries.
    Size(usize),
    /// In entries.
    Count(usize),
}

impl TableDeclaration {
    /// This declaration, and those whose entries come before its own.
    fn chain(&'static self) -> impl Iterator<Item = &'static Self> {
        core::iter::successors(Some(self), |declaration| declaration.base)
    }

    /// Refuses a thread on which this table, or one whose entries come first, cannot be used.
    pub(super) fn check_thread(&'static self) -> Result<(), MainThreadError> {
        match self.chain().find(|table| table.on_main_thread) {
            Some(table) => on_main_thread(table.item),
            None => Ok(()),
        }
    }

    /// The entries, those of other tables included, in no order.
    pub(super) fn all_entries(&'static self) -> impl Iterator<Item = &'static EntryDeclaration> {
        self.chain().flat_map(|declaration| declaration.entries)
    }

    /// The entries in the order of their places.
    pub(super) fn entries_in_order(&'static self) -> Vec<&'static EntryDeclaration> {
        let mut entries: Vec<_> = self.all_entries().collect();
        entries.sort_by_key(|entry| entry.offset);
        entries
    }

    /// How many bytes of a table can be read, if its header says so.
    ///
    /// # Safety
    ///
    /// `table` points to a table with the declared header.
    pub(super) unsafe fn size_of(&'static self, table: *const c_void) -> usize {
        let Some((first, length)) = self
            .chain()
            .find_map(|declaration| Some((declaration.first, declaration.length?)))
        else {
            return usize::MAX;
        };
        // SAFETY: the header is there, by the contract of this function.
        match unsafe { length(table) } {
            Length::Size(size) => size,
            Length::Count(count) => count
                .saturating_mul(size_of::<*const c_void>())
                .saturating_add(first),
        }
    }
}

/// One entry of a [`TableDeclaration`].
///
/// ```
/// use ffi_runtime::macro_support::{EntryDeclaration, SymbolDeclaration};
///
/// const SET: EntryDeclaration =
///     EntryDeclaration::new(SymbolDeclaration::required(&["set"]).optional(), 16).since(3);
/// # let _ = SET;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryDeclaration {
    /// Its name, and whether the table must have it.
    pub(super) symbol: SymbolDeclaration,
    /// Where it is, in bytes.
    pub(super) offset: usize,
    /// The version of the table that has it first; 0 if every version has it.
    pub(super) since: u32,
}

impl EntryDeclaration {
    /// An entry, by its place in bytes from the beginning of the table.
    #[must_use]
    pub const fn new(symbol: SymbolDeclaration, offset: usize) -> Self {
        Self {
            symbol,
            offset,
            since: 0,
        }
    }

    /// The first version of the table that has the entry.
    #[must_use]
    pub const fn since(mut self, version: u32) -> Self {
        self.since = version;
        self
    }

    /// Where the bytes after the entry begin.
    pub(super) const fn end(&self) -> usize {
        self.offset.saturating_add(size_of::<*const c_void>())
    }
}

/// The beginning of a table, which says how long it is.
pub trait TableHeader {
    /// Its type, which has the layout that C gave it.
    type Header;

    /// The length, by the field that has it.
    fn length(header: &Self::Header) -> Length;
}

/// The length of a table by its header.
///
/// # Safety
///
/// A `T::Header` lies at `table`, and nobody changes it meanwhile.
pub unsafe fn length_of<T: TableHeader>(table: *const c_void) -> Length {
    // SAFETY: a header is there, by the contract of this function, and the reference ends with it.
    T::length(unsafe { &*table.cast::<T::Header>() })
}

/// An integer that counts bytes or entries. A negative one counts none.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how long a table is",
    label = "not an integer",
    note = "`size_from` and `count_from` need a field that is an integer"
)]
pub trait TableLength: Copy {
    /// The number, or the nearest that a `usize` can be.
    fn number(self) -> usize;
}

macro_rules! lengths {
    ($($integer:ty)*) => {
        $(impl TableLength for $integer {
            fn number(self) -> usize {
                let least: $integer = 0;
                usize::try_from(self.max(least)).unwrap_or(usize::MAX)
            }
        })*
    };
}

lengths!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);
