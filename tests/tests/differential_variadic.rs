//! Runs the differential test of variadic functions: C reads what is not named by `va_arg`.

#[expect(unused_macros, reason = "there are no callbacks")]
#[path = "differential/mod.rs"]
mod harness;

/// The code that the build script wrote: types, declared libraries, and drivers.
#[expect(unused_imports, reason = "there are no callbacks")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated_variadic.rs"));
}

fn main() {
    harness::main();
}
