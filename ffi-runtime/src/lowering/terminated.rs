//! Texts and lists that C finds the end of by a zero.

use core::ffi::{CStr, c_char};
use core::mem::MaybeUninit;
use core::ptr;
use std::ffi::OsStr;
use std::path::Path;

use crate::lowering::ArgumentError;

/// Units that a text may have on the stack, its end included; a longer one is copied to the heap.
pub(super) const TEXT_ON_STACK: usize = 256;

/// Elements that a list may have on the stack, its end included.
const LIST_ON_STACK: usize = 16;

/// An argument of `#[terminated]`: a text or a list without an end, of which C gets a copy with one.
///
/// | type | C gets |
/// |---|---|
/// | `&str`, `&[u8]`, `&String` | `const char *`, the same bytes and a NUL |
/// | `&OsStr`, `&Path` | on Unix `const char *`; on Windows `const wchar_t *`, in UTF-16 |
/// | `&[&CStr]` | `const char *const *`, the texts and a null pointer |
/// | `&WideStr`, `&U16Str`, `&U32Str`, `&Utf16Str`, `&Utf32Str` of the crate `widestring`, with the feature of this name | units of 16 or 32 bits and a NUL; `WideStr` has those of C's `wchar_t` |
/// | `Option` of one of these | the same, or null |
///
/// The copy lives until the call is over: up to 256 units of a text, or 16 elements of a list, on the stack, more on
/// the heap. A NUL inside of a text is an [`ArgumentError`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be given an end",
    label = "`#[terminated]` is for texts and lists of texts",
    note = "take `&str`, `&[u8]`, `&OsStr`, `&Path`, `&[&CStr]`, or an `Option` of one of these",
    note = "for UTF-16 or `wchar_t`, take a text of the crate `widestring`, with the feature `widestring` of `ffi-runtime`"
)]
pub trait Terminated {
    /// The unit of the copy.
    type Unit: Copy;

    /// Memory of the copy.
    #[doc(hidden)]
    type Buffer: Default;

    /// Makes the copy that C gets, in a buffer that stays where it is until the call is over.
    #[doc(hidden)]
    fn terminate(self, buffer: &mut Self::Buffer) -> Result<*const Self::Unit, ArgumentError>;
}

/// Memory for `N` units, or for more on the heap.
#[doc(hidden)]
pub struct Buffer<U, const N: usize> {
    stack: [MaybeUninit<U>; N],
    heap: Vec<U>,
}

impl<U, const N: usize> Default for Buffer<U, N> {
    #[inline]
    fn default() -> Self {
        Self {
            stack: [const { MaybeUninit::uninit() }; N],
            heap: Vec::new(),
        }
    }
}

impl<U: Copy, const N: usize> Buffer<U, N> {
    /// Copies units, and puts the end behind them.
    #[inline]
    pub(super) fn fill(&mut self, units: &[U], end: U) -> *const U {
        let Some(place) = self.stack.get_mut(units.len()) else {
            return self.fill_heap(units, end);
        };
        place.write(end);
        // Taken last, as another borrow of the memory would end this pointer.
        let start = self.stack.as_mut_ptr().cast::<U>();
        // SAFETY: there is room for `N` units, which are more than these; a copy overlaps nothing.
        unsafe { ptr::copy_nonoverlapping(units.as_ptr(), start, units.len()) };
        start
    }

    /// Copies units of another form, of which nobody has counted how many there are, and puts the end behind them.
    pub(super) fn encode(&mut self, units: impl Iterator<Item = U> + Clone, end: U) -> *const U {
        let mut places = self.stack.iter_mut();
        for unit in units.clone().chain([end]) {
            let Some(place) = places.next() else {
                self.heap.extend(units.chain([end]));
                return self.heap.as_ptr();
            };
            place.write(unit);
        }
        self.stack.as_ptr().cast()
    }

