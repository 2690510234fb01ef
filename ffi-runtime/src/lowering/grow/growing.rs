//! A buffer that grows until it is large enough.

use core::mem::{self, MaybeUninit};
use std::alloc::{Layout, alloc_zeroed};

use super::rules::{Length, Rules};
use super::{Grown, decode, pointer};
use crate::lowering::{Count, GrowError};

/// The most calls for one result.
const CALLS: u32 = 16;

/// Elements of a buffer that follows an empty one, where C did not say how many.
const FEW: usize = 16;

/// A buffer that grows until it is large enough.
#[doc(hidden)]
#[derive(Debug)]
pub struct Growing<E> {
    rules: Rules,
    buffer: Vec<MaybeUninit<E>>,
    calls: u32,
}

impl<E> Growing<E> {
    pub(super) const SIZED: () =
        assert!(size_of::<E>() > 0, "an element of `#[grow(..)]` has a size");

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lowering::Nul;

    const NEEDED: Rules = Rules {
        in_bytes: false,
        length: Length::Needed,
        nul: Nul::None,
        says_again: false,
    };

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
