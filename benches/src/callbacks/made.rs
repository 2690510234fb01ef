//! Making a callback and dropping it.

use core::ffi::c_int;
use std::hint::black_box;
use std::sync::Arc;

use ffi_runtime::callback::DynamicCallback;
use libffi::low;

use super::{Visit, interface, libffi_signature, through_libffi, total};
use crate::contenders::Contender;
use crate::contenders::prepared::Kind;
use crate::rounds::Entry;

/// Nanoseconds that making and dropping a callback may take.
pub const LIMIT: f64 = 50.0;

/// The contenders: a libffi closure (its signature prepared once), a declared callback, and a dynamic
/// one. Each captures a number.
///
/// # Panics
///
/// If one of them cannot.
#[must_use]
pub fn entries() -> [(Contender, Entry); 3] {
    let (cif, total) = (libffi_signature(&[Kind::I32], Kind::I32), total());
    let interface = Arc::new(interface());
    [
        (
            Contender::Libffi,
            Entry::new(move |calls| {
                for _ in 0..calls {
                    let (closure, code) = low::closure_alloc();
                    // SAFETY: the signature and the number are never freed.
                    unsafe { low::prep_closure(closure, cif, through_libffi, total, code) }
                        .expect("the signature is ordinary");
                    black_box(code);
                    // SAFETY: nobody has the code.
                    unsafe { low::closure_free(closure) };
                }
            }),
        ),
        (
            Contender::Typed,
            Entry::new(move |calls| {
                for call in 0..calls {
                    let captured = black_box(call as c_int);
                    black_box(Visit::new(move |number| number + captured).pointer());
                }
            }),
        ),
        (
            Contender::Dynamic,
            Entry::new(move |calls| {
                for call in 0..calls {
                    let captured = black_box(call as c_int);
                    let callback = DynamicCallback::new(Arc::clone(&interface), move |call| {
                        // SAFETY: any number is valid.
                        let number = unsafe { call.argument::<c_int>(0) };
                        call.set_result(number + captured);
                    });
                    black_box(callback.expect("there is a slot").code());
                }
            }),
        ),
    ]
}
