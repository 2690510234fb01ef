//! The structures that say what to make, and what the adapter is.
//!
//! A lifetime stands for what a descriptor points to, so that it cannot be gone before the call.
//! Enumerations and sets of bits are integers: C may have more values than this program knows.

use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr;

use ffi_runtime::ForeignType;

use crate::callbacks::DeviceLostCallback;
use crate::types::{
    BindGroupLayout, Buffer, CallbackInfo, ChainedStruct, ShaderModule, StringView, UNCHAINED,
    UncapturedErrorCallbackInfo,
};

/// What `sizeof` says in C.
const _: () = {
    assert!(size_of::<AdapterInfo<'_>>() == 96);
    assert!(size_of::<DeviceDescriptor<'_>>() == 144);
    assert!(size_of::<BufferDescriptor<'_>>() == 48);
    assert!(size_of::<ShaderSourceWgsl<'_>>() == 32);
    assert!(size_of::<ShaderModuleDescriptor<'_>>() == 24);
    assert!(size_of::<ComputePipelineDescriptor<'_>>() == 80);
    assert!(size_of::<BindGroupDescriptor<'_>>() == 48);
    assert!(size_of::<BindGroupEntry>() == 56);
};

/// What a buffer may be used for: bits of [`BufferDescriptor::usage`].
pub(crate) mod usage {
    pub(crate) const MAP_READ: u64 = 1;
    pub(crate) const MAP_WRITE: u64 = 2;
    pub(crate) const COPY_SOURCE: u64 = 4;
    pub(crate) const COPY_DESTINATION: u64 = 8;
    pub(crate) const STORAGE: u64 = 128;
}

/// What an adapter says about itself; the strings belong to the library.
#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct AdapterInfo<'a> {
    pub(crate) next: *const ChainedStruct,
    pub(crate) vendor: StringView<'a>,
    pub(crate) architecture: StringView<'a>,
    pub(crate) device: StringView<'a>,
    pub(crate) description: StringView<'a>,
    pub(crate) backend: u32,
    pub(crate) kind: u32,
    pub(crate) vendor_id: u32,
    pub(crate) device_id: u32,
    pub(crate) subgroup_min_size: u32,
    pub(crate) subgroup_max_size: u32,
}

impl AdapterInfo<'_> {
    /// To be filled in.
    pub(crate) const EMPTY: Self = Self {
        next: UNCHAINED,
        vendor: StringView::NULL,
        architecture: StringView::NULL,
        device: StringView::NULL,
        description: StringView::NULL,
        backend: 0,
        kind: 0,
        vendor_id: 0,
        device_id: 0,
        subgroup_min_size: 0,
        subgroup_max_size: 0,
    };
}

/// A device with the default features and limits.
#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct DeviceDescriptor<'a> {
    next: *const ChainedStruct,
    label: StringView<'a>,
    feature_count: usize,
    features: *const u32,
    limits: *const c_void,
    queue: QueueDescriptor<'a>,
    lost: CallbackInfo<DeviceLostCallback>,
    error: UncapturedErrorCallbackInfo,
}

#[derive(ForeignType)]
#[repr(C)]
struct QueueDescriptor<'a> {
    next: *const ChainedStruct,
    label: StringView<'a>,
}

impl DeviceDescriptor<'_> {
    pub(crate) fn new(
        lost: CallbackInfo<DeviceLostCallback>,
        error: UncapturedErrorCallbackInfo,
    ) -> Self {
        Self {
            next: UNCHAINED,
            label: StringView::NULL,
            feature_count: 0,
            features: ptr::null(),
            limits: ptr::null(),
            queue: QueueDescriptor {
                next: UNCHAINED,
                label: StringView::NULL,
            },
            lost,
            error,
        }
    }
}

#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct BufferDescriptor<'a> {
    next: *const ChainedStruct,
    label: StringView<'a>,
    usage: u64,
    size: u64,
    mapped_at_creation: u32,
}

impl<'a> BufferDescriptor<'a> {
    pub(crate) fn new(label: &'a str, size: u64, usage: u64) -> Self {
        Self {
            next: UNCHAINED,
            label: label.into(),
            usage,
            size,
            mapped_at_creation: 0,
        }
    }
}

/// Extends a [`ShaderModuleDescriptor`] by a source in WGSL.
#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct ShaderSourceWgsl<'a> {
    chain: ChainedStruct,
    code: StringView<'a>,
}

impl<'a> ShaderSourceWgsl<'a> {
    pub(crate) fn new(code: &'a str) -> Self {
        const SHADER_SOURCE_WGSL: u32 = 2;
        Self {
            chain: ChainedStruct {
                next: UNCHAINED,
                kind: SHADER_SOURCE_WGSL,
            },
            code: code.into(),
        }
    }
}

#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct ShaderModuleDescriptor<'a> {
    next: *const ChainedStruct,
    label: StringView<'a>,
    source: PhantomData<&'a ShaderSourceWgsl<'a>>,
}

impl<'a> ShaderModuleDescriptor<'a> {
    pub(crate) fn new(label: &'a str, source: &'a ShaderSourceWgsl<'a>) -> Self {
        Self {
            // From the whole structure, for the library reads past its start.
            next: (&raw const *source).cast(),
            label: label.into(),
            source: PhantomData,
        }
    }
}

/// A pipeline whose layout is what its shader has.
#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct ComputePipelineDescriptor<'a> {
    next: *const ChainedStruct,
    label: StringView<'a>,
    layout: *const c_void,
    compute: ComputeState<'a>,
}

#[derive(ForeignType)]
#[repr(C)]
struct ComputeState<'a> {
    next: *const ChainedStruct,
    module: ShaderModule,
    entry_point: StringView<'a>,
    constant_count: usize,
    constants: *const c_void,
}

impl ComputePipelineDescriptor<'_> {
    /// Of the only entry point of the module.
    pub(crate) fn new(module: ShaderModule) -> Self {
        Self {
            next: UNCHAINED,
            label: StringView::NULL,
            layout: ptr::null(),
            compute: ComputeState {
                next: UNCHAINED,
                module,
                entry_point: StringView::NULL,
                constant_count: 0,
                constants: ptr::null(),
            },
        }
    }
}

#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct BindGroupDescriptor<'a> {
    next: *const ChainedStruct,
    label: StringView<'a>,
    layout: BindGroupLayout,
    entry_count: usize,
    entries: *const BindGroupEntry,
    array: PhantomData<&'a [BindGroupEntry]>,
}

impl<'a> BindGroupDescriptor<'a> {
    pub(crate) fn new(layout: BindGroupLayout, entries: &'a [BindGroupEntry]) -> Self {
        Self {
            next: UNCHAINED,
            label: StringView::NULL,
            layout,
            entry_count: entries.len(),
            entries: entries.as_ptr(),
            array: PhantomData,
        }
    }
}

/// What a shader finds under a number: one of a buffer, a sampler or a texture.
#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct BindGroupEntry {
    next: *const ChainedStruct,
    binding: u32,
    buffer: Option<Buffer>,
    offset: u64,
    size: u64,
    sampler: *const c_void,
    texture_view: *const c_void,
}

impl BindGroupEntry {
    /// A whole buffer.
    pub(crate) fn buffer(binding: u32, buffer: Buffer) -> Self {
        const WHOLE_SIZE: u64 = u64::MAX;
        Self {
            next: UNCHAINED,
            binding,
            buffer: Some(buffer),
            offset: 0,
            size: WHOLE_SIZE,
            sampler: ptr::null(),
            texture_view: ptr::null(),
        }
    }
}
