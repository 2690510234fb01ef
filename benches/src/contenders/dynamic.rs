//! A `CallInterface` that was prepared at run time.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use ffi_runtime::{Abi, CallInterface, CodePointer, ForeignType, Type};

use crate::callees::{Pair, Vec2, Vec3};
use crate::contenders::prepared::{Convention, Function, Kind};

/// An address and how to call it.
#[derive(Debug)]
pub struct Dynamic {
    address: CodePointer,
    interface: CallInterface,
}

/// The descriptor of a type.
#[must_use]
pub const fn descriptor(kind: Kind) -> Type<'static> {
    match kind {
        Kind::Void => Type::Void,
        Kind::Bool => Type::Bool,
        Kind::I8 => Type::I8,
        Kind::U16 => Type::U16,
        Kind::I32 => Type::I32,
        Kind::I64 => Type::I64,
        Kind::F32 => Type::F32,
        Kind::F64 => Type::F64,
        Kind::Vec3 => Vec3::TYPE,
        Kind::Pair => Pair::TYPE,
        Kind::Vec2 => Vec2::TYPE,
    }
}

impl Function for Dynamic {
    fn prepare(
        address: *const c_void,
        convention: Convention,
        result: Kind,
        arguments: &[Kind],
    ) -> Self {
        let arguments: Vec<_> = arguments.iter().copied().map(descriptor).collect();
        let abi = match convention {
            Convention::C => Abi::C,
            #[cfg(target_arch = "x86_64")]
            Convention::Win64 => Abi::Win64,
        };
        Self {
            address: CodePointer::from_ptr(address).expect("no function is at null"),
            interface: CallInterface::prepare(abi, descriptor(result), &arguments)
                .expect("the signatures of the fixture are ordinary"),
        }
    }

    #[inline(always)]
    unsafe fn call<R, const N: usize>(&self, arguments: [*const c_void; N]) -> R {
        let mut result = MaybeUninit::<R>::uninit();
        let place = result.as_mut_ptr().cast();
        // SAFETY: the caller's promises; `result` is as large as an `R`.
        unsafe { self.interface.call(self.address, place, &arguments) }
        // SAFETY: the call wrote it.
        unsafe { result.assume_init() }
    }
}
