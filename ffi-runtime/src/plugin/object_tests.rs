//! Objects without an interface: owners, and tables that have no header.

use core::ptr;
use std::sync::Arc;

use super::{Called, ObjectOwner, object, release, retain, value, value_mut};
use crate::plugin::contract::InterfaceHeader;

static CALLED: Called = Called {
    interface: "tests",
    function: "drop",
    location: ("object_tests.rs", 1),
};

unsafe extern "C" fn released(object: *mut core::ffi::c_void) {
    // SAFETY: the tests make their objects of an `Arc`, and whoever calls this gives an owner up.
    unsafe { release::<Arc<()>>(object, &CALLED) }
}

static HEADER: InterfaceHeader = InterfaceHeader {
    size: size_of::<InterfaceHeader>(),
    retain: Some(retain),
    release: Some(released),
};

/// The table of an interface that ends before the header does.
static SHORT: InterfaceHeader = InterfaceHeader { size: 8, ..HEADER };

#[test]
fn value_is_where_it_was_put() {
    let object = object(7_u64, &raw const HEADER, None);
    // SAFETY: it has this value, and nobody else uses it.
    unsafe { *value_mut::<u64>(object) += 1 };
    // SAFETY: as above.
    assert_eq!(unsafe { *value::<u64>(object) }, 8);
    // SAFETY: its only owner is this test.
    unsafe { release::<u64>(object, &CALLED) };
}

#[test]
fn each_owner_gives_one_count_back() {
    let shared = Arc::new(());
    let object = object(Arc::clone(&shared), &raw const HEADER, None);
    // SAFETY: it has an owner.
    unsafe { retain(object) };
    // SAFETY: this is the first owner.
    drop(unsafe { ObjectOwner::new(object, ()) });
    assert_eq!(Arc::strong_count(&shared), 2);
    // SAFETY: this is the second one, which keeps something.
    drop(unsafe { ObjectOwner::new(object, Arc::clone(&shared)) });
    assert_eq!(Arc::strong_count(&shared), 1);
}

#[test]
fn header_that_is_cut_off_is_not_read() {
    let shared = Arc::new(());
    let object = object(Arc::clone(&shared), &raw const SHORT, None);
    // SAFETY: the table begins with its size.
    drop(unsafe { ObjectOwner::new(object, ()) });
    assert_eq!(Arc::strong_count(&shared), 2);
    // SAFETY: its owner is still this test.
    unsafe { release::<Arc<()>>(object, &CALLED) };
    // SAFETY: there is no object.
    drop(unsafe { ObjectOwner::new(ptr::null_mut(), ()) });
    assert_eq!(Arc::strong_count(&shared), 1);
}
