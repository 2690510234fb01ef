//! ONNX Runtime, as far as this program needs it: one exported function, and two tables.
//!
//! `OrtApi` only grows at its end, so the places of its entries are those of `<onnxruntime_c_api.h>` in any version.

use std::ffi::{CStr, c_char, c_void};
use std::ptr::NonNull;

use ffi_runtime::{foreign_library, foreign_table, opaque, open_enum};

/// Why a function failed; null stands for success.
#[opaque]
pub(crate) struct Status;

/// The environment, which all sessions share.
#[opaque]
pub(crate) struct Environment;

/// How a session is made.
#[opaque]
pub(crate) struct SessionOptions;

/// A model that can be run.
#[opaque]
pub(crate) struct Session;

/// Where a tensor lies.
#[opaque]
pub(crate) struct MemoryInfo;

/// A tensor.
#[opaque]
pub(crate) struct Value;

/// `OrtLoggingLevel`: what is printed.
#[open_enum]
#[repr(C)]
pub(crate) enum LoggingLevel {
    /// Warnings and errors.
    Warning = 2,
}

/// `ONNXTensorElementDataType`
#[open_enum]
#[repr(C)]
pub(crate) enum ElementType {
    Float = 1,
}

/// `OrtAllocatorType`
#[open_enum]
#[repr(C)]
pub(crate) enum AllocatorType {
    /// Memory of the program's own.
    Device,
}

/// `OrtMemType`
#[open_enum]
#[repr(C)]
pub(crate) enum MemoryType {
    Default,
}

/// The library.
#[foreign_library(name = "onnxruntime", version = "1")]
pub(crate) unsafe trait OnnxRuntime {
    /// A static [`ApiBase`].
    #[symbol("OrtGetApiBase")]
    fn api_base(&self) -> *const c_void;
}

/// `OrtApiBase`
#[foreign_table(abi = "system")]
pub(crate) unsafe trait ApiBase {
    /// A static [`Api`], or null if the library has no such version.
    fn api(&self, version: u32) -> *const c_void;
    /// A static text.
    fn version(&self) -> *const c_char;
}

/// `OrtApi`
#[foreign_table(abi = "system")]
pub(crate) unsafe trait Api {
    #[skip(2)]
    fn get_error_message(&self, status: &Status) -> *const c_char;

    fn create_env(
        &self,
        level: LoggingLevel,
        name: &CStr,
        environment: &mut Option<NonNull<Environment>>,
    ) -> Option<NonNull<Status>>;

    #[skip(4)]
    unsafe fn create_session_from_array(
        &self,
        environment: NonNull<Environment>,
        model: *const c_void,
        size: usize,
        options: NonNull<SessionOptions>,
        session: &mut Option<NonNull<Session>>,
    ) -> Option<NonNull<Status>>;

    unsafe fn run(
        &self,
        session: NonNull<Session>,
        options: *const c_void,
        input_names: *const *const c_char,
        inputs: *const NonNull<Value>,
        input_count: usize,
        output_names: *const *const c_char,
        output_count: usize,
        outputs: *mut Option<NonNull<Value>>,
    ) -> Option<NonNull<Status>>;

    fn create_session_options(
        &self,
        options: &mut Option<NonNull<SessionOptions>>,
    ) -> Option<NonNull<Status>>;

    /// The tensor uses the memory at `data` as long as it lives.
    #[skip(38)]
    unsafe fn create_tensor_with_data(
        &self,
        memory: NonNull<MemoryInfo>,
        data: *mut c_void,
        size: usize,
        shape: *const i64,
        dimensions: usize,
        element: ElementType,
        value: &mut Option<NonNull<Value>>,
    ) -> Option<NonNull<Status>>;

    #[skip(1)]
    unsafe fn get_tensor_data(
        &self,
        value: NonNull<Value>,
        data: &mut *mut c_void,
    ) -> Option<NonNull<Status>>;

    #[skip(17)]
    fn create_cpu_memory_info(
        &self,
        allocator: AllocatorType,
        memory: MemoryType,
        info: &mut Option<NonNull<MemoryInfo>>,
    ) -> Option<NonNull<Status>>;

    #[skip(22)]
    unsafe fn release_env(&self, environment: NonNull<Environment>);
    unsafe fn release_status(&self, status: NonNull<Status>);
    unsafe fn release_memory_info(&self, info: NonNull<MemoryInfo>);
    unsafe fn release_session(&self, session: NonNull<Session>);
    unsafe fn release_value(&self, value: NonNull<Value>);
    #[skip(3)]
    unsafe fn release_session_options(&self, options: NonNull<SessionOptions>);

    /// How the library was built, a static text.
    #[skip(153)]
    #[optional]
    #[since(15)]
    fn get_build_info(&self) -> *const c_char;
}
