//! Lists the devices of Vulkan and their memory.
//!
//! The loader is found by its name; the functions of an instance and of a device are looked up by their resolvers, and
//! each struct keeps its handle. Host memory and messages go through tables of callbacks.

mod chained;
mod gpu;
mod memory;
mod native;

use std::error::Error;
use std::ffi::CStr;
use std::process::ExitCode;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ffi_runtime::LibraryError;

use crate::chained::VERSION_1_2;
use crate::gpu::{Gpu, text, version};
use crate::memory::Memory;
use crate::native::{
    AllocationCallbacks, DebugCreateInfo, DebugCreateInfoMethods, DebugMessage, MemoryProperties,
    Vulkan,
};

/// The bits of `VkMemoryPropertyFlagBits`, from the lowest on.
const MEMORY_FLAGS: [&str; 4] = ["device local", "host visible", "coherent", "cached"];

/// The messages of an instance, from any thread.
#[derive(Default)]
struct Messages(Mutex<Vec<String>>);

impl Messages {
    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl DebugCreateInfoMethods for Messages {
    fn message(&self, _: u32, _: u32, message: &DebugMessage) -> u32 {
        // SAFETY: the text of a message is a C string, valid during the call.
        let text = unsafe { CStr::from_ptr(message.text) };
        self.lock().push(text.to_string_lossy().into_owned());
        0
    }
}

fn main() -> ExitCode {
    match list() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn list() -> Result<(), Box<dyn Error>> {
    let vulkan = Vulkan::load().map_err(|error| match error {
        LibraryError::NotFound { .. } => {
            format!("{error}\nmissing: the loader of Vulkan; `cargo xtask setup` gets it")
        }
        _ => error.to_string(),
    })?;
    let mut number = 1 << 22;
    if let Err(missing) = vulkan.enumerate_instance_version(&mut number) {
        println!("{missing}");
    }
    println!("Vulkan {}", version(number));

    let memory = AllocationCallbacks::new(Memory::default());
    let messages = DebugCreateInfo::new(Messages::default());
    let gpu = Gpu::new(&vulkan, &memory, &messages)?;
    let devices = gpu.physical_devices()?;
    if devices.is_empty() {
        return Err("no device\nmissing: a graphics driver; `cargo xtask setup` gets one".into());
    }
    for device in devices {
        let properties = gpu.properties(device);
        let name = text(&properties.name);
        println!(
            "{name} ({:?}), Vulkan {}",
            properties.kind,
            version(properties.api_version)
        );
        let mut features = None;
        if properties.api_version >= VERSION_1_2 {
            let driver = gpu.driver(device)?;
            println!("  driver {}, {}", text(&driver.name), text(&driver.info));
            let names = features.insert(gpu.features(device)?).names();
            println!("  features: {}", names.join(", "));
        }
        print_memory(&gpu.memory(device));
        gpu.open(device, features)?.try_memory(1 << 20)?;
        println!("  1 MiB allocated and freed");
    }
    drop(gpu);
    let messages = messages.value().lock();
    let first = messages.first().map_or("none", String::as_str);
    println!("{} messages, the first: {first}", messages.len());
    let (count, left) = memory.value().usage();
    println!("{left} bytes left of {count} blocks of host memory");
    Ok(())
}

fn print_memory(memory: &MemoryProperties) {
    for kind in memory.types.iter().take(memory.type_count as usize) {
        let flags = MEMORY_FLAGS.iter().enumerate();
        let set = flags.filter(|(bit, _)| kind.flags >> bit & 1 == 1);
        let words: Vec<&str> = set.map(|(_, word)| *word).collect();
        println!("  memory of heap {}: {}", kind.heap, words.join(", "));
    }
    for heap in memory.heaps.iter().take(memory.heap_count as usize) {
        println!("  heap of {} MiB", heap.size >> 20);
    }
}
