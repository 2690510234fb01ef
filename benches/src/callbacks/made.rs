//! Making a callback and dropping it.

use core::ffi::c_int;
use std::hint::black_box;
use std::sync::Arc;

use ffi_runtime::callback::DynamicCallback;
use libffi::low;

use super::{Visit, Work, interface, libffi_signature, places, through_libffi, total};
use crate::callees::{shift, shift_call};
use crate::contenders::Contender;
use crate::contenders::prepared::Kind;
use crate::rounds::Entry;

/// Nanoseconds that making and dropping a callback may take.
pub const LIMIT: f64 = 30.0;

/// The name of the case.
pub const CASE: &str = "make + drop cb";

/// The contenders: a libffi closure (its signature prepared once), a declared callback, and a dynamic
/// one. Each captures a number.
///
/// # Panics
///
/// If one of them cannot.
#[must_use]
pub fn entries() -> [(Contender, Entry); 3] {
    [
        (Contender::Libffi, places!(libffi)),
        (Contender::Typed, places!(typed)),
        (Contender::Dynamic, places!(dynamic)),
    ]
}

fn libffi<const PLACE: usize>() -> Work {
    let (cif, total) = (libffi_signature(&[Kind::I32], Kind::I32), total());
    Box::new(move |calls| {
        shift::<PLACE>();
        for _ in 0..calls {
            shift_call::<PLACE>();
            let (closure, code) = low::closure_alloc();
            // SAFETY: the signature and the number are never freed.
            unsafe { low::prep_closure(closure, cif, through_libffi::<PLACE>, total, code) }
                .expect("the signature is ordinary");
            black_box(code);
            // SAFETY: nobody has the code.
            unsafe { low::closure_free(closure) };
        }
    })
}

fn typed<const PLACE: usize>() -> Work {
    Box::new(move |calls| {
        shift::<PLACE>();
        for call in 0..calls {
            shift_call::<PLACE>();
            let captured = black_box(call as c_int);
            black_box(Visit::new(move |number| number + captured).pointer());
        }
    })
}

fn dynamic<const PLACE: usize>() -> Work {
    let interface = Arc::new(interface());
    Box::new(move |calls| {
        shift::<PLACE>();
        for call in 0..calls {
            shift_call::<PLACE>();
            let captured = black_box(call as c_int);
            let callback = DynamicCallback::new(Arc::clone(&interface), move |call| {
                // SAFETY: any number is valid.
                let number = unsafe { call.argument::<c_int>(0) };
                call.set_result(number + captured);
            });
            black_box(callback.expect("there is a slot").code());
        }
    })
}
