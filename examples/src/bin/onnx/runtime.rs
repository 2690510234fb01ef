//! A session of ONNX Runtime that is safe to use: statuses as errors, and tensors as lists of numbers.

use std::ffi::{CStr, c_char};

use ffi_runtime::library::TableError;
use ffi_runtime::{ArgumentError, LibraryError, Owned};

use crate::native::{
    AllocatorType, Api, ApiBase, Environment, LoggingLevel, MemoryInfo, MemoryType, OnnxRuntime,
    Session, Status, Value,
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
    /// A function cannot be called with these arguments.
    #[error(transparent)]
    Argument(#[from] ArgumentError),
    /// A function refused.
    #[error("{0}")]
    Refused(String),
}

/// The end of a function: a status object if it failed.
pub(crate) struct Outcome(Option<Owned<Status>>);

impl From<Option<Owned<Status>>> for Outcome {
    fn from(status: Option<Owned<Status>>) -> Self {
        Self(status)
    }
}

impl ffi_runtime::Status for Outcome {
    type Value = ();
    type Error = RuntimeError;

    fn into_result(self) -> Result<(), RuntimeError> {
        let Some(status) = self.0 else { return Ok(()) };
        let message = status.library().get_error_message(&status);
        Err(RuntimeError::Refused(
            message.to_string_lossy().into_owned(),
        ))
    }
}

/// The library, with the newest table that it and this program know, and the environment of all models.
pub(crate) struct Runtime {
    base: ApiBase,
    api: Api,
    version: u32,
    environment: Owned<Environment>,
}

impl Runtime {
    pub(crate) fn load() -> Result<Self, RuntimeError> {
        let library = OnnxRuntime::load()?;
        // SAFETY: the table is there as long as the library, which it keeps.
        let base = unsafe { ApiBase::from_table(library.api_base(), library.clone()) }?;
        let ask = |version| base.api(version);
        // SAFETY: each version has the entries that are declared for it, as long as the library is there.
        let (api, version) = unsafe { Api::negotiate(1..=15, ask, library) }?;
        let environment = api.create_env(LoggingLevel::Warning, c"onnx")?;
        Ok(Self {
            base,
            api,
            version,
            environment,
        })
    }

    /// Version of the library, of the table, and how the library was built.
    pub(crate) fn versions(&self) -> (String, u32, Option<String>) {
        let text = |text: &CStr| text.to_string_lossy().into_owned();
        let build = self.api.get_build_info().ok().map(text);
        (text(self.base.version()), self.version, build)
    }
}

/// A model that is loaded.
pub(crate) struct Model<'r> {
    api: &'r Api,
    session: Owned<Session<'r>>,
    memory: Owned<MemoryInfo>,
}

impl<'r> Model<'r> {
    /// Loads a model from its bytes.
    ///
    /// # Safety
    ///
    /// If it is a model, its inputs and outputs are lists of `float`, all of the same length.
    pub(crate) unsafe fn new(runtime: &'r Runtime, model: &[u8]) -> Result<Self, RuntimeError> {
        let api = &runtime.api;
        let options = api.create_session_options()?;
        let session = api.create_session_from_array(&runtime.environment, model, &options)?;
        let memory = api.create_cpu_memory_info(AllocatorType::Device, MemoryType::Default)?;
        Ok(Self {
            api,
            session,
            memory,
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
        let shape = [i64::try_from(count).unwrap_or(i64::MAX)];
        let mut tensors: Vec<Owned<Value<'_>>> = Vec::new();
        for (_, numbers) in inputs {
            let numbers = &numbers[..count];
            tensors.push(
                self.api
                    .create_tensor_with_data(&self.memory, numbers, &shape)?,
            );
        }
        let handles: Vec<&Value<'_>> = tensors.iter().map(|tensor| &**tensor).collect();
        // SAFETY: the names are texts that end.
        let result = unsafe {
            self.api
                .run(&self.session, &names, &handles, &output.as_ptr())
        }?;
        let data = self.api.get_tensor_data(&result)?;
        if data.is_null() {
            return Ok(Vec::new());
        }
        // SAFETY: the result has as many numbers as each input, by the contract of `new`, as long as the tensor lives.
        let numbers = unsafe { std::slice::from_raw_parts(data.cast::<f32>(), count) };
        Ok(numbers.to_vec())
    }
}
