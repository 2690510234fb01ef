//! An instance, its physical devices and one device, destroyed when they are dropped.

use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::ptr;

use ffi_runtime::chain::{Chain, Chained};
use ffi_runtime::lowering::GrowError;
use ffi_runtime::{LibraryError, MissingSymbol};

use crate::chained::{DriverProperties, Features2, Properties2, VERSION_1_2, Vulkan12Features};
use crate::native::{
    AllocationCallbacks, ApplicationInfo, DebugCreateInfo, DeviceCreateInfo, DeviceFunctions,
    InstanceCreateInfo, InstanceFunctions, MemoryAllocateInfo, MemoryProperties, Number,
    PhysicalDevice, Properties, QueueCreateInfo, Status, StructureType, Vulkan,
};

/// A failure, and where it came from.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Library(#[from] LibraryError),
    #[error(transparent)]
    Missing(#[from] MissingSymbol),
    #[error(transparent)]
    Grow(#[from] GrowError),
    #[error("a function of Vulkan failed with {0:?}")]
    Status(Status),
}

/// The version that a number stands for (`VK_MAKE_API_VERSION`).
pub(crate) fn version(number: u32) -> String {
    let (major, minor, patch) = (number >> 22 & 0x7f, number >> 12 & 0x3ff, number & 0xfff);
    format!("{major}.{minor}.{patch}")
}

/// An instance whose memory and messages go through tables that outlive it.
pub(crate) struct Gpu<'m> {
    functions: InstanceFunctions,
    memory: &'m AllocationCallbacks,
    messenger: Number,
}

impl<'m> Gpu<'m> {
    /// Makes an instance.
    pub(crate) fn new(
        vulkan: &Vulkan,
        memory: &'m AllocationCallbacks,
        messages: &'m DebugCreateInfo,
    ) -> Result<Self, Error> {
        let application = ApplicationInfo {
            kind: StructureType::Application,
            next: ptr::null(),
            name: c"vulkan_info".as_ptr(),
            version: 1,
            engine: ptr::null(),
            engine_version: 0,
            api_version: VERSION_1_2,
        };
        let extensions = [c"VK_EXT_debug_utils".as_ptr()];
        let info = InstanceCreateInfo {
            kind: StructureType::Instance,
            next: Some(messages),
            flags: 0,
            application: &application,
            layer_count: 0,
            layers: ptr::null(),
            extension_count: 1,
            extensions: extensions.as_ptr(),
        };
        // SAFETY: the structures live until the call returns, the tables until the instance is destroyed.
        let instance = unsafe { vulkan.create_instance(&info, Some(memory)) }?;
        let loader = vulkan.clone();
        // SAFETY: the instance is destroyed with its functions, which alone are looked up.
        let resolver = move |name: &CStr| unsafe { loader.get_instance_proc_addr(instance, name) };
        // SAFETY: the loader has these functions for an instance with the extension, and the closure keeps the loader.
        let functions = unsafe { InstanceFunctions::from_symbols(instance, resolver) }?;
        let mut gpu = Self {
            functions,
            memory,
            messenger: 0,
        };
        // SAFETY: as for `create_instance`.
        gpu.messenger = unsafe {
            gpu.functions
                .create_debug_utils_messenger_EXT(messages, Some(memory))
        }?;
        Ok(gpu)
    }

    /// The devices that the drivers have.
    pub(crate) fn physical_devices(&self) -> Result<Vec<PhysicalDevice>, Error> {
        self.functions.enumerate_physical_devices()
    }

    /// Name, kind and version of a device.
    pub(crate) fn properties(&self, device: PhysicalDevice) -> Properties {
        let mut properties = MaybeUninit::uninit();
        // SAFETY: the device is one of this instance.
        unsafe {
            self.functions
                .get_physical_device_properties(device, &mut properties)
        };
        // SAFETY: the function wrote the whole structure.
        unsafe { properties.assume_init() }
    }

    /// The kinds of memory of a device.
    pub(crate) fn memory(&self, device: PhysicalDevice) -> MemoryProperties {
        let mut properties = MaybeUninit::uninit();
        // SAFETY: the device is one of this instance.
        unsafe {
            self.functions
                .get_physical_device_memory_properties(device, &mut properties)
        };
        // SAFETY: the function wrote the whole structure.
        unsafe { properties.assume_init() }
    }

