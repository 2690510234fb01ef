//! A prepared call of the `libffi` crate, low level.

use core::ffi::c_void;

use libffi::low;

use crate::contenders::prepared::{Convention, Function, Kind};

/// An address and how to call it. What `cif` points to is never freed.
#[derive(Debug)]
pub struct Libffi {
    address: low::CodePtr,
    cif: *mut low::ffi_cif,
}

/// The descriptor of a type. Those of structs are allocated and never freed.
#[must_use]
pub fn descriptor(kind: Kind) -> *mut low::ffi_type {
    match kind {
        Kind::Void => &raw mut low::types::void,
        // C's `_Bool` is passed as an unsigned char; libffi has no type for it.
        Kind::Bool => &raw mut low::types::uint8,
        Kind::I8 => &raw mut low::types::sint8,
        Kind::U16 => &raw mut low::types::uint16,
        Kind::I32 => &raw mut low::types::sint32,
        Kind::I64 => &raw mut low::types::sint64,
        Kind::F32 => &raw mut low::types::float,
        Kind::F64 => &raw mut low::types::double,
        Kind::Vec3 => structure(&[Kind::F64; 3]),
        Kind::Pair => structure(&[Kind::I64, Kind::F64]),
        Kind::Vec2 => structure(&[Kind::F32; 2]),
    }
}

fn structure(fields: &[Kind]) -> *mut low::ffi_type {
    Box::leak(Box::new(low::ffi_type {
        type_: low::type_tag::STRUCT,
        elements: descriptors(fields),
        ..low::ffi_type::default()
    }))
}

/// The descriptors of several types, with a null pointer at the end. Never freed.
#[must_use]
pub fn descriptors(kinds: &[Kind]) -> *mut *mut low::ffi_type {
    let mut list: Vec<_> = kinds.iter().copied().map(descriptor).collect();
    list.push(core::ptr::null_mut());
    list.leak().as_mut_ptr()
}

impl Function for Libffi {
    fn prepare(
        address: *const c_void,
        convention: Convention,
        result: Kind,
        arguments: &[Kind],
    ) -> Self {
        let cif = Box::leak(Box::new(low::ffi_cif::default()));
        let types = descriptors(arguments);
        let abi = match convention {
            Convention::C => low::ffi_abi_FFI_DEFAULT_ABI,
            // As gcc passes arguments.
            #[cfg(target_arch = "x86_64")]
            Convention::Win64 => libffi::raw::ffi_abi_FFI_GNUW64,
        };
        // SAFETY: the descriptors are complete, and are never freed.
        unsafe { low::prep_cif(cif, abi, arguments.len(), descriptor(result), types) }
            .expect("the signatures of the fixture are ordinary");
        Self {
            address: low::CodePtr::from_ptr(address),
            cif,
        }
    }

    #[inline(always)]
    unsafe fn call<R, const N: usize>(&self, arguments: [*const c_void; N]) -> R {
        let mut arguments = arguments.map(<*const c_void>::cast_mut);
        // SAFETY: the caller's promises; `cif` is never freed, and libffi writes to none of the
        // arguments.
        unsafe { low::call(self.cif, self.address, arguments.as_mut_ptr()) }
    }
}
