//! Bytes that C gave: which are values, and why others are not.

use core::mem::MaybeUninit;
use core::num::NonZero;
use core::ptr;

use super::{AnyGiven as _, Given, GivenSlice, GivenText, Refused, length};

#[test]
fn null_is_a_value_of_options_only() {
    let null = MaybeUninit::<&u32>::zeroed();
    // SAFETY: the bytes are those of a null pointer.
    assert_eq!(unsafe { Given::<&u32>::take(null) }, Err(Refused::Null));
    let null = MaybeUninit::<Option<&u32>>::zeroed();
    // SAFETY: as above.
    assert_eq!(unsafe { Given::<Option<&u32>>::take(null) }, Ok(None));
    let zero = MaybeUninit::<NonZero<u8>>::zeroed();
    // SAFETY: the byte is 0.
    let zero = unsafe { Given::<NonZero<u8>>::take(zero) };
    assert_eq!(zero, Err(Refused::Null));
    // SAFETY: 0 is a number.
    assert_eq!(unsafe { Given::<u8>::take(MaybeUninit::zeroed()) }, Ok(0));
}

#[test]
fn lengths_are_those_of_memory() {
    assert_eq!(length(-1_i32), Err(Refused::Length));
    assert_eq!(length(u128::MAX), Err(Refused::Length));
    assert_eq!(length(3_u8), Ok(3));
}

#[test]
fn slice_has_whole_elements_at_an_address() {
    let values = [1_u16, 2, 3];
    let start = values.as_ptr();
    let given = |pointer, length, in_bytes| {
        // SAFETY: the tests ask for no more elements than there are, or for more than any memory has.
        unsafe { <&[u16] as GivenSlice>::given(pointer, length, in_bytes) }
    };
    assert_eq!(given(start, 3, false), Ok(&values[..]));
    assert_eq!(given(start, 4, true), Ok(&values[..2]));
    assert_eq!(given(start, 5, true), Err(Refused::HalfElement));
    assert_eq!(given(start, usize::MAX, false), Err(Refused::Length));
    assert_eq!(
        given(start, isize::MAX as usize / 2 + 1, false),
        Err(Refused::Length)
    );
    assert_eq!(
        given(start.wrapping_byte_add(1), 1, false),
        Err(Refused::Unaligned)
    );
    assert_eq!(given(ptr::null(), 1, false), Err(Refused::Null));
    assert_eq!(given(ptr::null(), 0, false), Ok(&[][..]));
    // SAFETY: no slice is there.
    let none = unsafe { <Option<&[u16]> as GivenSlice>::given(ptr::null(), 3, false) };
    assert_eq!(none, Ok(None));
}

#[test]
fn text_is_utf8_before_its_nul() {
    // SAFETY: both texts end.
    let [right, wrong] = [c"na\u{ef}ve", c"na\xefve"]
        .map(|text| unsafe { <&str as GivenText>::given(text.as_ptr()) });
    assert_eq!((right, wrong), (Ok("naïve"), Err(Refused::NotUtf8)));
    // SAFETY: there is no text.
    let [none, missing] = [
        unsafe { <Option<&[u8]> as GivenText>::given(ptr::null()) },
        // SAFETY: as above.
        unsafe { <&[u8] as GivenText>::given(ptr::null()) }.map(Some),
    ];
    assert_eq!((none, missing), (Ok(None), Err(Refused::Null)));
}
