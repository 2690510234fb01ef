//! A device with its queue, in the terms of this program: buffers of numbers and compute shaders.
//!
//! Requests are answered through callbacks, which this version of the library calls before the
//! request returns, or in [`Gpu::wait`]. Memory safety does not rely on that: the closure of a
//! request lives until it is called, and an answer that comes later is [`GpuError::Late`].

use std::ffi::c_void;
use std::ptr::{self, NonNull};
use std::slice;
use std::sync::mpsc::{self, Receiver, TryRecvError};

use crate::callbacks::{
    BufferMapCallback, DeviceLostCallback, PopErrorScopeCallback, RequestAdapterCallback,
    RequestDeviceCallback, UncapturedErrorCallback,
};
use crate::descriptors::{
    AdapterInfo, BindGroupDescriptor, BindGroupEntry, BufferDescriptor, ComputePipelineDescriptor,
    DeviceDescriptor, ShaderModuleDescriptor, ShaderSourceWgsl, usage,
};
use crate::native::WgpuNative;
use crate::owned::{Object, Owned};
use crate::types::{
    AdapterObject, BufferObject, CallbackInfo, ComputePipelineObject, DeviceObject, ErrorFilter,
    ErrorType, QueueObject, Status, UncapturedErrorCallbackInfo,
};

/// What the library refused, in its own words.
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
    #[error("a request was not answered in time")]
    Late(#[from] TryRecvError),
}

/// No descriptor, which stands for the defaults.
const DEFAULT: *const c_void = ptr::null();

/// A device and its queue.
pub(crate) struct Gpu {
    library: WgpuNative,
    adapter: Owned<AdapterObject>,
    device: Owned<DeviceObject>,
    queue: Owned<QueueObject>,
    /// Messages of errors that happened in no error scope.
    pub(crate) errors: Receiver<String>,
}

impl Gpu {
    /// Opens the device of the adapter that the library prefers.
    pub(crate) fn open(library: &WgpuNative) -> Result<Self, GpuError> {
        // SAFETY: null stands for the defaults.
        let instance = unsafe { library.create_instance(DEFAULT) };
        let instance = instance.ok_or_else(|| GpuError::NoAdapter("no instance".into()))?;
        // SAFETY: the instance is new.
        let instance = unsafe { Owned::new(library, instance) };

        let (sender, receiver) = mpsc::channel();
        let owner = library.clone();
        let callback = RequestAdapterCallback::once(move |_, adapter, message| {
            // SAFETY: the callback gets a reference of its own.
            let adapter = adapter.map(|adapter| unsafe { Owned::new(&owner, adapter) });
            let answer = adapter.ok_or_else(|| GpuError::NoAdapter(message.to_string()));
            let _ = sender.send(answer);
        });
        let callback = CallbackInfo::new(callback);
        // SAFETY: the instance is alive, null is the default, and the closure frees itself.
        unsafe { library.instance_request_adapter(*instance, DEFAULT, callback) };
        let adapter = receiver.try_recv()??;

        let (device, errors) = Self::request_device(library, &adapter)?;
        // SAFETY: the device is alive.
        let queue = unsafe { library.device_get_queue(*device) };
        Ok(Self {
            // SAFETY: the queue comes with a reference.
            queue: unsafe { Owned::new(library, queue) },
            library: library.clone(),
            adapter,
            device,
            errors,
        })
    }

    fn request_device(
        library: &WgpuNative,
        adapter: &Owned<AdapterObject>,
    ) -> Result<(Owned<DeviceObject>, Receiver<String>), GpuError> {
        // Whatever is made from the device keeps it alive, so the closures stay for good. This
        // version of the library calls the first one when the driver loses the device, but not when
        // it is destroyed or released.
        let lost = DeviceLostCallback::new(|_, _, message| eprintln!("device lost: {message}"));
        let (error, errors) =
            UncapturedErrorCallback::channel_with(|_, _, message| message.to_string());
        let descriptor = DeviceDescriptor {
            lost: CallbackInfo::new(lost.into_static()),
            error: UncapturedErrorCallbackInfo::new(error.into_static()),
            ..Default::default()
        };

        let (sender, receiver) = mpsc::channel();
        let owner = library.clone();
        let callback = RequestDeviceCallback::once(move |_, device, message| {
            // SAFETY: the callback gets a reference of its own.
            let device = device.map(|device| unsafe { Owned::new(&owner, device) });
            let answer = device.ok_or_else(|| GpuError::NoDevice(message.to_string()));
            let _ = sender.send(answer);
        });
        let callback = CallbackInfo::new(callback);
        // SAFETY: the adapter is alive, the closure frees itself, and the descriptor's are static.
        unsafe { library.adapter_request_device(**adapter, &descriptor, callback) };
        Ok((receiver.try_recv()??, errors))
    }

