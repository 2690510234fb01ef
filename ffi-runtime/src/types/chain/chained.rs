//! Linking of borrowed structs.
//!
//! The compiler holds an element while it is linked, by one lifetime in three places: that of the borrow, that of the
//! element's own `Next` and that of the root's. An element whose type has the lifetime of its own exclusive borrow can
//! never be used again, so that nobody sees a pointer in it that goes on to a struct which is gone, or which may only
//! follow the root.

use core::ffi::c_void;
use core::ptr;

use super::{ChainedStruct, Next, Tagged};
use crate::types::{Closed, ForeignType};

/// A struct that others can follow in a chain: a root, or an element.
///
/// `#[derive(ForeignType)]` implements it for a struct with `#[foreign(chain)]` or `#[foreign(chain(tag = ..))]`.
///
/// # Safety
///
/// - `Linked<'a>` is `Self`, with `'a` in place of the lifetime of its `Next`.
/// - `link` returns the field of the struct that C follows, and `HEADER` says where that field and the tag are.
///
/// ```
/// use ffi_runtime::ForeignType;
/// use ffi_runtime::chain::{Chained, ChainError, Next, Tag};
///
/// #[derive(Debug, ForeignType)]
/// #[foreign(default, chain(tag = 3))]
/// #[repr(C)]
/// struct DeviceInfo<'a> {
///     s_type: Tag<Self>,
///     next: Next<'a, Self>,
/// }
///
/// #[derive(Debug, ForeignType)]
/// // SAFETY: C has this struct under this tag, and allows it in the chain of a `DeviceInfo`.
/// #[foreign(default, chain(tag = 49, unsafe(extends = [DeviceInfo])))]
/// #[repr(C)]
/// struct Features<'a> {
///     s_type: Tag<Self>,
///     next: Next<'a, Self>,
///     subgroups: u32,
/// }
///
/// let (mut first, mut second) = (Features::default(), Features::default());
/// let info = DeviceInfo::default().push(&mut first);
/// let refused = info.try_push(&mut second).unwrap_err();
/// assert!(matches!(refused, ChainError::Duplicate { element: "Features", .. }));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not part of chains",
    label = "no struct can follow this one",
    note = "write `#[foreign(chain)]` or `#[foreign(chain(tag = ..))]` on the struct, beside `#[derive(ForeignType)]`"
)]
pub unsafe trait Chained: ForeignType {
    /// The struct with structs linked to it that are borrowed for `'a`.
    type Linked<'a>: Chained;

    #[doc(hidden)]
    const HEADER: Header;

    /// The field that points to the next struct.
    #[doc(hidden)]
    fn link<'s, 'a>(this: &'s mut Self::Linked<'a>) -> &'s mut Next<'a, Self::Linked<'a>>;

    /// Links an element to this struct, before the elements that were pushed earlier.
    ///
    /// The element is borrowed for good: to read what C writes to it, use [`Chain`](super::Chain).
    ///
    /// # Panics
    ///
    /// Where [`try_push`](Self::try_push) returns an error.
    #[must_use = "the struct with the chain is returned"]
    #[track_caller]
    fn push<'a, E>(self, element: &'a mut E) -> Self
    where
        Self: Chained<Linked<'a> = Self>,
        E: Extends<Self> + Chained<Linked<'a> = E>,
    {
        match self.try_push(element) {
            Ok(root) => root,
            Err(error) => panic!("{error}"),
        }
    }

    /// As [`push`](Self::push), with an error in place of the panic.
    ///
    /// # Errors
    ///
    /// [`ChainError`], if an element of this type is in the chain, or the element has a chain of its own.
    fn try_push<'a, E>(mut self, element: &'a mut E) -> Result<Self, ChainError>
    where
        Self: Chained<Linked<'a> = Self>,
        E: Extends<Self> + Chained<Linked<'a> = E>,
    {
        let () = E::PROOF;
        let (root, name) = (Self::HEADER.name, E::HEADER.name);
        if E::link(element).is_linked() {
            return Err(ChainError::HasChain { element: name });
        }
        let link = Self::link(&mut self);
        // SAFETY: the elements of the root are borrowed as long as its type says, and have the header that `proof` has
        // compared, by the contract of `Next::from_ptr`.
        if unsafe { has_number(link.as_ptr(), Self::HEADER.of_elements(), E::NUMBER) } {
            return Err(ChainError::Duplicate {
                root,
                element: name,
            });
        }
        // SAFETY: the element points to what the root pointed to, which is borrowed for `'a` too; nobody uses the
        // element by itself any more, whose type has the lifetime of its borrow.
        *E::link(element) = unsafe { Next::from_ptr(link.as_ptr()) };
        // SAFETY: the element extends `Self`, by the contract of `Extends`, has the value of its tag, is borrowed for
        // `'a`, and its own link is that of the line above.
        *link = unsafe { Next::from_ptr(ptr::from_mut(element).cast()) };
        Ok(self)
    }
}

