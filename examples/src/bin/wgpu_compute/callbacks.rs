//! The callback types of `webgpu.h`: each hands on two pointers of user data.
//!
//! Messages are valid for the length of the call. The device or adapter that answers a request comes
//! with a reference; null says that there is none.

use std::ffi::c_void;
use std::ptr::NonNull;

use ffi_runtime::callback;

use crate::types::{Adapter, Device, ErrorType, Status, StringView};

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
