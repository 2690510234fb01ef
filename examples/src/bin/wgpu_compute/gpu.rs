//! A device with its queue, in the terms of this program: buffers of numbers and compute shaders.
//!
//! Requests are awaited. The library answers them while its events are processed, which whoever runs the future sees
//! to.

use std::slice;
use std::sync::mpsc::Receiver;

use ffi_runtime::Owned;
use ffi_runtime::callback::Abandoned;
use ffi_runtime::chain::Chained;

use crate::descriptors::{
    BindGroupDescriptor, BindGroupEntry, BufferDescriptor, ComputePipelineDescriptor,
    DeviceDescriptor, ShaderModuleDescriptor, ShaderSourceWgsl, usage,
};
use crate::native::WgpuNative;
use crate::types::{
    Adapter, Buffer, ComputePipeline, Device, DeviceLostCallback, ErrorFilter, ErrorType, Instance,
    Queue, Status, StringView, UncapturedErrorCallback,
};

/// An error of the library, in its own words.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GpuError {
    #[error("no adapter: {0}")]
    NoAdapter(String),
    #[error("no device: {0}")]
    NoDevice(String),
    #[error("{0}")]
    Invalid(String),
    #[error("a buffer cannot be mapped: {0}")]
    NotMapped(String),
    #[error(transparent)]
    Abandoned(#[from] Abandoned),
}

/// A device and its queue.
pub(crate) struct Gpu {
    library: WgpuNative,
    adapter: Owned<Adapter>,
    device: Owned<Device>,
    queue: Owned<Queue>,
    /// Messages of errors that happened in no error scope.
    pub(crate) errors: Receiver<String>,
}

impl Gpu {
    /// Opens the device of the adapter that the library prefers.
    pub(crate) async fn open(library: &WgpuNative, instance: &Instance) -> Result<Self, GpuError> {
        let owner = library.clone();
        let (_, adapter) = library.instance_request_adapter(instance, |_, adapter, message| {
            // SAFETY: the callback gets a reference of its own.
            let adapter = adapter.map(|adapter| unsafe { Owned::from_raw(adapter, owner) });
            adapter.ok_or_else(|| GpuError::NoAdapter(message.to_string()))
        });
        let adapter = adapter.await??;

        let (device, errors) = Self::request_device(library, &adapter).await?;
        Ok(Self {
            queue: library.device_get_queue(&device),
            library: library.clone(),
            adapter,
            device,
            errors,
        })
    }

