//! wgpu-native, as far as this program needs it: one method for each function of the headers
//! `webgpu.h` and `wgpu.h`.
//!
//! A method takes over what is said about a function there. Handles are given out with one
//! reference, which the `_release` method of their type takes back; descriptors are read only
//! until the call returns.

use std::ffi::c_void;
use std::ptr::NonNull;

use ffi_runtime::foreign_library;

use crate::callbacks::{
    BufferMapCallback, PopErrorScopeCallback, RequestAdapterCallback, RequestDeviceCallback,
};
use crate::descriptors::{
    AdapterInfo, BindGroupDescriptor, BufferDescriptor, ComputePipelineDescriptor,
    DeviceDescriptor, ShaderModuleDescriptor,
};
use crate::types::{
    Adapter, BindGroup, BindGroupLayout, Buffer, CallbackInfo, CommandBuffer, CommandEncoder,
    ComputePass, ComputePipeline, Device, ErrorFilter, Future, Instance, Queue, ShaderModule,
    Status,
};

/// wgpu-native 29, loaded at run time.
#[foreign_library(name = "wgpu_native", prefix = "wgpu", rename_all = "PascalCase")]
pub(crate) unsafe trait WgpuNative {
    /// Version of the library, one byte for each of its four numbers.
    fn get_version(&self) -> u32;

    /// No descriptor asks for the defaults.
    unsafe fn create_instance(&self, descriptor: *const c_void) -> Option<Instance>;
    unsafe fn instance_request_adapter(
        &self,
        instance: Instance,
        options: *const c_void,
        callback: CallbackInfo<RequestAdapterCallback>,
    ) -> Future;
    unsafe fn instance_release(&self, instance: Instance);

    /// Fills `info` with strings of the library, which [`Self::adapter_info_free_members`] frees.
    unsafe fn adapter_get_info(&self, adapter: Adapter, info: &mut AdapterInfo<'_>) -> Status;
    unsafe fn adapter_info_free_members(&self, info: AdapterInfo<'_>);
    unsafe fn adapter_request_device(
        &self,
        adapter: Adapter,
        descriptor: &DeviceDescriptor<'_>,
        callback: CallbackInfo<RequestDeviceCallback>,
    ) -> Future;
    unsafe fn adapter_release(&self, adapter: Adapter);

    unsafe fn device_get_queue(&self, device: Device) -> Queue;
    unsafe fn device_create_buffer(
        &self,
        device: Device,
        descriptor: &BufferDescriptor<'_>,
    ) -> Option<Buffer>;
    unsafe fn device_create_shader_module(
        &self,
        device: Device,
        descriptor: &ShaderModuleDescriptor<'_>,
    ) -> ShaderModule;
    unsafe fn device_create_compute_pipeline(
        &self,
        device: Device,
        descriptor: &ComputePipelineDescriptor<'_>,
    ) -> ComputePipeline;
    unsafe fn device_create_bind_group(
        &self,
        device: Device,
        descriptor: &BindGroupDescriptor<'_>,
    ) -> BindGroup;
    unsafe fn device_create_command_encoder(
        &self,
        device: Device,
        descriptor: *const c_void,
    ) -> CommandEncoder;
    /// From here on, errors of the kind `filter` are kept for [`Self::device_pop_error_scope`].
    unsafe fn device_push_error_scope(&self, device: Device, filter: ErrorFilter);
    unsafe fn device_pop_error_scope(
        &self,
        device: Device,
        callback: CallbackInfo<PopErrorScopeCallback>,
    ) -> Future;
    /// Does what is due, with `wait` until the work of the device is done; whether it is.
    ///
    /// The header has a 32-bit integer for the result, but the library returns a `bool`: the bits
    /// above are whatever the register had.
    unsafe fn device_poll(&self, device: Device, wait: u32, submission: *const u64) -> bool;
    unsafe fn device_destroy(&self, device: Device);
    unsafe fn device_release(&self, device: Device);

    unsafe fn queue_write_buffer(
        &self,
        queue: Queue,
        buffer: Buffer,
        offset: u64,
        data: *const c_void,
        size: usize,
    );
    unsafe fn queue_submit(&self, queue: Queue, count: usize, commands: *const CommandBuffer);
    unsafe fn queue_release(&self, queue: Queue);

    unsafe fn buffer_map_async(
        &self,
        buffer: Buffer,
        mode: u64,
        offset: usize,
        size: usize,
        callback: CallbackInfo<BufferMapCallback>,
    ) -> Future;
    unsafe fn buffer_get_const_mapped_range(
        &self,
        buffer: Buffer,
        offset: usize,
        size: usize,
    ) -> Option<NonNull<c_void>>;
    unsafe fn buffer_unmap(&self, buffer: Buffer);
    unsafe fn buffer_release(&self, buffer: Buffer);

    unsafe fn shader_module_release(&self, module: ShaderModule);

    unsafe fn compute_pipeline_get_bind_group_layout(
        &self,
        pipeline: ComputePipeline,
        index: u32,
    ) -> BindGroupLayout;
    unsafe fn compute_pipeline_release(&self, pipeline: ComputePipeline);

    unsafe fn bind_group_layout_release(&self, layout: BindGroupLayout);
    unsafe fn bind_group_release(&self, group: BindGroup);

    unsafe fn command_encoder_begin_compute_pass(
        &self,
        encoder: CommandEncoder,
        descriptor: *const c_void,
    ) -> ComputePass;
    unsafe fn command_encoder_copy_buffer_to_buffer(
        &self,
        encoder: CommandEncoder,
        source: Buffer,
        source_offset: u64,
        destination: Buffer,
        destination_offset: u64,
        size: u64,
    );
    unsafe fn command_encoder_finish(
        &self,
        encoder: CommandEncoder,
        descriptor: *const c_void,
    ) -> CommandBuffer;
    unsafe fn command_encoder_release(&self, encoder: CommandEncoder);

    unsafe fn compute_pass_encoder_set_pipeline(
        &self,
        pass: ComputePass,
        pipeline: ComputePipeline,
    );
    unsafe fn compute_pass_encoder_set_bind_group(
        &self,
        pass: ComputePass,
        index: u32,
        group: Option<BindGroup>,
        dynamic_offset_count: usize,
        dynamic_offsets: *const u32,
    );
    unsafe fn compute_pass_encoder_dispatch_workgroups(
        &self,
        pass: ComputePass,
        x: u32,
        y: u32,
        z: u32,
    );
    unsafe fn compute_pass_encoder_end(&self, pass: ComputePass);
    unsafe fn compute_pass_encoder_release(&self, pass: ComputePass);

    unsafe fn command_buffer_release(&self, commands: CommandBuffer);
}
