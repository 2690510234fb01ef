//! ONNX Runtime, as far as this program needs it: one exported function, and two tables.
//!
//! `OrtApi` only grows at its end, so the places of its entries are those of `<onnxruntime_c_api.h>` in any version.

use std::ffi::{CStr, c_char, c_void};
use std::ptr;

use ffi_runtime::{Owned, foreign_library, foreign_table, opaque, open_enum};

use crate::runtime::Outcome;

/// Why a function failed; null stands for success.
#[opaque]
pub(crate) struct Status;

/// The environment, which all sessions share.
#[opaque]
pub(crate) struct Environment;

/// How a session is made.
#[opaque]
pub(crate) struct SessionOptions;

/// A model that can be run, in its environment.
#[opaque]
pub(crate) struct Session<'e>;

/// Where a tensor lies.
#[opaque]
pub(crate) struct MemoryInfo;

/// A tensor, and the memory that it uses.
#[opaque]
pub(crate) struct Value<'d>;

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
    /// Version of the library.
    fn version(&self) -> &CStr;
}

/// `OrtApi`
#[foreign_table(abi = "system")]
pub(crate) unsafe trait Api {
    #[skip(2)]
    fn get_error_message<'s>(&self, status: &'s Status) -> &'s CStr;

    #[check(with = Outcome)]
    fn create_env(
        &self,
        level: LoggingLevel,
        name: &CStr,
        #[out] environment: Owned<Environment>,
    ) -> Option<Owned<Status>>;

    #[skip(4)]
    #[check(with = Outcome)]
    fn create_session_from_array<'e>(
        &self,
        environment: &'e Environment,
        #[slice(bytes = size)] model: &[u8],
        size: usize,
        options: &SessionOptions,
        #[out] session: Owned<Session<'e>>,
    ) -> Option<Owned<Status>>;

    /// Each name leads to a text that ends.
    #[check(with = Outcome)]
    unsafe fn run(
        &self,
        session: &Session<'_>,
        #[fixed(ptr::null())] options: *const c_void,
        #[slice(len = input_count)] input_names: &[*const c_char],
        #[slice(len = input_count)] inputs: &[&Value<'_>],
        input_count: usize,
        output_name: &*const c_char,
        #[fixed(1)] output_count: usize,
        #[out] output: Owned<Value<'static>>,
    ) -> Option<Owned<Status>>;

    #[check(with = Outcome)]
    fn create_session_options(
        &self,
        #[out] options: Owned<SessionOptions>,
    ) -> Option<Owned<Status>>;

    /// A tensor that is only read uses the memory as it is.
    #[skip(38)]
    #[check(with = Outcome)]
    fn create_tensor_with_data<'d>(
        &self,
        memory: &MemoryInfo,
        #[slice(bytes = size)] data: &'d [f32],
        size: usize,
        #[slice(len = dimensions)] shape: &[i64],
        dimensions: usize,
        #[fixed(ElementType::Float)] element: ElementType,
        #[out] value: Owned<Value<'d>>,
    ) -> Option<Owned<Status>>;

    #[skip(1)]
    #[check(with = Outcome)]
    fn get_tensor_data(
        &self,
        value: &Value<'_>,
        #[out] data: *const c_void,
    ) -> Option<Owned<Status>>;

    #[skip(17)]
    #[check(with = Outcome)]
    fn create_cpu_memory_info(
        &self,
        allocator: AllocatorType,
        memory: MemoryType,
        #[out] info: Owned<MemoryInfo>,
    ) -> Option<Owned<Status>>;

    #[skip(22)]
    #[free]
    fn release_env(&self, environment: Owned<Environment>);
    #[free]
    fn release_status(&self, status: Owned<Status>);
    #[free]
    fn release_memory_info(&self, info: Owned<MemoryInfo>);
    #[free]
    fn release_session(&self, session: Owned<Session<'_>>);
    #[free]
    fn release_value(&self, value: Owned<Value<'_>>);
    #[skip(3)]
    #[free]
    fn release_session_options(&self, options: Owned<SessionOptions>);

    /// How the library was built.
    #[skip(153)]
    #[optional]
    #[since(15)]
    fn get_build_info(&self) -> &CStr;
}
