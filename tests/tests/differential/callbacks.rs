//! C calls Rust.

use std::path::Path;

use ffi_runtime::Abi;
use ffi_tests::differential::{CallIn, Callee, Descriptors, DynamicCall, Tally, dynamic_callback};
use ffi_tests::model::{Scalar, Shape};
use ffi_tests::toolchain::Toolchain;
use libtest_mimic::Failed;

use crate::{finish, generated, interface, model};

/// Has a callback of every declared type called.
pub(crate) fn declared(toolchain: &Toolchain) -> Result<(), Failed> {
    let model = model();
    let foreign = Callee::open(Path::new(toolchain.library))?;
    let mut tally = Tally::new(&model, toolchain);
    for (number, driver) in generated::CALLBACKS.iter().enumerate() {
        tally.trace(number, "callbacks");
        // SAFETY: the generated types have no other invalid values than those of `bool`, and C fills
        // every leaf of the arguments.
        let calls = unsafe { CallIn::new(&foreign, &model, number) }?;
        driver(&calls);
        tally.add(number, interface(number)?, &calls.into_seen());
    }
    finish(toolchain, "callbacks", tally)
}

/// The same where the closure travels in an argument.
pub(crate) fn with_user_data(toolchain: &Toolchain) -> Result<(), Failed> {
    let model = model();
    let foreign = Callee::open(Path::new(toolchain.library))?;
    let descriptors = Descriptors::new(&model);
    let mut tally = Tally::new(&model, toolchain);
    for (number, driver) in generated::USER_DATA_CALLBACKS {
        let position = model.user_data_position(*number);
        let position = position.ok_or("a callback has user data that the model does not have")?;
        let mut signature = model.signatures[*number].clone();
        signature
            .arguments
            .insert(position, Shape::Scalar(Scalar::Pointer));
        let declared = interface(*number)?.abi();
        let prepared = DynamicCall::prepare(declared, &descriptors, &signature)?;
        tally.trace(*number, "callbacks, user data");
        // SAFETY: as above.
        let calls = unsafe { CallIn::with_user_data(&foreign, *number) }?;
        driver(&calls);
        tally.add(*number, prepared.interface(), &calls.into_seen());
    }
    finish(toolchain, "callbacks, user data", tally)
}

/// Has a callback called for every interface that is prepared here.
pub(crate) fn dynamic(toolchain: &Toolchain, abi: Abi) -> Result<(), Failed> {
    let model = model();
    let foreign = Callee::open(Path::new(toolchain.library))?;
    let descriptors = Descriptors::new(&model);
    let form = format!("callbacks, dynamic, extern \"{abi}\"");
    let mut tally = Tally::new(&model, toolchain);
    for (number, signature) in model.signatures.iter().enumerate() {
        let prepared = DynamicCall::prepare(abi, &descriptors, signature)?;
        tally.trace(number, &form);
        // SAFETY: as above; results are only written as bytes.
        let calls = unsafe { CallIn::new(&foreign, &model, number) }?;
        let recorder = calls.recorder().clone();
        let callback = dynamic_callback(prepared.interface().clone(), recorder)?;
        // SAFETY: the callback has this signature, and is there until the end of this round.
        unsafe { calls.call("dynamic", callback.code().as_ptr()) };
        tally.add(number, prepared.interface(), &calls.into_seen());
    }
    finish(toolchain, &form, tally)
}
