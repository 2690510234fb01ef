//! Arguments that borrow: elided lifetimes, `for`, and function pointers with lifetimes of their own.
#![deny(warnings, elided_lifetimes_in_paths, single_use_lifetimes, unused_lifetimes)]
use std::ffi::{CStr, c_char, c_int, c_void};
use std::marker::PhantomData;
use std::ptr::NonNull;

use ffi_runtime::{ForeignType, callback};

#[derive(ForeignType)]
#[repr(C)]
pub struct Node<'t> {
    value: c_int,
    next: Option<&'t Node<'t>>,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
pub struct View<'v> {
    data: *const u8,
    length: usize,
    owner: PhantomData<&'v [u8]>,
}

/// Elided.
#[callback]
pub type Visit = unsafe extern "C" fn(node: &Node<'_>, view: View<'_>, out: Option<&mut c_int>) -> c_int;

/// Bound.
#[callback]
pub type Compare = for<'a> unsafe extern "C" fn(a: &'a Node<'a>, b: &'a Node<'a>) -> bool;

/// The inner function has lifetimes of its own, and one of the outer.
#[callback]
pub type Walk = for<'a> unsafe extern "C" fn(
    &'a Node<'a>,
    unsafe extern "C" fn(&Node<'_>, View<'_>, Option<&mut c_int>) -> c_int,
    Option<extern "C" fn(&'a Node<'a>, &u8) -> &'a u8>,
) -> *const Node<'static>;

/// The result lives for ever.
#[callback]
pub type Name = extern "C" fn() -> Option<&'static c_char>;

/// No result: a channel has to convert what it gets.
#[callback(user_data = data)]
pub type Notify = unsafe extern "C" fn(&Node<'_>, data: *mut c_void);

fn main() {
    let last = Node { value: 2, next: None };
    let first = Node { value: 1, next: Some(&last) };
    let view = View { data: [1, 2].as_ptr(), length: 2, owner: PhantomData };
    let visit = Visit::new(|node, view, out| {
        if let Some(out) = out {
            *out = view.length as c_int;
        }
        node.value + node.next.map_or(0, |next| next.value)
    });
    let mut out = 0;
    // SAFETY: the owner is alive.
    let sum = unsafe { visit.pointer().raw()(&first, view, Some(&mut out)) };
    assert_eq!((sum, out), (3, 2));

    let by_reference = |a: &Node<'_>, b: &Node<'_>| a.value < b.value;
    let less = Compare::scoped(by_reference, |compare| {
        // SAFETY: in the scope.
        unsafe { compare.raw()(&first, &last) }
    });
    assert!(less);

    let walk = Walk::local(|node, visit, other| {
        assert!(other.is_none());
        let view = View { data: std::ptr::null(), length: 0, owner: PhantomData };
        // SAFETY: the owner of the function is alive.
        assert_eq!(unsafe { visit(node, view, None) }, 3);
        std::ptr::null()
    });
    // SAFETY: the owner is alive.
    let end = unsafe { walk.pointer().raw()(&first, visit.pointer().raw(), None) };
    assert!(end.is_null());

    static TEXT: &CStr = c"text";
    let name = Name::new(|| NonNull::new(TEXT.as_ptr().cast_mut()).map(|text| unsafe { text.as_ref() }));
    // SAFETY: the owner is alive.
    let text = unsafe { name.pointer().raw()() };
    assert_eq!(text.copied(), Some(b't' as c_char));

    let (notify, receiver) = Notify::channel_with(|node| node.value);
    // SAFETY: the owner is alive.
    unsafe { notify.function().raw()(&first, notify.data()) };
    assert_eq!(receiver.recv(), Ok(1));
}
