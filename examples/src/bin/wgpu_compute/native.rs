//! wgpu-native, as far as this program needs it: one method for each function of the headers
//! `webgpu.h` and `wgpu.h`.
//!
//! A method takes over what is said about a function there. Handles are given out with one
//! reference, which the `_release` method of their type takes back, when an `Owned` is dropped; descriptors are
//! read only until the call returns. Null in place of one stands for the defaults.

use std::ffi::c_void;
use std::ptr::{self, NonNull};

use ffi_runtime::{Owned, OwnedValue, foreign_library};

use crate::descriptors::{
    AdapterInfo, BindGroupDescriptor, BufferDescriptor, ComputePipelineDescriptor,
    DeviceDescriptor, ShaderModuleDescriptor,
};

use crate::types::{
    self, Adapter, BindGroup, BindGroupLayout, Buffer, CallbackInfo, CommandBuffer, CommandEncoder,
    ComputePass, ComputePipeline, Device, ErrorFilter, Future, Instance, Queue, ShaderModule,
    Status,
};

/// wgpu-native 29, loaded at run time.
#[foreign_library(name = "wgpu_native", prefix = "wgpu", rename_all = "PascalCase")]
pub(crate) unsafe trait WgpuNative {
    /// Version of the library, one byte for each of its four numbers.
    fn get_version(&self) -> u32;

    fn create_instance(
        &self,
        #[fixed(ptr::null())] descriptor: *const c_void,
    ) -> Option<Owned<Instance>>;
    fn instance_request_adapter(
        &self,
        instance: &Instance,
        #[fixed(ptr::null())] options: *const c_void,
        #[completion(callback = types::RequestAdapterCallback)] callback: CallbackInfo<
            types::RequestAdapterCallback,
        >,
    ) -> Future;
    /// Calls the callbacks that are due.
    fn instance_process_events(&self, instance: &Instance);
    #[free]
    fn instance_release(&self, instance: Owned<Instance>);

    #[check]
    fn adapter_get_info(&self, adapter: &Adapter, #[out] info: OwnedValue<AdapterInfo>) -> Status;
    #[free]
    fn adapter_info_free_members(&self, info: OwnedValue<AdapterInfo>);
    unsafe fn adapter_request_device(
        &self,
        adapter: &Adapter,
        descriptor: &DeviceDescriptor<'_>,
        #[completion(callback = types::RequestDeviceCallback)] callback: CallbackInfo<
            types::RequestDeviceCallback,
        >,
    ) -> Future;
    #[free]
    fn adapter_release(&self, adapter: Owned<Adapter>);

    fn device_get_queue(&self, device: &Device) -> Owned<Queue>;
    fn device_create_buffer(
        &self,
        device: &Device,
        descriptor: &BufferDescriptor<'_>,
    ) -> Option<Owned<Buffer>>;
    fn device_create_shader_module(
        &self,
        device: &Device,
        descriptor: &ShaderModuleDescriptor<'_>,
    ) -> Owned<ShaderModule>;
    fn device_create_compute_pipeline(
        &self,
        device: &Device,
        descriptor: &ComputePipelineDescriptor<'_>,
    ) -> Owned<ComputePipeline>;
    fn device_create_bind_group(
        &self,
        device: &Device,
        descriptor: &BindGroupDescriptor<'_>,
    ) -> Owned<BindGroup>;
    fn device_create_command_encoder(
        &self,
        device: &Device,
        #[fixed(ptr::null())] descriptor: *const c_void,
    ) -> Owned<CommandEncoder>;
    /// From here on, errors of the kind `filter` are kept for [`Self::device_pop_error_scope`].
    fn device_push_error_scope(&self, device: &Device, filter: ErrorFilter);
    fn device_pop_error_scope(
        &self,
        device: &Device,
        #[completion(callback = types::PopErrorScopeCallback)] callback: CallbackInfo<
            types::PopErrorScopeCallback,
        >,
    ) -> Future;
    fn device_destroy(&self, device: &Device);
    #[free]
    fn device_release(&self, device: Owned<Device>);

    fn queue_write_buffer(
        &self,
        queue: &Queue,
        buffer: &Buffer,
        offset: u64,
        #[slice(bytes = size)] data: &[u32],
        size: usize,
    );
    fn queue_submit(
        &self,
        queue: &Queue,
        count: usize,
        #[slice(len = count)] commands: &[&CommandBuffer],
    );
    #[free]
    fn queue_release(&self, queue: Owned<Queue>);

    fn buffer_map_async(
        &self,
        buffer: &Buffer,
        mode: u64,
        offset: usize,
        size: usize,
        #[completion(callback = types::BufferMapCallback)] callback: CallbackInfo<
            types::BufferMapCallback,
        >,
    ) -> Future;
    fn buffer_get_const_mapped_range(
        &self,
        buffer: &Buffer,
        offset: usize,
        size: usize,
    ) -> Option<NonNull<c_void>>;
    fn buffer_unmap(&self, buffer: &Buffer);
    #[free]
    fn buffer_release(&self, buffer: Owned<Buffer>);

    #[free]
    fn shader_module_release(&self, module: Owned<ShaderModule>);

    fn compute_pipeline_get_bind_group_layout(
        &self,
        pipeline: &ComputePipeline,
        index: u32,
    ) -> Owned<BindGroupLayout>;
    #[free]
    fn compute_pipeline_release(&self, pipeline: Owned<ComputePipeline>);

    #[free]
    fn bind_group_layout_release(&self, layout: Owned<BindGroupLayout>);
    #[free]
    fn bind_group_release(&self, group: Owned<BindGroup>);

    fn command_encoder_begin_compute_pass(
        &self,
        encoder: &CommandEncoder,
        #[fixed(ptr::null())] descriptor: *const c_void,
    ) -> Owned<ComputePass>;
    fn command_encoder_copy_buffer_to_buffer(
        &self,
        encoder: &CommandEncoder,
        source: &Buffer,
        source_offset: u64,
        destination: &Buffer,
        destination_offset: u64,
        size: u64,
    );
    fn command_encoder_finish(
        &self,
        encoder: &CommandEncoder,
        #[fixed(ptr::null())] descriptor: *const c_void,
    ) -> Owned<CommandBuffer>;
    #[free]
    fn command_encoder_release(&self, encoder: Owned<CommandEncoder>);

    fn compute_pass_encoder_set_pipeline(&self, pass: &ComputePass, pipeline: &ComputePipeline);
    fn compute_pass_encoder_set_bind_group(
        &self,
        pass: &ComputePass,
        index: u32,
        group: Option<&BindGroup>,
        offset_count: usize,
        #[slice(len = offset_count)] dynamic_offsets: &[u32],
    );
    fn compute_pass_encoder_dispatch_workgroups(&self, pass: &ComputePass, x: u32, y: u32, z: u32);
    fn compute_pass_encoder_end(&self, pass: &ComputePass);
    #[free]
    fn compute_pass_encoder_release(&self, pass: Owned<ComputePass>);

    #[free]
    fn command_buffer_release(&self, commands: Owned<CommandBuffer>);
}
