//! The callback types of `webgpu.h`. Each hands on two user-data pointers.
use crate::types::{Adapter, Device, StringView};
use ffi_runtime::ForeignType;
use std::ffi::c_void;
use std::sync::mpsc::{Receiver, channel};

macro_rules! interim {
    ($name:ident($($arg:ident: $ty:ty),*)) => {
        #[derive(ForeignType, Clone, Copy)]
        #[repr(transparent)]
        pub(crate) struct $name(unsafe extern "C" fn($($ty,)* *mut c_void, *mut c_void));
        impl $name {
            pub(crate) fn once<F: FnOnce($($ty),*) + Send + 'static>(f: F) -> ($name, *mut c_void) {
                unsafe extern "C" fn call<F: FnOnce($($ty),*)>($($arg: $ty,)* data: *mut c_void, _: *mut c_void) {
                    let f = unsafe { Box::from_raw(data.cast::<F>()) }; f($($arg),*)
                }
                ($name(call::<F>), Box::into_raw(Box::new(f)).cast())
            }
            pub(crate) fn new<F: Fn($($ty),*) + Send + Sync + 'static>(f: F) -> Leaked<$name> { unsafe extern "C" fn call<F: Fn($($ty),*)>($($arg: $ty,)* data: *mut c_void, _: *mut c_void) { let f = unsafe { &*data.cast::<F>() }; f($($arg),*) } Leaked($name(call::<F>), Box::into_raw(Box::new(f)).cast()) }
            pub(crate) fn channel_with<T: Send + 'static, F: Fn($($ty),*) -> T + Send + Sync + 'static>(f: F) -> (Leaked<$name>, Receiver<T>) {
                let (s, r) = channel();
                fn make<G: Fn($($ty),*)>(g: G) -> Leaked<$name> {
                    unsafe extern "C" fn call<F: Fn($($ty),*)>($($arg: $ty,)* data: *mut c_void, _: *mut c_void) {
                        let f = unsafe { &*data.cast::<F>() }; f($($arg),*)
                    }
                    Leaked($name(call::<G>), Box::into_raw(Box::new(g)).cast())
                }
                (make(move |$($arg: $ty),*| drop(s.send(f($($arg),*)))), r)
            }
        }
    };
}
pub(crate) struct Leaked<C>(C, *mut c_void);
impl<C> Leaked<C> {
    pub(crate) fn into_static(self) -> (C, *mut c_void) {
        (self.0, self.1)
    }
}
interim!(RequestAdapterCallback(status: u32, adapter: Option<Adapter>, message: StringView<'static>));
interim!(RequestDeviceCallback(status: u32, device: Option<Device>, message: StringView<'static>));
interim!(DeviceLostCallback(device: *const Option<Device>, reason: u32, message: StringView<'static>));
interim!(UncapturedErrorCallback(device: *const Option<Device>, kind: u32, message: StringView<'static>));
interim!(PopErrorScopeCallback(status: u32, kind: u32, message: StringView<'static>));
interim!(BufferMapCallback(status: u32, message: StringView<'static>));
