//! The structures that say what to make, and what the adapter is.
//!
//! A lifetime stands for what a descriptor points to, so that it cannot be gone before the call.
//! Enumerations and sets of bits are integers: C may have more values than this program knows.

use std::ffi::c_void;
use std::marker::PhantomData;

use ffi_runtime::ForeignType;
use ffi_runtime::chain::{self, Next};

use crate::types::{
    BindGroupLayout, Buffer, CallbackInfo, ChainedStruct, DeviceLostCallback, ShaderModule,
    StringView, UncapturedErrorCallbackInfo,
};

/// The sizes that `sizeof` gives in C.
const _: () = {
    assert!(size_of::<AdapterInfo>() == 96);
    assert!(size_of::<DeviceDescriptor<'_>>() == 144);
    assert!(size_of::<BufferDescriptor<'_>>() == 48);
    assert!(size_of::<ShaderSourceWgsl<'_>>() == 32);
    assert!(size_of::<ShaderModuleDescriptor<'_>>() == 24);
    assert!(size_of::<ComputePipelineDescriptor<'_>>() == 80);
    assert!(size_of::<BindGroupDescriptor<'_>>() == 48);
    assert!(size_of::<BindGroupEntry<'_>>() == 56);
};

/// The uses of a buffer: bits of [`BufferDescriptor::usage`].
pub(crate) mod usage {
    pub(crate) const MAP_READ: u64 = 1;
    pub(crate) const MAP_WRITE: u64 = 2;
    pub(crate) const COPY_SOURCE: u64 = 4;
    pub(crate) const COPY_DESTINATION: u64 = 8;
    pub(crate) const STORAGE: u64 = 128;
}

/// An adapter's description of itself. The library frees the strings with their owner, whom the methods borrow.
#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct AdapterInfo {
    next: *const ChainedStruct,
    vendor: StringView<'static>,
    architecture: StringView<'static>,
    device: StringView<'static>,
    description: StringView<'static>,
    backend: u32,
    kind: u32,
    vendor_id: u32,
    device_id: u32,
    subgroup_min_size: u32,
    subgroup_max_size: u32,
}

impl AdapterInfo {
    pub(crate) fn device(&self) -> StringView<'_> {
        self.device
    }

    pub(crate) fn description(&self) -> StringView<'_> {
        self.description
    }
}

/// A device, unless said otherwise with the default features and limits.
#[derive(ForeignType)]
#[foreign(default)]
#[repr(C)]
pub(crate) struct DeviceDescriptor<'a> {
    pub(crate) next: *const ChainedStruct,
    pub(crate) label: StringView<'a>,
    pub(crate) feature_count: usize,
    pub(crate) features: *const u32,
    pub(crate) limits: *const c_void,
    pub(crate) queue: QueueDescriptor<'a>,
    pub(crate) lost: CallbackInfo<DeviceLostCallback>,
    pub(crate) error: UncapturedErrorCallbackInfo,
}

#[derive(ForeignType)]
#[foreign(default)]
#[repr(C)]
pub(crate) struct QueueDescriptor<'a> {
    pub(crate) next: *const ChainedStruct,
    pub(crate) label: StringView<'a>,
}

#[derive(ForeignType)]
#[foreign(default)]
#[repr(C)]
pub(crate) struct BufferDescriptor<'a> {
    pub(crate) next: *const ChainedStruct,
    pub(crate) label: StringView<'a>,
    pub(crate) usage: u64,
    pub(crate) size: u64,
    pub(crate) mapped_at_creation: u32,
}

const SHADER_SOURCE_WGSL: u32 = 2;

/// Extends a [`ShaderModuleDescriptor`] by a source in WGSL.
#[derive(ForeignType)]
#[foreign(
    default,
    // SAFETY: `WGPUShaderSourceWGSL` of `webgpu.h`, which says so; every string view is one of UTF-8.
    chain(tag = SHADER_SOURCE_WGSL, unsafe(extends = [ShaderModuleDescriptor]))
)]
#[repr(C)]
pub(crate) struct ShaderSourceWgsl<'a> {
    pub(crate) chain: chain::ChainedStruct<'a, Self>,
    pub(crate) code: StringView<'a>,
}

#[derive(ForeignType)]
#[foreign(default, chain)]
#[repr(C)]
pub(crate) struct ShaderModuleDescriptor<'a> {
    pub(crate) next: Next<'a, Self>,
    pub(crate) label: StringView<'a>,
}

/// A pipeline, unless said otherwise with the layout that its shader has.
#[derive(ForeignType)]
#[foreign(default)]
#[repr(C)]
pub(crate) struct ComputePipelineDescriptor<'a> {
    pub(crate) next: *const ChainedStruct,
    pub(crate) label: StringView<'a>,
    pub(crate) layout: *const c_void,
    pub(crate) compute: ComputeState<'a>,
}

/// A shader, unless said otherwise at the only entry point of its module.
#[derive(ForeignType)]
#[foreign(default)]
#[repr(C)]
pub(crate) struct ComputeState<'a> {
    pub(crate) next: *const ChainedStruct,
    pub(crate) module: Option<&'a ShaderModule>,
    pub(crate) entry_point: StringView<'a>,
    pub(crate) constant_count: usize,
    pub(crate) constants: *const c_void,
}

#[derive(ForeignType)]
#[foreign(default)]
#[repr(C)]
pub(crate) struct BindGroupDescriptor<'a> {
    next: *const ChainedStruct,
    label: StringView<'a>,
    layout: Option<&'a BindGroupLayout>,
    entry_count: usize,
    entries: *const BindGroupEntry<'a>,
    array: PhantomData<&'a [BindGroupEntry<'a>]>,
}

impl<'a> BindGroupDescriptor<'a> {
    pub(crate) fn new(layout: &'a BindGroupLayout, entries: &'a [BindGroupEntry<'a>]) -> Self {
        Self {
            layout: Some(layout),
            entry_count: entries.len(),
            entries: entries.as_ptr(),
            ..Self::default()
        }
    }
}

const WHOLE_SIZE: u64 = u64::MAX;

/// The resource that a shader finds under a number: one of a buffer, a sampler or a texture.
#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct BindGroupEntry<'a> {
    pub(crate) next: *const ChainedStruct,
    pub(crate) binding: u32,
    pub(crate) buffer: Option<&'a Buffer>,
    pub(crate) offset: u64,
    #[foreign(default = WHOLE_SIZE)]
    pub(crate) size: u64,
    pub(crate) sampler: *const c_void,
    pub(crate) texture_view: *const c_void,
}
