//! The parts that all of `webgpu.h` is made of: handles, strings, chained structures, callbacks with
//! their user data.

use std::ffi::c_void;
use std::fmt;
use std::marker::PhantomData;
use std::ptr::{self, NonNull};
use std::slice;

use ffi_runtime::{ForeignType, callback, opaque, open_enum};

/// Declares types that only the library can look into; references to them and owners are its handles.
macro_rules! objects {
    ($($object:ident),*) => {$(
        #[doc = concat!("The library's `WGPU", stringify!($object), "`.")]
        #[opaque]
        pub(crate) struct $object;

        // SAFETY: the library counts references atomically and locks its objects; any thread may use them.
        unsafe impl Send for $object {}

        // SAFETY: as above.
        unsafe impl Sync for $object {}
    )*};
}

objects! {
    Instance, Adapter, Device, Queue, Buffer, ShaderModule, ComputePipeline, BindGroupLayout, BindGroup,
    CommandEncoder, ComputePass, CommandBuffer
}

/// The outcome of a request. Each function has other failures.
#[open_enum]
#[repr(u32)]
pub(crate) enum Status {
    Success = 1,
}

impl ffi_runtime::Status for Status {
    type Value = ();
    type Error = Self;

    fn into_result(self) -> Result<(), Self> {
        match self {
            Self::Success => Ok(()),
            failure => Err(failure),
        }
    }
}

/// The kind of an error.
#[open_enum]
#[repr(u32)]
pub(crate) enum ErrorType {
    NoError = 1,
}

/// Which errors a scope keeps.
#[open_enum]
#[repr(u32)]
pub(crate) enum ErrorFilter {
    Validation = 1,
}

/// Text with a length; not terminated. The default is the library's null string: no data, and the length
/// that says "up to the NUL".
#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
pub(crate) struct StringView<'a> {
    data: *const u8,
    #[foreign(default = usize::MAX)]
    length: usize,
    text: PhantomData<&'a str>,
}

impl StringView<'_> {
    fn as_bytes(&self) -> &[u8] {
        if self.data.is_null() {
            return &[];
        }
        // SAFETY: both ways to a view with data, `From` below and a string that the library gives
        // out, have `length` bytes there, for as long as the view's lifetime.
        unsafe { slice::from_raw_parts(self.data, self.length) }
    }
}

impl<'a> From<&'a str> for StringView<'a> {
    fn from(text: &'a str) -> Self {
        Self {
            data: text.as_ptr(),
            length: text.len(),
            text: PhantomData,
        }
    }
}

impl fmt::Display for StringView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.as_bytes()))
    }
}

/// A structure that extends another one, where this program has none.
#[opaque]
pub(crate) struct ChainedStruct;

/// The callback may come whenever the library is called, and on any thread.
const ALLOW_SPONTANEOUS: u32 = 3;

/// A callback that answers one request, with its user data and the time when it may come.
#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct CallbackInfo<C> {
    next: *const ChainedStruct,
    #[foreign(default = ALLOW_SPONTANEOUS)]
    mode: u32,
    function: Option<C>,
    user_data: [*mut c_void; 2],
}

impl<C> From<(C, *mut c_void)> for CallbackInfo<C> {
    fn from((function, user_data): (C, *mut c_void)) -> Self {
        Self {
            function: Some(function),
            user_data: [user_data, ptr::null_mut()],
            ..Self::default()
        }
    }
}

/// A callback for all errors of a device, with its user data.
#[derive(ForeignType)]
#[foreign(default)]
#[repr(C)]
pub(crate) struct UncapturedErrorCallbackInfo {
    next: *const ChainedStruct,
    function: Option<UncapturedErrorCallback>,
    user_data: [*mut c_void; 2],
}

impl From<(UncapturedErrorCallback, *mut c_void)> for UncapturedErrorCallbackInfo {
    fn from((function, user_data): (UncapturedErrorCallback, *mut c_void)) -> Self {
        Self {
            function: Some(function),
            user_data: [user_data, ptr::null_mut()],
            ..Self::default()
        }
    }
}

/// The result of a call that is answered through a callback: a number to wait for it by.
#[derive(ForeignType)]
#[repr(C)]
pub(crate) struct Future {
    id: u64,
}

// Callbacks hand on two pointers of user data. Messages are valid for the length of the call. The device or adapter that
// answers a request comes with a reference; null says that there is none.

/// Answers the request of an adapter.
#[callback(user_data = [userdata1, userdata2])]
pub(crate) type RequestAdapterCallback = unsafe extern "C" fn(
    status: Status,
    adapter: Option<NonNull<Adapter>>,
    message: StringView<'_>,
    userdata1: *mut c_void,
    userdata2: *mut c_void,
);

/// Answers the request of a device.
#[callback(user_data = [userdata1, userdata2])]
pub(crate) type RequestDeviceCallback = unsafe extern "C" fn(
    status: Status,
    device: Option<NonNull<Device>>,
    message: StringView<'_>,
    userdata1: *mut c_void,
    userdata2: *mut c_void,
);

/// Says that a device is lost.
#[callback(user_data = [userdata1, userdata2])]
pub(crate) type DeviceLostCallback = unsafe extern "C" fn(
    device: &Option<NonNull<Device>>,
    reason: u32,
    message: StringView<'_>,
    userdata1: *mut c_void,
    userdata2: *mut c_void,
);

/// Says what was wrong, outside of an error scope.
#[callback(user_data = [userdata1, userdata2])]
pub(crate) type UncapturedErrorCallback = unsafe extern "C" fn(
    device: &Option<NonNull<Device>>,
    kind: ErrorType,
    message: StringView<'_>,
    userdata1: *mut c_void,
    userdata2: *mut c_void,
);

/// Says what was wrong in an error scope.
#[callback(user_data = [userdata1, userdata2])]
pub(crate) type PopErrorScopeCallback = unsafe extern "C" fn(
    status: Status,
    kind: ErrorType,
    message: StringView<'_>,
    userdata1: *mut c_void,
    userdata2: *mut c_void,
);

/// Says whether a buffer is mapped.
#[callback(user_data = [userdata1, userdata2])]
pub(crate) type BufferMapCallback = unsafe extern "C" fn(
    status: Status,
    message: StringView<'_>,
    userdata1: *mut c_void,
    userdata2: *mut c_void,
);
