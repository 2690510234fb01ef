//! Rust types that C understands, each with its descriptor as an associated constant.

use core::ffi::{CStr, c_char};
use core::num::NonZero;
use core::ptr;

use crate::types::{ArrayType, Closed, Enums, Shape, Type, TypeInfo, TypeReference};

/// A Rust type with a C layout.
///
/// Implemented for integers, floats, `bool`, raw pointers, references to a [`Referent`](crate::Referent),
/// `NonNull`, `NonZero` integers, function pointers, and `Option` of the last four; for atomics; for
/// `ManuallyDrop`, `Wrapping`, `Saturating`, `Cell`, `UnsafeCell` and `Pin` of such types; for user types
/// through `#[derive(ForeignType)]`. [`LongDouble`](crate::LongDouble), [`Complex`](crate::Complex) and
/// [`VaList`](crate::VaList) are the types of C that Rust has none for. Vectors are those of [`vector`](crate::vector)
/// and of `core::arch`. Arrays and `MaybeUninit` have it so that they can be fields; `()`
/// has it as the result of functions that return nothing.
///
/// The alias of a function pointer has it with up to 32 arguments in the convention `"C"`, and up to 12
/// in the others or with `...`. References may be among up to 3 arguments, or among the first 2 of up to
/// 12. Any other function pointer can be written out in the declaration, or be a
/// [`#[callback]`](macro@crate::callback) type.
///
/// A result of type `NonZero`, `NonNull` or a reference, alone or inside a struct, is a promise of
/// whoever declares the function: C never returns 0 there. Where it may, return the `Option`. A `bool`
/// needs no promise: every byte but 0 is `true`. Nor does an enum with the derive: a number that it does not list is a
/// panic.
///
/// # Numbers with names
///
/// A field-less enum with the derive has only the values that it lists: another number that C gives by value is a
/// panic. [`#[open_enum]`](macro@crate::open_enum) declares one that C may extend, of which every number is a value.
/// Flags are declared with `bitflags!` 2; `from_bits_retain` keeps the bits that have no name, as what C gives does.
///
/// ```
/// use ffi_runtime::{ForeignType, Type, callback, foreign_library, open_enum};
///
/// bitflags::bitflags! {
///     /// How a file is opened.
///     #[derive(Clone, Copy, Debug, PartialEq, Eq, ForeignType)]
///     #[repr(transparent)]
///     pub struct Flags: u32 {
///         const READ = 1;
///         const WRITE = 2;
///     }
/// }
///
/// #[open_enum]
/// #[repr(i32)]
/// pub enum Code {
///     Ok,
///     Busy = 5,
/// }
///
/// #[derive(ForeignType)]
/// #[repr(C)]
/// pub struct Options {
///     pub flags: Flags,
///     pub last: Code,
/// }
///
/// #[callback]
/// pub type Report = unsafe extern "C" fn(code: Code, flags: Flags);
///
/// #[foreign_library(name = "files")]
/// pub unsafe trait Files {
///     fn allowed(&self, flags: Flags, granted: &mut Flags, options: &Options, report: Report) -> Code;
/// }
///
/// assert_eq!((Flags::TYPE, Options::TYPE.size()), (Type::U32, 8));
/// ```
///
/// # Types of other crates
///
/// Neither the trait nor the derive can be had for a struct of another crate. A `#[repr(transparent)]` struct around it
/// can cross, and is passed as the struct itself is. A mirror, a `#[repr(C)]` struct with the same fields, describes it,
/// and the derive has the compiler prove that it does. The same attribute goes on a field of a larger struct.
///
#[cfg_attr(unix, doc = "```")]
#[cfg_attr(not(unix), doc = "```ignore")]
/// use ffi_runtime::{ForeignType, foreign_library};
///
/// /// The fields of C's `struct in_addr`.
/// #[derive(ForeignType)]
/// #[foreign(mirrors = libc::in_addr)]
/// #[repr(C)]
/// struct Mirror {
///     s_addr: u32,
/// }
///
/// /// `libc::in_addr` as an argument and a result.
/// #[derive(ForeignType)]
/// #[repr(transparent)]
/// struct Address(#[foreign(with = Mirror)] libc::in_addr);
///
/// #[foreign_library(name = "c", version = "6")]
/// unsafe trait LibC {
///     fn inet_makeaddr(&self, network: u32, host: u32) -> Address;
///     fn inet_lnaof(&self, address: Address) -> u32;
/// }
///
/// let libc = LibC::load()?;
/// let Address(address) = libc.inet_makeaddr(127, 1);
/// assert_eq!(address.s_addr.to_ne_bytes(), [127, 0, 0, 1]);
/// assert_eq!(libc.inet_lnaof(Address(address)), 1);
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
///
/// # Safety
///
/// - `TYPE` describes the layout of `Self` exactly: size, alignment and the offset of every field,
///   as C has them for the type that the foreign function names.
/// - A value that C makes under that description is a valid `Self`, or whoever declares a function
///   that returns it promises that C returns only valid ones.
/// - `CLOSED` is another than `Closed::No` if a `bool` or an enum is inside, so that C cannot get a
///   `&mut Self`.
///
/// ```
/// use ffi_runtime::{ForeignType, Type};
///
/// #[derive(ForeignType)]
/// #[repr(C)]
/// struct Point {
///     x: f32,
///     y: f32,
/// }
///
/// assert_eq!(Point::TYPE.size(), 8);
/// assert_eq!(Point::TYPE.aggregate().unwrap().fields[1].offset, 4);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot cross a foreign call",
    label = "C has no such type",
    note = "instead of `String` or `&str`, take `&CStr`",
    note = "for UTF-16 or `wchar_t`, take a text of the crate `widestring`, with the feature `widestring` of `ffi-runtime`",
    note = "instead of `Vec<T>` or `&[T]`, take a pointer and a length: `*const T, usize`",
    note = "instead of a closure, take a function pointer: `extern \"C\" fn(..)`",
    note = "instead of the alias of a function pointer, write the pointer itself: `extern \"C\" fn(..)`",
    note = "for a struct or union of your own, also behind a reference, write `#[repr(C)]` and `#[derive(ForeignType)]`; for a field-less enum, `#[repr(u32)]` or the like",
    note = "for a type that only C can look into, write `#[opaque]`, and take a reference to it; a raw pointer may point to anything"
)]
pub unsafe trait ForeignType: Sized {
    /// Descriptor of `Self`.
    const TYPE: Type<'static>;

