//! Closures that travel in a pointer that C hands on: one such argument, and two.
#![deny(warnings)]
use std::cell::Cell;
use std::ffi::{c_char, c_int, c_void};
use std::rc::Rc;
use std::sync::atomic::{AtomicI32, Ordering};

use ffi_runtime::callback;
use ffi_runtime::callback::{Destructor, LocalUserCallback, UserCallback};

type Opaque = *mut c_void;

#[callback(user_data = data)]
pub type Visit = unsafe extern "C" fn(data: *mut c_void, number: c_int, text: *const c_char) -> c_int;

#[callback(user_data = [first, second], on_panic = ())]
pub type Device = unsafe extern "C" fn(status: u32, first: *mut c_void, second: *mut c_void);

#[callback(user_data = [data])]
pub type Only = extern "C" fn(data: *const ::std::ffi::c_void);

/// What the type is the macro cannot see.
#[callback(user_data = r#type)]
type Aliased = unsafe extern "C" fn(r#type: Opaque, _: u8);

fn visit(function: Visit, data: *mut c_void) -> c_int {
    // SAFETY: `data` is what goes with the function, and its owner is alive.
    unsafe { function.raw()(data, 20, c"text".as_ptr()) }
}

fn device(function: Device, data: *mut c_void, status: u32) {
    // SAFETY: as above.
    unsafe { function.raw()(status, data, std::ptr::null_mut()) }
}

fn main() {
    let base = 1;
    let owned: UserCallback<Visit> = Visit::new(move |number, _| number + base);
    assert_eq!(visit(owned.function(), owned.data()), 21);

    let token = Rc::new(Cell::new(0));
    let count = Rc::clone(&token);
    let local: LocalUserCallback<Visit> = Visit::local(move |number, text| {
        count.set(count.get() + number);
        assert!(!text.is_null());
        count.get()
    });
    visit(local.function(), local.data());
    let (function, data, destroy): (Visit, *mut c_void, Destructor) = local.into_foreign();
    assert_eq!(visit(function, data), 40);
    // SAFETY: nothing calls any more.
    unsafe { destroy(data) };
    assert_eq!(Rc::strong_count(&token), 1);

    let (function, data) = Visit::once(move |number, _| number);
    assert_eq!(visit(function, data), 20);
    let (function, data) = Visit::new(move |number, _| number + base).into_static();
    assert_eq!(visit(function, data), 21);

    let mut seen = 0;
    let result = Visit::scoped(
        |number, _| {
            seen += number;
            seen
        },
        |function, data| visit(function, data) + visit(function, data),
    );
    assert_eq!((result, seen), (60, 40));

    let total = AtomicI32::new(0);
    Device::scoped_sync(
        |status| {
            total.fetch_add(status as i32, Ordering::Relaxed);
        },
        |function, data| device(function, data, 3),
    );
    assert_eq!(total.into_inner(), 3);

    let (callback, receiver) = Device::channel();
    device(callback.function(), callback.data(), 7);
    assert_eq!(receiver.recv(), Ok((7,)));
    let (callback, receiver) = Device::channel_with(|status| status > 3);
    device(callback.function(), callback.data(), 7);
    assert_eq!(receiver.recv(), Ok(true));
    assert!(Device::take_panic().is_none());

    let (callback, receiver) = Only::channel();
    // SAFETY: the owner is alive.
    unsafe { callback.function().raw()(callback.data()) };
    assert_eq!(receiver.recv(), Ok(()));

    let aliased = Aliased::new(|number| assert_eq!(number, 9));
    // SAFETY: the owner is alive.
    unsafe { aliased.function().raw()(aliased.data(), 9) };
}