    #[cold]
    fn fill_heap(&mut self, units: &[U], end: U) -> *const U {
        self.heap.reserve_exact(units.len() + 1);
        self.heap.extend_from_slice(units);
        self.heap.push(end);
        self.heap.as_ptr()
    }
}

/// The first zero of a text is an error.
pub(super) fn without_nul<U: Copy + PartialEq>(units: &[U], nul: U) -> Result<(), ArgumentError> {
    match units.iter().position(|unit| *unit == nul) {
        None => Ok(()),
        Some(position) => Err(ArgumentError::InnerNul { position }),
    }
}

impl Terminated for &[u8] {
    type Unit = c_char;
    type Buffer = Buffer<u8, TEXT_ON_STACK>;

    #[inline]
    fn terminate(self, buffer: &mut Self::Buffer) -> Result<*const c_char, ArgumentError> {
        without_nul(self, 0)?;
        Ok(buffer.fill(self, 0).cast())
    }
}

impl Terminated for &str {
    type Unit = c_char;
    type Buffer = Buffer<u8, TEXT_ON_STACK>;

    #[inline]
    fn terminate(self, buffer: &mut Self::Buffer) -> Result<*const c_char, ArgumentError> {
        self.as_bytes().terminate(buffer)
    }
}

impl Terminated for &String {
    type Unit = c_char;
    type Buffer = Buffer<u8, TEXT_ON_STACK>;

    #[inline]
    fn terminate(self, buffer: &mut Self::Buffer) -> Result<*const c_char, ArgumentError> {
        self.as_bytes().terminate(buffer)
    }
}

#[cfg(not(windows))]
impl Terminated for &OsStr {
    type Unit = c_char;
    type Buffer = Buffer<u8, TEXT_ON_STACK>;

    #[inline]
    fn terminate(self, buffer: &mut Self::Buffer) -> Result<*const c_char, ArgumentError> {
        // On these systems the bytes that stand for a text of the system are the text.
        self.as_encoded_bytes().terminate(buffer)
    }
}

#[cfg(windows)]
impl Terminated for &OsStr {
    type Unit = u16;
    type Buffer = Buffer<u16, TEXT_ON_STACK>;

    fn terminate(self, buffer: &mut Self::Buffer) -> Result<*const u16, ArgumentError> {
        use std::os::windows::ffi::OsStrExt;

        match self.encode_wide().position(|unit| unit == 0) {
            None => Ok(buffer.encode(self.encode_wide(), 0)),
            Some(position) => Err(ArgumentError::InnerNul { position }),
        }
    }
}

impl Terminated for &Path {
    type Unit = <&'static OsStr as Terminated>::Unit;
    type Buffer = <&'static OsStr as Terminated>::Buffer;

    #[inline]
    fn terminate(self, buffer: &mut Self::Buffer) -> Result<*const Self::Unit, ArgumentError> {
        self.as_os_str().terminate(buffer)
    }
}

impl Terminated for &[&CStr] {
    type Unit = *const c_char;
    type Buffer = Buffer<*const c_char, LIST_ON_STACK>;

    #[inline]
    fn terminate(self, buffer: &mut Self::Buffer) -> Result<*const *const c_char, ArgumentError> {
        if self.len() < LIST_ON_STACK {
            for (place, text) in buffer.stack.iter_mut().zip(self) {
                place.write(text.as_ptr());
            }
            buffer.stack[self.len()].write(ptr::null());
            return Ok(buffer.stack.as_ptr().cast());
        }
        buffer.heap.extend(self.iter().map(|text| text.as_ptr()));
        buffer.heap.push(ptr::null());
        Ok(buffer.heap.as_ptr())
    }
}

impl<T: Terminated> Terminated for Option<T> {
    type Unit = T::Unit;
    type Buffer = T::Buffer;

    #[inline]
    fn terminate(self, buffer: &mut Self::Buffer) -> Result<*const Self::Unit, ArgumentError> {
        match self {
            None => Ok(ptr::null()),
            Some(argument) => argument.terminate(buffer),
        }
    }
}
