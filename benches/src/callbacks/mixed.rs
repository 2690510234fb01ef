//! A callback with arguments of either register file.

use core::ffi::{c_int, c_void};
use core::sync::atomic::{AtomicI64, Ordering};
use std::hint::black_box;

use ffi_runtime::callback::{DynamicCallback, Invocation};
use ffi_runtime::{Abi, CallInterface, CodePointer, Type, callback, foreign_library};
use libffi::low;

use super::{Work, count, libffi_closure, places, total};
use crate::callees::shift_call;
use crate::contenders::Contender;
use crate::contenders::prepared::Kind;
use crate::rounds::Entry;
use crate::{LIBRARY, open_fixture};

/// Weighs its arguments.
#[callback]
pub type Weigh = unsafe extern "C" fn(a: c_int, b: f64, c: i64, d: f32) -> f64;

/// Weighs its arguments, where C hands on a pointer.
#[callback(user_data = data)]
pub type WeighWithData =
    unsafe extern "C" fn(a: c_int, b: f64, c: i64, d: f32, data: *mut c_void) -> f64;

#[foreign_library(name = "callees")]
unsafe trait Caller {
    unsafe fn repeat_mix(&self, place: c_int, callback: Weigh, calls: c_int) -> f64;
    unsafe fn repeat_mix_with_data(
        &self,
        place: c_int,
        callback: WeighWithData,
        data: *mut c_void,
        calls: c_int,
    ) -> f64;
}

#[inline(always)]
fn weigh<const PLACE: usize>(total: &AtomicI64, a: c_int, b: f64, c: i64, d: f32) -> f64 {
    shift_call::<PLACE>();
    total.store(total.load(Ordering::Relaxed) + c, Ordering::Relaxed);
    f64::from(a) + b + f64::from(d)
}

unsafe extern "C" fn by_hand<const PLACE: usize>(
    a: c_int,
    b: f64,
    c: i64,
    d: f32,
    data: *mut c_void,
) -> f64 {
    // SAFETY: `direct` gives C a number that is never freed.
    weigh::<PLACE>(unsafe { &*data.cast::<AtomicI64>() }, a, b, c, d)
}

unsafe extern "C" fn through_libffi<const PLACE: usize>(
    _: &low::ffi_cif,
    result: &mut f64,
    arguments: *const *const c_void,
    total: &AtomicI64,
) {
    // SAFETY: the signature has four arguments, of these types.
    let [a, b, c, d] = unsafe { *arguments.cast::<[*const c_void; 4]>() };
    // SAFETY: as above.
    let a = unsafe { *a.cast::<c_int>() };
    // SAFETY: as above.
    let b = unsafe { *b.cast::<f64>() };
    // SAFETY: as above.
    let c = unsafe { *c.cast::<i64>() };
    // SAFETY: as above.
    let d = unsafe { *d.cast::<f32>() };
    *result = weigh::<PLACE>(total, a, b, c, d);
}

/// The name of the case.
pub const CASE: &str = "callback mix";

/// The contenders.
///
/// # Panics
///
/// If the fixture is missing.
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
    let library = open_fixture(Caller::open, LIBRARY);
    let data: *mut c_void = std::ptr::from_ref(total()).cast_mut().cast();
    Box::new(move |calls| {
        let (place, calls) = (PLACE as c_int, count(calls));
        let function = black_box(WeighWithData::from(by_hand::<PLACE> as RawWeighWithData));
        // SAFETY: the function gets the number that it expects.
        black_box(unsafe { library.repeat_mix_with_data(place, function, data, calls) });
    })
}

fn libffi<const PLACE: usize>() -> Work {
    let kinds = [Kind::I32, Kind::F64, Kind::I64, Kind::F32];
    let closure = weigher(libffi_closure(&kinds, Kind::F64, through_libffi::<PLACE>));
    repeat::<PLACE>(move || closure)
}

fn typed<const PLACE: usize>() -> Work {
    let total = total();
    let callback = Weigh::new(move |a, b, c, d| weigh::<PLACE>(total, a, b, c, d));
    repeat::<PLACE>(move || callback.pointer())
}

fn dynamic<const PLACE: usize>() -> Work {
    let total = total();
    let types = [Type::I32, Type::F64, Type::I64, Type::F32];
    let interface = CallInterface::prepare(Abi::C, Type::F64, &types);
    let callback = DynamicCallback::new(
        interface.expect("the signature is ordinary"),
        move |call: &mut Invocation<'_>| {
            // SAFETY: any number is valid, here and below.
            let a = unsafe { call.argument(0) };
            // SAFETY: as above.
            let b = unsafe { call.argument(1) };
            // SAFETY: as above.
            let c = unsafe { call.argument(2) };
            // SAFETY: as above.
            let d = unsafe { call.argument(3) };
            call.set_result(weigh::<PLACE>(total, a, b, c, d));
        },
    );
    let callback = callback.expect("there is a slot");
    repeat::<PLACE>(move || weigher(callback.code()))
}

/// Calls of a callback, which lives as long as the closure that gives it.
fn repeat<const PLACE: usize>(weigh: impl Fn() -> Weigh + 'static) -> Work {
    let library = open_fixture(Caller::open, LIBRARY);
    Box::new(move |calls| {
        // SAFETY: the callback is alive.
        black_box(unsafe { library.repeat_mix(PLACE as c_int, weigh(), count(calls)) });
    })
}

fn weigher(code: CodePointer) -> Weigh {
    // SAFETY: whoever made the function gave it the signature of `Weigh`.
    Weigh::from(unsafe { core::mem::transmute::<CodePointer, RawWeigh>(code) })
}
