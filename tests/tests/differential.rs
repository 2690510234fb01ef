//! Runs the differential test of the target's convention.

#[path = "differential/mod.rs"]
mod harness;

use ffi_tests::model::Suite;

/// What the build script wrote: types, declared libraries and callbacks, and drivers.
mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
}

/// What is called here.
const SUITE: Suite = Suite::Target;

fn main() {
    harness::main();
}
