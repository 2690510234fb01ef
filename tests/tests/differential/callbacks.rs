//! C calls Rust.

use ffi_runtime::Abi;
use ffi_tests::differential::{
    CallIn, CallbackDriver, Callee, Descriptors, DynamicCall, Tally, dynamic_callback,
};
use ffi_tests::toolchain::Toolchain;
use libtest_mimic::Failed;

use super::{finish, model};
use crate::generated::{self, SUITE};

/// Has callbacks of every type called.
pub(crate) fn declared(toolchain: &Toolchain) -> Result<(), Failed> {
    let model = model();
    let foreign = Callee::open(toolchain, SUITE)?;
    run(toolchain, "callbacks", generated::CALLBACKS, |number| {
        // SAFETY: the generated types have no other invalid values than those of `bool`, and C fills
        // every leaf of the arguments.
        Ok(unsafe { CallIn::new(&foreign, &model, number) }?)
    })
}

/// Has callbacks called whose closure travels in an argument.
pub(crate) fn with_user_data(toolchain: &Toolchain) -> Result<(), Failed> {
    let model = model();
    let foreign = Callee::open(toolchain, SUITE)?;
    let drivers = generated::USER_DATA_CALLBACKS;
    run(toolchain, "callbacks, user data", drivers, |number| {
        // SAFETY: as above.
        Ok(unsafe { CallIn::with_user_data(&foreign, &model, number) }?)
    })
}

fn run<'a>(
    toolchain: &Toolchain,
    name: &str,
    drivers: &[CallbackDriver],
    begin: impl Fn(usize) -> Result<CallIn<'a>, Failed>,
) -> Result<(), Failed> {
    let model = model();
    let mut tally = Tally::new(&model, toolchain);
    for driver in drivers {
        if !tally.begin(driver.number, name, driver.interface) {
            continue;
        }
        let calls = begin(driver.number)?;
        for form in driver.forms {
            form(&calls);
        }
        tally.add(driver.number, driver.interface, &calls.into_seen());
    }
    finish(toolchain, name, tally)
}

/// Has a callback called for every interface that is prepared here.
pub(crate) fn dynamic(toolchain: &Toolchain, abi: Abi) -> Result<(), Failed> {
    let model = model();
    let foreign = Callee::open(toolchain, SUITE)?;
    let descriptors = Descriptors::new(&model);
    let form = format!("callbacks, dynamic, extern \"{abi}\"");
    let mut tally = Tally::new(&model, toolchain);
    for (number, signature) in model.signatures.iter().enumerate() {
        let prepared = DynamicCall::prepare(abi, &descriptors, signature)?;
        if !tally.begin(number, &form, prepared.interface()) {
            continue;
        }
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
