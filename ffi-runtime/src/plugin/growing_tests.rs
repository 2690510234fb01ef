use super::{AnyBehind as _, Behind};
use crate::ForeignType;
use crate::plugin::given::Refused;

/// A struct as an older declaration has it.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[foreign(growing)]
#[repr(C)]
struct Old {
    #[foreign(size)]
    size: u32,
    level: u32,
}

/// The struct of the same name in a newer declaration, with a field more.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[foreign(growing)]
#[repr(C)]
struct New {
    #[foreign(size)]
    size: u32,
    level: u32,
    #[foreign(default = 7)]
    extra: u32,
}

#[test]
fn shorter_struct_is_made_whole_and_changes_go_back() {
    let mut old = Old { size: 8, level: 3 };
    // SAFETY: it begins with its size, and has the first fields of a `New`.
    let mut whole = unsafe { Behind::<New>::whole((&raw mut old).cast(), true) }.unwrap();
    // SAFETY: it is a whole one, which only this reference uses.
    let new = unsafe { &mut *whole.as_ptr() };
    assert_eq!((new.size, new.level, new.extra), (8, 3, 7));
    (new.level, new.extra) = (4, 8);
    drop(whole);
    assert_eq!(old, Old { size: 8, level: 4 });
}

#[test]
fn shorter_struct_that_is_only_read_stays_as_it_is() {
    let old = Old { size: 8, level: 3 };
    // SAFETY: it begins with its size, has the first fields of a `New`, and is not written to.
    let mut whole =
        unsafe { Behind::<New>::whole((&raw const old).cast_mut().cast(), false) }.unwrap();
    // SAFETY: it is a whole one.
    assert_eq!(unsafe { (*whole.as_ptr()).extra }, 7);
}

#[test]
fn longer_struct_and_null_are_what_they_were() {
    let mut new = New {
        size: 12,
        level: 1,
        extra: 2,
    };
    let pointer = (&raw mut new).cast::<Old>();
    // SAFETY: it begins with its size, and has the fields of an `Old`.
    let mut whole = unsafe { Behind::<Old>::whole(pointer, true) }.unwrap();
    assert_eq!(whole.as_ptr(), pointer);
    // SAFETY: it is null.
    let mut null = unsafe { Behind::<Old>::whole(core::ptr::null_mut(), true) }.unwrap();
    assert!(null.as_ptr().is_null());
    let mut number = 5_u32;
    // SAFETY: it points to a number.
    let mut itself = unsafe { Behind::<u32>::whole(&raw mut number, true) }.unwrap();
    assert_eq!(itself.as_ptr(), &raw mut number);
}

#[test]
fn size_that_ends_inside_of_a_field_is_refused() {
    for (size, is_refused) in [(0, true), (3, true), (4, false), (6, true), (8, false)] {
        let mut old = Old { size, level: 3 };
        // SAFETY: it begins with its size, and has the first fields of a `New`.
        let whole = unsafe { Behind::<New>::whole((&raw mut old).cast(), false) };
        assert_eq!(
            whole.err(),
            is_refused.then_some(Refused::HalfField),
            "{size}"
        );
    }
}

#[test]
#[should_panic = "the struct says that it has 9 bytes, and has 8"]
fn struct_that_says_too_much_is_not_passed() {
    Behind::<Old>::check(&Old { size: 8, level: 0 });
    Behind::<Old>::check(&Old { size: 9, level: 0 });
}
