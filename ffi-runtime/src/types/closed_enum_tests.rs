use core::cell::Cell;
use core::mem::MaybeUninit;

use super::{ClosedEnum, Enums};
use crate::ForeignType;
use crate::types::Type;

/// Whether the bytes are a value of a `T`, as far as enums go; otherwise what is said of them.
fn check<T: ForeignType>(bytes: &[u8]) -> Result<(), String> {
    assert_eq!(bytes.len(), size_of::<T>());
    // SAFETY: all bytes of a value are there.
    unsafe { T::ENUMS.check(bytes.as_ptr()) }.map_err(|error| error.to_string())
}

/// Checks which numbers up to a limit are values.
#[track_caller]
fn assert_listed<T: ForeignType>(bytes_of: impl Fn(i64) -> Vec<u8>, from: i64, listed: &[i64]) {
    let count = if cfg!(miri) { 10 } else { 300 };
    for number in from..from + count {
        let is_listed = check::<T>(&bytes_of(number)).is_ok();
        assert_eq!(is_listed, listed.contains(&number), "{number}");
    }
}

#[derive(Clone, Copy, ForeignType)]
#[repr(u8)]
enum Dense {
    _A = 3,
    _B = 2,
    _C = 4,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(i16)]
enum Sparse {
    _A = 200,
    _B = -5,
    _C = -100,
    _D = 0,
    _E = 7,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
enum OfC {
    _A,
    _B,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(u64)]
enum Wide {
    _A = 1,
    _B = u64::MAX,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(i64)]
enum Ends {
    _A = i64::MIN,
    _B = i64::MAX,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(transparent)]
struct Wrapper(Dense);

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Inner {
    tag: Dense,
    number: u8,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C, packed)]
struct Outer {
    number: u8,
    sparse: Sparse,
    inner: [Inner; 2],
    wrapper: Cell2,
    free: MaybeUninit<Dense>,
}

type Cell2 = Wrapper;

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Other {
    tag: Dense,
    other: Dense,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
union Tagged {
    tag: Dense,
    inner: Inner,
    other: Other,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
union Loose {
    tag: Dense,
    number: u8,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
union LoosePointer {
    tag: Dense,
    pointer: &'static u8,
}

#[test]
fn numbers_of_a_range_and_of_a_list() {
    assert_listed::<Dense>(
        |number| vec![number.to_le_bytes()[0]],
        0,
        &[2, 3, 4, 258, 259, 260],
    );
    let bytes = |number: i64| {
        i16::try_from(number)
            .expect("it fits")
            .to_ne_bytes()
            .to_vec()
    };
    assert_listed::<Sparse>(bytes, -150, &[-100, -5, 0, 7]);
    assert_listed::<Sparse>(bytes, 150, &[200]);
    let bytes = |number: i64| {
        i32::try_from(number)
            .expect("it fits")
            .to_ne_bytes()
            .to_vec()
    };
    assert_listed::<OfC>(bytes, -100, &[0, 1]);
}

#[test]
fn ends_of_the_widest_integers() {
    for (number, is_listed) in [
        (0, false),
        (1, true),
        (2, false),
        (u64::MAX, true),
        (1 << 63, false),
    ] {
        assert_eq!(
            check::<Wide>(&number.to_ne_bytes()).is_ok(),
            is_listed,
            "{number}"
        );
    }
    for (number, is_listed) in [(i64::MIN, true), (0, false), (i64::MAX, true), (-1, false)] {
        assert_eq!(
            check::<Ends>(&number.to_ne_bytes()).is_ok(),
            is_listed,
            "{number}"
        );
    }
}

#[test]
fn message_names_the_enum_and_the_number() {
    let message = check::<Wide>(&(u64::MAX - 1).to_ne_bytes()).unwrap_err();
    assert_eq!(
        message,
        "C gave 18446744073709551614, which is no value of the enum `Wide`; an enum that C may extend is declared \
         with `#[open_enum]`"
    );
    let message = check::<Sparse>(&(-6_i16).to_ne_bytes()).unwrap_err();
    assert!(
        message.starts_with("C gave -6, which is no value of the enum `Sparse`;"),
        "{message}"
    );
}

#[test]
fn each_enum_inside_is_checked() {
    let right = Outer {
        number: 9,
        sparse: Sparse::_B,
        inner: [Inner {
            tag: Dense::_A,
            number: 9,
        }; 2],
        wrapper: Wrapper(Dense::_C),
        free: MaybeUninit::new(Dense::_A),
    };
    // SAFETY: a packed struct of bytes has no padding.
    let right: [u8; 9] = unsafe { core::mem::transmute(right) };
    assert!(check::<Outer>(&right).is_ok());
    let mut refused = Vec::new();
    for byte in 0..right.len() {
        let mut wrong = right;
        wrong[byte] = 77;
        if check::<Outer>(&wrong).is_err() {
            refused.push(byte);
        }
    }
    assert_eq!(refused, [1, 2, 3, 5, 7]);
}

#[test]
fn enum_of_a_union_is_checked_if_every_member_has_it() {
    assert!(check::<Tagged>(&[2, 77]).is_ok());
    assert!(check::<Tagged>(&[77, 2]).is_err());
    assert!(!Loose::ENUMS.any() && !LoosePointer::ENUMS.any());
}

#[test]
fn types_without_a_closed_enum_have_nothing_to_check() {
    assert!(!u8::ENUMS.any() && !<[u8; 3]>::ENUMS.any() && !<*const Dense>::ENUMS.any());
    assert!(!<&Dense>::ENUMS.any() && !MaybeUninit::<Outer>::ENUMS.any());
    assert!(!<[Dense; 0]>::ENUMS.any() && Cell::<Dense>::ENUMS.any() && <[Dense; 2]>::ENUMS.any());
}

#[test]
fn numbers_are_sorted() {
    assert_eq!(
        ClosedEnum::ascending([3, -1, 7, 7, i64::MIN, 0]),
        [i64::MIN, -1, 0, 3, 7, 7]
    );
    let closed = ClosedEnum::new("Two", Type::I8, &[-1, 0]);
    // SAFETY: a byte is there.
    assert_eq!(unsafe { closed.check([0].as_ptr()) }, Ok(()));
    assert!(matches!(Enums::of_fields(&[]), Enums::None));
}
