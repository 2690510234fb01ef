//! Size queries: buffers for C to fill whose size only C knows.
//!
//! In: the rules of a declaration, and after each call the length that C gave. Out: whether the buffer was large
//! enough, and then its elements.
//!
//! Every buffer is zeros before each call, so that no memory is read that nobody wrote. A length of C that is more
//! than the buffer has only says how large the next one has to be.

use core::mem::{self, MaybeUninit};
use core::slice;
use std::alloc::{Layout, alloc_zeroed};
use std::ffi::CString;

use crate::lowering::{Count, GrowError};
use crate::types::ForeignType;
use crate::types::UnlistedValue;
use crate::types::decoding::Decoding;

/// The most calls for one result.
const CALLS: u32 = 16;

/// Elements of a buffer that follows an empty one, where C did not say how many.
const FEW: usize = 16;

/// The length that C gives.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// All elements count, whether they fitted or not.
    Needed,
    /// The elements that were written count.
    Written,
    /// None: the text ends.
    Terminated,
}

/// Whether a NUL follows the elements.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nul {
    None,
    /// It does, and lengths of C count it.
    Included,
    /// It does, and lengths of C do not count it.
    Excluded,
}

/// How a function fills a buffer, as the declaration says.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Whether C counts bytes in place of elements.
    pub in_bytes: bool,
    pub length: Length,
    pub nul: Nul,
    /// Whether the function says by its result that the buffer is too small.
    pub says_again: bool,
}

/// A type that `#[grow(..)]` fills: `Vec<T>`, and for texts `String` and `CString`.
///
/// A `String` has U+FFFD for what is not UTF-8.
#[cfg_attr(
    feature = "widestring",
    doc = "The owned texts of `widestring`, such as `WideCString` and `U16String`, are filled with units of their width."
)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be filled by C",
    label = "`#[grow(..)]` is for elements that lie side by side",
    note = "write `Vec<T>`, in which `T` is a type that C has too, or for a text `String` or `CString`",
    note = "for UTF-16 or `wchar_t`, write a text of the crate `widestring`, with the feature `widestring` of `ffi-runtime`"
)]
pub trait Grown: Sized {
    /// The element that C writes.
    type Element: ForeignType;

    /// Whether a NUL ends it.
    #[doc(hidden)]
    const IS_TEXT: bool;

    /// The value of elements.
    ///
    /// # Errors
    ///
    /// If they cannot be one.
    #[doc(hidden)]
    fn of_elements(elements: Vec<Self::Element>) -> Result<Self, GrowError>;
}

impl<T: ForeignType> Grown for Vec<T> {
    type Element = T;

    const IS_TEXT: bool = false;

    #[inline(always)]
    fn of_elements(elements: Self) -> Result<Self, GrowError> {
        Ok(elements)
    }
}

impl Grown for String {
    type Element = u8;

    const IS_TEXT: bool = true;

    fn of_elements(bytes: Vec<u8>) -> Result<Self, GrowError> {
        Ok(Self::from_utf8(bytes)
            .unwrap_or_else(|error| Self::from_utf8_lossy(error.as_bytes()).into_owned()))
    }
}

impl Grown for CString {
    type Element = u8;

    const IS_TEXT: bool = true;

    fn of_elements(bytes: Vec<u8>) -> Result<Self, GrowError> {
        Self::new(bytes).map_err(|error| GrowError::InnerNul {
            position: error.nul_position(),
        })
    }
}

