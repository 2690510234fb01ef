//! Doubles a thousand numbers on whatever adapter there is, with a compute shader through
//! wgpu-native, and shows where errors go.
//!
//! `native` declares the library, `descriptors` and `types` what crosses; `gpu` makes it safe to use.

mod descriptors;
mod gpu;
mod native;
mod types;

use std::error::Error;
use std::process::ExitCode;
use std::thread;

use ffi_runtime::LibraryError;
use ffi_runtime::callback::drive;

use crate::descriptors::usage;
use crate::gpu::{Gpu, GpuError};
use crate::native::WgpuNative;
use crate::types::Instance;

const DOUBLE: &str = "
    @group(0) @binding(0) var<storage, read_write> numbers: array<u32>;

    @compute @workgroup_size(64)
    fn double(@builtin(global_invocation_id) id: vec3u) {
        if id.x < arrayLength(&numbers) {
            numbers[id.x] *= 2u;
        }
    }
";

const WORKGROUP_SIZE: usize = 64;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let library = WgpuNative::load().map_err(|error| match error {
        LibraryError::NotFound { .. } => {
            format!("{error}\nmissing: wgpu-native; `cargo xtask setup` gets it")
        }
        _ => error.to_string(),
    })?;
    let [major, minor, patch, build] = library.get_version().to_be_bytes();
    println!("wgpu-native {major}.{minor}.{patch}.{build}");

    let instance = library.create_instance().ok_or("no instance")?;
    drive(compute(&library, &instance), || {
        library.instance_process_events(&instance);
        thread::yield_now();
    })
}

async fn compute(library: &WgpuNative, instance: &Instance) -> Result<(), Box<dyn Error>> {
    let gpu = Gpu::open(library, instance).await;
    let gpu = gpu.map_err(|error| match error {
        GpuError::NoAdapter(_) => {
            format!("{error}\nmissing: a graphics driver; `cargo xtask setup` gets one")
        }
        _ => error.to_string(),
    })?;
    println!("adapter: {}", gpu.adapter());

    let numbers: Vec<u32> = (0..1000).collect();
    let pipeline = gpu.pipeline("double", DOUBLE).await?;
    let doubled = gpu.run(&pipeline, WORKGROUP_SIZE, &numbers).await?;
    let expected: Vec<u32> = numbers.iter().map(|number| 2 * number).collect();
    assert_eq!(doubled, expected);
    println!("doubled: {:?} to {:?}", &doubled[..4], &doubled[996..]);

    // An error in an error scope is the result of what was done there ...
    match gpu.pipeline("broken", "fn broken(").await {
        Ok(_) => return Err("a broken shader was compiled".into()),
        Err(error) => println!("broken shader: {error}"),
    }
    // ... and one outside of any goes to the callback that the device was made with.
    gpu.buffer("contradiction", 4, usage::MAP_READ | usage::MAP_WRITE)?;
    println!("uncaptured error: {}", gpu.errors.try_recv()?);
    Ok(())
}
