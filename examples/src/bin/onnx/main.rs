//! Runs a model with ONNX Runtime, whose functions are in a table that has versions.
//!
//! `native` declares the library and its tables, `runtime` makes them safe to use, and `model` writes a model.

mod model;
mod native;
mod runtime;

use std::process::ExitCode;

use ffi_runtime::LibraryError;

use crate::runtime::{Model, Runtime, RuntimeError};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            if let RuntimeError::Library(LibraryError::NotFound { .. }) = error {
                eprintln!("missing: ONNX Runtime; `cargo xtask setup` gets it");
            }
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), RuntimeError> {
    let runtime = Runtime::load()?;
    let (version, table, build) = runtime.versions();
    println!("ONNX Runtime {version}, table of version {table}");
    if let Some(build) = build {
        println!("{build}");
    }

    // SAFETY: all lists of this model have one length.
    let model = unsafe { Model::new(&runtime, &model::hypot()) }?;
    let hypot = model.run([(c"x", &[3.0, 5.0, 8.0]), (c"y", &[4.0, 12.0, 15.0])], c"h")?;
    println!("hypot: {hypot:?}");

    if let Err(error) = model.run([(c"z", &[1.0])], c"h") {
        println!("no such input: {error}");
    }
    // SAFETY: it is none.
    if let Err(error) = unsafe { Model::new(&runtime, b"no model") } {
        println!("no model: {error}");
    }
    Ok(())
}
