//! A call of a prepared interface, over memory that says when it was written to.

use ffi_runtime::{Abi, CallInterface, CodePointer, InterfaceError, OwnedType};

use crate::differential::{Descriptors, leaves};
use crate::model::Signature;

/// A prepared signature.
#[derive(Debug)]
pub struct DynamicCall {
    interface: CallInterface,
    arguments: Vec<OwnedType>,
    result: OwnedType,
}

/// The result of one call.
#[derive(Debug)]
pub struct DynamicResult {
    /// The bytes of its leaves.
    pub bytes: Vec<u8>,
    /// Offsets, from the start of the result, of bytes around it that were written to.
    pub overrun: Vec<isize>,
}

/// The byte that stands around a result.
const GUARD: u8 = 0xc9;

/// Bytes before and after a result, and the alignment of the first.
const MARGIN: usize = 64;

#[repr(C, align(64))]
#[derive(Clone, Copy)]
struct Chunk([u8; MARGIN]);

impl DynamicCall {
    /// Prepares a signature.
    ///
    /// # Errors
    ///
    /// If the interface is refused.
    pub fn prepare(
        abi: Abi,
        descriptors: &Descriptors,
        signature: &Signature,
    ) -> Result<Self, InterfaceError> {
        let arguments: Vec<_> = signature
            .arguments
            .iter()
            .map(|shape| descriptors.of(shape))
            .collect();
        let result = match &signature.result {
            Some(shape) => descriptors.of(shape),
            None => OwnedType::from(ffi_runtime::Type::Void),
        };
        let types: Vec<_> = arguments.iter().map(OwnedType::as_type).collect();
        let result_type = result.as_type();
        let interface = match signature.fixed {
            None => CallInterface::prepare(abi, result_type, &types)?,
            Some(fixed) => CallInterface::prepare_variadic(abi, result_type, &types, fixed)?,
        };
        Ok(Self {
            interface,
            arguments,
            result,
        })
    }

    /// The interface.
    #[must_use]
    pub const fn interface(&self) -> &CallInterface {
        &self.interface
    }

    /// Calls `target` with patterned arguments, each at an odd address.
    ///
    /// # Safety
    ///
    /// `target` has this signature, and does no more than to copy bytes.
    #[must_use]
    pub unsafe fn call(&self, target: CodePointer, signature: usize, flip: u8) -> DynamicResult {
        let mut values = Vec::new();
        for (index, ty) in self.arguments.iter().enumerate() {
            let ty = ty.as_type();
            let mut value = vec![0; ty.size() + 2];
            // Vectors of bytes are aligned to 2 at least in practice; if one is not, an even
            // address is as good.
            leaves::fill(ty, &mut value[1..][..ty.size()], signature, index, flip);
            values.push(value);
        }
        let pointers: Vec<_> = values
            .iter()
            .map(|value| value[1..].as_ptr().cast())
            .collect();
        let size = self.result.as_type().size();
        let mut memory = vec![Chunk([GUARD; MARGIN]); 2 + size.div_ceil(MARGIN)];
        let start = memory.as_mut_ptr().cast::<u8>();
        // SAFETY: the memory has a chunk before the result.
        let place = unsafe { start.add(MARGIN) };
        // SAFETY: the caller promises the target; each pointer leads to a value of its type, and
        // `place` to memory for a result, aligned to 64.
        unsafe { self.interface.call(target, place.cast(), &pointers) };
        // SAFETY: a result that the callee made has initialized leaves; so has the guard pattern.
        let bytes = unsafe { leaves::collect(self.result.as_type(), place) };
        let mut overrun = Vec::new();
        let whole = memory.len() * MARGIN;
        for index in (0..MARGIN).chain(MARGIN + size..whole) {
            // SAFETY: within the memory.
            let byte = unsafe { start.add(index) };
            // SAFETY: initialized with the guard, and not since made uninitialized: results are
            // written as they are, and padding is not looked at.
            if unsafe { byte.read() } != GUARD {
                overrun.push(index.cast_signed() - MARGIN.cast_signed());
            }
        }
        DynamicResult { bytes, overrun }
    }
}
