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
    ComputePass, ComputePipeline, Device, Future, Instance, Queue, ShaderModule,
};

/// wgpu-native 29, loaded at run time.
#[foreign_library(name = "wgpu_native")]
pub(crate) unsafe trait WgpuNative {
    /// Version of the library, one byte for each of its four numbers.
    #[symbol("wgpuGetVersion")]
    fn version(&self) -> u32;

    /// No descriptor asks for the defaults.
    #[symbol("wgpuCreateInstance")]
    unsafe fn create_instance(&self, descriptor: *const c_void) -> Option<Instance>;
    #[symbol("wgpuInstanceRequestAdapter")]
    unsafe fn instance_request_adapter(
        &self,
        instance: Instance,
        options: *const c_void,
        callback: CallbackInfo<RequestAdapterCallback>,
    ) -> Future;
    #[symbol("wgpuInstanceRelease")]
    unsafe fn instance_release(&self, instance: Instance);

    /// Fills `info` with strings of the library, which [`Self::adapter_info_free_members`] frees.
    #[symbol("wgpuAdapterGetInfo")]
    unsafe fn adapter_get_info(&self, adapter: Adapter, info: &mut AdapterInfo<'_>) -> u32;
    #[symbol("wgpuAdapterInfoFreeMembers")]
    unsafe fn adapter_info_free_members(&self, info: AdapterInfo<'_>);
    #[symbol("wgpuAdapterRequestDevice")]
    unsafe fn adapter_request_device(
        &self,
        adapter: Adapter,
        descriptor: &DeviceDescriptor<'_>,
        callback: CallbackInfo<RequestDeviceCallback>,
    ) -> Future;
    #[symbol("wgpuAdapterRelease")]
    unsafe fn adapter_release(&self, adapter: Adapter);

    #[symbol("wgpuDeviceGetQueue")]
    unsafe fn device_get_queue(&self, device: Device) -> Queue;
    #[symbol("wgpuDeviceCreateBuffer")]
    unsafe fn device_create_buffer(
        &self,
        device: Device,
        descriptor: &BufferDescriptor<'_>,
    ) -> Option<Buffer>;
    #[symbol("wgpuDeviceCreateShaderModule")]
    unsafe fn device_create_shader_module(
        &self,
        device: Device,
        descriptor: &ShaderModuleDescriptor<'_>,
    ) -> ShaderModule;
    #[symbol("wgpuDeviceCreateComputePipeline")]
    unsafe fn device_create_compute_pipeline(
        &self,
        device: Device,
        descriptor: &ComputePipelineDescriptor<'_>,
    ) -> ComputePipeline;
    #[symbol("wgpuDeviceCreateBindGroup")]
    unsafe fn device_create_bind_group(
        &self,
        device: Device,
        descriptor: &BindGroupDescriptor<'_>,
    ) -> BindGroup;
    #[symbol("wgpuDeviceCreateCommandEncoder")]
    unsafe fn device_create_command_encoder(
        &self,
        device: Device,
        descriptor: *const c_void,
    ) -> CommandEncoder;
    /// From here on, errors of the kind `filter` are kept for [`Self::device_pop_error_scope`].
    #[symbol("wgpuDevicePushErrorScope")]
    unsafe fn device_push_error_scope(&self, device: Device, filter: u32);
    #[symbol("wgpuDevicePopErrorScope")]
    unsafe fn device_pop_error_scope(
        &self,
        device: Device,
        callback: CallbackInfo<PopErrorScopeCallback>,
    ) -> Future;
    /// Does what is due, with `wait` until the work of the device is done; whether it is.
    ///
    /// The header has a 32-bit integer for the result, but the library returns a `bool`: the bits
    /// above are whatever the register had.
    #[symbol("wgpuDevicePoll")]
    unsafe fn device_poll(&self, device: Device, wait: u32, submission: *const u64) -> bool;
    #[symbol("wgpuDeviceDestroy")]
    unsafe fn device_destroy(&self, device: Device);
    #[symbol("wgpuDeviceRelease")]
    unsafe fn device_release(&self, device: Device);

    #[symbol("wgpuQueueWriteBuffer")]
    unsafe fn queue_write_buffer(
        &self,
        queue: Queue,
        buffer: Buffer,
        offset: u64,
        data: *const c_void,
        size: usize,
    );
    #[symbol("wgpuQueueSubmit")]
    unsafe fn queue_submit(&self, queue: Queue, count: usize, commands: *const CommandBuffer);
    #[symbol("wgpuQueueRelease")]
    unsafe fn queue_release(&self, queue: Queue);

    #[symbol("wgpuBufferMapAsync")]
    unsafe fn buffer_map_async(
        &self,
        buffer: Buffer,
        mode: u64,
        offset: usize,
        size: usize,
        callback: CallbackInfo<BufferMapCallback>,
    ) -> Future;
    #[symbol("wgpuBufferGetConstMappedRange")]
    unsafe fn buffer_get_const_mapped_range(
        &self,
        buffer: Buffer,
        offset: usize,
        size: usize,
    ) -> Option<NonNull<c_void>>;
    #[symbol("wgpuBufferUnmap")]
    unsafe fn buffer_unmap(&self, buffer: Buffer);
    #[symbol("wgpuBufferRelease")]
    unsafe fn buffer_release(&self, buffer: Buffer);

    #[symbol("wgpuShaderModuleRelease")]
    unsafe fn shader_module_release(&self, module: ShaderModule);

    #[symbol("wgpuComputePipelineGetBindGroupLayout")]
    unsafe fn compute_pipeline_get_bind_group_layout(
        &self,
        pipeline: ComputePipeline,
        index: u32,
    ) -> BindGroupLayout;
    #[symbol("wgpuComputePipelineRelease")]
    unsafe fn compute_pipeline_release(&self, pipeline: ComputePipeline);

    #[symbol("wgpuBindGroupLayoutRelease")]
    unsafe fn bind_group_layout_release(&self, layout: BindGroupLayout);
    #[symbol("wgpuBindGroupRelease")]
    unsafe fn bind_group_release(&self, group: BindGroup);

    #[symbol("wgpuCommandEncoderBeginComputePass")]
    unsafe fn command_encoder_begin_compute_pass(
        &self,
        encoder: CommandEncoder,
        descriptor: *const c_void,
    ) -> ComputePass;
    #[symbol("wgpuCommandEncoderCopyBufferToBuffer")]
    unsafe fn command_encoder_copy_buffer_to_buffer(
        &self,
        encoder: CommandEncoder,
        source: Buffer,
        source_offset: u64,
        destination: Buffer,
        destination_offset: u64,
        size: u64,
    );
    #[symbol("wgpuCommandEncoderFinish")]
    unsafe fn command_encoder_finish(
        &self,
        encoder: CommandEncoder,
        descriptor: *const c_void,
    ) -> CommandBuffer;
    #[symbol("wgpuCommandEncoderRelease")]
    unsafe fn command_encoder_release(&self, encoder: CommandEncoder);

    #[symbol("wgpuComputePassEncoderSetPipeline")]
    unsafe fn compute_pass_set_pipeline(&self, pass: ComputePass, pipeline: ComputePipeline);
    #[symbol("wgpuComputePassEncoderSetBindGroup")]
    unsafe fn compute_pass_set_bind_group(
        &self,
        pass: ComputePass,
        index: u32,
        group: Option<BindGroup>,
        dynamic_offset_count: usize,
        dynamic_offsets: *const u32,
    );
    #[symbol("wgpuComputePassEncoderDispatchWorkgroups")]
    unsafe fn compute_pass_dispatch_workgroups(&self, pass: ComputePass, x: u32, y: u32, z: u32);
    #[symbol("wgpuComputePassEncoderEnd")]
    unsafe fn compute_pass_end(&self, pass: ComputePass);
    #[symbol("wgpuComputePassEncoderRelease")]
    unsafe fn compute_pass_release(&self, pass: ComputePass);

    #[symbol("wgpuCommandBufferRelease")]
    unsafe fn command_buffer_release(&self, commands: CommandBuffer);
}