/// An argument of a function that is called more than once: one that stays when it is passed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be passed to C more than once",
    label = "`#[grow(..)]` calls the function until the buffer is large enough",
    note = "take a reference, or a type that is `Copy`"
)]
pub trait Repeated: Sized {
    /// The argument, for one of several calls.
    #[doc(hidden)]
    #[must_use]
    fn repeated(argument: &Self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Copy> Repeated for T {
    #[inline(always)]
    fn repeated(argument: &Self) -> Self {
        *argument
    }
}

/// The result of a method `NAME_into`, which makes one call.
///
/// ```
/// use ffi_runtime::lowering::Filled;
///
/// fn report(filled: &Filled<&mut [u32]>) -> String {
///     match filled {
///         Filled::All(elements) => format!("{} elements", elements.len()),
///         Filled::TooSmall { needed: Some(needed) } => format!("{needed} elements are needed"),
///         Filled::TooSmall { needed: None } => "too small".to_owned(),
///     }
/// }
///
/// assert_eq!(report(&Filled::All(&mut [1, 2])), "2 elements");
/// assert_eq!(report(&Filled::TooSmall { needed: Some(9) }), "9 elements are needed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Filled<T> {
    /// The buffer was large enough: its elements that were written, with the other results of the method.
    All(T),
    /// The buffer was too small. What is in it is not to be used.
    TooSmall {
        /// The elements that the buffer needs, the place of a NUL included, if the function says it.
        needed: Option<usize>,
    },
}

impl<T> Filled<T> {
    /// The elements that were written, if they are all.
    #[must_use]
    pub fn all(self) -> Option<T> {
        match self {
            Self::All(filled) => Some(filled),
            Self::TooSmall { .. } => None,
        }
    }
}

/// Whether a buffer was large enough: its elements, or the capacity that is needed, if it is known.
type Judged = Result<usize, Option<usize>>;

impl Rules {
    /// Elements of a capacity that C is told in this type: no more than the type can say.
    fn most<E, N: Count>(self) -> usize {
        if self.in_bytes {
            N::MAX / size_of::<E>()
        } else {
            N::MAX
        }
    }

    fn told<E, N: Count>(self, capacity: usize) -> N {
        N::at_most(if self.in_bytes {
            capacity.saturating_mul(size_of::<E>())
        } else {
            capacity
        })
    }

    /// The capacity that a length of C asks for. Half an element needs a whole one.
    fn needed<E>(self, length: usize) -> usize {
        let elements = if self.in_bytes {
            length.div_ceil(size_of::<E>())
        } else {
            length
        };
        elements.saturating_add(usize::from(self.nul == Nul::Excluded))
    }

    /// The contents of a buffer after a call that succeeded.
    fn judged<G: Grown>(self, buffer: &[MaybeUninit<G::Element>], length: Option<usize>) -> Judged {
        let capacity = buffer.len();
        // Nobody can tell a text that fills the buffer from one that was cut, but where the function says so.
        let is_whole = |used: usize| match self.length {
            Length::Needed => used <= capacity,
            Length::Written | Length::Terminated if self.says_again => used <= capacity,
            Length::Written | Length::Terminated => used < capacity,
        };
        let Some(length) = length else {
            return match end::<G>(buffer) {
                Some(end) if is_whole(end + 1) => Ok(end),
                _ => Err(None),
            };
        };
        let needed = self.needed::<G::Element>(length);
        if !is_whole(needed) {
            return Err((self.length == Length::Needed).then_some(needed));
        }
        let elements = if self.in_bytes {
            length / size_of::<G::Element>()
        } else {
            length
        };
        let elements = elements - usize::from(self.nul == Nul::Included && elements > 0);
        match self.nul {
            Nul::None => Ok(elements),
            Nul::Included | Nul::Excluded => Ok(end::<G>(&buffer[..elements]).unwrap_or(elements)),
        }
    }
}

/// Where the text in a buffer that was zeros ends, if it is one.
fn end<G: Grown>(buffer: &[MaybeUninit<G::Element>]) -> Option<usize> {
    if !G::IS_TEXT {
        return None;
    }
    let size = const {
        let size = size_of::<G::Element>();
        assert!(!G::IS_TEXT || size == 1 || size == 2 || size == 4);
        size
    };
    // SAFETY: all bytes of the buffer were zeros before C wrote to some of them, and are still where C wrote them.
    let bytes = unsafe { slice::from_raw_parts(buffer.as_ptr().cast::<u8>(), buffer.len() * size) };
    let mut units = bytes.chunks_exact(size);
    units.position(|unit| unit.iter().all(|byte| *byte == 0))
}

/// Makes values of the elements that C wrote.
///
/// # Errors
///
/// If one is no value of its enum.
fn decode<G: Grown>(elements: &mut [MaybeUninit<G::Element>]) -> Result<(), UnlistedValue> {
    let decoding = const { &Decoding::of_type::<G::Element>() };
    if !decoding.any() {
        return Ok(());
    }
    elements.iter_mut().try_for_each(|element| {
        // SAFETY: the bytes are those of a value of this type, which C wrote, or zeros.
        unsafe { decoding.try_decode(G::Element::TYPE, element.as_mut_ptr().cast()) }
    })
}

/// A buffer that grows until it is large enough.
#[doc(hidden)]
#[derive(Debug)]
pub struct Growing<E> {
    rules: Rules,
    buffer: Vec<MaybeUninit<E>>,
    calls: u32,
}

impl<E> Growing<E> {
    const SIZED: () = assert!(size_of::<E>() > 0, "an element of `#[grow(..)]` has a size");

