//! The way from the bytes that C wrote to a value of Rust.
//!
//! In: a descriptor and the enums of a type. Where a value of C comes in (the result of a call, the argument of a
//! callback), [`Decoding::decode`] normalizes each [`bool`](super::booleans) in it, and checks each
//! [enum](super::closed_enum).

use crate::types::booleans::Booleans;
use crate::types::{Enums, ForeignType, Type, UnlistedValue};

/// The parts of a type whose bytes may be no value when C wrote them.
#[derive(Clone, Copy, Debug)]
pub struct Decoding {
    pub(super) booleans: Booleans,
    enums: Enums,
}

impl Decoding {
    /// The decoding of a type that the compiler knows.
    #[must_use]
    pub(crate) const fn of(ty: Type<'_>, enums: Enums) -> Self {
        Self {
            booleans: Booleans::of(ty),
            enums,
        }
    }

    /// The decoding of a `T`.
    #[must_use]
    pub(crate) const fn of_type<T: ForeignType>() -> Self {
        Self::of(T::TYPE, T::ENUMS)
    }

    /// Prepares for a type that is known at run time, and that has a `bool` in it or not. Nobody knows its enums:
    /// they are integers.
    #[inline]
    pub(crate) const fn prepared(ty: Type<'_>, has_bool: bool) -> &'static Self {
        const fn of(booleans: Booleans) -> Decoding {
            Decoding {
                booleans,
                enums: Enums::None,
            }
        }
        match (ty, has_bool) {
            (Type::Bool, _) => &const { of(Booleans::ALONE) },
            (_, true) => &const { of(Booleans::INSIDE) },
            (_, false) => &const { of(Booleans::NONE) },
        }
    }

    /// Whether there may be bytes to look at.
    #[inline(always)]
    pub(crate) const fn any(&self) -> bool {
        self.booleans.any() || self.enums.any()
    }

    /// Makes a valid value of the bytes: every byte that can only be a `bool` becomes 0 or 1.
    ///
    /// # Panics
    ///
    /// If an enum in it has a number that is not listed.
    ///
    /// # Safety
    ///
    /// `ty` is the type that these are the parts of. A value of it is at `value`, readable and writable, and foreign
    /// code wrote it: its bytes are initialized, but a `bool` in it may be any byte, and an enum any number.
    #[inline(always)]
    pub(crate) unsafe fn decode(&self, ty: Type<'_>, value: *mut u8) {
        // SAFETY: the contract of this function.
        if let Err(error) = unsafe { self.try_decode(ty, value) } {
            error.refuse();
        }
    }

    /// Decodes as [`decode`](Self::decode) does, with an error in place of the panic.
    ///
    /// # Errors
    ///
    /// The first number that is not listed.
    ///
    /// # Safety
    ///
    /// That of [`decode`](Self::decode).
    #[inline(always)]
    pub(crate) unsafe fn try_decode(
        &self,
        ty: Type<'_>,
        value: *mut u8,
    ) -> Result<(), UnlistedValue> {
        if self.booleans.any() {
            // SAFETY: the value has this type, and foreign code wrote it, by the contract of this function.
            unsafe { self.booleans.normalize(ty, value) }
        }
        // SAFETY: the enums are those of the type, and foreign code wrote the value.
        unsafe { self.enums.check(value) }
    }
}
