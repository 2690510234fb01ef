//! Interfaces with both sides in one process: each argument there and back, each mistake of the caller, and the life of
//! objects.

#[path = "interfaces/growing.rs"]
mod growing;
#[path = "interfaces/hostile.rs"]
mod hostile;
#[path = "interfaces/library.rs"]
mod library;
#[path = "interfaces/life.rs"]
mod life;
#[path = "interfaces/statuses.rs"]
mod statuses;

use std::ffi::c_void;

use ffi_runtime::plugin::contract::ObjectHeader;
use filter_api::{Choice, Count, Edge, Filter, FilterHost, Frame, Outcome};
use filters::{Blur, Lines};

/// The object of a struct, of which the caller is an owner, and the struct no more.
///
/// # Safety
///
/// `object` returns that of the struct. The object can have several owners.
unsafe fn given_up<T>(owner: T, object: impl FnOnce(&T) -> *mut c_void) -> *mut c_void {
    let object = object(&owner);
    // SAFETY: it has a table with this header.
    let header = unsafe { &*object.cast::<ObjectHeader>() };
    // SAFETY: as above.
    let header = unsafe { &*header.table };
    // SAFETY: the struct is an owner.
    unsafe { header.retain.expect("the object counts its owners")(object) };
    object
}

#[test]
fn values_go_there_and_back() {
    let mut filter = Filter::new(Blur::default());
    assert_eq!(filter.add(-3, 1 << 40), (1 << 40) - 3);
    let mut frame = Frame {
        width: 3,
        height: 5,
        gain: 1.5,
    };
    assert_eq!(filter.process(&mut frame), Ok(()));
    assert_eq!(frame.gain, 3.0);
    assert_eq!(filter.area(Some(&frame)), 15);
    assert_eq!(filter.area(None), 0);
    assert_eq!(filter.words("to be or not"), Ok(4));
    assert_eq!(filter.words(" "), Err(Count(-7)));
    assert_eq!(filter.sum(&[1.0, 2.5]), (2, 3.5));
    assert_eq!(filter.sum(&[]), (0, 0.0));
    let mut values = [1, 2, 3];
    assert_eq!(filter.double(&mut values), Ok(()));
    assert_eq!(values, [2, 4, 6]);
    assert_eq!(filter.length(c"four"), 4);
    assert_eq!(filter.letters(Some("näß")), Ok((3, u32::from('ß'))));
    assert_eq!(filter.letters(None), Err(Outcome::Failed));
    assert!(!filter.invert(true));
    let choice = Choice {
        is_on: true,
        edge: Edge::Wrap,
        amount: 9,
    };
    assert_eq!(filter.next(Edge::Clamp, choice), Ok(Edge::Wrap));
    assert_eq!(filter.name(), c"blur");
    // SAFETY: it is the address of a byte.
    assert_eq!(unsafe { filter.peek(&7) }, 7);
    assert_eq!(filter.processed(), 1);
    assert_eq!(filter.process(&mut Frame::default()), Err(Outcome::Failed));
}

#[test]
fn function_that_a_value_leaves_out_is_missing() {
    let mut filter = Filter::new(Blur::default());
    assert!(filter.has_preview());
    assert_eq!(filter.preview(4), Ok(()));
    assert_eq!(filter.preview(0), Err(Outcome::Failed));
    assert!(!filter.has_title());
    assert!(filter.title(c"The ").is_err());
}

#[test]
fn clones_of_a_shared_object_are_one() {
    let host = FilterHost::new(Lines::default());
    let other = host.clone();
    std::thread::spawn(move || other.log("elsewhere"))
        .join()
        .unwrap();
    host.log("here");
    assert_eq!(host.lines(), 2);
}
