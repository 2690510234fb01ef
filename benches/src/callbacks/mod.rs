//! Callbacks: what a call from C costs, and what it costs to make one.
//!
//! The base is what one writes by hand: an `extern "C" fn` that finds its state behind a pointer that
//! C hands on, if C does. The loop around the calls is C's, in `fixtures/callees.c`.
//!
//! As with calls, the place of the code in memory decides over a cycle more or less. So there are 16 forms of
//! each contender ([`places!`]): each has a copy of the loop at another place, and a function of its own to be
//! called, which begins at another place too.

pub mod made;
pub mod mixed;
pub mod sorted;

use core::cell::Cell;
use core::ffi::{c_int, c_void};
use core::sync::atomic::{AtomicI64, Ordering};
use std::hint::black_box;

use ffi_runtime::callback::{Callback, DynamicCallback, Invocation, LocalCallback, UserCallback};
use ffi_runtime::{Abi, CallInterface, CodePointer, Type, callback, foreign_library};
use libffi::low;

use crate::callees::shift_call;
use crate::contenders::Contender;
use crate::contenders::libffi::{descriptor, descriptors};
use crate::contenders::prepared::Kind;
use crate::rounds::Entry;
use crate::{LIBRARY, open_fixture};

/// Takes a number, and returns it.
#[callback]
pub type Visit = unsafe extern "C" fn(number: c_int) -> c_int;

/// Takes a number, and returns it, where C hands on a pointer.
#[callback(user_data = data)]
pub type VisitWithData = unsafe extern "C" fn(number: c_int, data: *mut c_void) -> c_int;

#[foreign_library(name = "callees")]
unsafe trait Caller {
    unsafe fn repeat(&self, place: c_int, callback: Visit, calls: c_int) -> c_int;
    unsafe fn repeat_with_data(
        &self,
        place: c_int,
        callback: VisitWithData,
        data: *mut c_void,
        calls: c_int,
    ) -> c_int;
}

/// How much slower than a function with user data a call through a trampoline may be.
pub const TRAMPOLINE: f64 = 1.3;

/// The names of the cases, and how much slower than the hand-written function they may be.
pub const CASES: [(&str, Kept, f64); 5] = [
    ("callback", Kept::Shared, TRAMPOLINE),
    ("cb local", Kept::Local, TRAMPOLINE),
    ("cb scoped", Kept::Scoped, TRAMPOLINE),
    ("cb user data", Kept::UserData, 1.05),
    ("cb user scoped", Kept::UserScoped, TRAMPOLINE),
];

/// How the closure of the declared callback is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// `new`.
    Shared,
    /// `local`.
    Local,
    /// `scoped`.
    Scoped,
    /// `new` with user data.
    UserData,
    /// `scoped` with user data.
    UserScoped,
}

/// Code to measure, given how often to do it.
type Work = Box<dyn Fn(u64)>;

/// A contender in all its places: `places!(work, arguments)` calls `work::<PLACE>(arguments)` for each.
macro_rules! places {
    ($work:ident $(, $argument:expr)*) => {
        places!(@ $work, ($($argument),*), 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)
    };
    (@ $work:ident, $arguments:tt, $($place:literal)*) => {
        $crate::rounds::Entry::of_forms([$($work::<$place> $arguments),*])
    };
}
pub(crate) use places;

/// The work of every callback: one addition to memory. Its first instruction is at a place of its own.
#[inline(always)]
fn add<const PLACE: usize>(total: &AtomicI64, number: c_int) -> c_int {
    shift_call::<PLACE>();
    let sum = total.load(Ordering::Relaxed) + i64::from(number);
    total.store(sum, Ordering::Relaxed);
    number
}

/// The work of a callback that only one thread calls.
#[inline(always)]
fn add_local<const PLACE: usize>(total: &Cell<i64>, number: c_int) -> c_int {
    shift_call::<PLACE>();
    total.set(total.get() + i64::from(number));
    number
}

unsafe extern "C" fn by_hand<const PLACE: usize>(number: c_int, data: *mut c_void) -> c_int {
    // SAFETY: `direct` gives C a number that is never freed.
    add::<PLACE>(unsafe { &*data.cast::<AtomicI64>() }, number)
}

fn total() -> &'static AtomicI64 {
    Box::leak(Box::new(AtomicI64::new(0)))
}

fn count(calls: u64) -> c_int {
    c_int::try_from(calls).expect("a round is short")
}

fn library() -> Caller {
    open_fixture(Caller::open, LIBRARY)
}

/// The contenders of a case.
///
/// # Panics
///
/// If the fixture is missing.
#[must_use]
pub fn entries(kept: Kept) -> [(Contender, Entry); 4] {
    [
        (Contender::Direct, places!(direct)),
        (Contender::Libffi, places!(libffi)),
        (Contender::Typed, places!(typed, kept)),
        (Contender::Dynamic, places!(dynamic)),
    ]
}

fn direct<const PLACE: usize>() -> Work {
    let library = library();
    let data: *mut c_void = std::ptr::from_ref(total()).cast_mut().cast();
    Box::new(move |calls| {
        let function = black_box(VisitWithData::from(by_hand::<PLACE> as RawVisitWithData));
        // SAFETY: the function gets the number that it expects.
        black_box(unsafe {
            library.repeat_with_data(PLACE as c_int, function, data, count(calls))
        });
    })
}

