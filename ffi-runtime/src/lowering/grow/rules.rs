//! How a function fills a buffer, and whether a buffer was large enough.

use core::mem::MaybeUninit;
use core::slice;

use super::Grown;
use crate::lowering::Count;

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

/// Whether a buffer was large enough: its elements, or the capacity that is needed, if it is known.
pub(super) type Judged = Result<usize, Option<usize>>;

impl Rules {
    /// Elements of a capacity that C is told in this type: no more than the type can say.
    pub(super) fn most<E, N: Count>(self) -> usize {
        if self.in_bytes {
            N::MAX / size_of::<E>()
        } else {
            N::MAX
        }
    }

    pub(super) fn told<E, N: Count>(self, capacity: usize) -> N {
        N::at_most(if self.in_bytes {
            capacity.saturating_mul(size_of::<E>())
        } else {
            capacity
        })
    }

    /// The capacity that a length of C asks for. Half an element needs a whole one.
    pub(super) fn needed<E>(self, length: usize) -> usize {
        let elements = if self.in_bytes {
            length.div_ceil(size_of::<E>())
        } else {
            length
        };
        elements.saturating_add(usize::from(self.nul == Nul::Excluded))
    }

    /// The contents of a buffer after a call that succeeded.
    pub(super) fn judged<G: Grown>(
        self,
        buffer: &[MaybeUninit<G::Element>],
        length: Option<usize>,
    ) -> Judged {
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
}
