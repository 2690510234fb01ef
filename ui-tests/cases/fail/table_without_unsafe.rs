//! Whoever makes a table of a pointer promises what is behind it.
use std::ptr::null;

use ffi_runtime::foreign_table;

#[foreign_table]
unsafe trait Demo {
    fn one(&self);
}

#[foreign_table(object)]
unsafe trait Object {
    unsafe fn one(&self);
}

fn main() {
    let _ = Demo::from_table(null(), ());
    let _ = Demo::negotiate(1..=2, |_| null(), ());
    let _ = Object::from_object(std::ptr::null_mut(), ());
}

fn call(object: &Object) {
    object.one();
}
