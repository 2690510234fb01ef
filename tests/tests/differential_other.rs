//! Runs the differential test of the convention of x86-64 that is not the target's: that of Windows, for
//! which C is compiled with `__attribute__((ms_abi))` and Rust declares `extern "win64"`; or on Windows
//! System V, with `sysv_abi` and `extern "sysv64"`.

#[cfg(target_arch = "x86_64")]
#[path = "differential/mod.rs"]
mod harness;

/// The code that the build script wrote: types, declared libraries and callbacks, and drivers.
#[cfg(target_arch = "x86_64")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated_other.rs"));
}

#[cfg(target_arch = "x86_64")]
fn main() {
    harness::main();
}

/// The other machines have one convention.
#[cfg(not(target_arch = "x86_64"))]
fn main() {
    eprintln!("there is no other convention on this machine");
}
