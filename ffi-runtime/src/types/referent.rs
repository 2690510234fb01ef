//! References across a foreign call, and what they may point to.
//!
//! A raw pointer may point to anything; a reference promises that a valid value is there, so its target is
//! a type that C knows too, or one that only C knows.

use core::cell::UnsafeCell;
use core::ffi::c_void;
use core::marker::{PhantomData, PhantomPinned};
use core::ptr::NonNull;

use crate::types::foreign::Unpromoted;
use crate::types::{ForeignType, Nullable, Type, TypeReference};

/// A type that a reference can point to in a foreign signature: `&T`, `&mut T` and `Option` of them.
///
/// Implemented for every [`ForeignType`], for types that [`#[opaque]`](macro@crate::opaque) declares, for
/// `c_void`, and for `MaybeUninit<T>`, as which C may see memory that it is to initialize. `*const T`,
/// `*mut T` and `NonNull<T>` may point to any type.
///
/// C may write any bytes through `&mut T`. So `T` is no `bool` and no enum, and no struct or array of them:
/// with most bytes they would not be a value any more. Write `&mut u8`, or `&mut MaybeUninit<bool>`, or declare the
/// enum with [`#[open_enum]`](macro@crate::open_enum). Through
/// `&T` C may write to what is in a `Cell` or is an atomic, so these are no `bool` and no enum there.
///
/// # Safety
///
/// - C may get the address of any `Self`, and read and write there, as its counterpart in C says.
/// - `CLOSED` is another than `Closed::No` if some of the bytes that C may write there are no value of
///   `Self`.
///
/// ```
/// use ffi_runtime::{ForeignType, Type, opaque};
///
/// #[opaque]
/// pub struct Connection;
///
/// assert_eq!(<&Connection as ForeignType>::TYPE, Type::Pointer);
/// assert_eq!(<Option<&mut i32> as ForeignType>::TYPE, Type::Pointer);
/// ```
#[diagnostic::on_unimplemented(
    message = "a reference to `{Self}` cannot cross a foreign call",
    label = "C does not know this type",
    note = "for a struct or union that C has too, write `#[repr(C)]` and `#[derive(ForeignType)]`; for a field-less enum, `#[repr(u32)]` or the like",
    note = "for a type that only C can look into, write `#[opaque]`; a raw pointer may point to anything"
)]
pub unsafe trait Referent {
    /// Whether some of the bytes that C may write are no value of `Self`.
    const CLOSED: Closed;

    /// The type as another one refers to it, for those who compare two declarations.
    #[doc(hidden)]
    const REFERENCE: TypeReference = TypeReference::Opaque("");

    /// Whether it is a struct that grows.
    #[doc(hidden)]
    const IS_GROWING: bool = false;
}

/// Whether C could write bytes to a type that are no value of it.
///
/// ```
/// use ffi_runtime::Referent;
/// use ffi_runtime::types::Closed;
///
/// assert_eq!(<u8 as Referent>::CLOSED, Closed::No);
/// assert_eq!(<[bool; 2] as Referent>::CLOSED, Closed::Mutable);
/// assert_eq!(<std::cell::Cell<bool> as Referent>::CLOSED, Closed::Shared);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Any bytes are a value, or the type is C's own.
    No,
    /// It is or contains a `bool` or an enum. References to it that cross are shared ones.
    Mutable,
    /// A `bool` or an enum in a `Cell` or an atomic, to which C could write through a shared reference too.
    /// None crosses.
    Shared,
}

impl Closed {
    /// The value for a struct of two types.
    #[doc(hidden)]
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Shared, _) | (_, Self::Shared) => Self::Shared,
            (Self::Mutable, _) | (_, Self::Mutable) => Self::Mutable,
            (Self::No, Self::No) => Self::No,
        }
    }

    /// The value if shared references let the type change.
    pub(crate) const fn when_shared(self) -> Self {
        match self {
            Self::No => Self::No,
            Self::Mutable | Self::Shared => Self::Shared,
        }
    }
}

// SAFETY: C has a counterpart of every `ForeignType`, with the same layout.
#[diagnostic::do_not_recommend]
unsafe impl<T: ForeignType> Referent for T {
    const CLOSED: Closed = <T as ForeignType>::CLOSED;
    const REFERENCE: TypeReference = <T as ForeignType>::REFERENCE;
    const IS_GROWING: bool = T::INFO.is_growing();
}

