//! The contract of the macro: facts about a table of callbacks.

use core::ffi::c_void;
use core::marker::PhantomData;

use crate::callback::UserData;
use crate::callback::method_table::ContextKind;
use crate::callback::panic::{Described, Named};
use crate::types::{Closed, Enums, ForeignType, Type, TypeInfo, TypeReference};

/// The fields of a table. Only this crate makes or changes one, so that functions and user data always belong together,
/// whoever has the table.
#[doc(hidden)]
#[derive(Debug)]
#[repr(transparent)]
pub struct TableFields<F>(F);

impl<F> TableFields<F> {
    /// Fields that belong together.
    pub(super) const fn new(fields: F) -> Self {
        Self(fields)
    }

    /// To look at them: this crate alone, for other code could read on any thread what only C may.
    pub(super) const fn get(&self) -> &F {
        &self.0
    }
}

// SAFETY: it is transparent over the fields.
#[diagnostic::do_not_recommend]
unsafe impl<F: ForeignType> ForeignType for TableFields<F> {
    const TYPE: Type<'static> = F::TYPE;
    const CLOSED: Closed = <F as ForeignType>::CLOSED;
    const ENUMS: Enums = F::ENUMS;
    const REFERENCE: TypeReference = <F as ForeignType>::REFERENCE;
    const INFO: &'static TypeInfo = F::INFO;
}

/// A table: a struct of C that is transparent over its fields.
///
/// # Safety
///
/// - `user_data` and `set_user_data` are for the field whose pointer C hands on to the functions of the table, or
///   from which the functions take it.
/// - `fields` returns what `of_fields` got.
#[doc(hidden)]
pub unsafe trait DeclaredTable: Sized {
    /// Path of the type.
    const NAME: &'static str;
    /// File and line of the declaration.
    const LOCATION: (&'static str, u32);
    /// The struct as C has it.
    type Fields;

    /// Makes one of fields that belong together.
    fn of_fields(fields: TableFields<Self::Fields>) -> Self;

    /// All fields.
    fn fields(&self) -> &TableFields<Self::Fields>;

    /// The pointer that goes with the functions.
    fn user_data(fields: &Self::Fields) -> *mut c_void;

    /// Sets the pointer that goes with the functions.
    fn set_user_data(fields: &mut Self::Fields, data: *mut c_void);
}

/// A function of a table, by the method of `T` that implements it.
///
/// # Safety
///
/// The method keeps no argument, nor what an argument leads to, beyond the call: see
/// [`Signature`](crate::callback::Signature).
#[doc(hidden)]
pub unsafe trait Method<T>: UserData {
    /// Calls the method.
    fn call(value: &T, arguments: Self::Arguments) -> Self::Output;
}

/// A table with a method of `T` for each function.
///
/// # Safety
///
/// Each function of the table comes from the `K` that `made` gets, for the signature that C has for it.
#[doc(hidden)]
pub unsafe trait ImplementedBy<T>: DeclaredTable {
    /// The fields for a value in a context of this kind; the user data is null.
    fn made<K: ContextKind<Self, T>>(value: &T) -> Self::Fields;
}

/// A declared table, as messages name it.
pub(super) struct OfTable<C>(PhantomData<C>);

impl<C: DeclaredTable> Named for OfTable<C> {
    const DESCRIBED: Described = Described::new(C::NAME, C::LOCATION);
}

/// The type of a field that is no method: `FieldType::<T>::IS_CALLBACK` says whether it is a callback type with user
/// data, the `Option` of one, or an array of either. The value in such a field would have the user data of another
/// callback.
#[doc(hidden)]
#[derive(Debug)]
pub struct FieldType<T>(PhantomData<T>);

/// The answer for types that are none.
#[doc(hidden)]
pub trait AnyField {
    /// No.
    const IS_CALLBACK: bool = false;
}

impl<T> AnyField for FieldType<T> {}

impl<C: UserData> FieldType<C> {
    /// Yes.
    pub const IS_CALLBACK: bool = true;
}

impl<C: UserData> FieldType<Option<C>> {
    /// Yes.
    pub const IS_CALLBACK: bool = true;
}

impl<C: UserData, const N: usize> FieldType<[C; N]> {
    /// Yes.
    pub const IS_CALLBACK: bool = true;
}

impl<C: UserData, const N: usize> FieldType<[Option<C>; N]> {
    /// Yes.
    pub const IS_CALLBACK: bool = true;
}

/// The user data of a table.
#[doc(hidden)]
pub fn user_data_of<C: DeclaredTable>(table: &C) -> *mut c_void {
    C::user_data(table.fields().get())
}

/// The user data of a table that C has.
///
/// # Safety
///
/// There is a table at this address.
#[doc(hidden)]
#[inline(always)]
#[must_use]
pub unsafe fn table_user_data<C: DeclaredTable>(table: *const C) -> *mut c_void {
    // SAFETY: the caller's promise.
    user_data_of(unsafe { &*table })
}
