//! The field by which C tells the structs of a chain apart.

use core::fmt;
use core::marker::PhantomData;
use core::mem;

use crate::types::{ForeignType, Type};

/// A struct that C recognizes by a number in it, such as Vulkan's `sType`.
///
/// `#[derive(ForeignType)]` implements it for a struct with `#[foreign(chain(tag = ..))]`.
///
/// ```
/// use ffi_runtime::ForeignType;
/// use ffi_runtime::chain::{Next, Tag, Tagged};
///
/// const SUBMIT_INFO: u32 = 4;
///
/// #[derive(ForeignType)]
/// #[foreign(chain(tag = SUBMIT_INFO))]
/// #[repr(C)]
/// struct SubmitInfo<'a> {
///     s_type: Tag<Self>,
///     next: Next<'a, Self>,
/// }
///
/// assert_eq!(SubmitInfo::NUMBER, 4);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no tag",
    label = "C could not tell this struct from others",
    note = "write `#[foreign(chain(tag = ..))]` on the struct"
)]
pub trait Tagged: ForeignType {
    /// The number, as the 32 bits that C's `enum` has.
    const NUMBER: u32;
}

/// The field of a struct that says which struct it is. Its only value is the number of `S`, so that C never takes the
/// struct for another one.
///
/// It has the layout of an `enum` of 32 bits.
///
/// ```
/// # use ffi_runtime::ForeignType;
/// # use ffi_runtime::chain::{Next, Tag};
/// # #[derive(Debug, ForeignType)]
/// # #[foreign(chain(tag = 4))]
/// # #[repr(C)]
/// # struct SubmitInfo<'a> {
/// #     s_type: Tag<Self>,
/// #     next: Next<'a, Self>,
/// # }
/// let info = SubmitInfo {
///     s_type: Tag::default(),
///     next: Next::default(),
/// };
/// assert_eq!(format!("{:?}", info.s_type), "Tag(4)");
/// ```
#[repr(transparent)]
pub struct Tag<S> {
    number: u32,
    of: PhantomData<fn() -> S>,
}

impl<S: Tagged> Default for Tag<S> {
    fn default() -> Self {
        Self {
            number: S::NUMBER,
            of: PhantomData,
        }
    }
}

impl<S> Clone for Tag<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Tag<S> {}

impl<S> fmt::Debug for Tag<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tag").field(&self.number).finish()
    }
}

// SAFETY: it is a transparent struct around a `u32`; C's `enum` of 32 bits has the same bytes, signed or not.
#[diagnostic::do_not_recommend]
unsafe impl<S> ForeignType for Tag<S> {
    const TYPE: Type<'static> = Type::U32;
}

/// A value that can be a tag, as far as its type says.
///
/// Nothing else has it. The trait exists for what the compiler says of other types.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no tag",
    label = "expected an integer of 32 bits",
    note = "a tag is a number: a value of an enum that `#[open_enum]` declares, a `u32` or an `i32`"
)]
pub trait TagValue: ForeignType + Copy {}

#[diagnostic::do_not_recommend]
impl<T: ForeignType + Copy> TagValue for T {}

/// The bits of a tag, for the code that the derive writes.
#[doc(hidden)]
#[must_use]
#[track_caller]
pub const fn number<T: TagValue>(tag: T) -> u32 {
    assert!(
        matches!(T::TYPE, Type::I32 | Type::U32),
        "a tag is an integer of 32 bits, or an enum of that width"
    );
    // SAFETY: `T` is an integer of 32 bits, as its descriptor says, by the contract of `ForeignType`; any bits are a
    // `u32`.
    unsafe { mem::transmute_copy(&tag) }
}
