//! Runs the differential test of the convention of Windows, on any x86-64: C is compiled with
//! `__attribute__((ms_abi))`, Rust declares `extern "win64"`.

#[cfg(target_arch = "x86_64")]
#[path = "differential/mod.rs"]
mod harness;

/// What the build script wrote: types, declared libraries and callbacks, and drivers.
#[cfg(target_arch = "x86_64")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated_win64.rs"));
}

/// What is called here.
#[cfg(target_arch = "x86_64")]
const SUITE: ffi_tests::model::Suite = ffi_tests::model::Suite::Win64;

#[cfg(target_arch = "x86_64")]
fn main() {
    harness::main();
}

/// The other machines do not have the convention.
#[cfg(not(target_arch = "x86_64"))]
fn main() {
    eprintln!("there is no win64 on this machine");
}
