//! Structures that Vulkan extends by others, and those that extend them.
//!
//! The abilities of a driver come in chains of structures, one of which then says what a device is to have. The
//! specification lists in each structure's `structextends` what it extends.

use ffi_runtime::ForeignType;
use ffi_runtime::chain::{Next, Tag};

use crate::native::{DeviceCreateInfo, Properties, StructureType};

/// The first version that has all of them (`VK_API_VERSION_1_2`).
pub(crate) const VERSION_1_2: u32 = 1 << 22 | 2 << 12;

/// `VkPhysicalDeviceProperties2`
#[derive(ForeignType)]
#[foreign(default, chain(tag = StructureType::Properties2))]
#[repr(C)]
pub(crate) struct Properties2<'a> {
    kind: Tag<Self>,
    next: Next<'a, Self>,
    properties: Properties,
}

/// `VkPhysicalDeviceDriverProperties`
#[derive(ForeignType)]
#[foreign(
    default,
    // SAFETY: the fields and the tag are those of `vulkan_core.h`, and the specification lists the root.
    chain(tag = StructureType::DriverProperties, unsafe(extends = [Properties2]))
)]
#[repr(C)]
pub(crate) struct DriverProperties<'a> {
    kind: Tag<Self>,
    next: Next<'a, Self>,
    id: u32,
    pub(crate) name: [u8; 256],
    pub(crate) info: [u8; 256],
    pub(crate) conformance: [u8; 4],
}

const _: () = assert!(size_of::<DriverProperties<'_>>() == 536 || size_of::<*const u8>() != 8);

/// `VkPhysicalDeviceFeatures2`
#[derive(ForeignType)]
#[foreign(
    default,
    // SAFETY: the fields and the tag are those of `vulkan_core.h`, and the specification lists the root.
    chain(tag = StructureType::Features2, unsafe(extends = [DeviceCreateInfo]))
)]
#[repr(C)]
pub(crate) struct Features2<'a> {
    kind: Tag<Self>,
    next: Next<'a, Self>,
    features: [u32; 55],
}

/// `VkPhysicalDeviceVulkan12Features`
#[derive(ForeignType)]
#[foreign(
    default,
    chain(
        tag = StructureType::Vulkan12Features,
        // SAFETY: the fields and the tag are those of `vulkan_core.h`, and the specification lists both roots.
        unsafe(extends = [Features2, DeviceCreateInfo])
    )
)]
#[repr(C)]
pub(crate) struct Vulkan12Features<'a> {
    kind: Tag<Self>,
    next: Next<'a, Self>,
    before: [u32; 36],
    host_query_reset: u32,
    timeline_semaphore: u32,
    buffer_device_address: u32,
    after: [u32; 8],
}

const _: () = assert!(size_of::<Vulkan12Features<'_>>() == 208 || size_of::<*const u8>() != 8);

impl Vulkan12Features<'_> {
    /// The names of some features that a device has.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        let some = [
            ("host query reset", self.host_query_reset),
            ("timeline semaphores", self.timeline_semaphore),
            ("buffer device addresses", self.buffer_device_address),
        ];
        let set = some.into_iter().filter(|(_, value)| *value != 0);
        set.map(|(name, _)| name).collect()
    }
}
