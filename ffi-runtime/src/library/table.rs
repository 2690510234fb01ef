//! Tables: structs of function pointers that C gave, checked against a declaration.
//!
//! The entries stay where C has them. A method of the declared struct reads its own each time, at a place that
//! the macro knows. The next stage is `call`.

use core::any::Any;
use core::ffi::c_void;
use core::fmt;
use core::marker::PhantomData;
use core::ops::RangeInclusive;
use core::ptr::NonNull;

use crate::library::addresses::placeholder;
use crate::library::table_declaration::{EntryDeclaration, TableDeclaration};
use crate::library::table_raw::{GivenTable, Object, RawTable};
use crate::library::{CodePointer, MissingSymbol, Origin, TableError};

/// A struct that `#[foreign_table]` wrote.
///
/// # Safety
///
/// `DECLARATION` is the one that the methods of the type were written for. `Base` has the entries of
/// `DECLARATION.base`, or is [`RawTable`] if there is none.
pub unsafe trait ForeignTable {
    /// The table whose entries come first.
    type Base: TableBase;
    /// The declaration.
    const DECLARATION: &'static TableDeclaration;
}

/// The declaration of the entries that come first in a table, which the compiler checks to be such that they can.
///
/// # Panics
///
/// If they cannot.
#[must_use]
pub const fn extended<Base: TableBase>(is_object: bool) -> Option<&'static TableDeclaration> {
    assert!(
        Base::IS_OBJECT == is_object,
        "a table extends one that gets its object in the same way: both have the option `object`, or neither"
    );
    assert!(
        Base::END == size_of::<Base::Layout>(),
        "the table cannot be extended, for there is padding after its entries"
    );
    Base::DECLARATION
}

/// A type for the first entries of a table: another declared struct, or nothing.
///
/// # Safety
///
/// `raw` returns what `from_raw` got. `DECLARATION` is that of the type's methods, if it has any, and `Layout` the
/// struct that C has for it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be extended",
    label = "not a struct that `#[foreign_table]` wrote",
    note = "`extends` takes a table, and none that keeps values for its functions with `#[bound]`"
)]
pub unsafe trait TableBase: Clone {
    /// The struct of C.
    type Layout;
    /// The declaration.
    const DECLARATION: Option<&'static TableDeclaration>;
    /// Whether the table is found through an object, which every function gets.
    const IS_OBJECT: bool;
    /// Where the bytes after the last entry begin.
    const END: usize;

    /// The table itself.
    fn raw(&self) -> &RawTable;

    /// The declared struct.
    ///
    /// # Safety
    ///
    /// The table was checked by a declaration that has the entries of this type's first.
    unsafe fn from_raw(raw: RawTable) -> Self;
}

// SAFETY: both functions return what they get, and nothing is declared.
unsafe impl TableBase for RawTable {
    type Layout = ();
    const DECLARATION: Option<&'static TableDeclaration> = None;
    const IS_OBJECT: bool = false;
    const END: usize = 0;

    #[inline(always)]
    fn raw(&self) -> &RawTable {
        self
    }

    unsafe fn from_raw(raw: RawTable) -> Self {
        raw
    }
}

/// A table that C gave, with the entries that a declaration names.
///
/// The content of the struct that `#[foreign_table]` writes; `Brand` is that struct, so that safe code cannot
/// put one table behind the methods of another. Cheap to clone; may be used from any thread; owns what keeps the
/// table where it is.
pub struct BoundTable<Brand: ForeignTable> {
    base: Brand::Base,
    /// No value of `Brand` is inside: this is `Send` and `Sync` whatever `Brand` is.
    brand: PhantomData<fn() -> Brand>,
}

impl<Brand: ForeignTable> BoundTable<Brand> {
    /// Checks a table.
    ///
    /// # Safety
    ///
    /// The address is null, or that of a table which has what `Brand::DECLARATION` says:
    ///
    /// - It is there as long as the owner, or with `()` as long as the program runs, and nobody changes it.
    /// - It begins with the declared header, and has every declared entry up to the length that the header or the
    ///   version says, or all of them if neither does.
    /// - Each entry is null or the address of a function with the signature and the convention that the method of
    ///   `Brand` calls it with, and a method that is safe to call cannot be misused. The functions may be called
    ///   on every thread that a `Brand` can be on.
    /// - An object, if `Brand` asks for one, lives as long as the table.
    ///
    /// # Errors
    ///
    /// [`TableError::MainThread`], [`TableError::Null`], [`TableError::TooOld`], [`TableError::Unfilled`].
    pub unsafe fn from_given(given: GivenTable) -> Result<Self, TableError> {
        let declaration = Brand::DECLARATION;
        declaration.check_thread()?;
        let item = declaration.item;
        let address = NonNull::new(given.table.cast_mut());
        let (Some(table), Some(object)) = (address, NonNull::new(given.object)) else {
            return Err(TableError::Null { item });
        };
        // SAFETY: the table has the declared header, by the contract of this function.
        let by_header = unsafe { declaration.size_of(given.table) };
        let newer = declaration
            .all_entries()
            .filter(|entry| entry.since > given.version);
        let by_version = newer.map(|entry| entry.offset).min();
        let raw = RawTable {
            table: table.cast(),
            size: by_header.min(by_version.unwrap_or(usize::MAX)),
            object: Object(object),
            owner: given.owner,
        };
        let entries = declaration.entries_in_order();
        let required = || {
            let entries = entries.iter().copied();
            entries.filter(|entry| entry.symbol.is_required())
        };
        let lacking = |is_lacking: &dyn Fn(&EntryDeclaration) -> bool| -> Vec<MissingSymbol> {
            let lacking = required().filter(|entry| is_lacking(entry));
            lacking.map(|entry| missing(entry, declaration)).collect()
        };
        let missing = lacking(&|entry| entry.end() > raw.size);
        if !missing.is_empty() {
            return Err(TableError::TooOld { item, missing });
        }
        // SAFETY: the table is one of this declaration, by the contract of this function.
        let missing = lacking(&|entry| unsafe { raw.optional(entry) }.is_none());
        if !missing.is_empty() {
            return Err(TableError::Unfilled { item, missing });
        }
        Ok(Self {
            // SAFETY: the entries of the base are among those that were checked.
            base: unsafe { Brand::Base::from_raw(raw) },
            brand: PhantomData,
        })
    }