/// A struct that may stand in the chain of a `Root`.
///
/// `#[derive(ForeignType)]` implements it for each root in `#[foreign(chain(.., unsafe(extends = [..])))]`. The word
/// `unsafe` takes the promise: functions get the struct behind a pointer to `Root`, and read it as their library has
/// it, whoever defined it here.
///
/// # Safety
///
/// - C has a struct with the layout of `Self` under the number of its tag.
/// - A function that takes a `Root` allows the struct in its chain, with any values in its fields that safe code can
///   give them.
///
/// ```
/// # use ffi_runtime::ForeignType;
/// # use ffi_runtime::chain::{Extends, Next, Tag};
/// # #[derive(ForeignType)]
/// # #[foreign(chain(tag = 3))]
/// # #[repr(C)]
/// # struct DeviceInfo<'a> {
/// #     s_type: Tag<Self>,
/// #     next: Next<'a, Self>,
/// # }
/// #[derive(ForeignType)]
/// // SAFETY: the struct of this tag in the library's header, which lists it for the chain of its `DeviceInfo`.
/// #[foreign(chain(tag = 49, unsafe(extends = [DeviceInfo])))]
/// #[repr(C)]
/// struct Features<'a> {
///     s_type: Tag<Self>,
///     next: Next<'a, Self>,
///     subgroups: u32,
/// }
///
/// fn names_an_extension<'a>(_: &impl Extends<DeviceInfo<'a>>) {}
/// # let features = Features { s_type: Tag::default(), next: Next::default(), subgroups: 0 };
/// # names_an_extension(&features);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not extend `{Root}`",
    label = "not for the chain of a `{Root}`",
    note = "a struct says which others it extends: `#[foreign(chain(tag = .., unsafe(extends = [..])))]`"
)]
pub unsafe trait Extends<Root: Chained>: Chained + Tagged {
    #[doc(hidden)]
    const PROOF: () = proof::<Self, Root>();
}

/// Why an element was not linked.
///
/// ```
/// # use ffi_runtime::chain::ChainError;
/// # let error = ChainError::HasChain { element: "Features" };
/// assert_eq!(
///     error.to_string(),
///     "`Features` has a chain of its own: push its elements instead, each to the root that it extends"
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChainError {
    /// Each struct stands in a chain at most once.
    #[error("the chain of `{root}` has `{element}` already")]
    Duplicate {
        /// The struct with the chain.
        root: &'static str,
        /// The struct that is in it.
        element: &'static str,
    },
    /// Structs that extend the element may not extend the root.
    #[error(
        "`{element}` has a chain of its own: push its elements instead, each to the root that it extends"
    )]
    HasChain {
        /// The struct with a chain.
        element: &'static str,
    },
}

/// Where the fields of a chain are in a struct.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Header {
    /// The struct.
    pub name: &'static str,
    /// Offset of the pointer to the next struct.
    pub next: usize,
    /// Offset of the tag, and its only value. Only a root has none.
    pub tag: Option<(usize, u32)>,
}

/// Where all elements of a root have their tag and their pointer.
#[derive(Clone, Copy)]
pub(super) struct ElementLayout {
    tag: usize,
    next: usize,
}

impl Header {
    /// The header of a struct that begins with a [`ChainedStruct`].
    #[must_use]
    pub const fn of_chained_struct(name: &'static str, start: usize, number: u32) -> Self {
        Self {
            name,
            next: start + ChainedStruct::<'static, ()>::NEXT,
            tag: Some((start + ChainedStruct::<'static, ()>::TAG, number)),
        }
    }

    /// A root with a tag has elements like itself, one without has WebGPU's.
    const fn of_elements(self) -> ElementLayout {
        match self.tag {
            Some((tag, _)) => ElementLayout {
                tag,
                next: self.next,
            },
            None => ElementLayout {
                tag: ChainedStruct::<'static, ()>::TAG,
                next: ChainedStruct::<'static, ()>::NEXT,
            },
        }
    }
}

/// Stops the compilation if an element does not fit to a root.
#[track_caller]
const fn proof<E: Tagged + Chained, R: Chained>() {
    assert!(
        matches!(E::CLOSED, Closed::No),
        "C may write any bytes to the elements of a chain, and this one contains a `bool` or an enum, which has no \
         value for most of them; declare the enum with `#[open_enum]`, or write an integer in its place"
    );
    let elements = R::HEADER.of_elements();
    assert!(
        matches!(E::HEADER.tag, Some((tag, _)) if tag == elements.tag)
            && E::HEADER.next == elements.next,
        "the elements of this root have their tag and pointer at other offsets: those of the root's own, or for a root \
         without a tag those of a `ChainedStruct` at the start"
    );
}

/// Whether a chain has an element with this number.
///
/// # Safety
///
/// `element` is null, or an element with this layout that points to another one, or null ends the chain. All are there
/// during the call.
unsafe fn has_number(mut element: *mut c_void, layout: ElementLayout, number: u32) -> bool {
    while !element.is_null() {
        let tag: *mut u32 = element.wrapping_byte_add(layout.tag).cast();
        // SAFETY: an element has its tag there, an integer of 32 bits, by the contract of this function.
        if unsafe { tag.read() } == number {
            return true;
        }
        let next: *mut *mut c_void = element.wrapping_byte_add(layout.next).cast();
        // SAFETY: an element has its pointer there, by the contract of this function.
        element = unsafe { next.read() };
    }
    false
}

/// Takes the promise that a struct extends others. The code that the derive writes calls it in the `unsafe` of the
/// user's `unsafe(extends = ..)`.
///
/// # Safety
///
/// The contract of [`Extends`] holds for the struct and each root in the list.
#[doc(hidden)]
pub const unsafe fn promise_extends() {}
