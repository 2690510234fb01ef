//! A session of ONNX Runtime that is safe to use: handles with an owner, and statuses as errors.

use std::ffi::{CStr, c_char, c_void};
use std::ptr::{self, NonNull};

use ffi_runtime::LibraryError;
use ffi_runtime::library::TableError;

use crate::native::{
    AllocatorType, Api, ApiBase, ElementType, Environment, LoggingLevel, MemoryInfo, MemoryType,
    OnnxRuntime, Session, SessionOptions, Status, Value,
};

/// A failure, and where it came from.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RuntimeError {
    /// There is no library.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// It has no table that this program can use.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A function refused.
    #[error("{0}")]
    Refused(String),
}

/// The library, with the newest table that it and this program know.
#[derive(Clone)]
pub(crate) struct Runtime {
    base: ApiBase,
    api: Api,
    version: u32,
}

impl Runtime {
    pub(crate) fn load() -> Result<Self, RuntimeError> {
        let library = OnnxRuntime::load()?;
        // SAFETY: the table is there as long as the library, which it keeps.
        let base = unsafe { ApiBase::from_table(library.api_base(), library.clone()) }?;
        let ask = |version| base.api(version);
        // SAFETY: each version has the entries that are declared for it, as long as the library is there.
        let (api, version) = unsafe { Api::negotiate(1..=15, ask, library) }?;
        Ok(Self { base, api, version })
    }

    /// Version of the library, of the table, and how the library was built.
    pub(crate) fn versions(&self) -> (String, u32, Option<String>) {
        let text = |text| {
            // SAFETY: each text of the library is static.
            let text = unsafe { CStr::from_ptr(text) };
            text.to_string_lossy().into_owned()
        };
        let build = self.api.get_build_info().ok().map(text);
        (text(self.base.version()), self.version, build)
    }

    /// A status as a result.
    fn check(&self, status: Option<NonNull<Status>>) -> Result<(), RuntimeError> {
        let Some(status) = status else { return Ok(()) };
        // SAFETY: the library returned the status, and nobody released it.
        let message = self.api.get_error_message(unsafe { status.as_ref() });
        // SAFETY: the message lives as long as the status.
        let message = unsafe { CStr::from_ptr(message) }
            .to_string_lossy()
            .into_owned();
        // SAFETY: nothing of the status is used any more.
        unsafe { self.api.release_status(status) };
        Err(RuntimeError::Refused(message))
    }

    /// A handle that a function gave out.
    fn own<T>(
        &self,
        release: unsafe fn(&Api, NonNull<T>),
        give: impl FnOnce(&Api, &mut Option<NonNull<T>>) -> Option<NonNull<Status>>,
    ) -> Result<Owned<T>, RuntimeError> {
        let mut handle = None;
        self.check(give(&self.api, &mut handle))?;
        let api = self.api.clone();
        match handle {
            Some(handle) => Ok(Owned {
                api,
                handle,
                release,
            }),
            None => Err(RuntimeError::Refused("there is no handle".to_owned())),
        }
    }
}

/// A handle, which is released in the end.
struct Owned<T> {
    api: Api,
    handle: NonNull<T>,
    release: unsafe fn(&Api, NonNull<T>),
}

impl<T> Drop for Owned<T> {
    fn drop(&mut self) {
        // SAFETY: the handle is of the type that the function releases, and this was its owner.
        unsafe { (self.release)(&self.api, self.handle) };
    }
}

/// A model that is loaded.
pub(crate) struct Model {
    runtime: Runtime,
    session: Owned<Session>,
    memory: Owned<MemoryInfo>,
    /// Dropped last: the session uses it.
    _environment: Owned<Environment>,
}

impl Model {
    /// Loads a model from its bytes.
    ///
    /// # Safety
    ///
    /// If it is a model, its inputs and outputs are lists of `float`, all of the same length.
    pub(crate) unsafe fn new(runtime: &Runtime, model: &[u8]) -> Result<Self, RuntimeError> {
        let environment = runtime.own(Api::release_env, |api, environment| {
            api.create_env(LoggingLevel::Warning, c"onnx", environment)
        })?;
        let options: Owned<SessionOptions> = runtime
            .own(Api::release_session_options, |api, options| {
                api.create_session_options(options)
            })?;
        let session = runtime.own(Api::release_session, |api, session| {
            // SAFETY: environment and options live, and the model has so many bytes, which are read in this call.
            unsafe {
                api.create_session_from_array(
                    environment.handle,
                    model.as_ptr().cast(),
                    model.len(),
                    options.handle,
                    session,
                )
            }
        })?;
        let memory = runtime.own(Api::release_memory_info, |api, memory| {
            api.create_cpu_memory_info(AllocatorType::Device, MemoryType::Default, memory)
        })?;
        Ok(Self {
            runtime: runtime.clone(),
            session,
            memory,
            _environment: environment,
        })
    }

    /// Runs the model on lists of `count` numbers, one for each name; the one result has as many numbers.
    pub(crate) fn run<const N: usize>(
        &self,
        inputs: [(&CStr, &[f32]); N],
        output: &CStr,
    ) -> Result<Vec<f32>, RuntimeError> {
        let count = inputs.iter().map(|(_, numbers)| numbers.len()).min();
        let count = count.unwrap_or(0);
        let names: [*const c_char; N] = inputs.each_ref().map(|(name, _)| name.as_ptr());
        let mut tensors = Vec::new();
        for (_, numbers) in &inputs {
            tensors.push(self.tensor(numbers, count)?);
        }
        let handles: Vec<NonNull<Value>> = tensors.iter().map(|tensor| tensor.handle).collect();
        let result = self.runtime.own(Api::release_value, |api, result| {
            let output = [output.as_ptr()];
            // SAFETY: the session lives; there are `N` names and tensors, and one name and place for a result.
            unsafe {
                api.run(
                    self.session.handle,
                    ptr::null(),
                    names.as_ptr(),
                    handles.as_ptr(),
                    N,
                    output.as_ptr(),
                    1,
                    result,
                )
            }
        })?;
        let mut data: *mut c_void = ptr::null_mut();
        // SAFETY: the tensor lives.
        let status = unsafe { self.runtime.api.get_tensor_data(result.handle, &mut data) };
        self.runtime.check(status)?;
        if data.is_null() {
            return Ok(Vec::new());
        }
        // SAFETY: the result has as many numbers as each input, by the contract of `new`, as long as the tensor lives.
        let numbers = unsafe { std::slice::from_raw_parts(data.cast::<f32>(), count) };
        Ok(numbers.to_vec())
    }

    /// A tensor with one dimension, which uses the first `count` numbers.
    fn tensor(&self, numbers: &[f32], count: usize) -> Result<Owned<Value>, RuntimeError> {
        let shape = [i64::try_from(count).unwrap_or(i64::MAX)];
        self.runtime.own(Api::release_value, |api, value| {
            // SAFETY: there are so many bytes, which outlive the tensor of an input and are only read; and the shape
            // has one dimension.
            unsafe {
                api.create_tensor_with_data(
                    self.memory.handle,
                    numbers.as_ptr().cast_mut().cast(),
                    count * size_of::<f32>(),
                    shape.as_ptr(),
                    1,
                    ElementType::Float,
                    value,
                )
            }
        })
    }
}