    /// Name and driver of the adapter.
    pub(crate) fn adapter(&self) -> String {
        let mut info = AdapterInfo::default();
        // SAFETY: the adapter is alive.
        let status = unsafe { self.library.adapter_get_info(*self.adapter, &mut info) };
        if status != Status::Success {
            return "unknown".into();
        }
        let text = format!("{}, {}", info.device, info.description);
        // SAFETY: `adapter_get_info` filled it in, and its strings are not used from now on.
        unsafe { self.library.adapter_info_free_members(info) };
        text
    }

    /// A buffer of `size` bytes. What is wrong with it is said to the error scope, or to
    /// [`Self::errors`].
    pub(crate) fn buffer(
        &self,
        label: &str,
        size: usize,
        usage: u64,
    ) -> Result<Owned<BufferObject>, GpuError> {
        let descriptor = BufferDescriptor {
            label: label.into(),
            usage,
            size: size as u64,
            ..Default::default()
        };
        // SAFETY: the device is alive.
        let buffer = unsafe { self.library.device_create_buffer(*self.device, &descriptor) };
        let buffer = buffer.ok_or_else(|| GpuError::Invalid(format!("no buffer {label:?}")))?;
        // SAFETY: the buffer is new.
        Ok(unsafe { self.own(buffer) })
    }

    /// A pipeline of the only entry point of a shader in WGSL.
    pub(crate) fn pipeline(
        &self,
        label: &str,
        wgsl: &str,
    ) -> Result<Owned<ComputePipelineObject>, GpuError> {
        let (library, device) = (&self.library, *self.device);
        self.in_error_scope(|| {
            let source = ShaderSourceWgsl {
                code: wgsl.into(),
                ..Default::default()
            };
            let descriptor = ShaderModuleDescriptor::new(label, &source);
            // SAFETY: the device is alive, and the descriptor borrows the source.
            let module = unsafe { library.device_create_shader_module(device, &descriptor) };
            // SAFETY: the module is new.
            let module = unsafe { self.own(module) };
            let mut descriptor = ComputePipelineDescriptor::default();
            descriptor.compute.module = Some(*module);
            // SAFETY: device and module are alive.
            let pipeline = unsafe { library.device_create_compute_pipeline(device, &descriptor) };
            // SAFETY: the pipeline is new.
            unsafe { self.own(pipeline) }
        })
    }