    /// The driver of a device of version 1.2 or newer.
    pub(crate) fn driver(
        &self,
        device: PhysicalDevice,
    ) -> Result<DriverProperties<'static>, Error> {
        let fill = |root: &mut Properties2<'_>| {
            // SAFETY: the device is one of this instance.
            unsafe { self.functions.get_physical_device_properties2(device, root) }
        };
        let (_, driver) = Chain::<(Properties2, DriverProperties)>::try_filled(fill)?;
        Ok(driver)
    }

    /// The features that a device of version 1.2 or newer has.
    pub(crate) fn features(
        &self,
        device: PhysicalDevice,
    ) -> Result<Vulkan12Features<'static>, Error> {
        let fill = |root: &mut Features2<'_>| {
            // SAFETY: the device is one of this instance.
            unsafe { self.functions.get_physical_device_features2(device, root) }
        };
        let (_, features) = Chain::<(Features2, Vulkan12Features)>::try_filled(fill)?;
        Ok(features)
    }

    /// Makes a device with one queue of the first family, and with all of these features.
    pub(crate) fn open(
        &self,
        physical: PhysicalDevice,
        features: Option<Vulkan12Features<'_>>,
    ) -> Result<OpenDevice<'_, 'm>, Error> {
        let queue = QueueCreateInfo {
            kind: StructureType::Queue,
            next: ptr::null(),
            flags: 0,
            family: 0,
            count: 1,
            priorities: &1.0,
        };
        let mut features = features;
        let mut info = DeviceCreateInfo {
            queue_count: 1,
            queues: Some(&queue),
            ..Default::default()
        };
        if let Some(features) = &mut features {
            info = info.push(features);
        }
        // SAFETY: the structures live until the call returns, the tables until the device is destroyed.
        let device = unsafe {
            self.functions
                .create_device(physical, &info, Some(self.memory))
        }?;
        let instance = self.functions.clone();
        // SAFETY: the device is destroyed with its functions, which alone are looked up.
        let resolver = move |name: &CStr| unsafe { instance.get_device_proc_addr(device, name) };
        // SAFETY: these are functions of every device, and the closure keeps the loader.
        let functions = unsafe { DeviceFunctions::from_symbols(device, resolver) }?;
        Ok(OpenDevice {
            functions,
            gpu: self,
        })
    }
}

impl Drop for Gpu<'_> {
    fn drop(&mut self) {
        // SAFETY: the messenger is one of this instance, or 0. Without the function there is none.
        let _ = unsafe {
            self.functions
                .destroy_debug_utils_messenger_EXT(self.messenger, Some(self.memory))
        };
        // SAFETY: each device borrows the instance, so that there is none any more.
        unsafe { self.functions.destroy_instance(Some(self.memory)) };
    }
}

/// A device.
pub(crate) struct OpenDevice<'g, 'm> {
    functions: DeviceFunctions,
    gpu: &'g Gpu<'m>,
}

impl OpenDevice<'_, '_> {
    /// Allocates memory of the first kind, and frees it again.
    pub(crate) fn try_memory(&self, size: u64) -> Result<(), Error> {
        let info = MemoryAllocateInfo {
            kind: StructureType::Memory,
            next: ptr::null(),
            size,
            type_index: 0,
        };
        // SAFETY: the structures live until the call returns, the tables until the device is destroyed.
        let memory = unsafe { self.functions.allocate_memory(&info, Some(self.gpu.memory)) }?;
        // SAFETY: nothing uses the memory.
        unsafe { self.functions.free_memory(memory, Some(self.gpu.memory)) };
        self.functions.device_wait_idle()
    }
}

impl Drop for OpenDevice<'_, '_> {
    fn drop(&mut self) {
        // SAFETY: nothing of the device is left: `try_memory` frees what it allocates.
        unsafe { self.functions.destroy_device(Some(self.gpu.memory)) };
    }
}

/// The text of a field that ends at the first NUL.
pub(crate) fn text(bytes: &[u8]) -> String {
    let text = CStr::from_bytes_until_nul(bytes).unwrap_or_default();
    text.to_string_lossy().into_owned()
}