// SAFETY: it is C's own `void`; any byte may stand behind a pointer to it.
#[diagnostic::do_not_recommend]
unsafe impl Referent for c_void {
    const CLOSED: Closed = Closed::No;
    const REFERENCE: TypeReference = TypeReference::Descriptor(Type::Void);
}

macro_rules! pointers {
    ($($pointer:ty => $reference:expr,)*) => {$(
        // SAFETY: a thin pointer or `NonNull` is one C pointer.
        #[diagnostic::do_not_recommend]
        unsafe impl<T> ForeignType for $pointer {
            const TYPE: Type<'static> = Type::Pointer;
            const REFERENCE: TypeReference = $reference;
        }
    )*};
}

pointers! {
    *const T => TypeReference::Optional(&TypeReference::Pointer {
        to: &TypeReference::Opaque(""),
        is_mutable: false,
    }),
    *mut T => TypeReference::Optional(&TypeReference::TO_UNKNOWN),
    NonNull<T> => TypeReference::TO_UNKNOWN,
}

// SAFETY: a reference to a sized type is one C pointer; what C writes to cells in it is a `T`, for a closed
// one is refused.
unsafe impl<T: Referent> ForeignType for &T {
    const TYPE: Type<'static> = {
        refuse_shared::<T>();
        Type::Pointer
    };
    const REFERENCE: TypeReference = TypeReference::Pointer {
        to: &<T as Referent>::REFERENCE,
        is_mutable: false,
    };
    const POINTS_TO_GROWING: bool = T::IS_GROWING;
}

// SAFETY: a reference to a sized type is one C pointer; what C writes there is a `T`, for a closed one is
// refused.
unsafe impl<T: Referent> ForeignType for &mut T {
    const TYPE: Type<'static> = {
        refuse_mutable::<T>();
        Type::Pointer
    };
    const REFERENCE: TypeReference = TypeReference::Pointer {
        to: &<T as Referent>::REFERENCE,
        is_mutable: true,
    };
    const POINTS_TO_GROWING: bool = T::IS_GROWING;
}

/// Stops the compilation if C could write through `&T` what is no `T`.
#[track_caller]
pub(crate) const fn refuse_shared<T: Referent>() {
    match T::CLOSED {
        Closed::No | Closed::Mutable => {}
        Closed::Shared => panic!(
            "C may write any bytes to a cell or an atomic behind `&T`, and this one is or contains a `bool` or \
             an enum, which has no value for most of them; declare the enum with `#[open_enum]`, or write an \
             integer in its place, as `AtomicU8`, or take `*mut T`"
        ),
    }
}

/// Stops the compilation if C could write through `&mut T` what is no `T`.
#[track_caller]
pub(crate) const fn refuse_mutable<T: Referent>() {
    match T::CLOSED {
        Closed::No => {}
        Closed::Mutable | Closed::Shared => panic!(
            "C may write any bytes through `&mut T`, and this `T` is or contains a `bool` or an enum, which \
             has no value for most of them; declare the enum with `#[open_enum]`, or write an integer in its \
             place, or take `*mut T` or `&mut MaybeUninit<T>`"
        ),
    }
}

// SAFETY: `Option` guarantees that a reference is not null, and `None` is.
unsafe impl<T: Referent> Nullable for &T {}

// SAFETY: `Option` guarantees that a reference is not null, and `None` is.
unsafe impl<T: Referent> Nullable for &mut T {}

impl<T: Referent> Unpromoted for &T {}

impl<T: Referent> Unpromoted for &mut T {}

// SAFETY: `Option` guarantees that a `NonNull` is not null, and `None` is.
unsafe impl<T> Nullable for NonNull<T> {}

/// The only field of a type that `#[opaque]` declares: it takes no bytes, and cannot be made.
///
/// Memory behind a reference to it may change at any time (`UnsafeCell`), belongs to a thread
/// (`*mut u8`), and is not moved (`PhantomPinned`).
#[repr(C)]
pub struct Opaque {
    bytes: [UnsafeCell<u8>; 0],
    marker: PhantomData<(*mut u8, PhantomPinned)>,
}