    /// Whether some of the bytes that C may write to such memory are no value of `Self`: for `bool` and
    /// enums, and for what has them inside.
    #[doc(hidden)]
    const CLOSED: Closed = Closed::No;

    /// The enums in the type whose numbers are compared with those that are listed, when C gives a value of it.
    #[doc(hidden)]
    const ENUMS: Enums = Enums::None;

    /// The type as another one refers to it, for those who compare two declarations.
    #[doc(hidden)]
    const REFERENCE: TypeReference = TypeReference::Descriptor(Self::TYPE);

    /// The type with its definition, for those who compare two declarations.
    #[doc(hidden)]
    const INFO: &'static TypeInfo = &TypeInfo::plain(Self::REFERENCE, Self::TYPE);

    /// Whether it is a reference to a struct that grows.
    #[doc(hidden)]
    const POINTS_TO_GROWING: bool = false;
}

/// A [`ForeignType`] of which 0 is no value, so that its `Option` crosses as the same type, with `None`
/// as the null pointer or 0.
///
/// Pointers that are never null, function pointers, callbacks and `NonZero` integers are; nothing that
/// is not already listed here can be, but for a `#[repr(transparent)]` struct around one.
///
/// # Safety
///
/// `Option<Self>` has the size, the alignment and (for `Some`) the bytes of `Self`, and `None` is all
/// zeros.
///
/// ```
/// use std::ptr::NonNull;
///
/// use ffi_runtime::{ForeignType, Type};
///
/// assert_eq!(<Option<NonNull<u8>> as ForeignType>::TYPE, Type::Pointer);
/// ```
pub unsafe trait Nullable: ForeignType {}

/// References, function pointers and the numbers that are no scalars of Rust, which C passes as they are in place of
/// `...`.
///
/// One trait for all: two implementations of [`VariadicArgument`](crate::VariadicArgument) for whole traits would
/// collide.
#[doc(hidden)]
pub trait Unpromoted: ForeignType {}

// SAFETY: `Nullable` promises it.
#[diagnostic::do_not_recommend]
unsafe impl<T: Nullable> ForeignType for Option<T> {
    const TYPE: Type<'static> = T::TYPE;
    const CLOSED: Closed = <T as ForeignType>::CLOSED;
    const ENUMS: Enums = T::ENUMS;
    const REFERENCE: TypeReference = TypeReference::optional(&<T as ForeignType>::REFERENCE);
    const INFO: &'static TypeInfo = &TypeInfo {
        reference: Self::REFERENCE,
        ty: T::TYPE,
        shape: Shape::Inner(T::INFO),
    };
    const POINTS_TO_GROWING: bool = T::POINTS_TO_GROWING;
}

