//! Every way to make a callback, called through the pointer as C would.
#![deny(warnings)]
use std::collections::HashSet;
use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicI32, Ordering};

use ffi_runtime::callback::{Callback, LocalCallback};
use ffi_runtime::{CallbackError, callback, foreign_library};

/// Orders two elements.
#[callback]
pub type Comparator = unsafe extern "C" fn(a: *const c_void, b: *const c_void) -> c_int;

/// Hears of numbers.
#[callback(on_panic = ())]
pub type Listener = extern "C" fn(number: c_int, scale: f64);

#[callback(on_panic = -1)]
type Fallible = unsafe extern "C-unwind" fn(c_int) -> c_int;

#[foreign_library(name = "c", version = "6")]
unsafe trait LibC {
    unsafe fn qsort(&self, base: *mut c_void, count: usize, size: usize, compare: Comparator);
}

fn call(listener: Listener, number: c_int) {
    // SAFETY: its owner is alive.
    unsafe { listener.raw()(number, 0.5) }
}

fn sort() {
    let libc = LibC::load().unwrap();
    let mut numbers = [3, 1, 2];
    let mut calls = 0;
    let compare = |a: *const c_void, b: *const c_void| {
        calls += 1;
        // SAFETY: `qsort` gives pointers to elements.
        let (a, b) = unsafe { (*a.cast::<i32>(), *b.cast::<i32>()) };
        a.cmp(&b) as c_int
    };
    let size = size_of::<i32>();
    Comparator::scoped(compare, |compare| {
        // SAFETY: the array has this many elements of this size.
        unsafe { libc.qsort(numbers.as_mut_ptr().cast(), 3, size, compare) }
    });
    assert_eq!(numbers, [1, 2, 3]);
    assert!(calls >= 2);
}

fn owned() -> Result<(), CallbackError> {
    static SUM: AtomicI32 = AtomicI32::new(0);
    let step = 2;
    let shared: Callback<Listener> = Listener::new(move |number, _| {
        SUM.fetch_add(number * step, Ordering::Relaxed);
    });
    call(shared.pointer(), 1);
    let again = Listener::try_new(move |number, scale| {
        SUM.fetch_add((f64::from(number) * scale) as i32 * step, Ordering::Relaxed);
    })?;
    call(again.into_static(), 4);
    assert_eq!(SUM.load(Ordering::Relaxed), 6);

    let mut seen = Vec::new();
    let local: LocalCallback<Listener> = Listener::local(move |number, _| {
        seen.push(number);
        SUM.fetch_add(seen.len() as i32, Ordering::Relaxed);
    });
    call(local.pointer(), 1);
    call(local.pointer(), 1);
    assert_eq!(SUM.load(Ordering::Relaxed), 9);
    drop(Listener::try_local(|_, _| {})?);

    let text = String::from("gone");
    let once: Listener = Listener::once(move |_, _| drop(text));
    call(once, 1);
    call(Listener::try_once(|_, _| {})?, 1);
    Ok(())
}

fn scoped() -> Result<(), CallbackError> {
    let total = AtomicI32::new(0);
    let add = |number: c_int, _: f64| {
        total.fetch_add(number, Ordering::Relaxed);
    };
    let result = Listener::scoped_sync(add, |listener| {
        std::thread::scope(|scope| {
            scope.spawn(|| call(listener, 1));
            scope.spawn(|| call(listener, 2));
        });
        "done"
    });
    assert_eq!((result, total.load(Ordering::Relaxed)), ("done", 3));
    assert_eq!(Listener::try_scoped(|_, _| {}, |_| 1)?, 1);
    assert_eq!(Listener::try_scoped_sync(|_, _| {}, |_| 2)?, 2);
    Ok(())
}

fn channels() -> Result<(), CallbackError> {
    let (callback, receiver) = Listener::channel();
    call(callback.pointer(), 7);
    assert_eq!(receiver.recv(), Ok((7, 0.5)));
    let (callback, receiver) = Listener::channel_with(|number, _| number.to_string());
    call(callback.pointer(), 7);
    assert_eq!(receiver.recv().as_deref(), Ok("7"));
    let _ = (Listener::try_channel()?, Listener::try_channel_with(|_, _| ())?);
    Ok(())
}

fn panics() {
    assert!(Fallible::take_panic().is_none());
    let fallible = Fallible::new(|number| if number > 0 { number } else { panic!("low") });
    // SAFETY: the owner is alive.
    let results = unsafe { (fallible.pointer().raw()(2), fallible.pointer().raw()(0)) };
    assert_eq!(results, (2, -1));
    let payload = Fallible::take_panic().unwrap();
    assert_eq!(payload.downcast_ref::<&str>(), Some(&"low"));
}

extern "C" fn reverse(_: *const c_void, _: *const c_void) -> c_int {
    1
}

fn raw() {
    let first = Comparator::from_raw(reverse);
    let second = Comparator::from(reverse as RawComparator);
    assert_eq!(first, second);
    assert_eq!(HashSet::from([first, second]).len(), 1);
    assert_eq!(format!("{first:?}"), format!("Comparator({:p})", first.raw()));
}

fn main() -> Result<(), CallbackError> {
    sort();
    owned()?;
    scoped()?;
    channels()?;
    panics();
    raw();
    Ok(())
}
