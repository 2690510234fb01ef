//! Preparing an interface.

use std::hint::black_box;

use ffi_runtime::{Abi, CallInterface};
use libffi::low;

use crate::contenders::prepared::Kind;
use crate::contenders::{dynamic, libffi as low_level};
use crate::rounds::Entry;

/// Signatures to prepare: the name of the function, its result, its arguments, and the bar, to libffi.
pub const SIGNATURES: [(&str, Kind, &[Kind], f64); 2] = [
    (
        "prepare mix",
        Kind::F64,
        &[Kind::I32, Kind::F64, Kind::I64, Kind::F32],
        2.0,
    ),
    ("prepare pair", Kind::Pair, &[Kind::Pair, Kind::I64], 3.0),
];

/// The two ways to prepare a call: `ffi_prep_cif`, which borrows all it is given and allocates
/// nothing, and [`CallInterface::prepare`], which owns what it is made of and compiles the call to a
/// program.
///
/// # Panics
///
/// If one of them cannot.
#[must_use]
pub fn entries(result: Kind, arguments: &'static [Kind]) -> [Entry; 2] {
    let count = arguments.len();
    let low_result = low_level::descriptor(result);
    let low_arguments = low_level::descriptors(arguments);
    let own_result = dynamic::descriptor(result);
    let own_arguments: Vec<_> = arguments.iter().copied().map(dynamic::descriptor).collect();
    [
        Entry::new(move |calls| {
            for _ in 0..calls {
                let mut cif = low::ffi_cif::default();
                let abi = low::ffi_abi_FFI_DEFAULT_ABI;
                // SAFETY: the descriptors are complete, and are never freed.
                unsafe { low::prep_cif(&raw mut cif, abi, count, low_result, low_arguments) }
                    .expect("the signature is ordinary");
                black_box(&cif);
            }
        }),
        Entry::new(move |calls| {
            for _ in 0..calls {
                let arguments = black_box(own_arguments.as_slice());
                let interface = CallInterface::prepare(Abi::C, own_result, arguments);
                black_box(interface.expect("the signature is ordinary"));
            }
        }),
    ]
}