/// An argument of a declared method: a [`ForeignType`], or a Rust type that is lowered to one.
///
/// `&CStr` and `Option<&CStr>` are lowered to `*const c_char` (null for `None`).
#[cfg_attr(
    feature = "widestring",
    doc = "`&WideCStr`, `&U16CStr` and `&U32CStr` of `widestring` are lowered to a pointer to their first unit."
)]
///
/// ```
/// use ffi_runtime::ForeignArgument;
///
/// assert!(None::<&std::ffi::CStr>.into_raw().is_null());
/// assert_eq!(7i32.into_raw(), 7);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a foreign call",
    label = "C has no such type",
    note = "instead of `String` or `&str`, take `&CStr`",
    note = "for UTF-16 or `wchar_t`, take a text of the crate `widestring`, with the feature `widestring` of `ffi-runtime`",
    note = "instead of `Vec<T>` or `&[T]`, take a pointer and a length: `*const T, usize`"
)]
pub trait ForeignArgument {
    /// The type that C gets.
    type Raw: ForeignType;

    /// Lowers the argument. What `self` borrows outlives the call; what it owns is dropped when this
    /// returns, before the call.
    fn into_raw(self) -> Self::Raw;
}

#[diagnostic::do_not_recommend]
impl<T: ForeignType> ForeignArgument for T {
    type Raw = T;

    #[inline(always)]
    fn into_raw(self) -> T {
        self
    }
}

#[diagnostic::do_not_recommend]
impl ForeignArgument for &CStr {
    type Raw = *const c_char;

    #[inline(always)]
    fn into_raw(self) -> *const c_char {
        self.as_ptr()
    }
}

#[diagnostic::do_not_recommend]
impl ForeignArgument for Option<&CStr> {
    type Raw = *const c_char;

    #[inline(always)]
    fn into_raw(self) -> *const c_char {
        self.map_or(ptr::null(), CStr::as_ptr)
    }
}

macro_rules! scalars {
    ($($rust:ty => $kind:ident $(($closed:ident))? $(as $name:literal)?,)*) => {$(
        // SAFETY: Rust and C give this scalar the same size, alignment and values; the assertion
        // below compares the first two.
        unsafe impl ForeignType for $rust {
            const TYPE: Type<'static> = Type::$kind;
            $(const CLOSED: Closed = Closed::$closed;)?
            $(const REFERENCE: TypeReference = TypeReference::Number {
                name: $name,
                ty: Type::$kind,
            };)?
        }

        const _: () = assert!(
            size_of::<$rust>() == Type::$kind.size() && align_of::<$rust>() == Type::$kind.align()
        );
    )*};
}

scalars! {
    bool => Bool (Mutable),
    i8 => I8,
    i16 => I16,
    i32 => I32,
    i64 => I64,
    i128 => I128,
    isize => ISIZE as "intptr_t",
    u8 => U8,
    u16 => U16,
    u32 => U32,
    u64 => U64,
    u128 => U128,
    usize => USIZE as "size_t",
    f32 => F32,
    f64 => F64,
}

macro_rules! nonzero_integers {
    ($($integer:ty,)*) => {$(
        // SAFETY: `NonZero` guarantees the layout of its integer; that C does not return 0 is the
        // promise of whoever declares the function.
        #[diagnostic::do_not_recommend]
        unsafe impl ForeignType for NonZero<$integer> {
            const TYPE: Type<'static> = <$integer>::TYPE;
            const REFERENCE: TypeReference = <$integer as ForeignType>::REFERENCE;
        }

        // SAFETY: `NonZero` guarantees that its `Option` is the integer in foreign calls, with
        // `None` as 0.
        unsafe impl Nullable for NonZero<$integer> {}
    )*};
}

nonzero_integers! {
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
}

// SAFETY: `()` has no bytes, and `Void` describes no bytes; the classifier refuses it as an
// argument and `derive` as a field.
unsafe impl ForeignType for () {
    const TYPE: Type<'static> = Type::Void;
}

// SAFETY: Rust lays out an array as C does: `N` elements without a gap. One of length zero is a flexible
// array member, or what aligns a struct.
#[diagnostic::do_not_recommend]
unsafe impl<T: ForeignType, const N: usize> ForeignType for [T; N] {
    const TYPE: Type<'static> = {
        assert!(
            T::TYPE.size() > 0,
            "C has no array whose elements have no bytes"
        );
        Type::Array(&ArrayType {
            element: T::TYPE,
            length: N,
        })
    };
    const CLOSED: Closed = <T as ForeignType>::CLOSED;
    const ENUMS: Enums = Enums::of_elements(&T::ENUMS, size_of::<T>(), N);
    const REFERENCE: TypeReference = TypeReference::Array {
        element: &<T as ForeignType>::REFERENCE,
        length: N,
    };
    const INFO: &'static TypeInfo = &TypeInfo {
        reference: Self::REFERENCE,
        ty: Self::TYPE,
        shape: Shape::Inner(T::INFO),
    };
}
