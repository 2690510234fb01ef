//! Vulkan, as far as this program needs it: the loader's functions, and those that an instance and a device look up.
//!
//! Names and layouts are those of `vulkan_core.h`.

use std::ffi::{CStr, c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use ffi_runtime::chain;

use crate::chained::{Features2, Properties2};
use crate::gpu::Error;
use ffi_runtime::{CodePointer, ForeignType, callback_table, foreign_library, open_enum};

macro_rules! handles {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, ForeignType)]
        #[repr(transparent)]
        pub(crate) struct $name(NonNull<c_void>);

        // SAFETY: a dispatchable handle is a number, and may be used on any thread ("Threading Behavior"); what has
        // to be synchronized is said at each function, which is unsafe.
        unsafe impl Send for $name {}

        // SAFETY: as above.
        unsafe impl Sync for $name {}
    )*};
}

handles! {
    /// `VkInstance`
    Instance,
    /// `VkPhysicalDevice`
    PhysicalDevice,
    /// `VkDevice`
    Device,
}

/// `VkDeviceMemory` and `VkDebugUtilsMessengerEXT`: handles that are numbers, 0 for none.
pub(crate) type Number = u64;

/// `VkResult`: a negative number is an error. Extensions add others.
#[open_enum]
#[repr(i32)]
pub(crate) enum Status {
    Success,
    Incomplete = 5,
    OutOfHostMemory = -1,
    OutOfDeviceMemory = -2,
    InitializationFailed = -3,
    DeviceLost = -4,
    LayerNotPresent = -6,
    ExtensionNotPresent = -7,
    IncompatibleDriver = -9,
}

impl ffi_runtime::Status for Status {
    type Value = Self;
    type Error = Error;

    fn into_result(self) -> Result<Self, Error> {
        if self < Self::Success {
            return Err(Error::Status(self));
        }
        Ok(self)
    }
}

/// `VkStructureType`: which structure begins with it.
#[open_enum]
#[repr(u32)]
pub(crate) enum StructureType {
    Application,
    Instance,
    Queue,
    Device,
    Memory = 5,
    Vulkan12Features = 51,
    Features2 = 1_000_059_000,
    Properties2 = 1_000_059_001,
    Debug = 1_000_128_004,
    DriverProperties = 1_000_196_000,
}

/// `VkPhysicalDeviceType`
#[open_enum]
#[repr(u32)]
pub(crate) enum DeviceKind {
    Other,
    IntegratedGpu,
    DiscreteGpu,
    VirtualGpu,
    Cpu,
}

/// `VkAllocationCallbacks`
#[callback_table(user_data = data)]
#[repr(C)]
pub(crate) struct AllocationCallbacks {
    data: *mut c_void,
    allocate: unsafe extern "system" fn(
        data: *mut c_void,
        size: usize,
        align: usize,
        scope: u32,
    ) -> *mut c_void,
    reallocate: unsafe extern "system" fn(
        data: *mut c_void,
        original: *mut c_void,
        size: usize,
        align: usize,
        scope: u32,
    ) -> *mut c_void,
    free: unsafe extern "system" fn(data: *mut c_void, memory: *mut c_void),
    internal_allocation:
        Option<unsafe extern "system" fn(data: *mut c_void, size: usize, kind: u32, scope: u32)>,
    internal_free:
        Option<unsafe extern "system" fn(data: *mut c_void, size: usize, kind: u32, scope: u32)>,
}

/// The first fields of `VkDebugUtilsMessengerCallbackDataEXT`.
#[derive(Debug, ForeignType)]
#[repr(C)]
pub(crate) struct DebugMessage {
    kind: StructureType,
    next: *const c_void,
    flags: u32,
    id_name: *const c_char,
    id_number: i32,
    pub(crate) text: *const c_char,
}