    /// A buffer for the first call; an empty one asks for the length.
    ///
    /// # Errors
    ///
    /// If there is no memory for it.
    #[inline]
    pub fn new<N: Count>(rules: Rules, first: usize) -> Result<Self, GrowError> {
        let () = Self::SIZED;
        let mut this = Self {
            rules,
            buffer: Vec::new(),
            calls: 0,
        };
        this.allocate(first.min(rules.most::<E, N>()))?;
        Ok(this)
    }

    /// The capacity as C is told it.
    #[inline]
    #[must_use]
    pub fn capacity<N: Count>(&self) -> N {
        self.rules.told::<E, N>(self.buffer.len())
    }

    /// The buffer; null if it is empty.
    #[inline]
    #[must_use]
    pub fn pointer(&mut self) -> *mut E {
        pointer(&mut self.buffer)
    }

    /// Makes the buffer larger after a call that says it was too small, perhaps with a length.
    ///
    /// # Errors
    ///
    /// If it cannot be larger, or was made larger too often.
    pub fn again<N: Count>(&mut self, length: Option<usize>) -> Result<(), GrowError> {
        let length = length.filter(|_| self.rules.length == Length::Needed);
        self.grow::<N>(length.map(|length| self.rules.needed::<E>(length)))
    }

    #[cold]
    fn grow<N: Count>(&mut self, needed: Option<usize>) -> Result<(), GrowError> {
        let capacity = self.buffer.len();
        self.calls += 1;
        if self.calls >= CALLS {
            return Err(GrowError::KeepsGrowing {
                calls: self.calls,
                capacity,
            });
        }
        let most = self.rules.most::<E, N>();
        let larger = match needed.filter(|needed| *needed > capacity) {
            Some(needed) if needed > most => None,
            Some(needed) => Some(needed),
            None => Some(capacity.saturating_mul(2).max(FEW).min(most)),
        };
        match larger.filter(|larger| *larger > capacity) {
            None => Err(GrowError::TooMany { elements: needed }),
            Some(larger) => self.allocate(larger),
        }
    }

    /// Makes the buffer one of zeros.
    fn allocate(&mut self, capacity: usize) -> Result<(), GrowError> {
        // The old elements are not copied.
        self.buffer = Vec::new();
        if capacity == 0 {
            return Ok(());
        }
        let too_many = GrowError::TooMany {
            elements: Some(capacity),
        };
        let Ok(layout) = Layout::array::<E>(capacity) else {
            return Err(too_many);
        };
        // The system has zeros for a length of much more than C writes.
        // SAFETY: neither the elements nor their size are 0.
        let memory = unsafe { alloc_zeroed(layout) };
        if memory.is_null() {
            return Err(too_many);
        }
        // SAFETY: the memory is of the global allocator with the layout of so many elements, which may be anything.
        self.buffer = unsafe { Vec::from_raw_parts(memory.cast(), capacity, capacity) };
        Ok(())
    }

