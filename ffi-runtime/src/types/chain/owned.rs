//! A chain that owns its structs while C fills them.
//!
//! The structs lie in a tuple, in one place of the stack. They are linked before the closure is called, and not any
//! more when it has returned or panicked. The closure gets the root with a lifetime of which it knows nothing, so that
//! it cannot keep the root or its link.

use core::ffi::c_void;
use core::ptr;

use super::{Chained, Extends, Header};

/// A root and its elements, for a function that fills them.
///
/// `T` is a tuple of the root and up to 15 structs that [extend](Extends) it, in the order in which C finds them.
///
/// ```
/// use ffi_runtime::ForeignType;
/// use ffi_runtime::chain::{Chain, Next, Tag};
///
/// #[derive(ForeignType)]
/// #[foreign(default, chain(tag = 1))]
/// #[repr(C)]
/// struct Properties<'a> {
///     s_type: Tag<Self>,
///     next: Next<'a, Self>,
///     version: u32,
/// }
///
/// #[derive(ForeignType)]
/// // SAFETY: C has this struct under this tag, and allows it in the chain of `Properties`.
/// #[foreign(default, chain(tag = 2, unsafe(extends = [Properties])))]
/// #[repr(C)]
/// struct Driver<'a> {
///     s_type: Tag<Self>,
///     next: Next<'a, Self>,
///     id: u32,
/// }
///
/// // In place of a function that C has.
/// fn get_properties(properties: &mut Properties<'_>) {
///     properties.version = 7;
/// }
///
/// let (properties, driver) = Chain::<(Properties, Driver)>::filled(|root| get_properties(root));
/// assert_eq!((properties.version, driver.id), (7, 0));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Chain<T>(T);

impl<T> Chain<T> {
    /// A chain of these structs, for a function that reads some of their fields and writes others.
    ///
    /// ```
    /// # use ffi_runtime::ForeignType;
    /// # use ffi_runtime::chain::{Chain, Next, Tag};
    /// # #[derive(ForeignType)]
    /// # #[foreign(default, chain(tag = 1))]
    /// # #[repr(C)]
    /// # struct Properties<'a> {
    /// #     s_type: Tag<Self>,
    /// #     next: Next<'a, Self>,
    /// #     version: u32,
    /// # }
    /// let asked = Properties { version: 3, ..Default::default() };
    /// let ((properties,), was) = Chain::new((asked,)).fill(|root| {
    ///     root.version += 1;
    ///     "filled"
    /// });
    /// assert_eq!((properties.version, was), (4, "filled"));
    /// ```
    pub const fn new(elements: T) -> Self {
        Self(elements)
    }

