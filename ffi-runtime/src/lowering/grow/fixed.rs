//! A buffer of the caller, for one call.

use core::mem::MaybeUninit;
use core::slice;

use super::rules::{Length, Rules};
use super::{Filled, Growing, Grown, decode, pointer};
use crate::lowering::{Count, GrowError};

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
