//! Rust calls C.

use ffi_runtime::Abi;
use ffi_tests::differential::{Call, Callee, Descriptors, DynamicCall, Seen, Tally};
use ffi_tests::model::pattern;
use ffi_tests::toolchain::Toolchain;
use libtest_mimic::Failed;

use super::{finish, interface, model};
use crate::generated::{self, SUITE};

/// Calls every declared method.
pub(crate) fn typed(toolchain: &Toolchain) -> Result<(), Failed> {
    let model = model();
    let callee = Callee::open(toolchain, SUITE)?;
    // SAFETY: the build script wrote the C code of this library and these declarations from one model.
    let libraries = unsafe { generated::Libraries::open(&toolchain.library(SUITE)) }?;
    let mut tally = Tally::new(&model, toolchain);
    for (number, driver) in generated::DRIVERS.iter().enumerate() {
        let interface = interface(number)?;
        if !tally.begin(number, "typed", interface) {
            continue;
        }
        let calls = pattern::FLIPS.map(|flip| {
            callee.begin(flip);
            // SAFETY: the generated types have no other invalid values than those of `bool`, and
            // the callees fill every leaf of their results.
            let mut call = unsafe { Call::new(number, flip) };
            (driver.call)(&libraries, &mut call);
            let seen = Seen {
                came_in: false,
                form: String::new(),
                callee: callee.report(),
                result: call.into_result(),
                overrun: Vec::new(),
                faults: Vec::new(),
            };
            (flip, seen)
        });
        tally.add(number, interface, &calls);
    }
    finish(toolchain, "typed", tally)
}

/// Calls every function through an interface that is prepared here.
pub(crate) fn dynamic(toolchain: &Toolchain, abi: Abi) -> Result<(), Failed> {
    let model = model();
    let callee = Callee::open(toolchain, SUITE)?;
    let descriptors = Descriptors::new(&model);
    let form = format!("dynamic, extern \"{abi}\"");
    let mut tally = Tally::new(&model, toolchain);
    for (number, signature) in model.signatures.iter().enumerate() {
        let prepared = DynamicCall::prepare(abi, &descriptors, signature)?;
        let target = callee.function(number)?;
        if !tally.begin(number, &form, prepared.interface()) {
            continue;
        }
        let calls = pattern::FLIPS.map(|flip| {
            callee.begin(flip);
            // SAFETY: the callee has this signature, and only copies.
            let result = unsafe { prepared.call(target, number, flip) };
            let seen = Seen {
                came_in: false,
                form: String::new(),
                callee: callee.report(),
                result: result.bytes,
                overrun: result.overrun,
                faults: Vec::new(),
            };
            (flip, seen)
        });
        tally.add(number, prepared.interface(), &calls);
    }
    finish(toolchain, &form, tally)
}
