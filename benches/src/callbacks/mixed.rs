//! A callback with arguments of either register file.

use core::ffi::{c_int, c_void};
use core::sync::atomic::{AtomicI64, Ordering};
use std::hint::black_box;

use ffi_runtime::callback::{DynamicCallback, Invocation};
use ffi_runtime::{Abi, CallInterface, CodePointer, Type, callback, foreign_library};
use libffi::low;

use super::{count, libffi_closure, total};
use crate::contenders::Contender;
use crate::contenders::prepared::Kind;
use crate::rounds::Entry;
use crate::{LIBRARY, open_fixture};

/// Weighs its arguments.
#[callback]
pub type Weigh = unsafe extern "C" fn(a: c_int, b: f64, c: i64, d: f32) -> f64;

/// The same, where C hands on a pointer.
#[callback(user_data = data)]
pub type WeighWithData =
    unsafe extern "C" fn(a: c_int, b: f64, c: i64, d: f32, data: *mut c_void) -> f64;

#[foreign_library(name = "callees")]
unsafe trait Caller {
    unsafe fn repeat_mix(&self, callback: Weigh, calls: c_int) -> f64;
    unsafe fn repeat_mix_with_data(
        &self,
        callback: WeighWithData,
        data: *mut c_void,
        calls: c_int,
    ) -> f64;
}

fn weigh(total: &AtomicI64, a: c_int, b: f64, c: i64, d: f32) -> f64 {
    total.store(total.load(Ordering::Relaxed) + c, Ordering::Relaxed);
    f64::from(a) + b + f64::from(d)
}

unsafe extern "C" fn by_hand(a: c_int, b: f64, c: i64, d: f32, data: *mut c_void) -> f64 {
    // SAFETY: `entries` gives C a number that is never freed.
    weigh(unsafe { &*data.cast::<AtomicI64>() }, a, b, c, d)
}

unsafe extern "C" fn through_libffi(
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
    *result = weigh(total, a, b, c, d);
}

/// The contenders.
///
/// # Panics
///
/// If the fixture is missing.
#[must_use]
pub fn entries() -> [(Contender, Entry); 4] {
    let load = || open_fixture(Caller::open, LIBRARY);
    let direct = load();
    let data: *mut c_void = std::ptr::from_ref(total()).cast_mut().cast();
    let total = total();
    let typed = Weigh::new(move |a, b, c, d| weigh(total, a, b, c, d));
    let kinds = [Kind::I32, Kind::F64, Kind::I64, Kind::F32];
    let libffi = weigher(libffi_closure(&kinds, Kind::F64, through_libffi));
    let types = [Type::I32, Type::F64, Type::I64, Type::F32];
    let interface = CallInterface::prepare(Abi::C, Type::F64, &types);
    let dynamic = DynamicCallback::new(
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
            call.set_result(weigh(total, a, b, c, d));
        },
    );
    let dynamic = dynamic.expect("there is a slot");
    let repeat = |weigh: Box<dyn Fn() -> Weigh>| {
        let library = load();
        Entry::new(move |calls| {
            // SAFETY: every callback lives as long as the closure that gives it.
            black_box(unsafe { library.repeat_mix(weigh(), count(calls)) });
        })
    };
    [
        (
            Contender::Direct,
            Entry::new(move |calls| {
                let function = black_box(WeighWithData::from(by_hand as RawWeighWithData));
                // SAFETY: the function gets the number that it expects.
                black_box(unsafe { direct.repeat_mix_with_data(function, data, count(calls)) });
            }),
        ),
        (Contender::Libffi, repeat(Box::new(move || libffi))),
        (Contender::Typed, repeat(Box::new(move || typed.pointer()))),
        (
            Contender::Dynamic,
            repeat(Box::new(move || weigher(dynamic.code()))),
        ),
    ]
}

fn weigher(code: CodePointer) -> Weigh {
    // SAFETY: whoever made the function gave it the signature of `Weigh`.
    Weigh::from(unsafe { core::mem::transmute::<CodePointer, RawWeigh>(code) })
}
