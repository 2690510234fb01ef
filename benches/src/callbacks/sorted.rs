//! `qsort` of 1,000 numbers, with a comparator that counts.

use core::ffi::{c_int, c_void};
use core::sync::atomic::{AtomicI64, Ordering};
use std::hint::black_box;

use ffi_runtime::callback::DynamicCallback;
use ffi_runtime::{Abi, CallInterface, CodePointer, Type, callback, foreign_library};
use libffi::low;

use super::{Work, libffi_closure, places, total};
use crate::callees::shift_call;
use crate::contenders::Contender;
use crate::contenders::prepared::Kind;
use crate::rounds::Entry;

/// Orders two elements.
#[callback]
pub type Comparator = unsafe extern "C" fn(a: *const c_void, b: *const c_void) -> c_int;

#[foreign_library(name = "c", version = "6")]
unsafe trait LibC {
    unsafe fn qsort(&self, base: *mut c_void, count: usize, size: usize, order: Comparator);
}

/// How much slower than with a function pointer it may be.
pub const BAR: f64 = 1.3;

const LENGTH: usize = 1000;

static COMPARISONS: AtomicI64 = AtomicI64::new(0);

/// # Safety
///
/// Both point to a number.
#[inline(always)]
unsafe fn compare<const PLACE: usize>(
    a: *const c_void,
    b: *const c_void,
    comparisons: &AtomicI64,
) -> c_int {
    shift_call::<PLACE>();
    let count = comparisons.load(Ordering::Relaxed);
    comparisons.store(count + 1, Ordering::Relaxed);
    // SAFETY: the caller's promise.
    let a = unsafe { a.cast::<c_int>().read() };
    // SAFETY: as above.
    let b = unsafe { b.cast::<c_int>().read() };
    a.cmp(&b) as c_int
}

unsafe extern "C" fn by_hand<const PLACE: usize>(a: *const c_void, b: *const c_void) -> c_int {
    // SAFETY: `qsort` hands out pointers to elements.
    unsafe { compare::<PLACE>(a, b, &COMPARISONS) }
}

unsafe extern "C" fn through_libffi<const PLACE: usize>(
    _: &low::ffi_cif,
    result: &mut i64,
    arguments: *const *const c_void,
    comparisons: &AtomicI64,
) {
    // SAFETY: the signature has two arguments, both pointers.
    let [a, b] = unsafe { *arguments.cast::<[*const *const c_void; 2]>() };
    // SAFETY: as above.
    let a = unsafe { *a };
    // SAFETY: as above.
    let b = unsafe { *b };
    // SAFETY: `qsort` hands out pointers to elements.
    *result = i64::from(unsafe { compare::<PLACE>(a, b, comparisons) });
}

/// Numbers in no order, the same ones each time.
fn numbers() -> [c_int; LENGTH] {
    let mut random = 1u64;
    [(); LENGTH].map(|()| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (random >> 40) as c_int
    })
}

fn sorting(order: impl Fn() -> Comparator + 'static) -> Work {
    let libc = LibC::load().expect("there is a C library");
    let unsorted = numbers();
    Box::new(move |calls| {
        for _ in 0..calls {
            let mut numbers = unsorted;
            let base = numbers.as_mut_ptr().cast();
            // SAFETY: the array has so many elements of this size, and the comparators are orders.
            unsafe { libc.qsort(base, LENGTH, size_of::<c_int>(), black_box(order())) };
            black_box(&numbers);
        }
    })
}

/// The name of the case.
pub const CASE: &str = "qsort 1000";

/// The contenders.
///
/// # Panics
///
/// If the C library cannot be loaded.
#[must_use]
pub fn entries() -> [(Contender, Entry); 4] {
    [
        (Contender::Direct, places!(direct)),
        (Contender::Libffi, places!(libffi)),
        (Contender::Typed, places!(typed)),
        (Contender::Dynamic, places!(dynamic)),
    ]
}

fn direct<const PLACE: usize>() -> Work {
    sorting(|| Comparator::from(by_hand::<PLACE> as RawComparator))
}

fn libffi<const PLACE: usize>() -> Work {
    let kinds = [Kind::I64, Kind::I64];
    let closure = comparator(libffi_closure(&kinds, Kind::I32, through_libffi::<PLACE>));
    sorting(move || closure)
}

fn typed<const PLACE: usize>() -> Work {
    let comparisons = total();
    // SAFETY: the comparator gets pointers to elements.
    let owned = Comparator::new(move |a, b| unsafe { compare::<PLACE>(a, b, comparisons) });
    sorting(move || owned.pointer())
}

fn dynamic<const PLACE: usize>() -> Work {
    let comparisons = total();
    let types = [Type::Pointer, Type::Pointer];
    let interface = CallInterface::prepare(Abi::C, Type::I32, &types);
    let dynamic = DynamicCallback::new(interface.expect("it is ordinary"), move |call| {
        // SAFETY: any raw pointer is valid.
        let a = unsafe { call.argument(0) };
        // SAFETY: as above.
        let b = unsafe { call.argument(1) };
        // SAFETY: as above.
        call.set_result(unsafe { compare::<PLACE>(a, b, comparisons) });
    });
    let dynamic = dynamic.expect("there is a slot");
    sorting(move || comparator(dynamic.code()))
}

fn comparator(code: CodePointer) -> Comparator {
    // SAFETY: whoever made the function gave it the signature of `Comparator`.
    Comparator::from(unsafe { core::mem::transmute::<CodePointer, RawComparator>(code) })
}
