//! Owned values of which a worker thread makes the references that a function takes.

use core::ops::{Deref, DerefMut};
use std::borrow::Cow;
use std::ffi::{CStr, CString, OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::lowering::{OneOwner, Owned, OwnedHandle};

/// A value that a worker thread can own, and lend as a `&T` to the function that it calls.
///
/// A parameter `&T` of a method with `#[offload]` takes any such value:
///
/// | parameter | values |
/// |---|---|
/// | `&T` | `T`, `Box<T>`, `Arc<T>`, `Arc<Mutex<T>>`, `&'static T` |
/// | `&T` of a handle | `Owned<T>`, `Arc<Owned<T>>`, `Arc<Mutex<Owned<T>>>` |
/// | `&str` | `String`, `&'static str`, `Box<str>`, `Arc<str>`, `Cow<'static, str>` |
/// | `&CStr`, `&OsStr`, `&Path` | `CString`, `OsString`, `PathBuf`, and the like |
/// | `&[T]` | `Vec<T>`, `[T; N]`, `Box<[T]>`, `Arc<[T]>`, `&'static [T]` |
///
/// With the feature `widestring`, also the texts of that crate.
///
/// A mutex is locked on the worker thread for the time of the call. So calls take turns, and a handle that threads must
/// not use at the same time stays with the caller, who can lock it when the call is over.
///
/// Implement the trait for a type of your own that has a `T`:
///
/// ```
/// use ffi_runtime::offload::Lend;
///
/// struct Session {
///     name: String,
/// }
///
/// impl Lend<str> for Session {
///     type Guard<'v> = &'v str;
///
///     fn lend(&self) -> &str {
///         &self.name
///     }
/// }
/// # let session = Session { name: "a".to_owned() };
/// # assert_eq!(<Session as Lend<str>>::lend(&session), "a");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be lent as a `&{T}` by a worker thread",
    label = "a method with `#[offload]` takes a value that the worker thread owns",
    note = "give it away, or a share of it: for `&str` a `String`, for `&CStr` a `CString`, for `&[T]` a `Vec<T>`, \
            for a handle `Owned<T>` or `Arc<Mutex<Owned<T>>>`, for anything else `T`, `Box<T>`, `Arc<T>` or `&'static T`",
    note = "the value has to be `Send`, and with `Arc` and `&` also `Sync`: the type of a handle is where its author \
            writes `unsafe impl Send for T {{}}`, as far as the library allows it"
)]
pub trait Lend<T: ?Sized>: Send + 'static {
    /// The guard that the worker thread has for the time of the call; the function gets the reference behind it.
    type Guard<'v>: Deref<Target = T>;

    /// Lends the value.
    fn lend(&self) -> Self::Guard<'_>;
}

/// A value that a worker thread can own, and lend as a `&mut T` to the function that it calls: `T`, `Box<T>`, `Owned<T>`;
/// for `&mut [T]` also `Vec<T>` and `[T; N]`; or one of `T`, `Owned<T>` and `Vec<T>` in an `Arc<Mutex<..>>`, as for
/// [`Lend`]. It comes back with the result.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be lent as a `&mut {T}` by a worker thread",
    label = "a method with `#[offload]` takes a value that the worker thread owns, and gives it back with the result",
    note = "for `&mut [T]`, give a `Vec<T>`; for a handle its `Owned<T>`; for anything else `T` or `Box<T>`",
    note = "the value has to be `Send`: the type of a handle is where its author writes `unsafe impl Send for T {{}}`, \
            as far as the library allows it"
)]
pub trait LendMut<T: ?Sized>: Send + 'static {
    /// The guard that the worker thread has for the time of the call; the function gets the reference behind it.
    type Guard<'v>: DerefMut<Target = T>;

    /// Lends the value.
    fn lend_mut(&mut self) -> Self::Guard<'_>;
}

/// Locks a mutex. Where a thread panicked, the function of C that it called had returned.
fn lock<V>(mutex: &Mutex<V>) -> MutexGuard<'_, V> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A value behind a mutex, which is locked: it derefs to what the value derefs to.
#[derive(Debug)]
pub struct Locked<'v, V>(MutexGuard<'v, V>);

