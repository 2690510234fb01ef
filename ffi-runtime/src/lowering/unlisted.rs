//! Numbers that an enum does not list, as errors of a method.

use core::marker::PhantomData;
use core::mem::MaybeUninit;

use crate::types::{ForeignType, Type, TypeInfo, TypeReference, UnlistedValue};

/// A result as C returned it: a `T`, if its enums list the numbers in it.
#[doc(hidden)]
#[derive(Debug)]
#[repr(transparent)]
pub struct Unchecked<T>(MaybeUninit<T>);

// SAFETY: `MaybeUninit` has the layout and the calling convention of what it holds. Nobody can look into this one
// before it is checked, so that any number may be in the place of an enum.
unsafe impl<T: ForeignType> ForeignType for Unchecked<T> {
    const TYPE: Type<'static> = T::TYPE;
    const REFERENCE: TypeReference = <T as ForeignType>::REFERENCE;
    const INFO: &'static TypeInfo = T::INFO;
}

impl<T: ForeignType> Unchecked<T> {
    /// The value.
    ///
    /// # Errors
    ///
    /// If a number in it is not listed.
    ///
    /// # Safety
    ///
    /// It is the result of a call of a function that returns a `T`.
    #[inline(always)]
    pub unsafe fn checked(self) -> Result<T, UnlistedValue> {
        let enums = const { T::ENUMS };
        // SAFETY: foreign code wrote a value of the type, and the call made each `bool` in it one.
        unsafe { enums.check(self.0.as_ptr().cast()) }?;
        // SAFETY: it is what the function returns, and every enum in it has a number that is listed.
        Ok(unsafe { self.0.assume_init() })
    }

    /// The value.
    ///
    /// # Panics
    ///
    /// If a number in it is not listed.
    ///
    /// # Safety
    ///
    /// That of [`checked`](Self::checked).
    #[inline(always)]
    #[track_caller]
    pub unsafe fn checked_or_panic(self) -> T {
        // SAFETY: the contract of this function.
        match unsafe { self.checked() } {
            Ok(value) => value,
            Err(error) => error.refuse(),
        }
    }
}

/// The value of an attempt, or the end of the method with its error, made of an [`UnlistedValue`]. First the block
/// takes what was written all the same.
#[doc(hidden)]
#[macro_export]
macro_rules! __listed {
    ($attempt:expr, $error:ty, $written:block) => {
        match $attempt {
            ::core::result::Result::Ok(value) => value,
            ::core::result::Result::Err(unlisted) => {
                $written
                use $crate::lowering::{MadeOfUnlisted as _, PanicsOfUnlisted as _};
                return ::core::result::Result::Err(
                    $crate::lowering::ErrorOf::<$error>::new().unlisted(unlisted),
                );
            }
        }
    };
}

/// The error of a method, `E`, which is asked whether it is made of an [`UnlistedValue`].
///
/// There are two methods of one name: [`MadeOfUnlisted`] is found first where `E` implements `From`, and
/// [`PanicsOfUnlisted`], which needs one more reference, in any other case.
#[doc(hidden)]
pub struct ErrorOf<E>(PhantomData<fn() -> E>);

impl<E> ErrorOf<E> {
    /// Asks an error.
    #[expect(clippy::new_without_default, reason = "only the expansion makes one")]
    #[inline(always)]
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

/// An error that is made of a number which is not listed.
#[doc(hidden)]
pub trait MadeOfUnlisted<E>: Sized {
    /// Makes it.
    fn unlisted(self, error: UnlistedValue) -> E;
}

impl<E: From<UnlistedValue>> MadeOfUnlisted<E> for ErrorOf<E> {
    #[cold]
    fn unlisted(self, error: UnlistedValue) -> E {
        E::from(error)
    }
}

/// An error that cannot be made of it.
#[doc(hidden)]
pub trait PanicsOfUnlisted<E>: Sized {
    /// Panics.
    #[track_caller]
    fn unlisted(self, error: UnlistedValue) -> E;
}

impl<E> PanicsOfUnlisted<E> for &ErrorOf<E> {
    #[cold]
    #[track_caller]
    fn unlisted(self, error: UnlistedValue) -> E {
        error.refuse()
    }
}