    /// Runs a shader on numbers: one invocation for each, and all are at binding 0 of group 0.
    pub(crate) fn run(
        &self,
        pipeline: &Owned<ComputePipelineObject>,
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
            let (queue, data) = (*self.queue, numbers.as_ptr().cast());
            // SAFETY: queue and buffer are alive, and there are `size` bytes at `data`.
            unsafe {
                self.library
                    .queue_write_buffer(queue, *storage, 0, data, size)
            };
            self.submit(pipeline, groups, &storage, &output, size as u64);
            Ok::<_, GpuError>(output)
        })??;
        self.read(&output, numbers.len())
    }

    /// Queues a run of a shader, and a copy of what it made.
    fn submit(
        &self,
        pipeline: &Owned<ComputePipelineObject>,
        groups: u32,
        storage: &Owned<BufferObject>,
        output: &Owned<BufferObject>,
        size: u64,
    ) {
        let (library, device) = (&self.library, *self.device);
        // SAFETY: the pipeline is alive.
        let layout = unsafe { library.compute_pipeline_get_bind_group_layout(**pipeline, 0) };
        // SAFETY: the layout comes with a reference.
        let layout = unsafe { self.own(layout) };
        let entries = [BindGroupEntry {
            binding: 0,
            buffer: Some(**storage),
            ..Default::default()
        }];
        let descriptor = BindGroupDescriptor::new(*layout, &entries);
        // SAFETY: device, layout and buffer are alive.
        let group = unsafe { library.device_create_bind_group(device, &descriptor) };
        // SAFETY: the group is new.
        let group = unsafe { self.own(group) };

        // SAFETY: the device is alive, and null stands for the defaults.
        let encoder = unsafe { library.device_create_command_encoder(device, DEFAULT) };
        // SAFETY: the encoder is new.
        let encoder = unsafe { self.own(encoder) };
        // SAFETY: the encoder is alive, and null stands for the defaults.
        let pass = unsafe { library.command_encoder_begin_compute_pass(*encoder, DEFAULT) };
        // SAFETY: the pass is new.
        let pass = unsafe { self.own(pass) };
        // SAFETY: pass and pipeline are alive.
        unsafe { library.compute_pass_encoder_set_pipeline(*pass, **pipeline) };
        // SAFETY: pass and group are alive, and null stands for no offsets.
        unsafe {
            library.compute_pass_encoder_set_bind_group(*pass, 0, Some(*group), 0, ptr::null())
        };
        // SAFETY: the pass is alive.
        unsafe { library.compute_pass_encoder_dispatch_workgroups(*pass, groups, 1, 1) };
        // SAFETY: the pass is alive.
        unsafe { library.compute_pass_encoder_end(*pass) };
        let (from, to) = (**storage, **output);
        // SAFETY: encoder and buffers are alive.
        unsafe { library.command_encoder_copy_buffer_to_buffer(*encoder, from, 0, to, 0, size) };
        // SAFETY: the encoder is alive, and null stands for the defaults.
        let commands = unsafe { library.command_encoder_finish(*encoder, DEFAULT) };
        // SAFETY: the commands are new.
        let commands = unsafe { self.own(commands) };
        // SAFETY: the queue is alive, and there is one handle at the address, of commands that are.
        unsafe { library.queue_submit(*self.queue, 1, &raw const *commands) };
    }

    /// Copies the numbers out of a buffer.
    fn read(&self, buffer: &Owned<BufferObject>, count: usize) -> Result<Vec<u32>, GpuError> {
        const MAP_MODE_READ: u64 = 1;
        let (library, buffer) = (&self.library, **buffer);
        let size = count * size_of::<u32>();
        let (sender, receiver) = mpsc::channel();
        let callback = BufferMapCallback::once(move |status, message| {
            let mapped = (status == Status::Success).then_some(());
            let _ = sender.send(mapped.ok_or_else(|| GpuError::NotMapped(message.to_string())));
        });
        let callback = CallbackInfo::new(callback);
        // SAFETY: the buffer is alive, and the closure frees itself.
        unsafe { library.buffer_map_async(buffer, MAP_MODE_READ, 0, size, callback) };
        self.wait();
        receiver.try_recv()??;

        // SAFETY: the buffer is alive.
        let range = unsafe { library.buffer_get_const_mapped_range(buffer, 0, size) };
        let range = range.ok_or_else(|| GpuError::NotMapped("no such range".into()))?;
        // SAFETY: the range has `size` bytes, aligned to 8, and nothing writes to it while mapped.
        let numbers = unsafe { slice::from_raw_parts(range.cast().as_ptr(), count) }.to_vec();
        // SAFETY: the buffer is alive, and the range was copied.
        unsafe { library.buffer_unmap(buffer) };
        Ok(numbers)
    }

    /// Waits until all is done that was submitted, and for the callbacks that this makes due.
    fn wait(&self) {
        const WAIT: u32 = 1;
        // SAFETY: the device is alive, and null stands for all submissions.
        unsafe { self.library.device_poll(*self.device, WAIT, ptr::null()) };
    }

    /// Does something; the first error that the library finds in it becomes the result.
    fn in_error_scope<T>(&self, body: impl FnOnce() -> T) -> Result<T, GpuError> {
        let (library, device) = (&self.library, *self.device);
        // SAFETY: the device is alive.
        unsafe { library.device_push_error_scope(device, ErrorFilter::Validation) };
        let done = body();
        let (sender, receiver) = mpsc::channel();
        let callback = PopErrorScopeCallback::once(move |_, kind, message| {
            let is_fine = (kind == ErrorType::NoError).then_some(());
            let _ = sender.send(is_fine.ok_or_else(|| GpuError::Invalid(message.to_string())));
        });
        let callback = CallbackInfo::new(callback);
        // SAFETY: the device is alive, the scope was pushed above, and the closure frees itself.
        unsafe { library.device_pop_error_scope(device, callback) };
        receiver.try_recv()??;
        Ok(done)
    }

    /// # Safety
    ///
    /// As for [`Owned::new`].
    unsafe fn own<T: Object>(&self, handle: NonNull<T>) -> Owned<T> {
        // SAFETY: passed on to the caller.
        unsafe { Owned::new(&self.library, handle) }
    }
}