fn libffi<const PLACE: usize>() -> Work {
    let library = library();
    let closure = libffi_closure(&[Kind::I32], Kind::I32, through_libffi::<PLACE>);
    let closure = visit(closure);
    Box::new(move |calls| {
        // SAFETY: the closure has this signature and is never freed.
        black_box(unsafe { library.repeat(PLACE as c_int, closure, count(calls)) });
    })
}

fn dynamic<const PLACE: usize>() -> Work {
    let library = library();
    let total = total();
    let closure = move |call: &mut Invocation<'_>| {
        // SAFETY: any number is valid.
        let number = unsafe { call.argument::<c_int>(0) };
        call.set_result(add::<PLACE>(total, number));
    };
    let callback = DynamicCallback::new(interface(), closure).expect("there is a slot");
    Box::new(move |calls| {
        let function = visit(callback.code());
        // SAFETY: the callback has this signature, and lives as long as this closure.
        black_box(unsafe { library.repeat(PLACE as c_int, function, count(calls)) });
    })
}

fn visit(code: CodePointer) -> Visit {
    // SAFETY: whoever made the function gave it the signature of `Visit`.
    Visit::from(unsafe { core::mem::transmute::<CodePointer, RawVisit>(code) })
}

fn typed<const PLACE: usize>(kept: Kept) -> Work {
    let library = library();
    let total = total();
    let place = PLACE as c_int;
    match kept {
        Kept::Shared => {
            let callback: Callback<Visit> = Visit::new(move |number| add::<PLACE>(total, number));
            Box::new(move |calls| {
                // SAFETY: the callback lives as long as this closure.
                black_box(unsafe { library.repeat(place, callback.pointer(), count(calls)) });
            })
        }
        Kept::Local => {
            let sum = Cell::new(0);
            let callback: LocalCallback<Visit> =
                Visit::local(move |number| add_local::<PLACE>(&sum, number));
            Box::new(move |calls| {
                // SAFETY: as above, and there is one thread.
                black_box(unsafe { library.repeat(place, callback.pointer(), count(calls)) });
            })
        }
        Kept::Scoped => Box::new(move |calls| {
            let sum = Cell::new(0);
            let closure = |number| add_local::<PLACE>(&sum, number);
            Visit::scoped(closure, |callback| {
                // SAFETY: the callback lives as long as this call.
                black_box(unsafe { library.repeat(place, callback, count(calls)) });
            });
            black_box(sum.get());
        }),
        Kept::UserData => {
            let callback: UserCallback<VisitWithData> =
                VisitWithData::new(move |number| add::<PLACE>(total, number));
            Box::new(move |calls| {
                let (function, data) = (callback.function(), callback.data());
                // SAFETY: the callback lives as long as this closure.
                black_box(unsafe { library.repeat_with_data(place, function, data, count(calls)) });
            })
        }
        Kept::UserScoped => Box::new(move |calls| {
            let sum = Cell::new(0);
            let closure = |number| add_local::<PLACE>(&sum, number);
            VisitWithData::scoped(closure, |function, data| {
                // SAFETY: the callback lives as long as this call.
                black_box(unsafe { library.repeat_with_data(place, function, data, count(calls)) });
            });
            black_box(sum.get());
        }),
    }
}

unsafe extern "C" fn through_libffi<const PLACE: usize>(
    _: &low::ffi_cif,
    result: &mut u64,
    arguments: *const *const c_void,
    total: &AtomicI64,
) {
    // SAFETY: the signature has one argument.
    let argument = unsafe { *arguments };
    // SAFETY: it is an `int`.
    let number = unsafe { argument.cast::<c_int>().read() };
    *result = add::<PLACE>(total, number) as u64;
}

/// A closure of the `libffi` crate, low level. It is never freed.
fn libffi_closure<R>(
    arguments: &[Kind],
    result: Kind,
    callback: low::Callback<AtomicI64, R>,
) -> CodePointer {
    let cif = libffi_signature(arguments, result);
    let (closure, code) = low::closure_alloc();
    // SAFETY: all that the closure refers to is never freed.
    unsafe { low::prep_closure(closure, cif, callback, total(), code) }
        .expect("the signature is ordinary");
    CodePointer::from_ptr(code.as_ptr()).expect("it is not at address 0")
}

/// The `ffi_cif` of a signature, for libffi. It is never freed.
fn libffi_signature(arguments: &[Kind], result: Kind) -> *mut low::ffi_cif {
    let cif = Box::leak(Box::new(low::ffi_cif::default()));
    let abi = low::ffi_abi_FFI_DEFAULT_ABI;
    let (count, arguments) = (arguments.len(), descriptors(arguments));
    // SAFETY: the descriptors are complete, and are never freed.
    unsafe { low::prep_cif(cif, abi, count, descriptor(result), arguments) }
        .expect("the signature is ordinary");
    cif
}

fn interface() -> CallInterface {
    CallInterface::prepare(Abi::C, Type::I32, &[Type::I32]).expect("the signature is ordinary")
}