impl<V: Deref> Deref for Locked<'_, V> {
    type Target = V::Target;

    #[inline]
    fn deref(&self) -> &V::Target {
        self.0.deref().deref()
    }
}

impl<V: DerefMut> DerefMut for Locked<'_, V> {
    #[inline]
    fn deref_mut(&mut self) -> &mut V::Target {
        self.0.deref_mut().deref_mut()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Send + 'static> Lend<T> for Arc<Mutex<T>> {
    type Guard<'v> = MutexGuard<'v, T>;

    fn lend(&self) -> MutexGuard<'_, T> {
        lock(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Send + 'static> LendMut<T> for Arc<Mutex<T>> {
    type Guard<'v> = MutexGuard<'v, T>;

    fn lend_mut(&mut self) -> MutexGuard<'_, T> {
        lock(self)
    }
}

/// Values behind a mutex that deref to what they lend.
macro_rules! locked {
    ($([$($generics:tt)*] $value:ty => $lent:ty, mut if [$($owners:tt)*];)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Lend<$lent> for Arc<Mutex<$value>>
        where
            $value: Send + 'static,
        {
            type Guard<'v> = Locked<'v, $value>;

            fn lend(&self) -> Locked<'_, $value> {
                Locked(lock(self))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($owners)*> LendMut<$lent> for Arc<Mutex<$value>>
        where
            $value: Send + 'static,
        {
            type Guard<'v> = Locked<'v, $value>;

            fn lend_mut(&mut self) -> Locked<'_, $value> {
                Locked(lock(self))
            }
        }
    )*};
}

locked! {
    [T: OwnedHandle + 'static] Owned<T> => T, mut if [T: OwnedHandle<Owners = OneOwner> + 'static];
    [T: Send + 'static] Vec<T> => [T], mut if [T: Send + 'static];
}

/// Values that are, or deref to, what they lend.
macro_rules! lend {
    ($([$($generics:tt)*] $value:ty => $lent:ty $(where [$($bounds:tt)*])?;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Lend<$lent> for $value $(where $($bounds)*)? {
            type Guard<'v> = &'v $lent;

            #[inline]
            fn lend(&self) -> &$lent {
                self
            }
        }
    )*};
    (mut $([$($generics:tt)*] $value:ty => $lent:ty $(where [$($bounds:tt)*])?;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> LendMut<$lent> for $value $(where $($bounds)*)? {
            type Guard<'v> = &'v mut $lent;

            #[inline]
            fn lend_mut(&mut self) -> &mut $lent {
                self
            }
        }
    )*};
}

lend! {
    [T: Send + 'static] T => T;
    [T: ?Sized + Sync] &'static T => T;
    [T: ?Sized + Send + 'static] Box<T> => T;
    [T: ?Sized + Send + Sync + 'static] Arc<T> => T;
    [T: OwnedHandle + 'static] Owned<T> => T where [Self: Send + 'static];
    [T: OwnedHandle + 'static] Arc<Owned<T>> => T where [Owned<T>: Send + Sync + 'static];
    [] String => str;
    [] CString => CStr;
    [] OsString => OsStr;
    [] PathBuf => Path;
    [T: ?Sized + ToOwned<Owned: Send> + Sync + 'static] Cow<'static, T> => T;
    [T: Send + 'static] Vec<T> => [T];
    [T: Send + 'static, const N: usize] [T; N] => [T];
}

lend! { mut
    [T: Send + 'static] T => T;
    [T: ?Sized + Send + 'static] Box<T> => T;
    [T: OwnedHandle<Owners = OneOwner> + 'static] Owned<T> => T where [Self: Send + 'static];
    [T: Send + 'static] Vec<T> => [T];
    [T: Send + 'static, const N: usize] [T; N] => [T];
}

#[cfg(feature = "widestring")]
lend! {
    [] widestring::U16CString => widestring::U16CStr;
    [] widestring::U32CString => widestring::U32CStr;
    [] widestring::U16String => widestring::U16Str;
    [] widestring::U32String => widestring::U32Str;
    [] widestring::Utf16String => widestring::Utf16Str;
    [] widestring::Utf32String => widestring::Utf32Str;
}
