//! Handles with an owner: the reference that the library gave out is given back on drop.

use std::ops::Deref;
use std::ptr::NonNull;

use crate::native::WgpuNative;
use crate::types::{
    AdapterObject, BindGroupLayoutObject, BindGroupObject, BufferObject, CommandBufferObject,
    CommandEncoderObject, ComputePassObject, ComputePipelineObject, DeviceObject, InstanceObject,
    QueueObject, ShaderModuleObject,
};

/// What a handle points to.
pub(crate) trait Object: Sized {
    /// Gives a reference to it back.
    const RELEASE: unsafe fn(&WgpuNative, NonNull<Self>);
}

/// A reference to an object of the library; derefs to its handle.
pub(crate) struct Owned<T: Object> {
    library: WgpuNative,
    handle: NonNull<T>,
}

// SAFETY: the library counts references atomically and locks its objects; any thread may use them.
unsafe impl<T: Object> Send for Owned<T> {}

impl<T: Object> Owned<T> {
    /// # Safety
    ///
    /// `library` gave out the handle, with a reference that nothing else gives back.
    pub(crate) unsafe fn new(library: &WgpuNative, handle: NonNull<T>) -> Self {
        let library = library.clone();
        Self { library, handle }
    }
}

impl<T: Object> Deref for Owned<T> {
    type Target = NonNull<T>;

    fn deref(&self) -> &NonNull<T> {
        &self.handle
    }
}

impl<T: Object> Drop for Owned<T> {
    fn drop(&mut self) {
        // SAFETY: by the contract of `new`, the reference is this one's to give back.
        unsafe { T::RELEASE(&self.library, self.handle) };
    }
}

macro_rules! objects {
    ($($object:ident: $release:ident,)*) => {$(
        impl Object for $object {
            const RELEASE: unsafe fn(&WgpuNative, NonNull<Self>) = WgpuNative::$release;
        }
    )*};
}

objects! {
    InstanceObject: instance_release,
    AdapterObject: adapter_release,
    DeviceObject: device_release,
    QueueObject: queue_release,
    BufferObject: buffer_release,
    ShaderModuleObject: shader_module_release,
    ComputePipelineObject: compute_pipeline_release,
    BindGroupLayoutObject: bind_group_layout_release,
    BindGroupObject: bind_group_release,
    CommandEncoderObject: command_encoder_release,
    ComputePassObject: compute_pass_encoder_release,
    CommandBufferObject: command_buffer_release,
}
