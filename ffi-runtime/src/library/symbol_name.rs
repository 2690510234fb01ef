//! The name of a symbol: what a program asks for becomes what the loader takes.

use core::ffi::CStr;

use crate::library::NameFault;

/// The name of a symbol, as C spells it; not empty.
#[derive(Clone, Copy)]
pub(crate) struct SymbolName<'a>(pub(super) &'a CStr);

impl<'a> SymbolName<'a> {
    /// Checks `name` and copies it to `buffer`, which is used again for the next name.
    #[inline]
    pub(crate) fn new(name: &str, buffer: &'a mut Vec<u8>) -> Result<Self, NameFault> {
        if name.is_empty() {
            return Err(NameFault::Empty);
        }
        buffer.clear();
        buffer.extend_from_slice(name.as_bytes());
        buffer.push(0);
        // SAFETY: the last byte of the buffer is NUL, and the buffer is borrowed for `'a`. (The C
        // library counts faster than `CStr::from_bytes_with_nul` does, over thousands of names.)
        let terminated = unsafe { CStr::from_ptr(buffer.as_ptr().cast()) };
        if terminated.count_bytes() == name.len() {
            Ok(Self(terminated))
        } else {
            Err(NameFault::InnerNul)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_of_a_symbol_is_terminated_once() {
        let mut buffer = Vec::new();
        assert_eq!(
            SymbolName::new("longer_name", &mut buffer).unwrap().0,
            c"longer_name"
        );
        assert_eq!(SymbolName::new("cos", &mut buffer).unwrap().0, c"cos");
        assert_eq!(
            SymbolName::new("", &mut buffer).err(),
            Some(NameFault::Empty)
        );
        assert_eq!(
            SymbolName::new("cos\0", &mut buffer).err(),
            Some(NameFault::InnerNul)
        );
    }
}
