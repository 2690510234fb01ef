//! A callback of a prepared interface, over memory that says when it was written to.

use std::sync::Arc;

use ffi_runtime::CallbackError;
use ffi_runtime::callback::{DynamicCallback, Invocation};
use ffi_runtime::{CallInterface, Type};

use crate::differential::Recorder;

/// The byte that stands around an argument.
const GUARD: u8 = 0xc9;

/// Bytes before and after an argument. It is odd, and so is its address if that of a vector of bytes is
/// even, as it is in practice.
const MARGIN: usize = 33;

/// A callback that reads its arguments untyped and gives its result in both ways that there are: copied to and
/// from odd addresses, and in place.
///
/// # Errors
///
/// If there is no trampoline left.
pub fn dynamic_callback(
    interface: CallInterface,
    recorder: Arc<Recorder>,
) -> Result<DynamicCallback, CallbackError> {
    let own = interface.clone();
    DynamicCallback::new(interface, move |invocation| {
        recorder.enter();
        for (index, ty) in own.arguments().iter().enumerate() {
            read(&recorder, invocation, index, *ty);
        }
        let size = own.result().size();
        if size == 0 {
            return;
        }
        if own.arguments().len().is_multiple_of(2) {
            let mut value = vec![0; size + MARGIN];
            recorder.fill_result(own.result(), &mut value[MARGIN..]);
            // SAFETY: so many bytes follow the margin, and they are a value of the result's type.
            unsafe { invocation.write_result(value[MARGIN..].as_ptr()) }
        } else {
            let mut value = vec![0; size];
            recorder.fill_result(own.result(), &mut value);
            // SAFETY: the result is written there at once.
            let place = unsafe { invocation.result_address() };
            // SAFETY: the place has as many bytes as a result.
            unsafe {
                place
                    .cast::<u8>()
                    .copy_from_nonoverlapping(value.as_ptr(), size)
            }
        }
    })
}

fn read(recorder: &Recorder, invocation: &mut Invocation<'_>, index: usize, ty: Type<'_>) {
    // A `bool` may be any byte there.
    if !index.is_multiple_of(2) && !has_bool(ty) {
        let place = invocation.argument_address(index).cast();
        // SAFETY: the argument is at this place. Padding is not looked at.
        return unsafe { recorder.record_argument(ty, place, true) };
    }
    let mut memory = vec![GUARD; MARGIN + ty.size() + MARGIN];
    let place = memory[MARGIN..].as_mut_ptr();
    // SAFETY: there is an argument of this index, and the memory after the margin has room for it.
    unsafe { invocation.read(index, place) };
    // SAFETY: the argument was read to this place. Padding is not looked at.
    unsafe { recorder.record_argument(ty, place, true) };
    for margin in [&memory[..MARGIN], &memory[MARGIN + ty.size()..]] {
        if margin.iter().any(|byte| *byte != GUARD) {
            recorder.fault(format!("bytes around argument {index} were written to"));
        }
    }
}

fn has_bool(ty: Type<'_>) -> bool {
    match ty {
        Type::Bool => true,
        Type::Array(array) => has_bool(array.element),
        Type::Struct(aggregate) | Type::Union(aggregate) => {
            aggregate.fields.iter().any(|field| has_bool(field.ty))
        }
        Type::Void
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::I128
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::U128
        | Type::F32
        | Type::F64
        | Type::F80
        | Type::F128
        | Type::V64
        | Type::V128
        | Type::ComplexF80
        | Type::Pointer => false,
    }
}
