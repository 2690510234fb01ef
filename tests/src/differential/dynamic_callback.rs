//! A callback of a prepared interface, over memory that says when it was written to.

use std::sync::Arc;

use ffi_runtime::CallbackError;
use ffi_runtime::callback::{DynamicCallback, Invocation};
use ffi_runtime::{CallInterface, Type};

use crate::differential::Recorder;

/// What stands around an argument.
const GUARD: u8 = 0xc9;

/// Bytes before and after an argument. It is odd, and so is its address if that of a vector of bytes is
/// even, as it is in practice.
const MARGIN: usize = 33;

/// A callback that reads its arguments untyped, each to an odd address, and gives its result from one.
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
        if size > 0 {
            let mut value = vec![0; size + MARGIN];
            recorder.fill_result(own.result(), &mut value[MARGIN..]);
            // SAFETY: so many bytes follow the margin, and they are a value of the result's type.
            unsafe { invocation.write_result(value[MARGIN..].as_ptr()) }
        }
    })
}

fn read(recorder: &Recorder, invocation: &mut Invocation<'_>, index: usize, ty: Type<'_>) {
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