/// `VkDebugUtilsMessengerCreateInfoEXT`
#[callback_table(user_data = data)]
#[repr(C)]
pub(crate) struct DebugCreateInfo {
    #[foreign(default = StructureType::Debug)]
    kind: StructureType,
    #[foreign(default = std::ptr::null())]
    next: *const c_void,
    #[foreign(default = 0)]
    flags: u32,
    /// All severities.
    #[foreign(default = 0x1111)]
    severities: u32,
    /// All kinds.
    #[foreign(default = 0x7)]
    kinds: u32,
    #[callback(on_panic = 0)]
    message: unsafe extern "system" fn(
        severity: u32,
        kinds: u32,
        message: &DebugMessage,
        data: *mut c_void,
    ) -> u32,
    data: *mut c_void,
}

/// `VkApplicationInfo`
#[derive(Debug, ForeignType)]
#[repr(C)]
pub(crate) struct ApplicationInfo {
    pub(crate) kind: StructureType,
    pub(crate) next: *const c_void,
    pub(crate) name: *const c_char,
    pub(crate) version: u32,
    pub(crate) engine: *const c_char,
    pub(crate) engine_version: u32,
    pub(crate) api_version: u32,
}

/// `VkInstanceCreateInfo`
#[derive(Debug, ForeignType)]
#[repr(C)]
pub(crate) struct InstanceCreateInfo<'a> {
    pub(crate) kind: StructureType,
    pub(crate) next: Option<&'a DebugCreateInfo>,
    pub(crate) flags: u32,
    pub(crate) application: &'a ApplicationInfo,
    pub(crate) layer_count: u32,
    pub(crate) layers: *const *const c_char,
    pub(crate) extension_count: u32,
    pub(crate) extensions: *const *const c_char,
}

/// `VkDeviceQueueCreateInfo`
#[derive(Debug, ForeignType)]
#[repr(C)]
pub(crate) struct QueueCreateInfo<'a> {
    pub(crate) kind: StructureType,
    pub(crate) next: *const c_void,
    pub(crate) flags: u32,
    pub(crate) family: u32,
    pub(crate) count: u32,
    pub(crate) priorities: &'a f32,
}

/// `VkDeviceCreateInfo`
#[derive(Debug, ForeignType)]
#[foreign(default, chain(tag = StructureType::Device))]
#[repr(C)]
pub(crate) struct DeviceCreateInfo<'a> {
    pub(crate) kind: chain::Tag<Self>,
    pub(crate) next: chain::Next<'a, Self>,
    pub(crate) flags: u32,
    pub(crate) queue_count: u32,
    pub(crate) queues: Option<&'a QueueCreateInfo<'a>>,
    pub(crate) layer_count: u32,
    pub(crate) layers: *const *const c_char,
    pub(crate) extension_count: u32,
    pub(crate) extensions: *const *const c_char,
    pub(crate) features: *const c_void,
}

/// `VkMemoryAllocateInfo`
#[derive(Debug, ForeignType)]
#[repr(C)]
pub(crate) struct MemoryAllocateInfo {
    pub(crate) kind: StructureType,
    pub(crate) next: *const c_void,
    pub(crate) size: u64,
    pub(crate) type_index: u32,
}

/// `VkPhysicalDeviceProperties`
#[derive(Debug, ForeignType)]
#[foreign(default)]
#[repr(C)]
pub(crate) struct Properties {
    pub(crate) api_version: u32,
    driver_version: u32,
    vendor: u32,
    device: u32,
    #[foreign(default = DeviceKind::Other)]
    pub(crate) kind: DeviceKind,
    pub(crate) name: [u8; 256],
    cache: [u8; 16],
    /// `VkPhysicalDeviceLimits`
    limits: [u64; 63],
    /// `VkPhysicalDeviceSparseProperties`
    sparse: [u32; 5],
}

const _: () = assert!(size_of::<Properties>() == 824);

/// `VkMemoryType`
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
pub(crate) struct MemoryType {
    pub(crate) flags: u32,
    pub(crate) heap: u32,
}

/// `VkMemoryHeap`
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
pub(crate) struct MemoryHeap {
    pub(crate) size: u64,
    pub(crate) flags: u32,
}

/// `VkPhysicalDeviceMemoryProperties`
#[derive(Debug, ForeignType)]
#[repr(C)]
pub(crate) struct MemoryProperties {
    pub(crate) type_count: u32,
    pub(crate) types: [MemoryType; 32],
    pub(crate) heap_count: u32,
    pub(crate) heaps: [MemoryHeap; 16],
}

