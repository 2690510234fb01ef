use ffi_runtime::{ArgumentError, Status, foreign_library};

struct Code;

impl Status for Code {
    type Value = ();
    type Error = ArgumentError;

    fn into_result(self) -> Result<(), ArgumentError> {
        Ok(())
    }
}

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[check(with = Code)]
    fn run(&self) -> i32;
}

fn main() {}