    /// The elements after a call that succeeded; `None` if there was no place for all, and the buffer is larger now.
    ///
    /// # Errors
    ///
    /// If it cannot be larger, or was made larger too often, or the elements are no value.
    ///
    /// # Safety
    ///
    /// C got the buffer as the rules say, and the elements that it said it wrote, or zeros, are values.
    pub unsafe fn finish<G: Grown<Element = E>, N: Count>(
        &mut self,
        length: Option<usize>,
    ) -> Result<Option<G>, GrowError> {
        let elements = match self.rules.judged::<G>(&self.buffer, length) {
            Ok(elements) => elements,
            Err(needed) => {
                self.grow::<N>(needed)?;
                return Ok(None);
            }
        };
        let mut buffer = mem::take(&mut self.buffer);
        buffer.truncate(elements);
        decode::<G>(&mut buffer)?;
        let mut buffer = mem::ManuallyDrop::new(buffer);
        let (pointer, length, capacity) = (buffer.as_mut_ptr(), buffer.len(), buffer.capacity());
        // SAFETY: the parts are those of a vector that is not dropped, and all elements were written by C or are
        // zeros, which are values by the contract of this function.
        let elements = unsafe { Vec::from_raw_parts(pointer.cast(), length, capacity) };
        G::of_elements(elements).map(Some)
    }
}

/// A buffer of the caller, for one call.
#[doc(hidden)]
#[derive(Debug)]
pub struct Fixed<'b, E> {
    rules: Rules,
    buffer: &'b mut [MaybeUninit<E>],
}

impl<'b, E> Fixed<'b, E> {
    /// Makes the buffer zeros; C is told of as much as its parameter can say.
    #[inline]
    pub fn new<N: Count>(rules: Rules, buffer: &'b mut [MaybeUninit<E>]) -> Self {
        let () = Growing::<E>::SIZED;
        let capacity = buffer.len().min(rules.most::<E, N>());
        let buffer = &mut buffer[..capacity];
        buffer.fill_with(MaybeUninit::zeroed);
        Self { rules, buffer }
    }

    /// The capacity as C is told it.
    #[inline]
    #[must_use]
    pub fn capacity<N: Count>(&self) -> N {
        self.rules.told::<E, N>(self.buffer.len())
    }

    /// The buffer; null if it is empty.
    #[inline]
    #[must_use]
    pub fn pointer(&mut self) -> *mut E {
        pointer(self.buffer)
    }

    /// The next step after a call that says the buffer was too small, perhaps with a length.
    #[must_use]
    pub fn again<T>(self, length: Option<usize>) -> Filled<T> {
        let length = length.filter(|_| self.rules.length == Length::Needed);
        let needed = length.map(|length| self.rules.needed::<E>(length));
        Filled::TooSmall {
            needed: needed.filter(|needed| *needed > self.buffer.len()),
        }
    }

    /// The elements after a call that succeeded.
    ///
    /// # Errors
    ///
    /// If an element is no value of its enum.
    ///
    /// # Safety
    ///
    /// C got the buffer as the rules say, and the elements that it said it wrote, or zeros, are values.
    pub unsafe fn finish<G: Grown<Element = E>>(
        self,
        length: Option<usize>,
    ) -> Result<Filled<&'b mut [E]>, GrowError> {
        let elements = match self.rules.judged::<G>(self.buffer, length) {
            Ok(elements) => elements,
            Err(needed) => return Ok(Filled::TooSmall { needed }),
        };
        let elements = &mut self.buffer[..elements];
        decode::<G>(elements)?;
        // SAFETY: all elements were written by C or are zeros, which are values by the contract of this function.
        let elements =
            unsafe { slice::from_raw_parts_mut(elements.as_mut_ptr().cast::<E>(), elements.len()) };
        Ok(Filled::All(elements))
    }
}