const _: () = assert!(size_of::<MemoryProperties>() == 520);

/// The loader, which exports the functions that need no instance.
#[foreign_library(
    name = "vulkan",
    version = "1",
    windows(name = "vulkan-1"),
    prefix = "vk",
    rename_all = "PascalCase",
    abi = "system"
)]
pub(crate) unsafe trait Vulkan {
    #[optional]
    #[since("1.1")]
    fn enumerate_instance_version(&self, version: &mut u32) -> Status;
    #[check]
    unsafe fn create_instance(
        &self,
        info: &InstanceCreateInfo<'_>,
        allocator: Option<&AllocationCallbacks>,
        #[out] instance: Instance,
    ) -> Status;
    /// Returns the address of a stub for a function of an extension that is not enabled.
    unsafe fn get_instance_proc_addr(&self, instance: Instance, name: &CStr)
    -> Option<CodePointer>;
}

/// The functions of an instance, which the loader looks up for it.
#[foreign_library(process, prefix = "vk", rename_all = "PascalCase", abi = "system")]
pub(crate) unsafe trait InstanceFunctions {
    unsafe fn destroy_instance(
        &self,
        #[bound] instance: Instance,
        allocator: Option<&AllocationCallbacks>,
    );
    #[check]
    fn enumerate_physical_devices(
        &self,
        #[bound] instance: Instance,
        count: u32,
        #[grow(len = count, again = Status::Incomplete)] devices: Vec<PhysicalDevice>,
    ) -> Status;
    unsafe fn get_physical_device_properties(
        &self,
        device: PhysicalDevice,
        properties: &mut MaybeUninit<Properties>,
    );
    unsafe fn get_physical_device_memory_properties(
        &self,
        device: PhysicalDevice,
        properties: &mut MaybeUninit<MemoryProperties>,
    );
    #[check]
    unsafe fn create_device(
        &self,
        physical: PhysicalDevice,
        info: &DeviceCreateInfo<'_>,
        allocator: Option<&AllocationCallbacks>,
        #[out] device: Device,
    ) -> Status;
    unsafe fn get_device_proc_addr(&self, device: Device, name: &CStr) -> Option<CodePointer>;

    #[optional(group = "chains")]
    #[since("1.1")]
    unsafe fn get_physical_device_properties2(
        &self,
        device: PhysicalDevice,
        properties: &mut Properties2<'_>,
    );
    #[optional(group = "chains")]
    #[since("1.1")]
    unsafe fn get_physical_device_features2(
        &self,
        device: PhysicalDevice,
        features: &mut Features2<'_>,
    );

    #[optional(group = "debug_utils")]
    #[check]
    unsafe fn create_debug_utils_messenger_EXT(
        &self,
        #[bound] instance: Instance,
        info: &DebugCreateInfo,
        allocator: Option<&AllocationCallbacks>,
        #[out] messenger: Number,
    ) -> Status;
    #[optional(group = "debug_utils")]
    unsafe fn destroy_debug_utils_messenger_EXT(
        &self,
        #[bound] instance: Instance,
        messenger: Number,
        allocator: Option<&AllocationCallbacks>,
    );
}

/// The functions of a device, without the loader between.
#[foreign_library(process, prefix = "vk", rename_all = "PascalCase", abi = "system")]
pub(crate) unsafe trait DeviceFunctions {
    #[check]
    fn device_wait_idle(&self, #[bound] device: Device) -> Status;
    #[check]
    unsafe fn allocate_memory(
        &self,
        #[bound] device: Device,
        info: &MemoryAllocateInfo,
        allocator: Option<&AllocationCallbacks>,
        #[out] memory: Number,
    ) -> Status;
    unsafe fn free_memory(
        &self,
        #[bound] device: Device,
        memory: Number,
        allocator: Option<&AllocationCallbacks>,
    );
    unsafe fn destroy_device(
        &self,
        #[bound] device: Device,
        allocator: Option<&AllocationCallbacks>,
    );
}
