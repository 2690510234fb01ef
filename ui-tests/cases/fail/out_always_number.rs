use ffi_runtime::{Status, foreign_library};

#[derive(Clone, Copy, ffi_runtime::ForeignType)]
#[repr(transparent)]
struct Code(i32);

impl Status for Code {
    type Value = ();
    type Error = ffi_runtime::ArgumentError;

    fn into_result(self) -> Result<(), ffi_runtime::ArgumentError> {
        Ok(())
    }
}

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[check]
    fn count(&self, #[out(always)] n: i32) -> Code;
}

fn main() {}