fn pointer<T>(buffer: &mut [MaybeUninit<T>]) -> *mut T {
    if buffer.is_empty() {
        core::ptr::null_mut()
    } else {
        buffer.as_mut_ptr().cast()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEEDED: Rules = Rules {
        in_bytes: false,
        length: Length::Needed,
        nul: Nul::None,
        says_again: false,
    };

    fn judged(rules: Rules, buffer: &[u8], length: Option<usize>) -> Judged {
        let buffer: Vec<_> = buffer.iter().copied().map(MaybeUninit::new).collect();
        rules.judged::<String>(&buffer, length)
    }

    #[test]
    fn a_length_of_more_than_the_buffer_only_asks_for_more() {
        assert_eq!(judged(NEEDED, b"ab", Some(2)), Ok(2));
        assert_eq!(judged(NEEDED, b"ab", Some(3)), Err(Some(3)));
        assert_eq!(
            judged(NEEDED, b"ab", Some(usize::MAX)),
            Err(Some(usize::MAX))
        );
        let written = Rules {
            length: Length::Written,
            ..NEEDED
        };
        assert_eq!(judged(written, b"ab", Some(3)), Err(None));
    }

    #[test]
    fn a_buffer_that_is_full_may_be_cut() {
        let written = Rules {
            length: Length::Written,
            ..NEEDED
        };
        assert_eq!(judged(written, b"ab", Some(2)), Err(None));
        let says = Rules {
            says_again: true,
            ..written
        };
        assert_eq!(judged(says, b"ab", Some(2)), Ok(2));
        let ends = Rules {
            length: Length::Terminated,
            ..written
        };
        assert_eq!(judged(ends, b"a\0", None), Err(None));
        assert_eq!(judged(ends, b"a\0\0", None), Ok(1));
        assert_eq!(judged(ends, b"abc", None), Err(None));
    }

    #[test]
    fn the_nul_is_neither_forgotten_nor_kept() {
        let excluded = Rules {
            nul: Nul::Excluded,
            ..NEEDED
        };
        assert_eq!(judged(excluded, b"ab\0", Some(2)), Ok(2));
        assert_eq!(judged(excluded, b"ab", Some(2)), Err(Some(3)));
        assert_eq!(
            judged(excluded, b"", Some(usize::MAX)),
            Err(Some(usize::MAX))
        );
        let included = Rules {
            nul: Nul::Included,
            ..NEEDED
        };
        assert_eq!(judged(included, b"ab\0", Some(3)), Ok(2));
        assert_eq!(judged(included, b"a\0\0", Some(3)), Ok(1));
        assert_eq!(judged(included, b"", Some(0)), Ok(0));
    }

    #[test]
    fn half_an_element_needs_a_place_but_is_none() {
        let bytes = Rules {
            in_bytes: true,
            ..NEEDED
        };
        let buffer = [MaybeUninit::new(7_u32); 2];
        assert_eq!(bytes.judged::<Vec<u32>>(&buffer, Some(7)), Ok(1));
        assert_eq!(bytes.judged::<Vec<u32>>(&buffer, Some(9)), Err(Some(3)));
        assert_eq!(bytes.most::<u32, u8>(), 63);
    }

    #[test]
    fn a_length_that_no_memory_has_is_an_error() {
        let mut growing = Growing::<u32>::new::<u64>(NEEDED, 0).expect("nothing is allocated");
        let error = growing.again::<u64>(Some(usize::MAX / 2));
        let elements = Some(usize::MAX / 2);
        assert_eq!(error, Err(GrowError::TooMany { elements }));
        let mut growing = Growing::<u8>::new::<u8>(NEEDED, 255).expect("there is memory");
        let error = growing.again::<u8>(None);
        assert_eq!(error, Err(GrowError::TooMany { elements: None }));
    }
}
