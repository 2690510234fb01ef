//! A call of a declared method: makes its arguments, and keeps its result's bytes.

use std::mem::MaybeUninit;
use std::slice;

use ffi_runtime::{CallInterface, ForeignType};

use crate::differential::leaves;

/// Calls one declared method of `L`.
#[derive(Debug)]
pub struct Driver<L> {
    /// Finds an interface by the name of its method.
    pub interface: fn(&str) -> Option<&'static CallInterface>,
    /// Calls the method with the arguments of a [`Call`], and gives it the result.
    pub call: fn(&L, &mut Call),
}

/// One call of a signature.
#[derive(Debug)]
pub struct Call {
    signature: usize,
    flip: u8,
    result: Vec<u8>,
}

impl Call {
    /// Begins a call.
    ///
    /// # Safety
    ///
    /// Only types are asked of [`argument`](Self::argument) that any bytes are a value of, those of
    /// `bool` fields being 0 or 1, and given to [`result`](Self::result) only values whose leaves
    /// are initialized.
    #[must_use]
    pub const unsafe fn new(signature: usize, flip: u8) -> Self {
        Self {
            signature,
            flip,
            result: Vec::new(),
        }
    }

    /// The argument of this index, every byte of which names it.
    #[must_use]
    pub fn argument<T: ForeignType>(&self, index: usize) -> T {
        let mut value = MaybeUninit::<T>::uninit();
        // SAFETY: the bytes are those of `value`, and no byte is read before it is written.
        let bytes =
            unsafe { slice::from_raw_parts_mut(value.as_mut_ptr().cast::<u8>(), size_of::<T>()) };
        leaves::fill(T::TYPE, bytes, self.signature, index, self.flip);
        // SAFETY: every byte is initialized, and `new` asked for types that any bytes will do for.
        unsafe { value.assume_init() }
    }

    /// Keeps the bytes of the result.
    pub fn result<T: ForeignType>(&mut self, value: T) {
        // SAFETY: `new` asked for initialized leaves.
        self.result = unsafe { leaves::collect(T::TYPE, (&raw const value).cast()) };
    }

    /// Says that the method returned, without a result.
    pub fn no_result(&mut self) {
        self.result.clear();
    }

    /// The bytes of the result's leaves.
    #[must_use]
    pub fn into_result(self) -> Vec<u8> {
        self.result
    }
}