    /// Calls a function with the root of structs that have their [`Default`] values, and returns what they are then.
    ///
    /// # Panics
    ///
    /// As [`fill`](Self::fill).
    #[track_caller]
    pub fn filled(fill: impl FnOnce(&mut <T::Root as Chained>::Linked<'_>)) -> T
    where
        T: Elements + Default,
    {
        let (elements, ()) = Self::new(T::default()).fill(fill);
        elements
    }

    /// As [`filled`](Self::filled), for a function that may fail. The structs are dropped with an error.
    ///
    /// # Errors
    ///
    /// The error of the function.
    ///
    /// # Panics
    ///
    /// As [`fill`](Self::fill).
    ///
    /// ```
    /// # use ffi_runtime::ForeignType;
    /// # use ffi_runtime::chain::{Chain, Next, Tag};
    /// # #[derive(Debug, ForeignType)]
    /// # #[foreign(default, chain(tag = 1))]
    /// # #[repr(C)]
    /// # struct Properties<'a> {
    /// #     s_type: Tag<Self>,
    /// #     next: Next<'a, Self>,
    /// #     version: u32,
    /// # }
    /// let failed = Chain::<(Properties,)>::try_filled(|_| Err::<(), _>("no such device"));
    /// assert_eq!(failed.unwrap_err(), "no such device");
    /// ```
    #[track_caller]
    pub fn try_filled<R, E>(
        fill: impl FnOnce(&mut <T::Root as Chained>::Linked<'_>) -> Result<R, E>,
    ) -> Result<T, E>
    where
        T: Elements + Default,
    {
        let (elements, result) = Self::new(T::default()).fill(fill);
        result.map(|_| elements)
    }

    /// Calls a function with the root, and returns the structs, which are linked no more, and the function's result.
    ///
    /// # Panics
    ///
    /// If a struct has a chain before the call, or another tag than its own after it: then C has written to a struct of
    /// another layout.
    #[track_caller]
    pub fn fill<R>(self, fill: impl FnOnce(&mut <T::Root as Chained>::Linked<'_>) -> R) -> (T, R)
    where
        T: Elements,
    {
        let () = T::PROOF;
        let Self(mut elements) = self;
        let members = T::MEMBERS;
        let start = (&raw mut elements).cast::<u8>();
        // SAFETY: `start` is a local of the type that the members belong to.
        if let Some(member) = unsafe { first(start, members, is_linked) } {
            panic!(
                "`{}` has a chain already: make its structs part of the `Chain`",
                member.header.name
            );
        }
        let links = Links { start, members };
        for pair in members.windows(2) {
            // SAFETY: as above.
            let next = unsafe { next_of(start, &pair[0]) };
            // SAFETY: the field is a `Next`, which is a pointer; the local stays where it is until `links` is dropped.
            unsafe { next.write(start.wrapping_add(pair[1].offset).cast()) };
        }
        // SAFETY: the root is the first field, and `Linked<'_>` is its type with another lifetime, by the contract of
        // `Chained`. Nothing else uses its bytes until the closure returns, which cannot keep a link of a lifetime that
        // it does not know.
        let root = unsafe { &mut *start.wrapping_add(T::ROOT).cast() };
        let result = fill(root);
        // SAFETY: `start` is still that local.
        let wrong = unsafe { first(start, members, has_another_tag) };
        drop(links);
        if let Some(member) = wrong {
            panic!(
                "C wrote another tag to `{}`: the struct has another layout in C",
                member.header.name
            );
        }
        (elements, result)
    }
}

/// The structs of a [`Chain`]: a tuple of a root and up to 15 structs that [extend](Extends) it.
///
/// # Safety
///
/// `MEMBERS` are all structs in the tuple, of which the root, at `ROOT`, is the first; the others extend it. With
/// `PROOF`, no two have the same tag.
///
/// ```
/// # use ffi_runtime::ForeignType;
/// # use ffi_runtime::chain::{Chain, Elements, Next, Tag};
/// # #[derive(ForeignType)]
/// # #[foreign(default, chain(tag = 1))]
/// # #[repr(C)]
/// # struct Properties<'a> {
/// #     s_type: Tag<Self>,
/// #     next: Next<'a, Self>,
/// # }
/// fn count<T: Elements + Default>() -> usize {
///     let mut calls = 0;
///     Chain::<T>::filled(|_| calls += 1);
///     calls
/// }
///
/// assert_eq!(count::<(Properties,)>(), 1);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no chain",
    label = "expected a tuple of a root and structs that extend it",
    note = "write `(Root, Element, ..)`, with up to 15 elements; a root alone is `(Root,)`"
)]
pub unsafe trait Elements: Sized {
    /// The first struct, which C gets.
    type Root: Chained;

    #[doc(hidden)]
    const ROOT: usize;

    #[doc(hidden)]
    const MEMBERS: &'static [Member];

    #[doc(hidden)]
    const PROOF: () = distinct(Self::MEMBERS);
}

/// A struct in a tuple.
#[doc(hidden)]
#[derive(Debug)]
pub struct Member {
    offset: usize,
    header: Header,
}

macro_rules! elements {
    ($($name:ident $index:tt)*) => {
        // SAFETY: the offsets are the compiler's own; `fill` compares the tags before it uses them.
        unsafe impl<Root: Chained, $($name: Extends<Root>,)*> Elements for (Root, $($name,)*) {
            type Root = Root;
            const ROOT: usize = core::mem::offset_of!(Self, 0);
            const MEMBERS: &'static [Member] = &const {
                $(let () = <$name as Extends<Root>>::PROOF;)*
                [
                    Member { offset: Self::ROOT, header: Root::HEADER },
                    $(Member { offset: core::mem::offset_of!(Self, $index), header: $name::HEADER },)*
                ]
            };
        }
    };
}

elements! {}
elements! { A 1 }
elements! { A 1 B 2 }
elements! { A 1 B 2 C 3 }
elements! { A 1 B 2 C 3 D 4 }
elements! { A 1 B 2 C 3 D 4 E 5 }
elements! { A 1 B 2 C 3 D 4 E 5 F 6 }
elements! { A 1 B 2 C 3 D 4 E 5 F 6 G 7 }
elements! { A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 }
elements! { A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I 9 }
elements! { A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I 9 J 10 }
elements! { A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I 9 J 10 K 11 }
elements! { A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I 9 J 10 K 11 L 12 }
elements! { A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I 9 J 10 K 11 L 12 M 13 }
elements! { A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I 9 J 10 K 11 L 12 M 13 N 14 }
elements! { A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I 9 J 10 K 11 L 12 M 13 N 14 O 15 }

/// Stops the compilation if two elements of the same type follow the root.
#[track_caller]
const fn distinct(members: &[Member]) {
    let mut index = 1;
    while index < members.len() {
        let mut other = index + 1;
        while other < members.len() {
            if let (Some((_, one)), Some((_, two))) =
                (members[index].header.tag, members[other].header.tag)
            {
                assert!(one != two, "two elements of this chain have the same tag");
            }
            other += 1;
        }
        index += 1;
    }
}

/// Structs that are linked to each other as long as this lives.
struct Links {
    start: *mut u8,
    members: &'static [Member],
}

impl Drop for Links {
    fn drop(&mut self) {
        for member in self.members {
            // SAFETY: `fill` drops this before the tuple, whose place `start` is.
            let next = unsafe { next_of(self.start, member) };
            // SAFETY: the field is a `Next`, which is a pointer.
            unsafe { next.write(ptr::null_mut()) };
        }
    }
}

/// The pointer of a struct to the next one.
///
/// # Safety
///
/// `start` is the place of the tuple that the member belongs to.
unsafe fn next_of(start: *mut u8, member: &Member) -> *mut *mut c_void {
    // SAFETY: both offsets are inside of the tuple, by the contract of this function.
    unsafe { start.add(member.offset + member.header.next) }.cast()
}

/// The first struct with a property.
///
/// # Safety
///
/// `start` is the place of a tuple with these members.
unsafe fn first(
    start: *mut u8,
    members: &'static [Member],
    has: unsafe fn(*mut u8, &Member) -> bool,
) -> Option<&'static Member> {
    let mut members = members.iter();
    // SAFETY: the contract of the two functions below is that of this one.
    members.find(|member| unsafe { has(start, member) })
}

/// Whether a struct points to another one.
///
/// # Safety
///
/// `start` is the place of the tuple that the member belongs to.
unsafe fn is_linked(start: *mut u8, member: &Member) -> bool {
    // SAFETY: the contract is the same.
    let next = unsafe { next_of(start, member) };
    // SAFETY: the field is a `Next`, which is a pointer.
    !unsafe { next.read() }.is_null()
}

/// Whether the tag of a struct is not the one of its type.
///
/// # Safety
///
/// `start` is the place of the tuple that the member belongs to.
unsafe fn has_another_tag(start: *mut u8, member: &Member) -> bool {
    let Some((offset, number)) = member.header.tag else {
        return false;
    };
    // SAFETY: both offsets are inside of the tuple, by the contract of this function.
    let tag: *mut u32 = unsafe { start.add(member.offset + offset) }.cast();
    // SAFETY: the field is a `Tag`, which is a `u32`.
    number != unsafe { tag.read() }
}
