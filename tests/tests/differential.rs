//! Runs the differential test of the target's convention.

#[path = "differential/mod.rs"]
mod harness;

/// The code that the build script wrote: types, declared libraries and callbacks, and drivers.
mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
}

fn main() {
    harness::main();
}