    /// Checks the table of the newest version that there is, and returns it with the version.
    ///
    /// # Safety
    ///
    /// The pointer that `ask` returns keeps the duties of [`from_given`](Self::from_given), for a table of this version.
    ///
    /// # Errors
    ///
    /// [`TableError::NoVersion`] if `ask` returns null for each; those of [`from_given`](Self::from_given).
    pub unsafe fn negotiate(
        versions: RangeInclusive<u32>,
        mut ask: impl FnMut(u32) -> *const c_void,
        owner: impl Any + Send + Sync,
    ) -> Result<(Self, u32), TableError> {
        // `ask` calls the library, which may not be called on this thread.
        Brand::DECLARATION.check_thread()?;
        let found = versions.clone().rev().find_map(|version| {
            let table = ask(version);
            (!table.is_null()).then_some((table, version))
        });
        let Some((table, version)) = found else {
            let item = Brand::DECLARATION.item;
            return Err(TableError::NoVersion { item, versions });
        };
        let given = GivenTable {
            version,
            ..GivenTable::table(table, owner)
        };
        // SAFETY: the table is one of this version, by the contract of this function.
        let bound = unsafe { Self::from_given(given) }?;
        Ok((bound, version))
    }

    /// The first entries, as the struct that declares them.
    #[must_use]
    pub fn base(&self) -> &Brand::Base {
        &self.base
    }

    /// The table itself.
    #[inline(always)]
    #[must_use]
    pub fn raw(&self) -> &RawTable {
        self.base.raw()
    }

    /// A table that was checked by a declaration with more entries.
    ///
    /// # Safety
    ///
    /// The entries of that declaration begin with those of `Brand`.
    pub unsafe fn from_raw(raw: RawTable) -> Self {
        Self {
            // SAFETY: the entries of the base are the first of these.
            base: unsafe { Brand::Base::from_raw(raw) },
            brand: PhantomData,
        }
    }

    /// Where the table is.
    #[must_use]
    pub fn as_ptr(&self) -> *const c_void {
        self.raw().table.as_ptr().cast()
    }

    /// The object that the functions get.
    #[inline(always)]
    #[must_use]
    pub fn object(&self) -> Object {
        self.raw().object
    }

    /// Address of a function that the declaration requires: one load. If the entry is an optional one that is not
    /// there, the address of a function that ends the program with a message.
    ///
    /// # Panics
    ///
    /// If there is no such entry.
    #[inline(always)]
    #[track_caller]
    #[must_use]
    pub fn required(&self, index: usize) -> CodePointer {
        let entry = &Brand::DECLARATION.entries[index];
        if !entry.symbol.is_required() {
            // SAFETY: `Brand` was made by a check of its declaration.
            return unsafe { self.raw().optional(entry) }.unwrap_or_else(placeholder);
        }
        // SAFETY: `Brand` was made by a check of its declaration, which requires the entry.
        unsafe { self.raw().required(entry) }
    }

    /// Address of an optional function.
    ///
    /// # Errors
    ///
    /// [`MissingSymbol`] if the table ends before the entry, or it is null.
    ///
    /// # Panics
    ///
    /// If there is no such entry.
    #[inline(always)]
    #[track_caller]
    pub fn optional(&self, index: usize) -> Result<CodePointer, MissingSymbol> {
        let entry = &Brand::DECLARATION.entries[index];
        // SAFETY: `Brand` was made by a check of its declaration.
        let address = unsafe { self.raw().optional(entry) };
        address.ok_or_else(|| missing(entry, Brand::DECLARATION))
    }

    /// Whether the table has a function.
    ///
    /// # Panics
    ///
    /// If there is no such entry.
    #[inline(always)]
    #[track_caller]
    #[must_use]
    pub fn has(&self, index: usize) -> bool {
        let entry = &Brand::DECLARATION.entries[index];
        // SAFETY: `Brand` was made by a check of its declaration.
        unsafe { self.raw().optional(entry) }.is_some()
    }
}

#[cold]
fn missing(entry: &'static EntryDeclaration, declaration: &TableDeclaration) -> MissingSymbol {
    MissingSymbol::new(&entry.symbol, None, Origin::Table(declaration.item), false)
}

/// Not derived, for that would ask for `Brand: Clone`.
impl<Brand: ForeignTable> Clone for BoundTable<Brand> {
    fn clone(&self) -> Self {
        Self {
            base: self.base.clone(),
            brand: PhantomData,
        }
    }
}

/// `BoundTable(OrtApi at 0x7f..)`
impl<Brand: ForeignTable> fmt::Debug for BoundTable<Brand> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let item = Brand::DECLARATION.item;
        write!(f, "BoundTable({item} at {:p})", self.as_ptr())
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
