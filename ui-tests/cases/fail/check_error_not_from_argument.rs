use ffi_runtime::{Status, foreign_library};

#[derive(Clone, Copy, ffi_runtime::ForeignType)]
#[repr(transparent)]
struct Code(i32);

impl Status for Code {
    type Value = ();
    type Error = i32;

    fn into_result(self) -> Result<(), i32> {
        Err(self.0)
    }
}

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[check]
    fn text(&self, #[terminated] text: &str) -> Code;
    #[check]
    fn sum(&self, #[slice(len = n)] values: &[i32], n: i32) -> Code;
    #[check]
    #[optional]
    fn maybe(&self) -> Code;
    #[check(zero, error = i32)]
    fn other(&self) -> i32;
}

fn main() {}
