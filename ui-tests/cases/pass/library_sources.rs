//! Where functions come from, and what the struct keeps for them.
#![deny(warnings)]
#![allow(dead_code, reason = "nothing calls the functions")]

use std::ffi::{CStr, c_int};

use ffi_runtime::{CodePointer, ForeignType, LibraryError, MissingSymbol, foreign_library};

#[derive(Clone, Copy, ForeignType)]
#[repr(transparent)]
pub struct Device(usize);

#[foreign_library(name = "demo")]
pub unsafe trait Loader {
    fn get_device_proc_addr(&self, device: Device, name: &CStr) -> Option<CodePointer>;
}

/// The functions of a device.
#[foreign_library(process, prefix = "vk", rename_all = "PascalCase")]
pub unsafe trait DeviceFunctions {
    fn device_wait_idle(&self, #[bound] device: Device) -> c_int;
    fn get(&self, #[bound] device: Device, index: c_int, #[bound] queue: c_int) -> c_int;
    fn plain(&self);
}

#[foreign_library(name = "demo", bind = "lazy")]
unsafe trait Lazy {
    fn one(&self) -> c_int;
    #[variable]
    fn counter(&self) -> *const c_int;
}

#[foreign_library(name = "demo", threads = "one")]
unsafe trait OneThread {
    fn one(&self, #[bound] device: Device);
}

fn load(loader: Loader, device: Device) -> Result<DeviceFunctions, LibraryError> {
    // SAFETY: nothing runs this.
    let functions = unsafe {
        DeviceFunctions::from_symbols(device, 7, move |name| loader.get_device_proc_addr(device, name))
    }?;
    let _: c_int = functions.device_wait_idle() + functions.get(1);
    functions.plain();
    let _: Option<CodePointer> = functions.address_of("plain");
    Ok(functions)
}

fn lazy() -> Result<c_int, MissingSymbol> {
    let lazy = Lazy::global().expect("it is there");
    let _: *const c_int = lazy.counter()?;
    let _: bool = lazy.has_one();
    lazy.one()
}

fn one_thread() -> Result<(), LibraryError> {
    OneThread::load(Device(1))?.one();
    // SAFETY: nothing runs this.
    unsafe { OneThread::from_process(Device(2)) }?.one();
    // SAFETY: as above.
    unsafe { OneThread::open(Device(3), "demo.so") }?.one();
    Ok(())
}

fn main() {}
