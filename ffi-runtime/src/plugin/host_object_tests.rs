//! Objects of one value, each with owners of its own.

use core::ffi::c_void;
use core::ptr;
use std::sync::Arc;

use super::{HostObject, another};
use crate::plugin::contract::InterfaceHeader;
use crate::plugin::object::{Called, Head, ObjectOwner, object, release, retain, value};

static CALLED: Called = Called {
    interface: "tests",
    function: "drop",
    location: ("host_object_tests.rs", 1),
};

unsafe extern "C" fn released(object: *mut c_void) {
    // SAFETY: the tests make their objects of an `Arc`, and whoever calls this gives an owner up.
    unsafe { release::<Arc<u32>>(object, &CALLED) }
}

/// A table with a function, and padding behind it.
#[repr(C)]
struct Table {
    header: InterfaceHeader,
    function: fn() -> u32,
    short: u8,
}

static TABLE: Table = Table {
    header: InterfaceHeader {
        size: size_of::<Table>(),
        retain: Some(retain),
        release: Some(released),
    },
    function: || 7,
    short: 9,
};

fn counted(original: *mut c_void) -> HostObject {
    HostObject {
        // SAFETY: the tests give objects that they own, with this table.
        object: unsafe { another(original) },
        is_counted: true,
    }
}

#[test]
fn objects_of_one_value_count_apart() {
    let shared = Arc::new(5);
    let original = object(Arc::clone(&shared), (&raw const TABLE).cast(), None);
    let (one, two) = (counted(original), counted(original));
    let references = [one.reference(), one.reference(), two.reference()];
    assert_eq!([one.references(), two.references()], [Some(2), Some(1)]);
    // SAFETY: the test is an owner of each, and gives it up.
    let owners = references.map(|object| unsafe { ObjectOwner::new(object, ()) });
    // SAFETY: the objects have this value.
    assert_eq!(unsafe { **value::<Arc<u32>>(references[2]) }, 5);
    // SAFETY: it begins with a head.
    let table = unsafe { (*references[0].cast::<Head>()).header.table };
    // SAFETY: the table is a copy of this one.
    let table = unsafe { &*table.cast::<Table>() };
    assert_eq!(((table.function)(), table.short), (7, 9));
    drop(owners);
    assert_eq!([one.references(), two.references()], [Some(0), Some(0)]);
    // SAFETY: the test is its owner. The others have the value still.
    drop(unsafe { ObjectOwner::new(original, ()) });
    drop(one);
    assert_eq!(Arc::strong_count(&shared), 2);
    drop(two);
    assert_eq!(Arc::strong_count(&shared), 1);
}

#[test]
fn objects_of_others_are_not_counted() {
    let shared = Arc::new(5);
    let original = object(Arc::clone(&shared), (&raw const TABLE).cast(), None);
    // SAFETY: the test is its owner.
    let host = unsafe { HostObject::of_c(original) };
    let reference = host.reference();
    assert!(ptr::eq(reference, original));
    assert_eq!(host.references(), None);
    drop(host);
    // SAFETY: the test is an owner, and gives it up.
    drop(unsafe { ObjectOwner::new(reference, ()) });
    assert_eq!(Arc::strong_count(&shared), 1);
    assert!(HostObject::none().reference().is_null());
}