    async fn request_device(
        library: &WgpuNative,
        adapter: &Adapter,
    ) -> Result<(Owned<Device>, Receiver<String>), GpuError> {
        // Whatever is made from the device keeps it alive, so the closures stay for good. This
        // version of the library calls the first one when the driver loses the device, but not when
        // it is destroyed or released.
        let lost = DeviceLostCallback::new(|_, _, message| eprintln!("device lost: {message}"));
        let (error, errors) =
            UncapturedErrorCallback::channel_with(|_, _, message| message.to_string());
        let descriptor = DeviceDescriptor {
            lost: lost.into_static().into(),
            error: error.into_static().into(),
            ..Default::default()
        };

        let owner = library.clone();
        let answer = |_, device: Option<_>, message: StringView<'_>| {
            // SAFETY: the callback gets a reference of its own.
            let device = device.map(|device| unsafe { Owned::from_raw(device, owner) });
            device.ok_or_else(|| GpuError::NoDevice(message.to_string()))
        };
        // SAFETY: the closures of the descriptor are static.
        let (_, device) = unsafe { library.adapter_request_device(adapter, &descriptor, answer) };
        Ok((device.await??, errors))
    }

    /// Name and driver of the adapter.
    pub(crate) fn adapter(&self) -> String {
        match self.library.adapter_get_info(&self.adapter) {
            Ok(info) => format!("{}, {}", info.device(), info.description()),
            Err(_) => "unknown".into(),
        }
    }

    /// A buffer of `size` bytes. What is wrong with it is said to the error scope, or to
    /// [`Self::errors`].
    pub(crate) fn buffer(
        &self,
        label: &str,
        size: usize,
        usage: u64,
    ) -> Result<Owned<Buffer>, GpuError> {
        let descriptor = BufferDescriptor {
            label: label.into(),
            usage,
            size: size as u64,
            ..Default::default()
        };
        let buffer = self.library.device_create_buffer(&self.device, &descriptor);
        buffer.ok_or_else(|| GpuError::Invalid(format!("no buffer {label:?}")))
    }

    /// A pipeline of the only entry point of a shader in WGSL.
    pub(crate) async fn pipeline(
        &self,
        label: &str,
        wgsl: &str,
    ) -> Result<Owned<ComputePipeline>, GpuError> {
        let (library, device) = (&self.library, &self.device);
        self.in_error_scope(|| {
            let mut source = ShaderSourceWgsl {
                code: wgsl.into(),
                ..Default::default()
            };
            let descriptor = ShaderModuleDescriptor {
                label: label.into(),
                ..Default::default()
            };
            let descriptor = descriptor.push(&mut source);
            let module = library.device_create_shader_module(device, &descriptor);
            let mut descriptor = ComputePipelineDescriptor::default();
            descriptor.compute.module = Some(&module);
            library.device_create_compute_pipeline(device, &descriptor)
        })
        .await
    }

    /// Runs a shader on numbers: one invocation for each, and all are at binding 0 of group 0.
    pub(crate) async fn run(
        &self,
        pipeline: &ComputePipeline,
        workgroup_size: usize,
        numbers: &[u32],
    ) -> Result<Vec<u32>, GpuError> {
        let size = size_of_val(numbers);
        let groups = numbers.len().div_ceil(workgroup_size);
        let groups = u32::try_from(groups).expect("a buffer has fewer numbers");
        let output = self.in_error_scope(|| {
            let uses = usage::STORAGE | usage::COPY_SOURCE | usage::COPY_DESTINATION;
            let storage = self.buffer("storage", size, uses)?;
            let output = self.buffer("output", size, usage::MAP_READ | usage::COPY_DESTINATION)?;
            self.library
                .queue_write_buffer(&self.queue, &storage, 0, numbers);
            self.submit(pipeline, groups, &storage, &output, size as u64);
            Ok::<_, GpuError>(output)
        });
        let output = output.await??;
        self.read(&output, numbers.len()).await
    }

    /// Queues a run of a shader, and a copy of what it made.
    fn submit(
        &self,
        pipeline: &ComputePipeline,
        groups: u32,
        storage: &Buffer,
        output: &Buffer,
        size: u64,
    ) {
        let (library, device) = (&self.library, &self.device);
        let layout = library.compute_pipeline_get_bind_group_layout(pipeline, 0);
        let entries = [BindGroupEntry {
            binding: 0,
            buffer: Some(storage),
            ..Default::default()
        }];
        let descriptor = BindGroupDescriptor::new(&layout, &entries);
        let group = library.device_create_bind_group(device, &descriptor);

        let encoder = library.device_create_command_encoder(device);
        let pass = library.command_encoder_begin_compute_pass(&encoder);
        library.compute_pass_encoder_set_pipeline(&pass, pipeline);
        library.compute_pass_encoder_set_bind_group(&pass, 0, Some(&group), &[]);
        library.compute_pass_encoder_dispatch_workgroups(&pass, groups, 1, 1);
        library.compute_pass_encoder_end(&pass);
        library.command_encoder_copy_buffer_to_buffer(&encoder, storage, 0, output, 0, size);
        let commands = library.command_encoder_finish(&encoder);
        library.queue_submit(&self.queue, &[&commands]);
    }

    /// Copies the numbers out of a buffer.
    async fn read(&self, buffer: &Buffer, count: usize) -> Result<Vec<u32>, GpuError> {
        const MAP_MODE_READ: u64 = 1;
        let library = &self.library;
        let size = count * size_of::<u32>();
        let (_, mapped) =
            library.buffer_map_async(buffer, MAP_MODE_READ, 0, size, |status, message| {
                let mapped = (status == Status::Success).then_some(());
                mapped.ok_or_else(|| GpuError::NotMapped(message.to_string()))
            });
        mapped.await??;

        let range = library.buffer_get_const_mapped_range(buffer, 0, size);
        let range = range.ok_or_else(|| GpuError::NotMapped("no such range".into()))?;
        // SAFETY: the range has `size` bytes, aligned to 8, and nothing writes to it while mapped.
        let numbers = unsafe { slice::from_raw_parts(range.cast().as_ptr(), count) }.to_vec();
        library.buffer_unmap(buffer);
        Ok(numbers)
    }

    /// Does something; the first error that the library finds in it becomes the result.
    async fn in_error_scope<T>(&self, body: impl FnOnce() -> T) -> Result<T, GpuError> {
        let (library, device) = (&self.library, &self.device);
        library.device_push_error_scope(device, ErrorFilter::Validation);
        let done = body();
        let (_, found) = library.device_pop_error_scope(device, |_, kind, message| {
            let is_fine = (kind == ErrorType::NoError).then_some(());
            is_fine.ok_or_else(|| GpuError::Invalid(message.to_string()))
        });
        found.await??;
        Ok(done)
    }
}
