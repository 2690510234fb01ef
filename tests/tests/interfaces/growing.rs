//! Structs that grow: the side that implements knows a longer one than the side that calls, or a shorter one.

use ffi_runtime::{ForeignType, foreign_interface};

use crate::given_up;

/// Options of today.
#[derive(Debug, ForeignType)]
#[foreign(default, growing)]
#[repr(C)]
struct Long {
    #[foreign(size)]
    size: usize,
    width: u32,
    height: u32,
    #[foreign(default = 7)]
    depth: u64,
}

/// Options of yesterday.
#[derive(Debug, ForeignType)]
#[foreign(default, growing)]
#[repr(C)]
struct Short {
    #[foreign(size)]
    size: usize,
    width: u32,
    height: u32,
}

#[foreign_interface(name = "org.example.options")]
unsafe trait Today {
    fn depth(&self, options: &Long) -> u64;
    fn change(&self, options: Option<&mut Long>) -> bool;
}

#[foreign_interface(name = "org.example.options")]
unsafe trait Yesterday {
    fn depth(&self, options: &Short) -> u64;
    fn change(&self, options: Option<&mut Short>) -> bool;
}

struct Implemented;

impl TodayMethods for Implemented {
    fn depth(&self, options: &Long) -> u64 {
        options.depth
    }

    fn change(&self, options: Option<&mut Long>) -> bool {
        let Some(options) = options else {
            return false;
        };
        options.width += 1;
        options.depth += 1;
        true
    }
}

impl YesterdayMethods for Implemented {
    fn depth(&self, options: &Short) -> u64 {
        u64::from(options.height)
    }

    fn change(&self, options: Option<&mut Short>) -> bool {
        options.is_some_and(|options| {
            options.height += 1;
            true
        })
    }
}

#[test]
fn shorter_struct_has_defaults_behind_its_end() {
    // SAFETY: it is the object of the struct, whose methods take `&self`.
    let object = unsafe { given_up(Today::new(Implemented), Today::as_object) };
    // SAFETY: the table is the same, and a struct that grows may be shorter.
    let old = unsafe { Yesterday::from_object(object, ()) }.unwrap();
    let mut options = Short {
        width: 3,
        height: 4,
        ..Short::default()
    };
    assert_eq!(old.depth(&options), 7);
    assert!(old.change(Some(&mut options)));
    assert_eq!((options.width, options.height), (4, 4));
    assert!(!old.change(None));
}

#[test]
fn longer_struct_is_used_up_to_what_is_known() {
    // SAFETY: it is the object of the struct, whose methods take `&self`.
    let object = unsafe { given_up(Yesterday::new(Implemented), Yesterday::as_object) };
    // SAFETY: the table is the same, and a struct that grows may be longer.
    let new = unsafe { Today::from_object(object, ()) }.unwrap();
    let mut options = Long {
        height: 5,
        ..Long::default()
    };
    assert_eq!(new.depth(&options), 5);
    assert!(new.change(Some(&mut options)));
    assert_eq!((options.height, options.depth), (6, 7));
}

#[test]
#[should_panic(expected = "the struct says that it has 100 bytes, and has 16")]
fn struct_that_says_too_much_is_not_passed() {
    let old = Yesterday::new(Implemented);
    let options = Short {
        size: 100,
        ..Short::default()
    };
    old.depth(&options);
}
